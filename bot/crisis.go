package bot

import (
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/providers"
)

// safetyFor is how long "are you safe right now?" waits for its answer. The
// case stays open when it ends.
const safetyFor = 12 * time.Hour

// crisis answers calls for help with help numbers, then calls people. It comes
// before everything: opt-outs, quiet hours, mutes, floods, open cases. An
// organisation can add words, and can never take any away.
func (h *hearing) crisis() bool {
	c := h.cry()
	own := slices.ContainsFunc(h.org.Watch.Words, h.holdsPhrase)
	switch {
	case own && h.org.Watch.Say != "" && (c == nil || calls[c.kind].local):
		h.callPeople(h.org.WatchSay(h.lang()))
	case c.clear():
		h.inLanguageOf(c.spoken, func() { h.callPeople(h.words(calls[c.kind].say)) })
	case own:
		h.callPeople(h.words("crisis.safe"))
	default:
		return false
	}
	if h.t.Heard.OptOut == providers.OptOutStop {
		h.stop(true)
	}
	return true
}

// callPeople sends the safe text and opens an urgent case, or makes the open
// one urgent. From then on the bot is silent: no question, reminder or promise
// that was open before follows.
func (h *hearing) callPeople(safe string) {
	h.say(safe).Safety = true
	if c := h.t.Thread.Case; c == nil || c.Reason != "crisis" {
		h.say(h.words("crisis.people")).Safety = true
	}
	h.idle()
	queue := h.org.Watch.Queue
	if queue == "" {
		queue = h.firstQueue()
	}
	c := h.open("crisis", queue, "")
	if c.Reason != "crisis" || c.Holder.ID == "" {
		h.press(c, true)
	}
	c.Reason, c.Holds = "crisis", true
	c.Flow, c.Nobody, c.NobodyAt = false, "", time.Time{}
	h.t.Soft, h.t.Asking = nil, nil
	h.rests()
	h.note(ByResident, "", h.text)
	if stop := h.stopsToo(); stop != "" {
		c.StopEnds = stop
		h.note(ByAct, "", "asks for no more texts, too: STOP counts once this case is closed")
	}
	h.noteLoss()
}

// stopsToo is the sentence of a call for help that is STOP and nothing else, or
// nothing. Obeyed at once, nobody could help them any more by text.
func (h *hearing) stopsToo() string {
	if h.t.Stopped {
		return ""
	}
	for sentence := range strings.FieldsFuncSeq(h.text, func(r rune) bool { return strings.ContainsRune(".!?;", r) }) {
		if IsStop(sentence) {
			return strings.TrimSpace(sentence)
		}
	}
	return ""
}

// unclear asks whether a person is safe who may not be, and shows the text to
// staff the same day.
func (h *hearing) unclear() bool {
	c := h.cry()
	if c == nil {
		return false
	}
	if _, _, starts := h.org.StartWord(h.text); starts && calls[c.kind].alone {
		return false // HELP ME may be an organisation's own word
	}
	said := h.say(h.words("crisis.unclear"))
	said.Safety = true
	h.keepForStaff("unclear")
	h.t.Thread.Case.Reason = "unclear"
	h.rests()
	h.t.Asking = &Asking{Kind: "safety", Due: h.now.Add(safetyFor).UTC()}
	said.Choices = h.ownChoices(said.Text)
	return true
}

// safetyAnswer hears the answer. What is neither yes nor no goes to people: a
// menu must not be the next thing that such a person reads.
func (h *hearing) safetyAnswer() bool {
	if h.t.Asking == nil || h.t.Asking.Kind != "safety" {
		return false
	}
	h.t.Asking = nil
	switch h.oneOrTwo() {
	case 1:
		h.note(ByResident, "", h.text)
		h.say(h.words("crisis.safe_now")).Safety = true
	case 2:
		h.callPeople(h.words("crisis.safe"))
	default:
		h.idle()
		h.keepForStaff("unclear")
		h.t.Thread.Case.Holds = true
		h.say(h.words("crisis.again")).Safety = true
	}
	return true
}

// acknowledge tells once that a person will read the texts that follow a call
// for help.
func (h *hearing) acknowledge(c *Case) {
	if c.Reason != "crisis" || c.Acked || !c.Answered.IsZero() {
		return
	}
	c.Acked = true
	h.say(h.words("crisis.again")).Safety = true
}
