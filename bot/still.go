package bot

import (
	"time"

	"github.com/connective-messaging/connective/flows"
)

// askStill is the question whether a number that was silent for long is still the
// person's, as a kind of Asking.
const askStill = "still"

// Bounds of asking it.
const (
	stillOpen  = 28 * 24 * time.Hour // how long an answer is heard as one
	stillAgain = 24 * time.Hour      // when it is tried again, if it could not be asked
)

// Still is "is this still your number?", which is asked once after a long silence.
type Still struct {
	Asked time.Time `json:"asked,omitzero"`
	Ref   string    `json:"ref,omitempty"`  // of the text, while it is not known whether it has left
	Until time.Time `json:"until,omitzero"` // it can not leave after
	Due   time.Time `json:"due,omitzero"`   // it is not asked before
}

// lastSure is when the person was heard from last, as far as is known: of somebody
// who never texted, when they were met.
func (p Person) lastSure() time.Time {
	if !p.Doubt.IsZero() {
		return p.Doubt
	}
	return later(p.Heard, p.Met)
}

// Doubtful reports whether the number of somebody of whom something is kept may be
// another person's by now: nobody has texted from it for as long as the organisation
// says, and nobody has said since that it is still theirs. Nothing that they have not
// asked for is sent to them then.
func (p Person) Doubtful(o *flows.Org, now time.Time) bool {
	sure, known := p.lastSure(), p.subscribed() || len(p.Me) > 0
	return known && !sure.IsZero() && (!p.Doubt.IsZero() || now.Sub(sure) >= o.SilentFor())
}

// subscribed reports whether the person may be sent anything that they do not ask for
// each time.
func (p Person) subscribed() bool {
	return len(p.Consents)+len(p.Groups)+len(p.Courses) > 0
}

func (h *hearing) doubtful() bool { return h.t.Person.Doubtful(h.org, h.now) }

// hears notes that the person has texted. After a long silence it is not known that
// it was they, until they say so.
func (h *hearing) hears() {
	p := &h.t.Person
	if h.doubtful() {
		p.Doubt = p.lastSure().UTC()
	} else {
		p.Doubt, h.t.Still = time.Time{}, nil
	}
	p.Heard, p.Begun = h.now.UTC(), ""
	if h.t.Rule != "crisis" {
		p.Begun = listens().begun(h.plain)
	}
}

// stillYou asks whoever texts after a long silence whether it is still them, before
// anything is told that may be about somebody else. What they wrote is heard once they
// have said yes. Help, a person, and the ways out are open without.
func (h *hearing) stillYou() bool {
	if !h.doubtful() || h.opens() {
		return false
	}
	n, held := 0, ""
	if h.t.Asking != nil || h.t.Still != nil && !h.t.Still.Asked.IsZero() { // a late answer is one too
		n = h.oneOrTwo()
	}
	if h.t.Asking != nil {
		held = h.t.Asking.Text
	}
	switch {
	case n == 1:
		return h.isStill("still.ask", held)
	case n == 2:
		h.t.Asking = nil
		h.wrongNumber()
	case held != "" && h.t.Conversation.Misses+1 >= offerAfter:
		h.t.Asking = nil
		h.offerPerson()
	default:
		if held != "" {
			h.t.Conversation.Misses++
		}
		h.askStill(h.text)
	}
	return true
}

// opens knows the texts that are answered whoever sends them: nothing of what is kept
// is told in answer to them.
func (h *hearing) opens() bool {
	if h.t.Soft != nil || h.t.Asking != nil && h.t.Asking.Kind != askStill {
		return true // they have just been asked something of the engine's own
	}
	for _, words := range []string{"words.help", "words.person", "words.wrong_number", "words.who", "words.forget"} {
		if h.whole(words) {
			return true
		}
	}
	return h.helped() || h.mayBeStop()
}

// StillMine is the name in the ledger of the answer that a number is still theirs. With
// any other answer all that is kept goes, the ledger among it.
const StillMine = "number:mine"

// isStill hears that the number is still theirs, in answer to that question, and goes
// on with what they wrote before, if that waits for an answer.
func (h *hearing) isStill(asked, text string) bool {
	h.consent(Consent{Name: StillMine, Given: true, Wording: h.words(asked), Words: h.text})
	h.t.Person.Doubt, h.t.Person.Heard = time.Time{}, h.now.UTC()
	h.t.Asking, h.t.Still, h.t.Conversation.Misses = nil, nil, 0
	if text != "" {
		h.set(text)
		return false // the rules that follow judge it
	}
	h.say(h.words("wrong.kept"))
	return true
}

// askStill asks it, and keeps what was written meanwhile.
func (h *hearing) askStill(text string) *Outgoing {
	h.t.Asking = &Asking{Kind: askStill, Text: text, Due: h.now.Add(stillOpen).UTC()}
	return h.ask(h.words("still.ask"))
}

// stillDue asks somebody who has been silent for long whether it is still them, once,
// on a working day. It names nothing that they have to do with.
func (h *hearing) stillDue() {
	h.settleStill()
	at := h.stillAt()
	if at.IsZero() || at.After(h.now) || h.t.Still != nil && h.t.Still.Ref != "" {
		return
	}
	if len(h.t.Say) > 0 {
		h.t.Still = &Still{Due: h.now.Add(stillAgain).UTC()}
		return
	}
	o := h.askStill("")
	o.Planned = true
	h.t.Still = &Still{Asked: h.now.UTC(), Ref: o.Ref, Until: o.Expires}
}

// settleStill asks what has become of the question. One that has certainly not left is
// asked another day.
func (h *hearing) settleStill() {
	s := h.t.Still
	if s == nil || s.Ref == "" || h.now.Before(s.Until.Add(settledAfter)) {
		return
	}
	next := *s
	switch next.Ref = ""; h.t.Fates[s.Ref] {
	case FateWaits:
		next.Ref, next.Until = s.Ref, h.now.Add(askAgainIn).UTC()
	case FateExpired, FateWithheld, FateCapped:
		next = Still{Due: h.now.Add(stillAgain).UTC()}
		if a := h.t.Asking; a != nil && a.Kind == askStill && a.Text == "" {
			h.t.Asking = nil
		}
	}
	h.t.Still = &next
}

// stillAt is when somebody is asked whether it is still them, or what became of that
// can be asked; zero for nobody who is. Whoever has stopped is not, nor who talks with
// staff, nor after a crisis or a loss: then they are left in peace until they text.
func (h *hearing) stillAt() time.Time {
	p, s := h.t.Person, h.t.Still
	soft := h.t.Soft != nil || h.t.Asking != nil && h.t.Asking.Kind != askStill
	switch {
	case s != nil && s.Ref != "":
		return s.Until.Add(settledAfter)
	case !p.subscribed(), p.lastSure().IsZero(), h.t.Stopped, !h.t.Key.Address.Answerable(), soft, h.t.Thread.Case != nil,
		h.t.Former != nil && h.t.Former.Grave, s != nil && !s.Asked.IsZero():
		return time.Time{}
	}
	at := later(p.lastSure().Add(h.org.SilentFor()), p.Heard.Add(afterText))
	if s != nil {
		at = later(at, s.Due)
	}
	return h.askable(later(later(at, h.t.Guard.Muted), h.now)).UTC()
}

// askable is the first moment from at on that is on a working day, outside quiet hours.
func (h *hearing) askable(at time.Time) time.Time {
	for range 14 {
		if at = h.org.QuietEnds(at); h.org.Workday(at) {
			return at
		}
		at = nextDay(h.org, at)
	}
	return at
}
