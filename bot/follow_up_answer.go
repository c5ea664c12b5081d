package bot

import (
	"strings"

	"github.com/connective-messaging/connective/flows"
)

// followed hears what came of it. What is no answer is heard as any other text, and
// the question is over.
func (h *hearing) followed(a *Asking) bool {
	switch {
	case a.Kind == askHelp:
		return h.followHelp()
	case h.t.FollowUp == nil:
		return false
	case h.whole("words.skip"):
		h.letGoOfService()
		h.say(h.words("follow.skipped"))
		return true
	}
	n, ok := h.outcome()
	if !ok {
		return false
	}
	row := h.followRow()
	row["outcome"] = Outcomes[n]
	h.t.Records = append(h.t.Records, Record{Dataset: OutcomeSet, Row: row})
	if n == 0 || h.firstQueue() == "" {
		h.letGoOfService()
		h.say(h.words("follow.thanks"))
		return true
	}
	h.t.Asking = &Asking{Kind: askHelp, Text: Outcomes[n], Due: h.now.Add(askedFor).UTC()}
	h.ask(h.words("follow.help"))
	return true
}

// outcome reads an answer: a number, yes or no, or the words of a line.
func (h *hearing) outcome() (int, bool) {
	for i, o := range Outcomes {
		label := plainPhrase(h.words("follow." + o))
		if strings.Contains(label, h.plain) && strings.Contains(h.plain, mainWord(label)) {
			return i, true
		}
	}
	if n, ok := flows.ReadRating(h.lang(), h.text); ok {
		return n - 1, true
	}
	switch {
	case h.whole("words.yes"):
		return 0, true
	case h.whole("words.no"):
		return 1, true
	}
	return 0, false
}

// mainWord is the longest word of a plain phrase, the last of several, with a space
// on each side: "full" of "it was full".
func mainWord(phrase string) string {
	longest := ""
	for word := range strings.FieldsSeq(phrase) {
		if len(word) >= len(longest) {
			longest = word
		}
	}
	return " " + longest + " "
}

// followHelp hears whether somebody who did not get it would like a person to help.
func (h *hearing) followHelp() bool {
	switch h.oneOrTwo() {
	case 1:
		h.person("signposting")
		if f := h.t.FollowUp; f != nil {
			h.note(ByBot, "", h.aboutFollowUp(f))
		}
		h.letGoOfService()
	case 2:
		h.letGoOfService()
		h.say(h.words("follow.thanks"))
	default:
		return false
	}
	return true
}

// aboutFollowUp tells staff which service it was.
func (h *hearing) aboutFollowUp(f *FollowUp) string {
	name := f.Service
	if row := h.org.List("services").Row(f.Service); row["name"] != "" {
		name = row["name"]
	}
	return "Was shown on " + f.Shown.In(h.org.Timezone).Format("2 January") + ", and did not get what they needed: " + name
}
