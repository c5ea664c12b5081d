package web

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot/directory/assure"
	"github.com/connective-messaging/connective/bot/staff"
)

func (k *Console) routeServices(g *echo.Group) {
	k.route(g, http.MethodGet, "/services", staff.SeeServices, k.serviceList)
	k.route(g, http.MethodPost, "/services", staff.KeepServices, k.actOnService)
}

// serviceRow is a service of which something waits.
type serviceRow struct {
	assure.Line
	Words, When      string
	Says, Shut, Rung bool // it has said something; that it closed; staff can ring it
}

// servicesSheet is the page of services of which something waits.
type servicesSheet struct {
	Rows    []serviceRow
	CanKeep bool
}

func (k *Console) serviceList(v *visit) error {
	lines, err := k.Services.Waiting(v.ctx(), v.scope)
	if err != nil {
		return err
	}
	page := servicesSheet{CanKeep: v.scope.May(staff.KeepServices)}
	for _, l := range lines {
		row := serviceRow{Line: l, Words: say(v.lang, "services."+string(l.State)), Shut: l.State == assure.Closed}
		row.Says = row.Shut || l.State == assure.Changed
		row.Rung = !row.Says
		if !l.Since.IsZero() {
			row.When = v.moment(l.Since)
		}
		page.Rows = append(page.Rows, row)
	}
	return v.show(http.StatusOK, "services", "services.title", page)
}

// actOnService does what a form of the page asks for.
func (k *Console) actOnService(v *visit) error {
	do, service := v.FormValue("do"), v.FormValue("service")
	var err error
	switch do {
	case "settle":
		err = k.Services.Settle(v.ctx(), v.scope, service, false)
	case "show":
		err = k.Services.Settle(v.ctx(), v.scope, service, true)
	case "right":
		err = k.Services.Right(v.ctx(), v.scope, service)
	default:
		return echo.NewHTTPError(http.StatusUnprocessableEntity)
	}
	if errors.Is(err, assure.ErrNoService) {
		return v.problem(http.StatusNotFound)
	}
	if err != nil {
		return err
	}
	return v.to("services?done=s" + do)
}
