package web

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot/staff"
)

func (k *Console) routeRota(g *echo.Group) {
	k.route(g, http.MethodGet, "/rota", staff.Assign, k.rota)
	k.route(g, http.MethodPost, "/rota", staff.Assign, k.turnRota)
}

// rotaSheet is who is told when a case presses.
type rotaSheet struct {
	Duties   []staff.Duty
	Nobody   bool // is on it, so that everybody is told
	Chosen   string
	NewPhone string
}

func (k *Console) rota(v *visit) error { return k.showRota(v, http.StatusOK) }

func (k *Console) showRota(v *visit, status int, problems ...problem) error {
	duties, err := k.Desk.Rota(v.ctx(), v.scope)
	if err != nil {
		return err
	}
	page := rotaSheet{Duties: duties, Nobody: true, Chosen: v.FormValue("account"), NewPhone: v.FormValue("phone")}
	for _, d := range duties {
		page.Nobody = page.Nobody && !d.OnCall
	}
	return v.show(status, "rota", "rota.title", page, problems...)
}

// turnRota turns who is on call.
func (k *Console) turnRota(v *visit) error {
	id, done := v.FormValue("account"), v.FormValue("do")
	var err error
	switch done {
	case "on", "off":
		err = k.Desk.TurnRota(v.ctx(), v.scope, id, done == "on")
	case "phone":
		err = k.Desk.SetRota(v.ctx(), v.scope, id, true, v.FormValue("phone"))
	default:
		return echo.NewHTTPError(http.StatusUnprocessableEntity)
	}
	switch {
	case errors.Is(err, staff.ErrPhone):
		return k.showRota(v, http.StatusUnprocessableEntity, problem{"phone", say(v.lang, "wrong.number")})
	case errors.Is(err, staff.ErrNoAccount) && id == "":
		return k.showRota(v, http.StatusUnprocessableEntity, problem{"account", say(v.lang, "wrong.colleague")})
	case err != nil:
		return err
	}
	return v.to("rota?done=rota." + map[bool]string{true: "off", false: "on"}[done == "off"])
}
