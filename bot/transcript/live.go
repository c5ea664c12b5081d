package transcript

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// Live is a talk while it is held: each line that does something is done at
// once. It can be taken back, played again with other flows, and written down as
// a transcript. It is for one caller at a time.
type Live struct {
	begins Begins
	org    *flows.Org
	stage  *stage
	acts   []Act
}

// Begins says how a live talk begins.
type Begins struct {
	At       time.Time         // seconds are left out, as a transcript has none
	Language string            // of the first person; empty is the organisation's
	Who      string            // the first person's name; empty is the only resident
	From     providers.Address // the first person's number; the zero value is one for tests
}

// Act is one thing that was done, and what came of it.
type Act struct {
	Line    string     // as a transcript has it, such as "> tea" or "after 2 days"
	Open    string     // the question that whoever texted was asked then, as "flow/step"
	Said    []Said     // the texts that people were sent, in order
	Changed []string   // what else has changed, in the words of a transcript's = lines
	Turns   []bot.Turn // as they were judged
	Failed  string     // why it cannot be done any more, after other flows have come
}

// Said is one text that somebody was sent.
type Said struct{ Who, Text string }

// NewLive begins a talk.
func NewLive(org *flows.Org, b Begins) *Live {
	b.At = b.At.In(org.Timezone).Truncate(time.Minute)
	l := &Live{begins: b}
	l.set(org)
	return l
}

// set makes the world as it is when the talk begins.
func (l *Live) set(org *flows.Org) {
	l.org, l.stage = org, newStage([]*flows.Org{org}, "", talk{title: "talk", line: 1})
	s := l.stage
	s.now = l.begins.At
	first := s.person(l.begins.Who)
	if l.begins.From.Value != "" {
		first.address = l.begins.From
	}
	if l.begins.Language != "" {
		s.given(line{kind: givenLanguage, who: first.name, name: l.begins.Language})
	}
}

// Now is the hour of the talk.
func (l *Live) Now() time.Time { return l.stage.now }

// Acts returns what was done, the first first.
func (l *Live) Acts() []Act { return slices.Clone(l.acts) }

// Thread returns how somebody stands with the organisation.
func (l *Live) Thread(who string) (bot.Thread, error) {
	return l.stage.store.Thread(context.Background(), l.stage.key(l.stage.person(who)))
}

// Do does what a line of a transcript says. What cannot be done is an error, and
// changes nothing.
func (l *Live) Do(words string) (Act, error) {
	did, err := l.play(words)
	if err != nil {
		l.again()
		return did, err
	}
	l.acts = append(l.acts, did)
	return did, nil
}

// play does what a line says.
func (l *Live) play(words string) (Act, error) {
	did := Act{Line: words}
	p := &parser{zone: l.org.Timezone}
	what, err := p.line(words)
	switch {
	case err != nil:
		return did, err
	case !what.kind.acts():
		return did, fmt.Errorf("%q does nothing", words)
	}
	s := l.stage
	before := map[string][]string{}
	for _, p := range s.people {
		before[p.name] = p.stateFacts()
	}
	if what.kind == says {
		did.Open = l.open(what.who)
	}
	s.act, s.facts, s.said, s.failures = what, nil, nil, nil
	s.watch = func(t bot.Turn) { did.Turns = append(did.Turns, t) }
	s.perform(what)
	for _, text := range s.said {
		did.Said = append(did.Said, Said{text.who, text.text})
	}
	did.Changed = s.changes(before)
	if len(s.failures) > 0 {
		return did, errors.New(s.failures[0].Why)
	}
	return did, nil
}

// changes says what has changed beside the texts.
func (s *stage) changes(before map[string][]string) []string {
	var all []string
	add := func(who, words string) {
		words = strings.TrimSpace(who + " " + strings.TrimSuffix(words, ": "))
		if !strings.Contains(words, "\n") && !slices.Contains(all, words) {
			all = append(all, words)
		}
	}
	for _, f := range s.facts {
		if !strings.HasPrefix(f.words, "parts ") {
			add(f.who, f.words)
		}
	}
	for _, p := range s.people {
		now := p.stateFacts()
		slices.Sort(now)
		for _, words := range now {
			if known := before[p.name]; !slices.Contains(known, words) && !(strings.HasPrefix(words, "language ") && (known == nil || slices.Contains(known, "language "))) {
				add(p.name, words)
			}
		}
	}
	return all
}

// Undo takes the last act back; false if there is none.
func (l *Live) Undo() bool {
	if len(l.acts) == 0 {
		return false
	}
	l.acts = l.acts[:len(l.acts)-1]
	l.again()
	return true
}

// Change plays the talk so far again, with other flows.
func (l *Live) Change(org *flows.Org) []Act {
	l.org = org
	l.again()
	return l.Acts()
}

// again does everything once more from the beginning.
func (l *Live) again() {
	l.set(l.org)
	for i, did := range l.acts {
		now, err := l.play(did.Line)
		if err != nil {
			now.Failed = err.Error()
		}
		l.acts[i] = now
	}
}

// Written is the talk as a transcript expects it: what was texted, what was
// answered, and what has changed. What could not be done is left out.
func (l *Live) Written(title string) string {
	lines := []string{"# " + title, "given now " + l.begins.At.Format("2006-01-02 15:04")}
	if l.begins.Language != "" {
		lines = append(lines, strings.TrimSpace("given "+l.begins.Who)+" language "+l.begins.Language)
	}
	for _, did := range l.acts {
		if did.Failed != "" {
			continue
		}
		lines = append(lines, did.Line)
		for i, text := range did.Said {
			if i > 0 && did.Said[i-1].Who == text.Who {
				lines = append(lines, "")
			}
			lines = append(lines, written(text.Who, text.Text)...)
		}
		for _, words := range did.Changed {
			lines = append(lines, "= "+words)
		}
	}
	return strings.Join(lines, "\n") + "\n"
}
