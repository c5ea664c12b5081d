package web

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/locales"
)

// sentWords are the words of a broadcast in one language, with what is hard to
// read in them while they can still be changed.
type sentWords struct {
	Lang, Name, Text string
	Hard             []string
}

// fateCount is how many texts have come to something.
type fateCount struct {
	Words string
	Count int
}

// broadcastSheet is the page of a broadcast.
type broadcastSheet struct {
	ID, State, By, Asked, Approved, Due, Until, For, Urgent string
	Zone                                                    string
	Words                                                   []sentWords
	Left                                                    []leftOut
	Preview                                                 *previewSheet // of what has not left yet
	Repeats                                                 *seriesSheet  // of a series
	Series, Between                                         string
	Draft, Waiting, Over, Counted                           bool
	CanWrite, CanApprove, Own                               bool
	CanPause, CanResume, CanCancel                          bool
	ApproveOver, FirstFew                                   int
	At, AtTime, To, Key                                     string // what was entered
	CanTest, NoPhone, CanRota                               bool   // NoPhone: whoever looks has no number for a test
	Again                                                   bool
	Settled, People                                         int
	Pace, HoldEnds, Why, Mend                               string
	Fates                                                   []fateCount
	Engaged                                                 []string // what people did after it
}

func (k *Console) broadcast(v *visit) error { return v.showBroadcast(http.StatusOK) }

// progress is what the page of a broadcast asks for while it is open.
func (k *Console) progress(v *visit) error {
	page, err := v.broadcastSheet(false)
	if err != nil {
		return err
	}
	return v.show(http.StatusOK, "progress", "broadcast.title", page)
}

func (v *visit) showBroadcast(status int, problems ...problem) error {
	page, err := v.broadcastSheet(true)
	if err != nil {
		return err
	}
	page.At, page.AtTime, page.Again = v.FormValue("date"), v.FormValue("time"), v.FormValue("again") == "yes"
	page.To, page.Key = v.FormValue("to"), newKey()
	return v.show(status, "broadcast", "broadcast.title", page, problems...)
}

// broadcastSheet reads a broadcast; with its preview, if it has not left yet and
// whoever looks is to judge it: to read everybody takes a while.
func (v *visit) broadcastSheet(whole bool) (broadcastSheet, error) {
	desk := v.console.Broadcasts
	b, err := desk.Archive.Broadcast(v.ctx(), v.scope.Org(), v.Param("id"))
	if err != nil {
		return broadcastSheet{}, err
	}
	o, err := v.organisation()
	if err != nil {
		return broadcastSheet{}, err
	}
	names, err := v.console.Desk.Names(v.ctx(), v.scope)
	if err != nil {
		return broadcastSheet{}, err
	}
	page := v.describe(o, b, names)
	if page.Repeats, err = v.series(b, names); err != nil {
		return page, err
	}
	if whole && (page.Draft || page.Waiting) && (page.CanWrite || page.CanApprove) {
		if err := v.preview(&page, b); err != nil {
			return page, err
		}
	}
	if page.Draft || page.Waiting || b.State == broadcast.Scheduled || b.Repeat != nil {
		return page, nil
	}
	counts, err := desk.Outbox.Counts(v.ctx(), b)
	if err != nil {
		return page, err
	}
	v.count(&page, b, counts)
	if whole && counts.Sent > 0 {
		err = v.engaged(&page, b, counts)
	}
	return page, err
}

func (v *visit) describe(o *flows.Org, b broadcast.Broadcast, names map[string]string) broadcastSheet {
	page := broadcastSheet{
		ID: b.ID, State: v.stateOf(b), By: accountName(names, b.By), Asked: accountName(names, b.Asked), Approved: accountName(names, b.Approved), Due: v.moment(b.Due), For: v.audienceOf(o, b.Audience), Urgent: b.Urgent, Zone: o.Timezone.String(),
		Draft: b.State == broadcast.Draft, Waiting: b.State == broadcast.Waiting, Over: b.State.Over(),
		CanWrite: v.scope.May(staff.WriteBroadcasts), CanApprove: v.scope.May(staff.ApproveBroadcast), Own: b.Known(v.scope.Account()),
		ApproveOver: broadcast.ApproveOver, FirstFew: broadcast.FirstFew, Left: v.leftOut(b.LeftOut),
	}
	page.Series, page.Between = b.Series, b.Between
	if b.Repeat != nil {
		page.Due = "" // of the next time its series tells
	}
	if !b.Due.IsZero() && b.Repeat == nil {
		page.Until = v.moment(b.Until())
	}
	if b.State == broadcast.Paused && b.Why != "" {
		page.Why, page.Mend = say(v.lang, "broadcast.why."+string(b.Why)), b.Mend
	}
	if b.State == broadcast.Holding {
		page.HoldEnds = v.moment(b.HoldEnds)
	}
	for _, lang := range slices.Sorted(maps.Keys(b.Words)) {
		words := sentWords{Lang: lang, Name: locales.Say(lang, "name"), Text: b.Words[lang]}
		if page.Draft || page.Waiting {
			words.Hard = v.hard(o.Hard(lang, words.Text))
		}
		page.Words = append(page.Words, words)
	}
	if page.CanWrite {
		page.CanPause = b.State == broadcast.Sending || b.State == broadcast.Holding
		page.CanTest = page.Draft || page.Waiting || b.State == broadcast.Scheduled
		page.NoPhone, page.CanRota = v.account.Phone == "", v.scope.May(staff.Assign)
		page.CanResume, page.CanCancel = b.State == broadcast.Paused, !b.State.Over()
	}
	return page
}

// audienceOf says for whom a broadcast is.
func (v *visit) audienceOf(o *flows.Org, a broadcast.Audience) string {
	var of []string
	for _, c := range v.broadcastForm(o, broadcast.Broadcast{Audience: a}).Groups {
		if c.Chosen {
			of = append(of, c.Name)
		}
	}
	if a.Consent != "" {
		of = append(of, say(v.lang, "broadcast.for.consent", "consent", a.Consent))
	}
	parts := []string{strings.Join(of, ", ")}
	parts = append(parts, strings.Join(a.Areas, ", "))
	var spoken []string
	for _, lang := range a.Languages {
		spoken = append(spoken, locales.Say(lang, "name"))
	}
	parts = append(parts, strings.Join(spoken, ", "))
	for _, field := range slices.Sorted(maps.Keys(a.Profile)) {
		parts = append(parts, field+": "+a.Profile[field])
	}
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), "; ")
}

// seldom are the outcomes that are left out while there are none.
var seldom = []string{"fate.b.undelivered", "fate.b.failed", "fate.b.withheld", "fate.b.expired", "fate.b.capped", "fate.b.unknown", "fate.b.joined"}

// count says how far a broadcast is.
func (v *visit) count(page *broadcastSheet, b broadcast.Broadcast, c broadcast.Counts) {
	page.Counted, page.People, page.Settled = true, c.People, c.People-c.Left()
	for _, row := range []struct {
		key   string
		count int
	}{
		{"fate.b.people", c.People}, {"fate.b.queued", c.Queued}, {"fate.b.sent", c.Sent}, {"fate.b.delivered", c.Delivered}, {"fate.b.undelivered", c.Undelivered},
		{"fate.b.failed", c.Failed}, {"fate.b.withheld", c.Withheld}, {"fate.b.expired", c.Expired}, {"fate.b.capped", c.Capped}, {"fate.b.unknown", c.Unknown},
		{"fate.b.replied", c.Replied}, {"fate.b.joined", c.Joined}, {"fate.b.stopped", c.Stopped},
	} {
		if row.count == 0 && slices.Contains(seldom, row.key) {
			continue
		}
		page.Fates = append(page.Fates, fateCount{say(v.lang, row.key), row.count})
	}
	if rate, left := b.Pace(c, v.console.Broadcasts.Now()); rate > 0 {
		page.Pace = say(v.lang, "broadcast.pace", "rate", fmt.Sprintf("%.1f", rate), "left", waitWords(v.lang, left.Round(time.Second)))
	}
}

// engaged says what people did after it, beside what they usually do.
func (v *visit) engaged(page *broadcastSheet, b broadcast.Broadcast, c broadcast.Counts) error {
	e, err := v.console.Broadcasts.Engaged(v.ctx(), b, c)
	if err != nil {
		return err
	}
	for _, row := range []struct {
		key       string
		is, usual float64
	}{{"broadcast.replied", e.Replied, e.UsualReplied}, {"broadcast.joined", e.Joined, e.UsualJoined}, {"broadcast.stopped", e.Stopped, e.UsualStopped}} {
		said := say(v.lang, row.key, "n", fmt.Sprintf("%.0f", row.is))
		if e.Compared > 0 {
			said += " " + say(v.lang, "broadcast.usual", "n", fmt.Sprintf("%.0f", row.usual))
		}
		page.Engaged = append(page.Engaged, said)
	}
	return nil
}

// Percent is how much of a broadcast is settled.
func (s broadcastSheet) Percent() string {
	if s.People == 0 {
		return "0"
	}
	return strconv.Itoa(100 * s.Settled / s.People)
}
