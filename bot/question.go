package bot

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/connective-messaging/connective/flows"
)

// longest is the longest text, in letters, that a question can take.
const longest = 640

// offerAfter is how many texts in a row may go astray before people are offered.
const offerAfter = 3

// silentFlows reports that the organisation's flows could not be loaded.
func (h *hearing) silentFlows() bool { return len(h.org.Flows) == 0 }

// asked hears the answer to a question of the engine's own. A text that is no
// answer is judged as any other.
func (h *hearing) asked() bool {
	a := h.t.Asking
	if a == nil || a.Kind == askStill {
		return false
	}
	h.t.Asking = nil
	if a.Kind == askRating || a.Kind == askWords {
		return h.surveyed(a)
	}
	if a.Kind == askOutcome || a.Kind == askHelp {
		return h.followed(a)
	}
	n := h.oneOrTwo()
	switch {
	case n == 0:
		return false
	case a.Kind == askWrong && n == 1:
		h.isStill("wrong.ask", "")
	case a.Kind == askWrong:
		h.wrongNumber()
	case a.Kind == "forget" && n == 1:
		h.forgetAll()
	case a.Kind == "forget":
		h.say(h.words("forget.kept"))
	case n == 1:
		h.text = a.Text
		h.person(map[string]string{"long": "long", "person": "misunderstood"}[a.Kind])
	default:
		h.play(h.org.Menu(h.t.Conversation, h.world()))
	}
	return true
}

// broken never leaves a text without an answer when the flows cannot be used. A
// question that is open stays so: it goes on once they can.
func (h *hearing) broken() bool {
	if !h.silentFlows() {
		return false
	}
	h.keepForStaff("fault")
	h.say(h.words("fault.broken"))
	return true
}

// fault says that something went wrong, and shows staff the text.
func (h *hearing) fault(err error) {
	h.idle()
	if errors.Is(err, flows.ErrStepGone) {
		h.say(h.words("fault.changed"))
		return
	}
	h.keepForStaff("fault")
	h.say(h.words("fault.broken"))
}

// failed keeps a text that could not be judged for staff, and says so.
func (h *hearing) failed() bool {
	h.keepForStaff("fault")
	if !h.t.Stopped {
		h.say(h.words("fault.broken"))
	}
	return true
}

// unreadable answers pictures, very long texts and texts without any word.
func (h *hearing) unreadable() bool {
	switch {
	case h.t.Heard.Unsupported != "" && strings.TrimSpace(h.text) == "":
		h.say(h.cannotRead())
	case utf8.RuneCountInString(h.text) > longest:
		h.t.Asking = &Asking{Kind: "long", Text: h.text, Due: h.now.Add(askedFor).UTC()}
		h.ask(h.words("long.ask"))
	case h.signsOnly():
		h.t.Conversation.Misses++
		h.say(h.words("signs.only"))
	default:
		return false
	}
	return true
}

// signsOnly knows a text of nothing but signs and emoji. A question about
// consent has words of its own for it, somebody new is welcomed, and after
// three misses people are offered.
func (h *hearing) signsOnly() bool {
	return !hasWords(h.folded) && !h.stopSign() && !h.org.Exact(h.t.Conversation) && !h.t.Person.Met.IsZero() && h.t.Conversation.Misses+1 < offerAfter
}

func hasWords(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// question gives the text to the question that is open.
func (h *hearing) question() bool {
	if !h.org.Waiting(h.t.Conversation) {
		return false
	}
	return h.understood(h.org.Hear(h.t.Conversation, h.world(), h.text))
}

// menu gives the text to the menu just shown.
func (h *hearing) menu() bool {
	if h.t.Conversation.Menu == nil {
		return false
	}
	return h.understood(h.org.HearMenu(h.t.Conversation, h.world(), h.text))
}

// understood plays a turn if the text was understood, or broke something.
func (h *hearing) understood(p flows.Played) bool {
	if !p.Understood && p.Fault == nil && p.Text == "" {
		return false
	}
	h.play(p)
	return true
}

// startWord begins the flow that the word starts. What stands behind it answers the
// flow's first question, if that asks for words; else a second word tells which
// poster brought the person.
func (h *hearing) startWord() bool {
	if flow, words, ok := h.org.StartWith(h.text); ok {
		h.play(h.org.BeginWith(h.t.Conversation, h.world(), flow, words))
		return true
	}
	flow, source, ok := h.org.StartWord(h.text)
	if !ok {
		return false
	}
	if source != "" && h.t.Person.Source == "" {
		h.t.Person.Source = strings.ToUpper(source)
	}
	h.play(h.org.Begin(h.t.Conversation, h.world(), flow, nil))
	return true
}

// welcome greets somebody whom the organisation does not know: no consent, no
// group, no question open.
func (h *hearing) welcome() bool {
	known := len(h.t.Person.Consents) > 0 || len(h.t.Person.Groups) > 0
	if known || h.org.Waiting(h.t.Conversation) || h.t.Conversation.Menu != nil || h.org.Welcome == "" {
		return false
	}
	h.play(h.org.Begin(h.t.Conversation, h.world(), h.org.Welcome, nil))
	return true
}

// retry says that the text was not understood, and offers people in the end.
func (h *hearing) retry() bool {
	if h.org.Waiting(h.t.Conversation) {
		p := h.org.Retry(h.t.Conversation, h.world(), h.text)
		given := p.GaveUp && (p.Conversation.Misses >= 2 || p.Lost >= offerAfter)
		if given && p.Fault == nil && !h.org.Waiting(p.Conversation) {
			h.t.Conversation = p.Conversation
			h.offerPerson()
			return true
		}
		h.play(p)
		return true
	}
	misses := h.t.Conversation.Misses + 1
	switch {
	case misses >= offerAfter:
		h.offerPerson()
	case h.t.Conversation.Menu == nil:
		h.say(h.words("retry.lost"))
	case misses == 1:
		h.say(h.words("retry.number"))
	default:
		h.say(h.words("retry.again"))
	}
	h.t.Conversation.Misses = misses
	return true
}

// offerPerson asks whether people should take over.
func (h *hearing) offerPerson() {
	h.t.Conversation.Misses = 0
	if h.firstQueue() == "" {
		h.say(h.words("retry.gave_up"))
		return
	}
	h.t.Asking = &Asking{Kind: "person", Text: h.text, Due: h.now.Add(askedFor).UTC()}
	h.ask(h.words("retry.person"))
}
