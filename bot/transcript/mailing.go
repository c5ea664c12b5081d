package transcript

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/flows"
)

var (
	mailTo   = regexp.MustCompile(`^broadcast to (group|consent) ([a-z0-9_]+)(?: for ([a-z0-9_-]+))?: (.+)$`)
	mailSend = regexp.MustCompile(`^broadcast sends (all|[1-9][0-9]{0,3})$`)
)

// broadcastForms says how a broadcast is written.
const broadcastForms = "broadcast to group walkers for desk: the words, broadcast to consent updates: the words, broadcast sends 2, or broadcast sends all"

// readBroadcast reads a line about a broadcast.
func readBroadcast(raw string) (line, error) {
	if m := mailTo.FindStringSubmatch(raw); m != nil {
		return line{kind: mails, who: m[1], name: m[2], org: m[3], text: m[4]}, nil
	}
	if m := mailSend.FindStringSubmatch(raw); m != nil {
		return line{kind: mailsOn, text: m[1]}, nil
	}
	return line{}, fmt.Errorf(`I can't read "%s". It can be: %s`, raw, broadcastForms)
}

// mailing is a broadcast of a talk: to whom it is still to leave, and what has come of
// it. Who gets it is settled when it begins; whether somebody may be texted, when
// their text leaves.
type mailing struct {
	b       broadcast.Broadcast
	waits   []*person
	people  int
	sent    int
	leftOut map[broadcast.Reason]int
}

// mail begins a broadcast: from here on nobody is added to it. It is judged as a real
// one is, without the weekly cap and without a second person's yes.
func (s *stage) mail(l line) {
	b := broadcast.Broadcast{ID: "b-" + s.event(), Org: s.org.ID, Queue: l.org, Words: map[string]string{s.org.Language: l.text}, Due: s.now, Valid: 24 * time.Hour}
	if l.who == "group" {
		b.Audience.Groups = []string{l.name}
	} else {
		b.Audience.Consent = l.name
	}
	if l.org != "" && !slices.ContainsFunc(s.org.Queues, func(q flows.Queue) bool { return q.Name == l.org }) {
		s.fail(l, fmt.Sprintf("org.yaml has no queue called %q", l.org), "", "")
		return
	}
	if err := broadcast.Check(s.org, b); err != nil {
		s.fail(l, fmt.Sprintf("it could not be sent: %v", err), "", "")
		return
	}
	s.mailing = &mailing{b: b, leftOut: map[broadcast.Reason]int{}}
	for _, p := range s.people {
		t, in := s.reads(l, p)
		if !in {
			continue
		}
		if _, why := broadcast.Decide(s.org, b, t, s.now); why != "" {
			s.mailing.leftOut[why]++
			continue
		}
		s.mailing.waits = append(s.mailing.waits, p)
		s.mailing.people++
	}
}

// reads is how somebody stands who is in the audience.
func (s *stage) reads(l line, p *person) (bot.Thread, bool) {
	t, err := s.store.Thread(context.Background(), s.key(p))
	if err != nil {
		s.fail(l, fmt.Sprintf("the store failed: %v", err), "", "")
	}
	return t, err == nil && s.mailing.b.Audience.Includes(s.org, t.Person)
}

// mailOn lets the texts to so many of those leave who wait for theirs.
func (s *stage) mailOn(l line) {
	m := s.mailing
	if m == nil {
		s.fail(l, "there is no broadcast before this line", "", "")
		return
	}
	n, err := strconv.Atoi(l.text)
	if err != nil || n > len(m.waits) {
		n = len(m.waits)
	}
	for _, p := range m.waits[:n] {
		t, in := s.reads(l, p)
		out, why := broadcast.Decide(s.org, m.b, t, s.now)
		switch {
		case why != "":
			m.leftOut[why]++
		case !in:
			m.leftOut[leftAudience]++
		default:
			s.held = append(s.held, unsent{who: p, turn: bot.Turn{Thread: t}, text: out, mail: m})
		}
	}
	m.waits = m.waits[n:]
	s.release()
	s.advance(l, s.now.Add(betweenTexts))
}

// leftAudience is why somebody is left out who was in the audience when it began.
const leftAudience broadcast.Reason = "left the audience"

// left notes that a text of the broadcast has left, so that what is texted back is
// taken for an answer to it.
func (m *mailing) left(s *stage, t bot.Thread) {
	m.sent++
	s.store.Texted(t.Key, bot.Texted{Broadcast: m.b.ID, Queue: m.b.Queue, At: s.now})
}

// facts tells what has come of the broadcast, in the words of a = line.
func (m *mailing) facts() []string {
	if m == nil {
		return nil
	}
	facts := []string{fmt.Sprintf("broadcast people %d", m.people), fmt.Sprintf("broadcast sent %d", m.sent), fmt.Sprintf("broadcast waits %d", len(m.waits))}
	for why, n := range m.leftOut {
		facts = append(facts, fmt.Sprintf("broadcast left out %d: %s", n, why.Words()))
	}
	if len(m.leftOut) == 0 {
		facts = append(facts, "broadcast left out 0")
	}
	slices.Sort(facts)
	return facts
}
