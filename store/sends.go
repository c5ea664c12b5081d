package store

import (
	"strings"
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

// send is one claim and what the provider answered, as small as can be: a
// broadcast to a city leaves as many as are kept.
type send struct {
	words     string // its ref, owner and token, then what was answered, parted by zeros
	at        int64  // in nanoseconds
	partition int16
	answered  bool
	gone      bool // certainly not sent, or claimed again since
}

func newSend(c providers.Claim, now time.Time) *send {
	return &send{words: c.Ref + parted + c.Owner + parted + c.Token, at: now.UnixNano(), partition: int16(c.Partition)}
}

const parted = "\x00"

// ref is a part of the words, and takes no memory of its own.
func (s *send) ref() string { return s.word(0) }

func (s *send) word(n int) string {
	rest := s.words
	for ; n > 0; n-- {
		_, rest, _ = strings.Cut(rest, parted)
	}
	word, _, _ := strings.Cut(rest, parted)
	return word
}

// answer notes what the provider said. Nothing but its code, which comes last, may
// hold a zero.
func (s *send) answer(r providers.Result) {
	id, _, _ := strings.Cut(r.ProviderID, parted)
	s.words = strings.Join([]string{s.word(0), s.word(1), s.word(2), string(r.Verdict), string(r.Class), id, r.Code}, parted)
	s.answered = true
}

// settlement is what is known of it. Of a call that was never answered the
// outcome is unknown.
func (s *send) settlement() providers.Settlement {
	words := strings.SplitN(s.words, parted, 7)
	claim := providers.Claim{Entry: providers.Entry{Partition: int(s.partition), Ref: words[0], Owner: words[1]}, Token: words[2]}
	if !s.answered {
		return providers.Settlement{Claim: claim, Result: providers.Result{Verdict: providers.Uncertain, Code: "never settled"}}
	}
	return providers.Settlement{Claim: claim, Result: providers.Result{
		Verdict: providers.Verdict(words[3]), Class: providers.Class(words[4]), ProviderID: words[5], Code: words[6],
	}}
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
		one := newSend(c, now)
		s.byRef[one.ref()] = one
		s.order = append(s.order, one)
	}
	s.forget(now)
}

// forget drops what is old, and what is too much.
func (s *sends) forget(now time.Time) {
	n := 0
	for n < len(s.order) && (s.order[n].gone || now.UnixNano()-s.order[n].at > int64(sendsKept) || len(s.order)-n > mostSends) {
		if one := s.order[n]; !one.gone {
			s.since = time.Unix(0, one.at)
			delete(s.byRef, one.ref())
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
		if one == nil || one.word(2) != x.Claim.Token {
			continue
		}
		if word := what(x.Result); word != "sent" && word != "unknown" {
			one.gone = true
			delete(s.byRef, x.Claim.Ref)
			continue
		}
		one.answer(x.Result)
		s.byRef[one.ref()] = one // the key is a part of the new words, so that the old ones go
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
// zero is since this process began.
func (s *sends) all() (settled []providers.Settlement, since time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range s.byRef {
		settled = append(settled, one.settlement())
	}
	return settled, s.since
}
