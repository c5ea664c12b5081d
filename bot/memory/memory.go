// Package memory keeps threads, cases and what is due in memory: for tests,
// written transcripts and the phone in the terminal. Everything is saved and
// restored as JSON on every read, as the real store does, so that nothing lives
// on that would not survive a restart.
package memory

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
)

// Store implements bot.Threads, bot.Clock and bot.Cases. All of its methods can
// be called at once by many.
type Store struct {
	mu      sync.Mutex
	threads map[bot.Key]*kept
	seen    map[string]bool
	members map[[2]string]int
	spoken  map[[2]string]string // by line and number
	ids     map[string]bot.Key   // by person's id
	jobs    []bot.Job
	made    map[string]bool           // jobs of starts, by id
	since   map[string]time.Time      // by start
	votes   map[string]map[string]int // by question, then person
	cases   map[string]*bot.CaseFile
	ledger  map[bot.Key][]bot.Consent
	records []bot.Record

	registers map[[2]string]register // by organisation and event
}

type kept struct {
	json    []byte
	version int64
	stopped bool
	wake    time.Time
	texted  *bot.Texted // the broadcast that they were texted last
}

// New returns an empty store.
func New() *Store {
	return &Store{
		threads: map[bot.Key]*kept{}, seen: map[string]bool{}, members: map[[2]string]int{}, spoken: map[[2]string]string{},
		ids: map[string]bot.Key{}, votes: map[string]map[string]int{}, made: map[string]bool{}, since: map[string]time.Time{},
		cases: map[string]*bot.CaseFile{}, ledger: map[bot.Key][]bot.Consent{},
		registers: map[[2]string]register{},
	}
}

// Thread reads a person's thread. Somebody not met before has version 0.
func (s *Store) Thread(ctx context.Context, key bot.Key) (bot.Thread, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := bot.Thread{}
	if try := bot.TryOf(ctx); s.seen[key.Org+" "+try.Event] || s.seen[try.Line+" "+try.Event] {
		return t, bot.ErrDuplicate
	}
	if k := s.threads[key]; k != nil {
		if k.json != nil {
			if err := json.Unmarshal(k.json, &t); err != nil {
				return t, fmt.Errorf("read a thread: %w", err)
			}
		}
		t.Version, t.Stopped, t.Texted = k.version, k.stopped, k.texted
	}
	t.Key, t.ID = key, personID(key)
	return t, nil
}

// personID names a person without showing their number.
func personID(key bot.Key) string {
	sum := sha256.Sum256([]byte(key.Org + "\x00" + key.Address.Value))
	return hex.EncodeToString(sum[:12])
}

// Commit writes a turn, all of it or nothing.
func (s *Store) Commit(_ context.Context, turn bot.Turn) error {
	blob, err := json.Marshal(turn.Thread)
	if err != nil {
		return fmt.Errorf("write a thread: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	scope, event := turn.Once()
	event = scope + " " + event
	if s.seen[event] {
		return bot.ErrDuplicate
	}
	k := s.threads[turn.Key]
	if k == nil {
		k = &kept{}
	}
	if k.version != turn.Version {
		return bot.ErrStale
	}
	s.seen[event] = true
	s.threads[turn.Key] = k
	k.version, k.json, k.wake, k.texted = k.version+1, blob, turn.WakeAt, turn.Texted
	if turn.Stop != nil {
		k.stopped = *turn.Stop
	}
	if turn.Speaks != nil && turn.Heard != nil {
		s.spoken[[2]string{turn.Line, turn.Key.Address.Value}] = *turn.Speaks
	}
	s.others(turn)
	s.groups(turn)
	s.caseOf(turn)
	s.ledger[turn.Key] = append(s.ledger[turn.Key], turn.Ledger...)
	s.records = append(s.records, turn.Records...)
	if turn.Forget {
		k.json, k.wake = nil, time.Time{}
		delete(s.ledger, turn.Key)
	}
	return nil
}

func (s *Store) groups(turn bot.Turn) {
	for _, g := range turn.Joined {
		s.members[[2]string{turn.Key.Org, g}]++
	}
	for _, g := range turn.Left {
		s.members[[2]string{turn.Key.Org, g}]--
	}
}

func (s *Store) caseOf(turn bot.Turn) {
	if turn.CaseID == "" {
		return
	}
	id := turn.Key.Org + " " + turn.CaseID
	file := s.cases[id]
	if file == nil {
		file = &bot.CaseFile{Key: turn.Key}
		s.cases[id] = file
	}
	if turn.Thread.Case != nil {
		file.Case, file.Closed = *turn.Thread.Case, time.Time{}
	}
	if turn.Case == bot.CaseClosed {
		file.Case, file.Closed = *turn.Closed, turn.Closed.Closing.At
	}
	file.Notes = append(file.Notes, turn.Lines()...)
}

// Due lists threads in which something is due, the soonest first.
func (s *Store) Due(_ context.Context, now time.Time, most int) ([]bot.Wake, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var due []bot.Wake
	for key, k := range s.threads {
		if !k.wake.IsZero() && !k.wake.After(now) {
			due = append(due, bot.Wake{Key: key, At: k.wake})
		}
	}
	slices.SortFunc(due, func(a, b bot.Wake) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Key.Address.Value, b.Key.Address.Value))
	})
	return due[:min(most, len(due))], nil
}

// Postpone puts off what is due in a thread, unless it was moved meanwhile.
func (s *Store) Postpone(_ context.Context, w bot.Wake, to time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if k := s.threads[w.Key]; k != nil && k.wake.Equal(w.At) {
		k.wake = to
	}
	return nil
}

// OpenCases lists the organisation's open cases, the oldest first.
func (s *Store) OpenCases(_ context.Context, org string) ([]bot.CaseFile, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var open []bot.CaseFile
	for _, f := range s.cases {
		if f.Key.Org == org && f.Closed.IsZero() {
			open = append(open, copyOf(f))
		}
	}
	slices.SortFunc(open, func(a, b bot.CaseFile) int {
		return cmp.Or(a.Opened.Compare(b.Opened), cmp.Compare(a.ID, b.ID))
	})
	return open, nil
}

// Case returns one case, or bot.ErrNoCase.
func (s *Store) Case(_ context.Context, org, id string) (bot.CaseFile, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.cases[org+" "+id]
	if f == nil {
		return bot.CaseFile{}, bot.ErrNoCase
	}
	return copyOf(f), nil
}

func copyOf(f *bot.CaseFile) bot.CaseFile {
	c := *f
	c.Notes = slices.Clone(f.Notes)
	return c
}

// Members counts the people in a group.
func (s *Store) Members(org, group string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.members[[2]string{org, group}]
}

// Ledger returns a person's consents as they were recorded, the oldest first.
func (s *Store) Ledger(key bot.Key) []bot.Consent {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.ledger[key])
}

// Records returns the rows that flows have recorded.
func (s *Store) Records() []bot.Record {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.records)
}

// LastOrg returns the organisation on a line that somebody last spoke with.
func (s *Store) LastOrg(_ context.Context, line string, from providers.Address) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.spoken[[2]string{line, from.Value}], nil
}

// Texted notes which broadcast somebody was texted last.
func (s *Store) Texted(key bot.Key, t bot.Texted) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if k := s.threads[key]; k != nil {
		k.texted = &t
	}
}

// Sent notes that a text of a turn has left: on a line that organisations share
// the next text is for the one that sent it.
func (s *Store) Sent(turn bot.Turn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if turn.Speaks != nil {
		s.spoken[[2]string{turn.Line, turn.Key.Address.Value}] = *turn.Speaks
	}
}
