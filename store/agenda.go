package store

import (
	"context"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// roundEvery is how often what other processes have written is looked for.
const roundEvery = 5 * time.Second

// agenda tells in which partitions there may be something to do, of one kind, so
// that nothing is asked about the others: a process that has nothing to do asks
// little. A partition is looked at
//   - at the next look after this process has written anything to it,
//   - when the earliest is due that was found there, whoever wrote it,
//   - and with all the others every five seconds.
//
// So what this process writes, and whatever was known five seconds before, is found
// when it is due. What another has written since then, and does not look after, as
// it has died, is found five seconds later at most.
type agenda struct {
	mu      sync.Mutex
	written [Partitions]bool      // since the last look
	next    [Partitions]time.Time // when the earliest is due that was found; zero for none
	round   time.Time             // when all were looked at
}

// wrote notes that this process has written to a partition.
func (a *agenda) wrote(p int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.written[p] = true
}

// look returns the partitions to be looked at now. Each must be Found afterwards.
func (a *agenda) look(now time.Time) []int {
	a.mu.Lock()
	defer a.mu.Unlock()
	since := now.Sub(a.round)
	all := since < 0 || since >= roundEvery // a clock may be put back
	if all {
		a.round = now
	}
	var parts []int
	for p := range Partitions {
		if all || a.written[p] || !a.next[p].IsZero() && !a.next[p].After(now) {
			a.written[p] = false
			parts = append(parts, p)
		}
	}
	return parts
}

// found notes when the earliest is due in a partition; zero is that there is none.
func (a *agenda) found(p int, next time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.next[p] = next
}

// dueIn looks for partitions in which something is due by now, in sets whose scores
// are when that is, in ms. A look that failed is made again by the next call.
func (s *Store) dueIn(ctx context.Context, a *agenda, key func(partition int) string, now time.Time) ([]int, error) {
	parts := a.look(now)
	if len(parts) == 0 {
		return nil, nil
	}
	p := s.redis.Pipeline()
	firsts := make([]*redis.ZSliceCmd, len(parts))
	for i, part := range parts {
		firsts[i] = p.ZRangeWithScores(ctx, key(part), 0, 0)
	}
	_, _ = p.Exec(ctx) // each has its own error
	var due []int
	var failed error
	for i, part := range parts {
		first, err := firsts[i].Result()
		switch {
		case err != nil:
			a.wrote(part)
			failed = err
		case len(first) == 0:
			a.found(part, time.Time{})
		default:
			at := time.UnixMilli(int64(first[0].Score))
			a.found(part, at)
			if !at.After(now) {
				due = append(due, part)
			}
		}
	}
	return due, failed
}

// wrote notes to which partitions calls have written, or may have: what became of a
// call is not always known.
func (s *Store) wrote(calls []call) {
	for _, c := range calls {
		if p, ok := partitionOf(c.keys[0]); ok {
			s.timers.wrote(p)
			s.jobs.wrote(p)
			s.later.wrote(p)
			s.news.wrote(p)
		}
	}
}

// partitionOf reads the partition off a key that belongs to one.
func partitionOf(key string) (int, bool) {
	if len(key) < len("{p00}:") || key[:2] != "{p" || key[4:6] != "}:" {
		return 0, false
	}
	p := int(key[2]-'0')*10 + int(key[3]-'0')
	return p, p >= 0 && p < Partitions
}
