package web

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/inbox"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/flows"
)

// caseLine is one line of a case as its page shows it.
type caseLine struct {
	Who, Name, Text, At string
	Fate                *fateSheet
}

// caseSheet is one case.
type caseSheet struct {
	caseRow
	Reason, Queue      string
	Lines              []caseLine
	Open, CanAct, Lead bool
	HeldByOther        bool
	Since              string
	Copied             bool
	Courses            string // that the resident is in, with commas
	Closing            *closingSheet
	Colleagues         []staff.Colleague
	Queues             []string
	Areas              []flows.Area // where the case can go if the resident agrees
	Passing            string       // the area that they are being asked about
	Offers             flows.Closings
	Key, Seen          string // make a form that is sent twice count once, and tell what was on the page
	Draft              string
	Weight             *weightSheet
	Again              bool   // the reply has just been sent, and would be sent once more
	Number             string // once it was asked for with a reason
	CanSeeNumber       bool
}

// closingSheet is what a case came to.
type closingSheet struct{ Reasons, Outcome, Risk, By, At string }

// caseOf is the page of a case.
func (v *visit) caseOf(f bot.CaseFile) (caseSheet, error) {
	v.heading = say(v.lang, "case.of", "who", f.Key.Address.Masked())
	page := caseSheet{
		caseRow: v.rowOf(f), Reason: say(v.lang, "case.reason."+f.Reason), Queue: f.Queue, Open: f.Closed.IsZero(), Copied: f.Copied, Courses: strings.Join(f.Courses, ", "),
		CanAct: v.scope.May(staff.Claim), Lead: v.scope.May(staff.Assign), Since: v.moment(f.Since), Seen: f.Heard.Format(time.RFC3339Nano),
		HeldByOther: f.Holder.ID != "" && f.Holder.ID != v.scope.Account(), Key: newKey(), CanSeeNumber: v.scope.May(staff.SeeNumber),
	}
	for _, n := range f.Notes {
		page.Lines = append(page.Lines, caseLine{Who: n.Who, Name: n.Name, Text: n.Text, At: v.soon(n.At)})
	}
	v.tellFates(&page, f, v.scope.May(staff.Reply) && (!page.HeldByOther || !page.Open))
	if o := v.console.Org(v.scope.Org()); o != nil {
		page.Offers = o.Closings
		for _, q := range o.Queues {
			page.Queues = append(page.Queues, q.Name)
		}
	}
	page.Areas, page.Passing = v.areas(f)
	if c := f.Case.Closing; c != nil && !page.Open {
		var reasons []string
		for _, r := range c.Reasons {
			reasons = append(reasons, v.closedFor(page.Offers.Reasons, r))
		}
		page.Closing = &closingSheet{strings.Join(reasons, ", "), page.Offers.Outcomes.Label(c.Outcome), page.Offers.Risks.Label(c.Risk), cmp.Or(c.By.Name, say(v.lang, "closing.itself")), v.moment(c.At)}
	}
	if page.Open && page.CanAct {
		var err error
		if page.Colleagues, err = v.console.Desk.Colleagues(v.ctx(), v.scope); err != nil {
			return page, err
		}
	}
	return page, nil
}

// areas are where the case can go as things stand, and the one that its resident
// is being asked about.
func (v *visit) areas(f bot.CaseFile) (reached []flows.Area, asking string) {
	o := v.console.Org(v.scope.Org())
	if o == nil {
		return nil, ""
	}
	for _, a := range o.Closings.Areas {
		if a.Reaches(o, v.console.Org(a.Org)) {
			reached = append(reached, a)
		}
		if f.Passing != nil && f.Passing.Area == a.ID {
			asking = a.Name
		}
	}
	return reached, asking
}

func (k *Console) oneCase(v *visit) error {
	f, err := k.Cases.Read(v.ctx(), v.scope, v.Param("id"), inbox.ReadCase)
	if err != nil {
		return err
	}
	if f.Holder.ID == v.scope.Account() && f.Unread > 0 && f.Closed.IsZero() {
		if err := k.Cases.Act(v.ctx(), v.scope, f.ID, newKey(), bot.Look{Until: f.Heard}); err != nil {
			return err
		}
	}
	return v.showCase(http.StatusOK, f)
}

func (v *visit) showCase(status int, f bot.CaseFile, problems ...problem) error {
	page, err := v.caseToAnswer(f)
	if err != nil {
		return err
	}
	page.Again = slices.ContainsFunc(problems, func(p problem) bool { return p.Words == say(v.lang, "wrong.again.reply") })
	return v.show(status, "case", "case.title", page, problems...)
}

// caseToAnswer is the page of a case with what has been written: in the form that
// was sent, or else in the draft.
func (v *visit) caseToAnswer(f bot.CaseFile) (caseSheet, error) {
	page, err := v.caseOf(f)
	if err != nil || !page.Open || !v.scope.May(staff.Reply) {
		return page, err
	}
	if page.Draft = v.FormValue("text"); page.Draft == "" {
		page.Draft, err = v.console.Cases.Draft(v.ctx(), v.scope, f.ID)
	}
	if err == nil && page.Draft != "" {
		page.Weight, err = v.weigh(f.ID, page.Draft)
	}
	return page, err
}

// thread is the lines of a case alone, for a page that is open.
func (k *Console) thread(v *visit) error {
	f, err := k.Cases.Look(v.ctx(), v.scope, v.Param("id"))
	if err != nil {
		return err
	}
	page, err := v.caseOf(f)
	if err != nil {
		return err
	}
	return v.show(http.StatusOK, "thread", "case.title", page)
}

func (k *Console) printCase(v *visit) error {
	f, err := k.Cases.Read(v.ctx(), v.scope, v.Param("id"), inbox.PrintedOut)
	if err != nil {
		return err
	}
	page, err := v.caseOf(f)
	if err != nil {
		return err
	}
	return v.show(http.StatusOK, "print", "case.title", page)
}

func (k *Console) number(v *visit) error {
	number, err := k.Cases.Number(v.ctx(), v.scope, v.Param("id"), v.FormValue("reason"))
	if errors.Is(err, inbox.ErrNoReason) {
		return v.caseProblem("reason", "wrong.reason")
	}
	if err != nil {
		return err
	}
	f, err := k.Cases.Look(v.ctx(), v.scope, v.Param("id"))
	if err != nil {
		return err
	}
	page, err := v.caseToAnswer(f)
	if err != nil {
		return err
	}
	page.Number = number
	return v.show(http.StatusOK, "case", "case.title", page)
}

// caseProblem shows the case again, with what is wrong with what was entered.
func (v *visit) caseProblem(field, key string, args ...any) error {
	f, err := v.console.Cases.Look(v.ctx(), v.scope, v.Param("id"))
	if err != nil {
		return err
	}
	return v.showCase(http.StatusUnprocessableEntity, f, problem{field, say(v.lang, key, args...)})
}
