package bot

import (
	"fmt"

	"github.com/connective-messaging/connective/flows"
)

// Close ends the case, and the flow that handed over goes on. What it came to
// must be among what the organisation lists; see flows.Org.Closings.
type Close struct {
	Reasons       []string
	Outcome, Risk string
	Force         bool
}

func (a Close) on(h *hearing, c *Case, by Staff) error {
	if err := c.free(by); err != nil && !a.Force {
		return err
	}
	if err := a.among(h.org); err != nil {
		return err
	}
	h.t.Rule = "closed"
	h.note(ByAct, by.Name, "closed")
	c.Closing = &Closing{Reasons: a.Reasons, Outcome: a.Outcome, Risk: a.Risk, By: by, At: h.now.UTC()}
	h.close()
	return nil
}

// ClosingError is returned for a word that the organisation does not list.
type ClosingError struct{ What, Word string }

// Error names the word, which is none of a resident's.
func (e *ClosingError) Error() string {
	return fmt.Sprintf("the organisation lists no %s %q", e.What, e.Word)
}

// mostReasons is how many a case can be closed with: one, and two beside it.
const mostReasons = 3

// among makes sure that the organisation lists what the case came to.
func (a Close) among(o *flows.Org) error {
	if len(a.Reasons) > mostReasons {
		return &ClosingError{"fourth reason", a.Reasons[mostReasons]}
	}
	for _, reason := range a.Reasons {
		if !o.Closings.Reasons.Has(reason) {
			return &ClosingError{"reason", reason}
		}
	}
	if a.Outcome != "" && !o.Closings.Outcomes.Has(a.Outcome) {
		return &ClosingError{"outcome", a.Outcome}
	}
	if a.Risk != "" && !o.Closings.Risks.Has(a.Risk) {
		return &ClosingError{"risk", a.Risk}
	}
	return nil
}

// close ends the open case. After a crisis or a STOP the bot says nothing, and
// after what is a matter of safety it asks nothing.
func (h *hearing) close() {
	c := h.t.Thread.Case
	h.closed(c)
	if c.StopEnds != "" && !h.t.Stopped {
		h.text = c.StopEnds
		h.stop(true)
	}
	unasked := c.Closing != nil && h.org.Closings.Unasked(c.Closing.Reasons, c.Closing.Outcome, c.Closing.Risk)
	if unasked || c.Grave() {
		h.rests()
	}
	switch {
	case h.t.Stopped || c.Stop || !c.Holds:
		return
	case c.Reason == "crisis", c.ofLoss():
		h.idle()
	case c.Flow && !unasked && h.org.HandedOver(h.t.Conversation):
		h.goOn(c)
	default:
		if c.Flow && (unasked || h.org.Gone(h.t.Conversation)) {
			h.idle()
		}
		h.end(c, unasked)
	}
}

// closed takes the case off the thread, which remembers it for a while.
func (h *hearing) closed(c *Case) {
	h.t.CaseID = c.ID
	h.t.Closed, h.t.Case, h.t.Thread.Case = c, CaseClosed, nil
	h.t.Former = &FormerCase{ID: c.ID, Opened: c.Opened, Closed: h.now.UTC(), Asked: c.Asked, Grave: c.Grave()}
}

// goOn plays on the flow that handed over. Where it has nothing to say or to wait
// for, the case ends as any other.
func (h *hearing) goOn(c *Case) {
	h.play(h.org.Closed(h.t.Conversation, h.world()))
	now := h.t.Conversation
	if len(h.t.Say) == 0 && now.Now == nil && now.Menu == nil && h.t.Thread.Case == nil {
		h.end(c, false)
	}
}

// end says that the chat is closed, and asks whether it helped where it may.
func (h *hearing) end(c *Case, unasked bool) {
	if unasked || !h.surveys(c) {
		h.say(h.words("person.ended"))
		return
	}
	h.survey(c)
}
