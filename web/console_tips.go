package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/flows"
)

func (k *Console) routeTips(g *echo.Group) {
	k.route(g, http.MethodGet, "/tips", staff.EditFlows, k.tips)
}

// tipRow is a tip that nobody has looked through within a year.
type tipRow struct {
	ID, Name, Author, Reviewer string
	Reviewed                   string // the day, empty for never
	Health                     bool
}

// tipsSheet is what is to be looked through.
type tipsSheet struct {
	Rows []tipRow
	All  int // tips that there are
}

func (k *Console) tips(v *visit) error {
	o, err := v.organisation()
	if err != nil {
		return err
	}
	page := tipsSheet{All: len(o.Tips())}
	for _, t := range k.staleTips(o) {
		row := tipRow{ID: t.ID, Name: t.Name, Author: t.Author, Reviewer: t.Reviewer, Health: t.Health}
		if !t.Reviewed.IsZero() {
			row.Reviewed = onDay(v.lang, t.Reviewed)
		}
		page.Rows = append(page.Rows, row)
	}
	return v.show(http.StatusOK, "tips", "tips.title", page)
}

// staleTips are the tips that nobody has looked through within a year, those about
// health first, and otherwise in the order of their list.
func (k *Console) staleTips(o *flows.Org) []flows.Tip {
	var health, others []flows.Tip
	for _, t := range o.Tips() {
		switch stale := t.Stale(k.now()); {
		case stale && t.Health:
			health = append(health, t)
		case stale:
			others = append(others, t)
		}
	}
	return append(health, others...)
}

func (k *Console) now() time.Time { return k.Cases.Now() }
