// Package sink pretends to be MessageBird for tests and load runs: it takes
// texts on POST /messages, remembers every one that it accepted, fails in the
// ways that real providers do, and sends signed status reports.
//
// It keeps numbers and texts in the clear, so it must never stand where real
// people's texts arrive.
package sink

import (
	"context"
	"io"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

const (
	maxRecipients = 50
	maxRequest    = 1 << 20
)

// Config says how a sink behaves.
type Config struct {
	// AccessKey must come with each call; empty takes any.
	AccessKey string
	// SigningKey signs status reports.
	SigningKey string
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
	s := &Sink{config: c, modes: c.Modes, reports: c.Reports, tries: map[string]int{}, counts: map[Mode]int{}}
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

// Reported returns how many reports were taken, and how many given up on.
func (s *Sink) Reported() (taken, failed int64) { return s.reported.Load(), s.failed.Load() }

// LogError returns the first error of the log, which makes it worthless.
func (s *Sink) LogError() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.logErr
}

// ServeHTTP answers POST /messages and GET /balance.
func (s *Sink) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case s.config.AccessKey != "" && r.Header.Get("Authorization") != "AccessKey "+s.config.AccessKey:
		refuse(w, http.StatusUnauthorized, "2")
	case r.Method == http.MethodGet && r.URL.Path == "/balance":
		answer(w, http.StatusOK, []byte(`{"payment":"prepaid","type":"credits","amount":9.2}`))
	case r.Method == http.MethodPost && r.URL.Path == "/messages":
		s.message(w, r)
	default:
		refuse(w, http.StatusNotFound, "98")
	}
}
