package transcript

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
)

// given makes the world as a talk says that it was before.
func (s *stage) given(l line) {
	p, org := s.person(l.who), s.orgOf(l)
	thread, err := s.store.Thread(context.Background(), keyOf(org, p))
	if err != nil {
		s.fail(l, fmt.Sprintf("the store failed: %v", err), "", "")
		return
	}
	turn := bot.Turn{Thread: thread, Event: "given:" + s.event()}
	if turn.Person.Met.IsZero() {
		turn.Person.Met = s.now
		turn.Person.Heard = s.now
	}
	if turn.Person.Language == "" {
		turn.Person.Language = org.Language
	}
	if why := s.setUp(&turn, l); why != "" {
		s.fail(l, why, "", "")
		return
	}
	turn.WakeAt = wakeAt(turn)
	if err := s.store.Commit(context.Background(), turn); err != nil {
		s.fail(l, fmt.Sprintf("the store failed: %v", err), "", "")
		return
	}
	p.kept[org.ID] = turn.Person
}

// wakeAt is when something is due in the world as it was before.
func wakeAt(turn bot.Turn) time.Time {
	var next time.Time
	if now := turn.Conversation.Now; now != nil && now.Due != nil {
		next = now.Due.At
	}
	for _, k := range turn.Person.Kept {
		if next.IsZero() || k.Until.Before(next) {
			next = k.Until
		}
	}
	return next
}

// setUp changes the turn as the line says, or says why it can't.
func (s *stage) setUp(turn *bot.Turn, l line) string {
	switch l.kind {
	case givenField:
		if l.name == "language" {
			return s.speaks(turn, l, l.text)
		}
		turn.Person.Keep(s.orgOf(l), l.name, l.text, s.now)
	case givenGroup:
		if s.orgOf(l).List("groups").Row(l.name) == nil {
			return fmt.Sprintf("there is no group called %q", l.name)
		}
		turn.Person.Groups = append(turn.Person.Groups, l.name)
		turn.Joined = []string{l.name}
	case givenConsent:
		if !slices.ContainsFunc(s.orgOf(l).Consents, func(c flows.Consent) bool { return c.Name == l.name }) {
			return fmt.Sprintf("org.yaml has no consent called %q", l.name)
		}
		turn.Person.Consents = append(turn.Person.Consents, l.name)
		turn.Ledger = []bot.Consent{{Name: l.name, Given: true, At: s.now, Event: turn.Event}}
	case givenSent:
		if !slices.ContainsFunc(s.orgOf(l).Queues, func(q flows.Queue) bool { return q.Name == l.name }) {
			return fmt.Sprintf("org.yaml has no queue called %q", l.name)
		}
		turn.Texted = &bot.Texted{Broadcast: "b-given", Queue: l.name, At: s.now.Add(-time.Hour)}
	case givenLanguage:
		return s.speaks(turn, l, l.name)
	case givenStopped:
		yes := true
		turn.Stop = &yes
	case givenWaiting:
		return s.ask(turn, l)
	case givenOlder:
		return s.askedBefore(turn, l)
	}
	return ""
}

// speaks lets the person use a language of the organisation's.
func (s *stage) speaks(turn *bot.Turn, l line, tag string) string {
	if !slices.Contains(s.orgOf(l).Languages, tag) {
		return fmt.Sprintf("org.yaml does not list the language %q", tag)
	}
	turn.Person.Language, turn.Conversation.Lang = tag, tag
	return ""
}

// lostVersion is no flow's shape.
const lostVersion = "lost"

// askedBefore puts a question to the person that a version asked which is lost.
// Where the flow has the step, or one that was: it, the question was the same; a
// step that is gone asked something that nothing asks now.
func (s *stage) askedBefore(turn *bot.Turn, l line) string {
	before := flows.Frame{Flow: l.name, Ver: lostVersion, Step: l.text, Fit: lostVersion, Due: &flows.Due{Is: flows.DueTimeout, At: s.now.Add(24 * time.Hour).UTC()}}
	if now := s.stepNow(l); now != "" {
		as := l
		as.text = now
		if why := s.ask(turn, as); why != "" {
			return why
		}
		before = *turn.Conversation.Now
		before.Ver, before.Step = lostVersion, l.text
	}
	turn.Conversation.V, turn.Conversation.Now = 1, &before
	return ""
}

// stepNow is what a step is called now; nothing if it is gone.
func (s *stage) stepNow(l line) string {
	flow := s.orgOf(l).Flows[l.name]
	if flow == nil {
		return ""
	}
	for _, step := range flow.Steps {
		if step.Name == l.text || step.Was == l.text {
			return step.Name
		}
	}
	return ""
}

// ask puts a flow's question to the person, without the text.
func (s *stage) ask(turn *bot.Turn, l line) string {
	flow := s.orgOf(l).Flows[l.name]
	if flow == nil {
		return fmt.Sprintf("there is no flow called %q", l.name)
	}
	step := flow.Step(l.text)
	if step == nil {
		return fmt.Sprintf("the flow %q has no step called %q", l.name, l.text)
	}
	if step.Ask == nil {
		return fmt.Sprintf("the step %q asks nothing, so nobody waits there", l.text)
	}
	c := flows.Conversation{V: 1, Lang: turn.Person.Language, Now: &flows.Frame{Flow: l.name, Ver: flow.Shape, Step: l.text}}
	turn.Conversation = s.orgOf(l).Repeat(c, flows.World{
		Now: s.now, Me: turn.Person.Me, Groups: turn.Person.Groups, Consents: turn.Person.Consents, Courses: turn.Person.AttendedCourses(),
		Members: func(group string) int { return s.store.Members(s.orgOf(l).ID, group) },
		Phone:   turn.Key.Address.Number(),
	}).Conversation
	return ""
}
