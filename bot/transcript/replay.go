package transcript

import "github.com/connective-messaging/connective/flows"

// Replay holds a talk anew from the lines of its acts, the first first. An act
// that cannot be done says so in Failed, and the talk goes on with the next. The
// same organisation, beginning and lines always give the same talk.
func Replay(org *flows.Org, b Begins, lines []string) *Live {
	l := NewLive(org, b)
	for _, words := range lines {
		did, err := l.play(words)
		if err != nil {
			did.Failed = err.Error()
		}
		l.acts = append(l.acts, did)
	}
	return l
}

// Rule names how the text of an act was understood; nothing where nobody texted.
func (a Act) Rule() string {
	if len(a.Turns) == 0 || a.Turns[0].Heard == nil {
		return ""
	}
	return a.Turns[0].Rule
}

// open names the question that somebody is asked now, as "flow/step"; nothing if
// none is open.
func (l *Live) open(who string) string {
	thread, err := l.Thread(who)
	if err != nil || thread.Conversation.Now == nil {
		return ""
	}
	return thread.Conversation.Now.Flow + "/" + thread.Conversation.Now.Step
}
