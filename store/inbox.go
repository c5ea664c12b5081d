package store

import (
	"slices"
	"sync"
	"time"

	"github.com/connective-messaging/connective/providers"
)

// inbox holds what was read of the outbox and not handed on yet: Redis counts
// for each stream, not in all.
type inbox struct {
	mu            sync.Mutex
	waiting       [2][]providers.Entry // replies, bulk
	looked        time.Time            // when housekeeping was last done
	round         time.Time            // when it was last looked for what readers that died had read
	former        []string             // streams that the process before this one may have read
	once          sync.Once            // starts the readers of a cluster
	replies, bulk chan []providers.Entry
}

// waits is how much is left.
func (in *inbox) waits() int {
	in.mu.Lock()
	defer in.mu.Unlock()
	return len(in.waiting[0]) + len(in.waiting[1])
}

// add keeps entries for this call and the next.
func (in *inbox) add(entries []providers.Entry) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for _, e := range entries {
		lane := 0
		if e.Priority == providers.Bulk {
			lane = 1
		}
		in.waiting[lane] = append(in.waiting[lane], e)
	}
}

// take hands on at most so many entries, replies first.
func (in *inbox) take(most int) []providers.Entry {
	in.mu.Lock()
	defer in.mu.Unlock()
	var out []providers.Entry
	for lane := range in.waiting {
		n := min(most-len(out), len(in.waiting[lane]))
		out = append(out, in.waiting[lane][:n]...)
		in.waiting[lane] = in.waiting[lane][n:]
	}
	return out
}

// without drops entries that wait here already.
func (in *inbox) without(entries []providers.Entry) []providers.Entry {
	in.mu.Lock()
	defer in.mu.Unlock()
	return slices.DeleteFunc(entries, func(e providers.Entry) bool {
		return slices.Contains(in.waiting[0], e) || slices.Contains(in.waiting[1], e)
	})
}

// due tells once a second that it is time.
func (in *inbox) due(now time.Time) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	if now.Sub(in.looked) < time.Second {
		return false
	}
	in.looked = now
	return true
}

// dueRound tells every five seconds that it is time to look for what readers that
// died had read.
func (in *inbox) dueRound(now time.Time) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	if now.Sub(in.round) < roundEvery {
		return false
	}
	in.round = now
	return true
}

// tookOver notes how such a look went: one that failed is made again.
func (in *inbox) tookOver(well bool) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if !well {
		in.round = time.Time{}
	}
}
