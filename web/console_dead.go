package web

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot/people"
	"github.com/connective-messaging/connective/bot/staff"
)

func (k *Console) routeDead(g *echo.Group) {
	k.route(g, http.MethodGet, "/people/dead", staff.KeepPeople, k.dead)
	k.route(g, http.MethodPost, "/people/dead", staff.KeepPeople, k.lift)
}

// deadSheet is the list of numbers that cannot be reached.
type deadSheet struct{ People []personRow }

func (k *Console) dead(v *visit) error {
	all, err := k.Groups.Dead(v.ctx(), v.scope)
	if err != nil {
		return err
	}
	var page deadSheet
	for _, t := range all {
		page.People = append(page.People, v.personRow(t))
	}
	return v.show(http.StatusOK, "dead", "dead.title", page)
}

func (k *Console) lift(v *visit) error {
	err := k.Groups.Lift(v.ctx(), v.scope, v.FormValue("person"))
	if errors.Is(err, people.ErrNoPerson) {
		return v.problem(http.StatusNotFound)
	}
	if err != nil {
		return err
	}
	return v.to("people/dead?done=lift")
}
