package store

import (
	"sync"
	"time"

	"github.com/connective-messaging/connective/providers"
)

// What is remembered of the texts that this process has sent: more than the two
// minutes that a failover may take with it, and as many as a city sends in them.
const (
	sendsKept = 150 * time.Second
	mostSends = 200_000
)

// sends remembers the texts that this process has handed to the provider and
// that may have left. Of these it is certain, whatever Redis says.
type sends struct {
	mu    sync.Mutex
	byRef map[string]*send
	order []*send   // by the time of their claims
	since time.Time // what was claimed before may have been forgotten
}

// send is one claim, without the words, and what the provider answered.
type send struct {
	entry    providers.Entry
	token    string
	result   providers.Result
	at       time.Time
	answered bool
	gone     bool // certainly not sent, or claimed again since
}

// begin notes claims that are handed out.
func (s *sends) begin(claims []providers.Claim, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range claims {
		if c.State != providers.Claimed {
			continue
		}
		if before := s.byRef[c.Ref]; before != nil {
			before.gone = true
		}
		if s.byRef == nil {
			s.byRef = map[string]*send{}
		}
		one := &send{entry: c.Entry, token: c.Token, at: now}
		s.byRef[c.Ref] = one
		s.order = append(s.order, one)
	}
	s.forget(now)
}

// forget drops what is old, and what is too much.
func (s *sends) forget(now time.Time) {
	n := 0
	for n < len(s.order) && (s.order[n].gone || now.Sub(s.order[n].at) > sendsKept || len(s.order)-n > mostSends) {
		if one := s.order[n]; !one.gone {
			s.since = one.at
			delete(s.byRef, one.entry.Ref)
		}
		s.order[n] = nil
		n++
	}
	s.order = s.order[n:]
}

// end notes what the provider answered. What was certainly not sent is
// forgotten.
func (s *sends) end(settled []providers.Settlement) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, x := range settled {
		one := s.byRef[x.Claim.Ref]
		if one == nil || one.token != x.Claim.Token {
			continue
		}
		if word := what(x.Result); word != "sent" && word != "unknown" {
			one.gone = true
			delete(s.byRef, x.Claim.Ref)
			continue
		}
		one.result, one.answered = x.Result, true
	}
}

// underWay is how many claims the provider has not answered.
func (s *sends) underWay() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, one := range s.byRef {
		if !one.answered {
			n++
		}
	}
	return n
}

// all returns what may have left, and since when nothing has been forgotten;
// zero is since this process began. Of a call that was never answered the
// outcome is unknown.
func (s *sends) all() (settled []providers.Settlement, since time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range s.byRef {
		if !one.answered {
			one.result = providers.Result{Verdict: providers.Uncertain, Code: "never settled"}
		}
		settled = append(settled, providers.Settlement{Claim: providers.Claim{Entry: one.entry, Token: one.token}, Result: one.result})
	}
	return settled, s.since
}
