package web

import (
	"crypto/rand"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/staff"
)

func newKey() string { return rand.Text() }

// actOnCase does what a form of the case's page asks for.
func (k *Console) actOnCase(v *visit) error {
	act, err := v.act()
	if err != nil {
		return err
	}
	if act == nil {
		return v.caseProblem("colleague", "wrong.colleague")
	}
	var held *bot.HeldError
	var unlisted *bot.ClosingError
	var left *bot.BlankError
	switch err := k.Cases.Act(v.ctx(), v.scope, v.Param("id"), v.formKey(), act); {
	case errors.As(err, &held):
		return v.conflict(held)
	case errors.As(err, &unlisted):
		return v.caseProblem("close", "wrong.closing")
	case errors.Is(err, bot.ErrEmpty):
		return v.caseProblem(map[bool]string{true: "text", false: "remark"}[v.FormValue("do") == "reply"], "wrong.empty")
	case errors.Is(err, bot.ErrStopped):
		return v.caseProblem(v.askedIn(), "wrong.stopped")
	case errors.Is(err, bot.ErrUnanswerable):
		return v.caseProblem(v.askedIn(), "wrong.unanswerable")
	case errors.Is(err, bot.ErrNoArea):
		return v.caseProblem("area", "wrong.area")
	case errors.Is(err, bot.ErrAgain):
		return v.caseProblem("text", "wrong.again.reply")
	case errors.As(err, &left):
		return v.caseProblem("text", "wrong.blank", "blanks", strings.Join(left.Blanks, ", "))
	case errors.Is(err, bot.ErrNoQueue):
		return v.caseProblem("queue", "wrong.queue")
	case err != nil:
		return err
	}
	return v.to("case/" + v.Param("id") + "?done=" + v.FormValue("do"))
}

// formKey names the form that was sent, so that it counts once.
func (v *visit) formKey() string {
	if key := v.FormValue("key"); len(key) >= 10 && len(key) <= 64 {
		return key
	}
	return newKey()
}

// spendKey lets the form that is shown next count as another one.
func (v *visit) spendKey() { v.Request().Form.Del("key") }

// askedIn is the field of the form that would have texted the resident.
func (v *visit) askedIn() string {
	return map[bool]string{true: "area", false: "text"}[v.FormValue("do") == "area"]
}

// conflict tells who holds the case, and since when; what was written is kept.
func (v *visit) conflict(held *bot.HeldError) error {
	f, err := v.console.Cases.Look(v.ctx(), v.scope, v.Param("id"))
	if err != nil {
		return err
	}
	return v.showCase(http.StatusConflict, f, problem{"case", say(v.lang, "wrong.held", "name", held.By.Name, "since", v.moment(held.Since))})
}

// act reads what a form asks for; nil for a colleague that there is not.
func (v *visit) act() (bot.Act, error) {
	note, force := v.FormValue("note"), v.FormValue("force") == "yes"
	switch v.FormValue("do") {
	case "claim":
		return bot.Claim{}, nil
	case "reply":
		seen, _ := time.Parse(time.RFC3339Nano, v.FormValue("seen")) // zero is all of it
		return bot.Reply{Text: v.FormValue("text"), Seen: seen, Once: v.FormValue("again") != "yes"}, nil
	case "remark":
		return bot.Remark{Text: v.FormValue("remark")}, nil
	case "assign":
		return v.assign(note, force)
	case "move":
		return bot.HandOver{Queue: v.FormValue("queue"), Note: note, Force: force}, nil
	case "area":
		return bot.AskArea{Area: v.FormValue("area")}, nil
	case "return":
		return bot.Return{Note: note, Force: force}, nil
	case "urgent":
		return bot.Urge{Urgent: true}, nil
	case "calm":
		return bot.Urge{}, nil
	case "copied":
		return bot.Copy{Done: true}, nil
	case "uncopied":
		return bot.Copy{}, nil
	case "endcourses":
		return bot.EndCourses{}, nil
	case "close":
		return v.closing(force)
	}
	return nil, echo.NewHTTPError(http.StatusUnprocessableEntity)
}

// assign finds the colleague who is named, among those of the organisation.
func (v *visit) assign(note string, force bool) (bot.Act, error) {
	all, err := v.console.Desk.Colleagues(v.ctx(), v.scope)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(c staff.Colleague) bool { return c.ID == v.FormValue("colleague") })
	if i < 0 {
		return nil, nil
	}
	return bot.Assign{To: bot.Staff{ID: all[i].ID, Name: all[i].Name}, Note: note, Force: force}, nil
}

// closing reads what a case came to. A reason, an outcome and a risk must be said.
func (v *visit) closing(force bool) (bot.Act, error) {
	form, err := v.FormParams()
	if err != nil {
		return nil, echo.NewHTTPError(http.StatusUnprocessableEntity)
	}
	reasons := slices.DeleteFunc(slices.Clone(form["reason"]), func(r string) bool { return r == "" })
	c := bot.Close{Reasons: slices.Compact(reasons), Outcome: v.FormValue("outcome"), Risk: v.FormValue("risk"), Force: force}
	if len(c.Reasons) == 0 || c.Outcome == "" || c.Risk == "" {
		c.Reasons = []string{""} // none is listed so: the page asks for all three
	}
	return c, nil
}
