// Package sink pretends to be a provider for tests and load runs: it takes texts
// as one company's wire has them, remembers every one that it accepted, fails in
// the ways that real providers do, and sends signed status reports.
//
// It keeps numbers and texts in the clear, so it must never stand where real
// people's texts arrive.
package sink

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/connective-messaging/connective/providers"
)

// MaxRequest is the longest body of a request that is read, in bytes.
const MaxRequest = 1 << 20

// Call is one send, as a wire reads it.
type Call struct {
	ID, Ref, From, Text string
	To                  []string // as the house writes them, with a plus
	ReportURL           string   // where reports go; empty if none are wanted
	// Key is what a repeat of the call has in common with it, where the company
	// takes it for one text, and Body what it must have as well. An empty Key is a
	// call of its own.
	Key, Body string
}

// Refusal is why a call is not taken.
type Refusal string

// What every company refuses, in words of its own.
const (
	Broken    Refusal = "broken"     // 500
	Busy      Refusal = "busy"       // 429
	WrongKey  Refusal = "wrong key"  // 401
	Credit    Refusal = "credit"     // no credit is left
	BadFields Refusal = "bad fields" // what was asked for cannot be done
	Running   Refusal = "running"    // a call with the same key is not answered yet
	Reused    Refusal = "reused"     // a call with the same key had another body
)

// Wire is one company's wire, seen from the company.
type Wire interface {
	// Read reads a send. What is none, or cannot be taken, it answers itself.
	Read(w http.ResponseWriter, r *http.Request) (c *Call, ok bool)
	// Good is the answer to a call that was taken whole; it comes with 201.
	Good(c *Call) []byte
	// Refuse answers that a call is not taken.
	Refuse(w http.ResponseWriter, why Refusal)
	// Report makes the signed webhook that tells what became of a text.
	Report(c *Call, to string, what Fate, now time.Time) *providers.Request
}

// Config says how a sink behaves.
type Config struct {
	// Wire is the company that the sink pretends to be.
	Wire Wire
	// Modes and Reports say how often each thing happens; without them all is
	// well and no report is sent.
	Modes   Mix[Mode]
	Reports Mix[Report]
	// Seed decides which call gets what: by its reference and how often that
	// came, whatever the order of calls.
	Seed uint64
	// Log gets a line of JSON for each accept, before the answer.
	Log io.Writer
	// Client sends the status reports; nil is one of its own.
	Client *http.Client
	// Now is the sink's clock; nil is time.Now.
	Now func() time.Time
}

// Accept is one text to one person that the sink took.
type Accept struct {
	Order int       `json:"order"` // from 1, as they were taken
	At    time.Time `json:"at"`
	ID    string    `json:"id"`
	Ref   string    `json:"ref"`
	From  string    `json:"from"`
	To    string    `json:"to"`
	Text  string    `json:"text"`
	Mode  Mode      `json:"mode"`
}

// Sink is the pretended provider. It is an http.Handler that any number of
// connections may share.
type Sink struct {
	config   Config
	context  context.Context
	stop     context.CancelFunc
	pending  sync.WaitGroup // reports under way
	ids      atomic.Int64
	failed   atomic.Int64
	reported atomic.Int64

	mu      sync.Mutex
	modes   Mix[Mode]
	reports Mix[Report]
	accepts []Accept
	tries   map[string]int // calls by reference
	known   map[string]*known
	repeats int
	counts  map[Mode]int
	logErr  error
}

// New returns a sink that must be closed.
func New(c Config) *Sink {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Client == nil {
		c.Client = &http.Client{Timeout: reportTimeout, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	}
	s := &Sink{config: c, modes: c.Modes, reports: c.Reports, tries: map[string]int{}, known: map[string]*known{}, counts: map[Mode]int{}}
	s.context, s.stop = context.WithCancel(context.Background())
	return s
}

// Close gives up on the reports under way and waits until nothing runs.
func (s *Sink) Close() {
	s.stop()
	s.pending.Wait()
	s.config.Client.CloseIdleConnections()
}

// Settle waits until every report has been taken or given up on.
func (s *Sink) Settle() { s.pending.Wait() }

// Behave changes what happens from now on.
func (s *Sink) Behave(modes Mix[Mode], reports Mix[Report]) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.modes, s.reports = modes, reports
}

// Accepts returns what was taken so far, in order.
func (s *Sink) Accepts() []Accept {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.accepts)
}

// Accepted is how many texts were taken so far.
func (s *Sink) Accepted() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.accepts)
}

// Counts returns how many calls ended in each mode.
func (s *Sink) Counts() map[Mode]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	counts := make(map[Mode]int, len(s.counts))
	for mode, n := range s.counts {
		counts[mode] = n
	}
	return counts
}

// Repeats is how many calls were taken for one that was accepted before.
func (s *Sink) Repeats() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.repeats
}

// Reported returns how many reports were taken, and how many given up on.
func (s *Sink) Reported() (taken, failed int64) { return s.reported.Load(), s.failed.Load() }

// LogError returns the first error of the log, which makes it worthless.
func (s *Sink) LogError() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.logErr
}

// ServeHTTP answers what the company's API answers.
func (s *Sink) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c, ok := s.config.Wire.Read(w, r)
	if !ok {
		return
	}
	c.ID = fmt.Sprintf("%032x", s.ids.Add(1))
	mode, report := s.choose(c.Ref)
	s.perform(w, r, c, mode, report)
}
