package bot

import (
	"slices"
	"strings"
	"time"
)

// The questions of the follow-up, as kinds of Asking.
const (
	askOutcome = "outcome"
	askHelp    = "outcome help" // would you like a person to help?
)

// When people are asked whether they got what they looked for.
const (
	followAfter = 7 * 24 * time.Hour  // after they were shown a service
	followLate  = 3 * 24 * time.Hour  // how late it still makes sense
	followAgain = 24 * time.Hour      // later, when they are busy with something else
	followEvery = 30 * 24 * time.Hour // once a month at most
	followCalm  = 30 * 24 * time.Hour // not so soon after a call for help
)

// The datasets of the follow-up. No flow can have their names, and nothing in them
// tells who it was.
const (
	FollowedSet = "services.asked"   // service, need, area, language, month
	OutcomeSet  = "services.outcome" // the same, and outcome
)

// Outcomes are what people can answer to "did you get what you needed?", in the order
// of the numbers that they reply with.
var Outcomes = []string{"got", "not_yet", "full", "unreachable", "not_went"}

// unaskedNeeds are needs after which nobody is asked: somebody else may read the
// phone, and must not learn that help was looked for.
var unaskedNeeds = []string{"safe"}

// FollowUp is "did you get what you needed?", which is asked a week after somebody was
// shown a service.
type FollowUp struct {
	Service string    `json:"service,omitempty"`
	Need    string    `json:"need,omitempty"`
	Area    string    `json:"area,omitempty"` // the first half of a postcode
	Shown   time.Time `json:"shown,omitzero"`
	Due     time.Time `json:"due,omitzero"`   // when to ask; zero if nothing waits
	Asked   time.Time `json:"asked,omitzero"` // when they were asked last
	Rest    time.Time `json:"rest,omitzero"`  // nothing is asked before: they have called for help
}

// wasShown lets somebody be asked in a week about a service that they have just been
// shown. Of several within a day it is the last.
func (h *hearing) wasShown(row map[string]string) {
	f := FollowUp{}
	if h.t.FollowUp != nil {
		f = *h.t.FollowUp
	}
	needs := strings.Fields(row["need"])
	delicate := slices.ContainsFunc(needs, func(n string) bool { return slices.Contains(unaskedNeeds, n) })
	if delicate {
		h.unfollow()
		return
	}
	if !h.org.FollowUp || h.unasked || h.now.Before(f.Rest) || h.now.Sub(f.Asked) < followEvery-followAfter ||
		!f.Due.IsZero() && h.now.Sub(f.Shown) >= followAgain {
		return
	}
	f.Service, f.Need, f.Area, f.Shown = row["service"], row["need"], row["area"], h.now.UTC()
	f.Due = h.org.QuietEnds(h.now.Add(followAfter)).UTC()
	h.t.FollowUp = &f
}

// rests lets go of a question that waits, and asks none for a while: somebody has
// called for help, or staff were worried about them.
func (h *hearing) rests() {
	if h.org.FollowUp || h.t.FollowUp != nil {
		f := FollowUp{Rest: h.now.Add(followCalm).UTC()}
		if h.t.FollowUp != nil {
			f.Asked = h.t.FollowUp.Asked
		}
		h.t.FollowUp = &f
	}
}

// unfollow lets go of a question that waits.
func (h *hearing) unfollow() {
	if f := h.t.FollowUp; f != nil && !f.Due.IsZero() {
		h.letGoOfService()
	}
}

// letGoOfService forgets which service it was about, and keeps when somebody may be
// asked again.
func (h *hearing) letGoOfService() {
	if f := h.t.FollowUp; f != nil {
		h.t.FollowUp = &FollowUp{Asked: f.Asked, Rest: f.Rest}
	}
}

// followDue asks whether somebody got what they needed: if they still agree to texts,
// have not called for help, and nothing else is open. Whoever is busy is asked on
// another day, or not at all.
func (h *hearing) followDue() {
	f := h.t.FollowUp
	if f != nil && f.Due.IsZero() && (h.t.Asking == nil || h.t.Asking.Kind != askOutcome && h.t.Asking.Kind != askHelp) {
		h.letGoOfService() // nobody has answered
	}
	if f == nil || f.Due.IsZero() || f.Due.After(h.now) {
		return
	}
	next := *f
	h.t.FollowUp = &next
	_, engaged := h.engaged()
	switch {
	case !h.org.FollowUp, h.t.Stopped, len(h.t.Person.Consents) == 0, h.now.Before(f.Rest), h.now.Sub(f.Asked) < followEvery,
		!h.t.Key.Address.Answerable(), h.now.Sub(f.Shown) > followAfter+followLate:
		h.unfollow()
	case h.org.QuietAt(h.now):
		next.Due = h.org.QuietEnds(h.now).UTC()
	case engaged, h.t.Thread.Case != nil, len(h.t.Say) > 0:
		next.Due = h.org.QuietEnds(h.now.Add(followAgain)).UTC()
	default:
		next.Due, next.Asked = time.Time{}, h.now.UTC()
		h.t.Asking = &Asking{Kind: askOutcome, Due: h.now.Add(askedFor).UTC()}
		h.t.Records = append(h.t.Records, Record{Dataset: FollowedSet, Row: h.followRow()})
		h.ask(h.outcomeQuestion()).Planned = true
	}
}

// outcomeQuestion asks what came of it. It names neither the service nor what it is
// for: nobody asked for this text, and others may read it.
func (h *hearing) outcomeQuestion() string {
	lines := []string{h.words("follow.ask")}
	for i, o := range Outcomes {
		lines = append(lines, number(i+1)+" "+h.words("follow."+o))
	}
	return strings.Join(append(lines, h.words("optional.skip")), "\n")
}

// followRow is what is kept of the question or its answer.
func (h *hearing) followRow() map[string]string {
	f := h.t.FollowUp
	row := map[string]string{"service": f.Service, "need": f.Need, "language": h.lang(), "month": h.now.In(h.org.Timezone).Format("2006-01")}
	if f.Area != "" {
		row["area"] = f.Area
	}
	return row
}
