package web

import (
	"cmp"
	"errors"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/flows"
)

// maxForm is the largest form taken, in bytes: a file of 64 KB takes three times
// that in its worst encoding.
const maxForm = 4 * maxSource

// change saves a file, or does something on the phone with the text that stands
// in the editor, saved or not.
func (a *Authors) change(c echo.Context) error { return a.take(c, "flows-file") }

// glance answers with what has changed on the page: for a page that asks while
// its author types.
func (a *Authors) glance(c echo.Context) error { return a.take(c, "flows-glance") }

func (a *Authors) take(c echo.Context, page string) error {
	e, err := a.edit(c)
	if err != nil {
		return err
	}
	if err := a.posted(c, &e); err != nil {
		return err
	}
	problem, refused, notice := "", "", ""
	var shown *conflict
	switch what := c.FormValue("do"); what {
	case "save":
		switch shown, err = a.save(&e); {
		case err != nil:
			a.Log.Error("a file of an organisation could not be saved", "org", e.draft.Org, "why", err)
			refused, err = "It could not be saved: the folder may be full, or closed to writing, or the file may be a link. Nothing is lost: your text is still here.", nil
		case shown == nil:
			return c.Redirect(http.StatusSeeOther, addressOf(e.draft.Org, e.name)+"?saved=1")
		}
	case "update":
		notice, refused, err = a.update(&e)
	case "write":
		notice, problem = a.writeDown(c, &e)
	case "look":
	default:
		problem, err = a.phone(c, e)
	}
	if err != nil {
		return err
	}
	p, err := a.view(e, a.talkOf(c))
	if err != nil {
		return err
	}
	p.Conflict, p.Notice, p.Problem = shown, notice, cmp.Or(refused, p.Problem)
	if p.Phone.Problem = problem; problem != "" {
		p.Phone.Text, p.Phone.Staff = c.FormValue("text"), c.FormValue("staff")
	}
	p.Phone.Here = !slices.Contains([]string{"save", "update", "look"}, c.FormValue("do"))
	return a.show(c, page, p)
}

// posted takes the text that stands in the editor.
func (a *Authors) posted(c echo.Context, e *edit) error {
	c.Request().Body = http.MaxBytesReader(c.Response(), c.Request().Body, maxForm)
	var large *http.MaxBytesError
	if err := c.Request().ParseForm(); errors.As(err, &large) {
		return errTooLong
	} else if err != nil {
		return echo.NewHTTPError(http.StatusBadRequest, "That form cannot be read.")
	}
	e.text, e.was = lineFeeds(c.FormValue("source")), c.FormValue("was")
	written := fileText(e.text, e.saved)
	if len(written) > maxSource {
		return errTooLong
	}
	e.draft = e.draft.With(e.name, written)
	return nil
}

var errTooLong = echo.NewHTTPError(http.StatusRequestEntityTooLarge,
	"This text has more than 64 KB, so it was not taken. Go back: it is still in the editor there. Move a part of it into a file of its own.")

// phone does something on the phone, and says what could not be done.
func (a *Authors) phone(c echo.Context, e edit) (problem string, err error) {
	org, err := a.answering(e)
	if err != nil || org == nil {
		return "", err
	}
	d := doesOf(c, org)
	a.talks.change(a.authorOf(c), e.draft.Org, a.Now(), func(t talk) talk {
		t, problem = d.act(t, org, a.Now())
		return t
	})
	return problem, nil
}

// answering is the organisation that the phone talks to: the draft, or what
// people get as long as the draft has errors; nil for neither.
func (a *Authors) answering(e edit) (*flows.Org, error) {
	v, err := e.draft.Judge(a.Now())
	return cmp.Or(v.Org, a.Published(e.draft.Org)), err
}
