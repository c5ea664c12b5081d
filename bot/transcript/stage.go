package transcript

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/bot/memory"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// betweenTexts passes after each text, so that a talk is no flood.
const betweenTexts = 10 * time.Second

// betweenParts passes where the next line is the rest of a long text.
const betweenParts = 300 * time.Millisecond

// stage is the world of one talk: the real mind, its store in memory, and the
// people in it.
type stage struct {
	mu       sync.Mutex   // for seen: those who are told something are told at once
	org      *flows.Org   // the first of orgs
	orgs     []*flows.Org // several where they share a number
	file     string
	talk     talk
	store    *memory.Store
	bot      *bot.Bot
	now      time.Time
	people   []*person
	held     []unsent
	next     line // after the one that is played
	said     []spokenText
	facts    []fact
	events   int
	act      line // what happened last
	tail     int  // the last line that expected something of it
	tailWho  string
	failures []Failure
	edits    edits
	mailing  *mailing       // the broadcast of the talk that began last
	watch    func(bot.Turn) // is told of every turn, if it is not nil
}

// person is one resident with a phone.
type person struct {
	name    string
	address providers.Address
	last    providers.Inbound     // for a text that the network brings twice
	kept    map[string]bot.Person // by organisation
}

type spokenText struct{ who, text string }

type fact struct{ who, words string }

// unsent is a text that waits for the morning, or for an answer to "did you
// mean STOP?".
type unsent struct {
	who  *person
	turn bot.Turn // that says it
	text bot.Outgoing
	mail *mailing // whose text it is; nil for no broadcast's
}

func newStage(orgs []*flows.Org, file string, t talk) *stage {
	s := &stage{org: orgs[0], orgs: orgs, file: file, talk: t, store: memory.New(), now: started(orgs[0].Timezone)}
	book := &flows.Book{Orgs: map[string]*flows.Org{}}
	for _, org := range orgs {
		book.Orgs[org.ID] = org
	}
	s.bot = bot.New(bot.Config{
		Threads: s.store,
		Book:    func() *flows.Book { return book },
		Now:     func() time.Time { return s.now },
		Members: s.store.Members,
		Lines:   s.store, Jobs: s.store, Tallies: s.store, Starts: s.store, Places: s.store,
		Seen: func(t bot.Turn) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.seen(t)
		},
		Log: slog.New(slog.DiscardHandler),
		Quarantine: func(context.Context, providers.Inbound) error {
			return fmt.Errorf("no organisation has the number that was texted")
		},
	})
	return s
}

// play goes through the talk line by line.
func (s *stage) play() {
	for n, l := range s.talk.lines {
		if s.next = (line{}); n+1 < len(s.talk.lines) {
			s.next = s.talk.lines[n+1]
		}
		if l.kind.acts() {
			s.finish()
			s.act, s.tail, s.tailWho = l, l.n, ""
			s.facts = nil
		}
		s.perform(l)
	}
	s.finish()
}

func (s *stage) perform(l line) {
	defer func() {
		if broken := recover(); broken != nil {
			s.fail(l, fmt.Sprintf("the bot broke: %v", broken), "", "")
		}
	}()
	switch l.kind {
	case expect:
		s.expect(l)
	case effect:
		s.expectEffect(l)
	case givenNow:
		s.now = l.at
	case says:
		s.text(l)
	case staffSays, staffCloses, staffAsks:
		s.staff(l)
	case mails:
		s.mail(l)
	case mailsOn:
		s.mailOn(l)
	case staffCancels:
		s.cancel(l)
	case after:
		s.advance(l, s.now.Add(l.wait))
	case at:
		if l.at.Before(s.now) {
			s.fail(l, fmt.Sprintf("time can't go back: it is %s already", s.now.Format("2006-01-02 15:04")), "", "")
			return
		}
		s.advance(l, l.at)
	default:
		s.given(l)
	}
}

// person finds somebody by name, or gives a new one a phone.
func (s *stage) person(name string) *person {
	for _, p := range s.people {
		if p.name == name {
			return p
		}
	}
	p := &person{name: name, address: s.number(101 + len(s.people)), kept: map[string]bot.Person{}}
	s.people = append(s.people, p)
	return p
}

// number is a number that nobody has yet.
func (s *stage) number(n int) providers.Address {
	a := providers.Address{Kind: providers.Phone, Value: fmt.Sprintf("+447700900%03d", n)}
	if slices.ContainsFunc(s.people, func(p *person) bool { return p.address == a }) {
		return s.number(n + 1)
	}
	return a
}

func (s *stage) key(p *person) bot.Key { return keyOf(s.org, p) }

func keyOf(org *flows.Org, p *person) bot.Key { return bot.Key{Org: org.ID, Address: p.address} }

// orgOf finds the organisation that a line names; without a name, the first.
func (s *stage) orgOf(l line) *flows.Org {
	for _, org := range s.orgs {
		if org.ID == l.org {
			return org
		}
	}
	return s.org
}

// seen takes down what a turn has changed and sent.
func (s *stage) seen(t bot.Turn) {
	if s.watch != nil {
		s.watch(t)
	}
	i := slices.IndexFunc(s.people, func(p *person) bool { return p.address == t.Key.Address })
	if i < 0 {
		return
	}
	p := s.people[i]
	p.kept[t.Key.Org] = t.Person
	for _, words := range factsOf(t) {
		s.facts = append(s.facts, fact{p.name, words})
	}
	for _, text := range t.Say {
		s.held = append(s.held, unsent{who: p, turn: t, text: text})
	}
	s.release()
}

// release sends what may be sent by now, as the outbox would: nothing to
// somebody who has stopped but the few words that may follow a STOP.
func (s *stage) release() {
	held := s.held
	s.held = nil
	for _, u := range held {
		thread, err := s.store.Thread(context.Background(), u.turn.Key)
		switch {
		case err != nil:
			s.fail(s.act, fmt.Sprintf("the store failed: %v", err), "", "")
		case u.text.NotBefore.After(s.now), u.text.Priority == providers.Bulk && thread.Soft != nil && !u.text.Safety:
			s.held = append(s.held, u)
		case thread.Stopped && !u.text.Closing && !u.text.Safety:
			if u.mail != nil {
				u.mail.leftOut[broadcast.Stopped]++
			}
		case u.text.Group != "" && !thread.Person.In(u.text.Group):
		default:
			s.store.Sent(u.turn)
			if u.mail != nil {
				u.mail.left(s, thread)
			}
			s.said = append(s.said, spokenText{u.who.name, u.text.Text})
			s.facts = append(s.facts, fact{u.who.name, textFact(u.text.Text)})
		}
	}
}

func (s *stage) fail(l line, why, expected, got string) {
	s.failures = append(s.failures, Failure{
		File: s.file, Line: l.n, Talk: s.talk.title, Why: why, Expected: expected, Got: got,
	})
}
