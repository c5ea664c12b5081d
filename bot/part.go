package bot

import (
	"cmp"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/locales"
	"github.com/connective-messaging/connective/providers"
)

// A long text can come as several: each but the last is as long as one can be.
const (
	partWaits  = time.Second     // for the next one
	partFits   = 3 * time.Second // between two that are one text
	partsLimit = 4 * longest     // letters that are put together
)

// Part is the beginning of a long text of which the rest may follow.
type Part struct {
	Text string    `json:"text"`
	At   time.Time `json:"at"`  // when the last of it came
	Due  time.Time `json:"due"` // it is judged alone then

	// Which is set where nothing tells yet which organisation of a shared number
	// it is for.
	Which bool `json:"which,omitempty"`
}

// partRule is the rule that lets a text wait for its rest.
const partRule = "part of a long text"

// goesOn reports whether a text is the rest of what came before. STOP never is.
func (p *Part) goesOn(in providers.Inbound) bool {
	apart := in.Received.Sub(p.At).Abs()
	return apart <= partFits && in.OptOut == providers.OptOutNone && in.Unsupported == "" && !IsStop(in.Text) &&
		utf8.RuneCountInString(p.Text) < partsLimit
}

// errPartFirst ends a turn before which another must be made.
var errPartFirst = errors.New("the beginning of a long text must be judged first")

// comesBetween reports whether what waits for its rest must be judged before a
// text that is no part of it. STOP and calls for help wait for nothing.
func comesBetween(orgs []*flows.Org, t Thread, in providers.Inbound) bool {
	return t.Part != nil && !t.Part.goesOn(in) && in.OptOut == providers.OptOutNone && !IsStop(in.Text) && !callsForHelp(orgs, in.Text)
}

// complete puts a text together with what came before of it. What waited and is no
// part of it is for people to read.
func (h *hearing) complete(in providers.Inbound) {
	p := h.t.Part
	h.t.Part = nil
	switch {
	case p == nil:
	case p.goesOn(in):
		h.apart = plainWords(locales.Fold(p.Text + " " + h.text))
		h.set(p.Text + h.text)
	default:
		h.open("long", h.firstQueue(), "")
		h.note(ByResident, "", p.Text)
	}
}

// part lets a text that fills all the room of one wait for what may follow. An app
// brings every text whole.
func (h *hearing) part() bool {
	if app, _ := h.t.Key.Address.App(); app != "" || h.rest || !providers.MayGoOn(h.t.Heard.Text) || h.t.Heard.Unsupported != "" || utf8.RuneCountInString(h.text) >= partsLimit {
		return false
	}
	h.t.Part = &Part{Text: h.text, At: h.t.Heard.Received.UTC(), Due: h.now.Add(partWaits).UTC()}
	return true
}

// JudgePart decides what the beginning of a long text changes, of which no rest
// has come. It is pure. A thread where none waits stays as it is.
func JudgePart(o *flows.Org, thread Thread, now time.Time, members func(group string) int) Turn {
	h := newHearing(o, thread, dueEvent(thread), now, members)
	if thread.Part == nil {
		return h.finish()
	}
	turn := judge(rules, h, h.alone())
	turn.Heard = nil // its coming was written down before
	return turn
}

// alone takes the beginning of a long text for all of it.
func (h *hearing) alone() providers.Inbound {
	p := h.t.Part
	h.t.Part, h.rest = nil, true
	return providers.Inbound{From: h.t.Key.Address, To: providers.Address{Kind: providers.Phone, Value: cmp.Or(h.t.Person.Line, h.org.Number)}, Text: strings.Clone(p.Text), Received: p.At}
}
