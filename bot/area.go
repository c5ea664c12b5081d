package bot

import (
	"errors"
	"time"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/locales"
)

// ErrNoArea is returned for an area that the organisation does not have, or that
// takes no cases from it.
var ErrNoArea = errors.New("cases cannot be handed over to that area")

// AskArea asks the resident whether their case may go to the people who answer
// where they live. Nothing goes anywhere before they have said so. Whoever asks
// claims the case.
type AskArea struct{ Area string }

// Passing is such a question that is open.
type Passing struct {
	Area    string    `json:"area"`
	Wording string    `json:"wording"` // as the resident was asked
	At      time.Time `json:"at"`
}

func (a AskArea) on(h *hearing, c *Case, by Staff) error {
	area, ok := h.org.Closings.Area(a.Area)
	switch {
	case !ok:
		return ErrNoArea
	case h.t.Stopped:
		return ErrStopped
	case !h.t.Key.Address.Answerable():
		return ErrUnanswerable
	}
	if err := c.free(by); err != nil {
		return err
	}
	h.claim(c, by)
	h.note(ByAct, by.Name, "asked whether the case may go to "+area.Name)
	said := h.say(h.words("area.ask", "name", area.Name))
	c.Passing = &Passing{Area: area.ID, Wording: said.Text, At: h.now.UTC()}
	said.Choices = h.ownChoices(said.Text)
	c.Holds, c.Said = true, h.now.UTC()
	if c.Answered.IsZero() {
		c.Answered = h.now.UTC()
	}
	return nil
}

// What a resident can let go along with their case.
const (
	ShareTexts  = "texts"  // their number, and what was texted
	ShareNumber = "number" // their number alone
)

// areaAnswer hears the answer to the question whether a case may go elsewhere. It
// must be one of its numbers, as what they agree to must be beyond doubt: a yes is
// asked back, and everything else is for staff to read.
func (h *hearing) areaAnswer(c *Case) bool {
	if c.Passing == nil {
		return false
	}
	switch n := h.oneToThree(); {
	case n == 1:
		h.passOn(c, ShareTexts)
	case n == 2:
		h.passOn(c, ShareNumber)
	case n == 3 || h.whole("words.no"):
		h.consent(Consent{Name: "area:" + c.Passing.Area, Wording: c.Passing.Wording, Words: h.text})
		c.Passing = nil
		h.note(ByAct, "", "did not want the case to go elsewhere")
		h.say(h.words("area.kept"))
	case h.whole("words.yes"):
		h.say(h.words("area.again"))
	default:
		return false
	}
	return true
}

// oneToThree is the number that the whole text is; 0 for none.
func (h *hearing) oneToThree() int {
	numbers := locales.Words(h.lang(), "words.numbers")
	for n := range 3 {
		if h.plain == [...]string{" 1 ", " 2 ", " 3 "}[n] || n < len(numbers) && h.isPhrase(numbers[n]) {
			return n + 1
		}
	}
	return 0
}

// passOn lets the case go, as the resident has agreed. Here, that is a job of its
// own, so that it is not lost; elsewhere, staff do it by hand. It stays with its
// holder, who closes it.
func (h *hearing) passOn(c *Case, share string) {
	area, ok := h.org.Closings.Area(c.Passing.Area)
	h.consent(Consent{Name: "area:" + c.Passing.Area, Given: true, Wording: c.Passing.Wording, Words: h.text})
	c.Passing = nil
	if !ok { // org.yaml has another list by now
		h.note(ByAct, "", "agreed that the case may go elsewhere, but that area is not listed any more")
		return
	}
	what := map[string]string{ShareTexts: "their number and texts", ShareNumber: "their number, and not their texts"}[share]
	if area.Org == "" {
		h.note(ByAct, "", "agreed that "+area.Name+" ("+area.Contact+") may know "+what+": pass it on by hand")
		h.say(h.words("area.outside", "name", area.Name, "contact", area.Contact))
		return
	}
	h.note(ByAct, "", "agreed that "+area.Name+" may know "+what+": it was passed on")
	h.t.Jobs = append(h.t.Jobs, Job{
		ID: "a-" + Ref(h.t.Event, h.t.Key.Org, 0), Org: area.Org, From: h.t.ID, Who: flows.Audience{Kind: flows.ToAsker, Name: h.t.ID},
		Made: h.now.UTC(), Until: h.now.Add(passedFor).UTC(),
		Pass: &Pass{Org: h.t.Key.Org, Name: h.org.Name, Case: c.ID, Queue: area.Queue, Share: share, At: h.now.UTC(), Language: h.t.Person.Language, Wording: h.t.Ledger[len(h.t.Ledger)-1].Wording, Urgent: c.Urgent},
	})
	h.say(h.words("area.passed", "name", area.Name))
}

// passedFor is how long a case that was passed on waits for an organisation whose
// flows cannot be used.
const passedFor = 30 * 24 * time.Hour
