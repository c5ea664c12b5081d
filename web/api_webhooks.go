package web

import (
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot/programs"
	"github.com/connective-messaging/connective/bot/webhooks"
)

func (a *API) routeWebhooks(g *echo.Group) {
	a.route(g, http.MethodGet, "/webhooks", programs.WriteWebhooks, a.webhooks)
	a.route(g, http.MethodPost, "/webhooks", programs.WriteWebhooks, a.addWebhook)
	a.route(g, http.MethodPost, "/webhooks/:webhook/rotate", programs.WriteWebhooks, a.rotateWebhook)
	a.route(g, http.MethodPost, "/webhooks/:webhook/test", programs.WriteWebhooks, a.testWebhook)
	a.route(g, http.MethodPost, "/webhooks/:webhook/enable", programs.WriteWebhooks, a.enableWebhook)
	a.route(g, http.MethodDelete, "/webhooks/:webhook", programs.WriteWebhooks, a.removeWebhook)
}

// webhookIn is what a program says to be told what happens.
type webhookIn struct {
	URL    string   `json:"url"`
	Events []string `json:"events"`
}

// webhookOut is a webhook; with its secret where that is new.
type webhookOut struct {
	ID      string          `json:"id"`
	URL     string          `json:"url"`
	Events  []webhooks.Kind `json:"events"`
	Made    time.Time       `json:"made"`
	Failing time.Time       `json:"failing,omitzero"`
	Off     time.Time       `json:"off,omitzero"`
	Secret  string          `json:"secret,omitempty"`
}

// secretOut is a new secret.
type secretOut struct {
	Secret string `json:"secret"`
}

func outOf(e webhooks.Endpoint, secret string) webhookOut {
	return webhookOut{e.ID, e.URL, e.Kinds, e.Made, e.Failing, e.Off, secret}
}

func (a *API) webhooks(r *asked) (reply, error) {
	all, err := a.Webhooks.List(r.ctx(), r.caller.Scope())
	if err != nil {
		return reply{}, err
	}
	out := page[webhookOut]{Items: []webhookOut{}}
	for _, e := range all {
		out.Items = append(out.Items, outOf(e, ""))
	}
	return reply{http.StatusOK, out}, nil
}

func (a *API) addWebhook(r *asked) (reply, error) {
	var in webhookIn
	if err := r.says(&in); err != nil {
		return reply{}, err
	}
	kinds, err := webhooks.ReadKinds(in.Events)
	if err != nil {
		return reply{}, wrong(mistake{"/events", sentence(err.Error())})
	}
	if err := a.Webhooks.Gate.Check(in.URL); err != nil {
		return reply{}, wrong(mistake{"/url", sentence(err.Error())})
	}
	e, secret, err := a.Webhooks.Add(r.ctx(), r.caller.Scope(), in.URL, kinds)
	if errors.Is(err, webhooks.ErrMany) {
		return reply{}, wrong(mistake{"", sentence(err.Error())})
	}
	if err != nil {
		return reply{}, err
	}
	return reply{http.StatusCreated, outOf(e, secret)}, nil
}

func (a *API) rotateWebhook(r *asked) (reply, error) {
	if err := r.says(&struct{}{}); err != nil {
		return reply{}, err
	}
	secret, err := a.Webhooks.Rotate(r.ctx(), r.caller.Scope(), r.Param("webhook"))
	if err != nil {
		return reply{}, noWebhook(err)
	}
	return reply{http.StatusOK, secretOut{secret}}, nil
}

// trialOut is what came of a test.
type trialOut struct {
	Delivered bool   `json:"delivered"`
	Status    int    `json:"status,omitempty"`
	Took      int64  `json:"milliseconds"`
	Why       string `json:"why,omitempty"`
}

// testWebhook sends a webhook a test, and tells what came of it.
func (a *API) testWebhook(r *asked) (reply, error) {
	if err := r.says(&struct{}{}); err != nil {
		return reply{}, err
	}
	trial, err := a.Webhooks.Test(r.ctx(), r.caller.Scope(), r.Param("webhook"))
	if err != nil {
		return reply{}, noWebhook(err)
	}
	return reply{http.StatusOK, trialOut{trial.Why == "", trial.Status, trial.Took.Milliseconds(), trial.Why}}, nil
}

func (a *API) enableWebhook(r *asked) (reply, error) {
	if err := r.says(&struct{}{}); err != nil {
		return reply{}, err
	}
	if err := a.Webhooks.Enable(r.ctx(), r.caller.Scope(), r.Param("webhook")); err != nil {
		return reply{}, noWebhook(err)
	}
	return reply{status: http.StatusNoContent}, nil
}

func (a *API) removeWebhook(r *asked) (reply, error) {
	if err := a.Webhooks.Remove(r.ctx(), r.caller.Scope(), r.Param("webhook")); err != nil {
		return reply{}, noWebhook(err)
	}
	return reply{status: http.StatusNoContent}, nil
}

func noWebhook(err error) error {
	if errors.Is(err, webhooks.ErrNone) {
		return nothingThere
	}
	return err
}
