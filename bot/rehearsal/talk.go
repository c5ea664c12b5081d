package rehearsal

import (
	"errors"
	"time"

	"github.com/connective-messaging/connective/bot/transcript"
	"github.com/connective-messaging/connective/flows"
)

// Sent is one thing that an author did on the phone: a text, an answer of staff,
// or time that passed. It remembers how a text was understood then.
type Sent struct {
	Line string // as a transcript has it
	Open string // the question that was open, as "flow/step"; empty for none
	Rule string // how the text was understood
	To   string // the step it led to, as "flow/step"; empty for none
}

// Shown is what came of it with the files as they are now.
type Shown struct {
	transcript.Act
	Misfit string // how it goes otherwise than when it was sent; empty where it goes as it went
}

// Talk is a conversation so far.
type Talk struct {
	Acts []Shown
	live *transcript.Live
}

// Play holds the conversation anew with the organisation as it is now.
func Play(org *flows.Org, b transcript.Begins, sent []Sent) Talk {
	live := transcript.Replay(org, b, linesOf(sent))
	t := Talk{live: live}
	for i, act := range live.Acts() {
		t.Acts = append(t.Acts, Shown{act, misfit(org, sent[i], act)})
	}
	return t
}

// Add does one thing more, and returns all that was sent with how it was
// understood. What cannot be done is an error in plain words.
func Add(org *flows.Org, b transcript.Begins, sent []Sent, line string) ([]Sent, error) {
	act, err := transcript.Replay(org, b, linesOf(sent)).Do(line)
	if err != nil {
		return sent, err
	}
	return append(sent[:len(sent):len(sent)], Sent{Line: line, Open: act.Open, Rule: act.Rule(), To: leadsTo(act)}), nil
}

func linesOf(sent []Sent) []string {
	lines := make([]string, len(sent))
	for i, s := range sent {
		lines[i] = s.Line
	}
	return lines
}

// Now is the hour of the talk.
func (t Talk) Now() time.Time { return t.live.Now() }

// ErrNothing is returned for a talk in which nothing was done.
var ErrNothing = errors.New("there is nothing to write down yet")

// Written is the talk as a transcript of that title expects it.
func (t Talk) Written(title string) (string, error) {
	if len(t.Acts) == 0 {
		return "", ErrNothing
	}
	return t.live.Written(title), nil
}

// Standing is how somebody stands with the organisation.
type Standing struct {
	Open    string // the question that waits, as "flow/step"; empty for none
	Case    bool   // staff have the conversation
	Stopped bool   // they have said STOP
}

// Standing tells how somebody stands now.
func (t Talk) Standing(who string) Standing {
	thread, err := t.live.Thread(who)
	if err != nil {
		return Standing{}
	}
	s := Standing{Case: thread.Case != nil, Stopped: thread.Stopped}
	if now := thread.Conversation.Now; now != nil {
		s.Open = now.Flow + "/" + now.Step
	}
	return s
}
