package web

import (
	"errors"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/bot/webhooks"
)

func (k *Console) routeWebhooks(g *echo.Group) {
	k.route(g, http.MethodGet, "/webhooks", staff.ManageWebhooks, k.hookList)
	k.route(g, http.MethodPost, "/webhooks", staff.ManageWebhooks, k.addHook)
	k.route(g, http.MethodPost, "/webhooks/missed", staff.ManageWebhooks, k.actOnMissed)
	k.route(g, http.MethodPost, "/webhooks/:id", staff.ManageWebhooks, k.actOnHook)
}

// hookRow is a webhook in the list.
type hookRow struct {
	ID, URL, State string
	Kinds          []string
	Off            bool
}

// missedHookRow is something that a webhook was told in vain.
type missedHookRow struct {
	ID, URL, Kind, When, Why string
	Tries                    int
}

// kindChoice is something that a webhook can be told.
type kindChoice struct {
	ID, Words string
	Chosen    bool
}

// hooksSheet is the page of an organisation's webhooks.
type hooksSheet struct {
	Rows   []hookRow
	Missed []missedHookRow
	URL    string
	Kinds  []kindChoice
	Asks   string // the webhook that is to be removed, or missed for all that was
}

func (k *Console) hookList(v *visit) error { return k.showHooks(v, http.StatusOK) }

func (k *Console) showHooks(v *visit, status int, problems ...problem) error {
	all, err := k.Webhooks.List(v.ctx(), v.scope)
	if err != nil {
		return err
	}
	missed, err := k.Webhooks.Missed(v.ctx(), v.scope)
	if err != nil {
		return err
	}
	page := hooksSheet{URL: v.FormValue("url"), Asks: v.QueryParam("remove")}
	addresses := map[string]string{}
	for _, e := range all {
		page.Rows = append(page.Rows, v.hookRow(e))
		addresses[e.ID] = e.URL
	}
	for _, m := range missed {
		page.Missed = append(page.Missed, missedHookRow{m.ID, addresses[m.Endpoint], kindOfHook(v.lang, m.Fact.Kind), v.moment(m.Fact.At), whyOfHook(v.lang, m.Why), m.Tries})
	}
	form, _ := v.FormParams() // a form that cannot be read has chosen nothing
	for _, kind := range webhooks.Kinds {
		page.Kinds = append(page.Kinds, kindChoice{string(kind), kindOfHook(v.lang, kind), slices.Contains(form["event"], string(kind))})
	}
	return v.show(status, "webhooks", "hooks.title", page, problems...)
}

func kindOfHook(lang string, kind webhooks.Kind) string { return say(lang, "hook."+string(kind)) }

func (v *visit) hookRow(e webhooks.Endpoint) hookRow {
	row := hookRow{ID: e.ID, URL: e.URL, State: say(v.lang, "hooks.good"), Off: !e.Off.IsZero()}
	for _, kind := range e.Kinds {
		row.Kinds = append(row.Kinds, kindOfHook(v.lang, kind))
	}
	switch {
	case row.Off:
		row.State = say(v.lang, "hooks.off", "when", v.moment(e.Off))
	case !e.Failing.IsZero():
		row.State = say(v.lang, "hooks.failing", "when", v.moment(e.Failing))
	}
	return row
}

// hookSheet is the secret of a webhook, which is shown once.
type hookSheet struct{ URL, Word string }

func (k *Console) addHook(v *visit) error {
	form, err := v.FormParams()
	if err != nil {
		return echo.NewHTTPError(http.StatusUnprocessableEntity)
	}
	var problems []problem
	if k.Webhooks.Gate.Check(v.FormValue("url")) != nil {
		problems = append(problems, problem{"url", say(v.lang, "wrong.h.url")})
	}
	kinds, err := webhooks.ReadKinds(form["event"])
	if err != nil {
		problems = append(problems, problem{"event", say(v.lang, "wrong.h.event")})
	}
	if len(problems) > 0 {
		return k.showHooks(v, http.StatusUnprocessableEntity, problems...)
	}
	e, word, err := k.Webhooks.Add(v.ctx(), v.scope, v.FormValue("url"), kinds)
	if errors.Is(err, webhooks.ErrMany) {
		return k.showHooks(v, http.StatusConflict, problem{"url", say(v.lang, "wrong.h.many")})
	}
	if err != nil {
		return err
	}
	return v.show(http.StatusOK, "hook", "hooks.secret", hookSheet{e.URL, word})
}

// actOnHook does what a form beside a webhook asks for.
func (k *Console) actOnHook(v *visit) error {
	do, id := v.FormValue("do"), v.Param("id")
	var err error
	switch do {
	case "rotate":
		var word string
		if word, err = k.Webhooks.Rotate(v.ctx(), v.scope, id); err == nil {
			return v.show(http.StatusOK, "hook", "hooks.secret", hookSheet{"", word})
		}
	case "test":
		var trial webhooks.Trial
		if trial, err = k.Webhooks.Test(v.ctx(), v.scope, id); err == nil {
			return v.show(http.StatusOK, "hook-test", "hooks.tested", v.trialSheet(trial))
		}
	case "pause":
		err = k.Webhooks.Pause(v.ctx(), v.scope, id)
	case "enable":
		err = k.Webhooks.Enable(v.ctx(), v.scope, id)
	case "remove":
		err = k.Webhooks.Remove(v.ctx(), v.scope, id)
	default:
		return echo.NewHTTPError(http.StatusUnprocessableEntity)
	}
	if errors.Is(err, webhooks.ErrNone) {
		return v.problem(http.StatusNotFound)
	}
	if err != nil {
		return err
	}
	return v.to("webhooks?done=h" + do)
}

// actOnMissed sends what was missed again, or forgets it: one, or all of it.
func (k *Console) actOnMissed(v *visit) error {
	do := v.FormValue("do")
	var err error
	switch do {
	case "retry":
		_, err = k.Webhooks.Retry(v.ctx(), v.scope, v.FormValue("missed"))
	case "drop":
		_, err = k.Webhooks.Drop(v.ctx(), v.scope, v.FormValue("missed"))
	default:
		return echo.NewHTTPError(http.StatusUnprocessableEntity)
	}
	if errors.Is(err, webhooks.ErrNothing) {
		return k.showHooks(v, http.StatusConflict, problem{"missed", say(v.lang, "wrong.h.nothing")})
	}
	if err != nil {
		return err
	}
	return v.to("webhooks?done=h" + do)
}
