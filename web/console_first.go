package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/inbox"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/providers"
)

func (k *Console) routeFirst(g *echo.Group) {
	k.route(g, http.MethodGet, "/first", staff.Start, k.first)
	k.route(g, http.MethodPost, "/first", staff.Start, k.writeFirst)
}

// firstSheet is somebody to write to first. The number stands in the form alone: no
// address of a page has it.
type firstSheet struct {
	Number, Who, Text, Key string
	Agreed                 []string // to what, in the organisation's words
	Found                  bool     // and may be written to
	Case                   string   // which they have already
	Quiet                  string   // when quiet hours end, if it is night
}

func (k *Console) first(v *visit) error {
	return v.show(http.StatusOK, "first", "first.title", firstSheet{Key: newKey()})
}

// writeFirst finds somebody by their number, and then writes to them.
func (k *Console) writeFirst(v *visit) error {
	page := firstSheet{Number: v.FormValue("number"), Text: v.FormValue("text"), Key: v.formKey()}
	var err error
	if v.FormValue("do") == "send" {
		var id string
		if id, err = k.Cases.WriteFirst(v.ctx(), v.scope, page.Number, page.Key, page.Text); err == nil {
			return v.to("case/" + id + "?done=first")
		}
	}
	standing, found := k.Cases.Find(v.ctx(), v.scope, page.Number)
	if found != nil && !errors.Is(found, inbox.ErrNoNumber) {
		return found
	}
	if err = errors.Join(found, standing.Refused, err); err != nil {
		return v.firstRefused(page, err)
	}
	page.Found, page.Who = true, providers.ParseAddress(page.Number, "GB").Masked()
	page.Agreed, page.Quiet = v.agreed(standing), v.quietEnds()
	return v.show(http.StatusOK, "first", "first.title", page)
}

// agreed is what somebody has agreed to, in the organisation's words.
func (v *visit) agreed(s bot.Standing) []string {
	var words []string
	for _, name := range s.Consents {
		said := name
		if o := v.console.Org(v.scope.Org()); o != nil {
			for _, c := range o.Consents {
				if c.Name == name {
					said = c.Words
				}
			}
		}
		words = append(words, said)
	}
	return words
}

// quietEnds is when a text that is sent now leaves; empty for at once.
func (v *visit) quietEnds() string {
	o, now := v.console.Org(v.scope.Org()), v.console.Cases.Now()
	if o == nil || !o.QuietAt(now) {
		return ""
	}
	return say(v.lang, "first.quiet", "time", v.soon(o.QuietEnds(now)))
}

// firstRefused says why somebody is not written to.
func (v *visit) firstRefused(page firstSheet, err error) error {
	var open *bot.OpenError
	var left *bot.BlankError
	wrong := problem{Field: "number"}
	switch {
	case errors.Is(err, inbox.ErrNoNumber):
		wrong.Words = say(v.lang, "wrong.number")
	case errors.Is(err, bot.ErrStopped):
		wrong.Words = say(v.lang, "wrong.stopped")
	case errors.Is(err, bot.ErrNoConsent), errors.Is(err, bot.ErrUnanswerable):
		wrong.Words = say(v.lang, "wrong.consent")
	case errors.Is(err, bot.ErrSilent):
		wrong.Words = say(v.lang, "wrong.silent")
	case errors.Is(err, bot.ErrUnanswered):
		wrong.Words = say(v.lang, "wrong.unanswered")
	case errors.As(err, &open):
		page.Case, wrong.Words = open.CaseID, say(v.lang, "wrong.open")
	case errors.Is(err, bot.ErrEmpty):
		page.Found, wrong = true, problem{"text", say(v.lang, "wrong.empty")}
	case errors.As(err, &left):
		page.Found, wrong = true, problem{"text", say(v.lang, "wrong.blank", "blanks", strings.Join(left.Blanks, ", "))}
	default:
		return err
	}
	if page.Found {
		page.Who = providers.ParseAddress(page.Number, "GB").Masked()
	}
	return v.show(http.StatusUnprocessableEntity, "first", "first.title", page, wrong)
}
