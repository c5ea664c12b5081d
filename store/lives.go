package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// life is one run of a process, as a partition knows it.
type life struct {
	name string
	at   time.Time // when it was noted last, by the process' own clock
}

// lives is what one partition knows of the processes that send.
type lives struct {
	partition int
	server    server
	of        map[string]life
}

// livesOn reads which lives the partitions of those servers know of.
func (s *Store) livesOn(ctx context.Context, servers []server) ([]lives, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	pipe := s.redis.Pipeline()
	var out []lives
	var cmds []*redis.MapStringStringCmd
	for p := range Partitions {
		at := slices.IndexFunc(servers, func(one server) bool { return one.address == s.holder(p) })
		if at >= 0 {
			out = append(out, lives{partition: p, server: servers[at], of: map[string]life{}})
			cmds = append(cmds, pipe.HGetAll(ctx, livesKey(p)))
		}
	}
	_, _ = pipe.Exec(ctx) // each has its own error
	for i, cmd := range cmds {
		if cmd.Err() != nil {
			return nil, away(cmd.Err(), "read which processes lived")
		}
		for replica, text := range cmd.Val() {
			name, at, _ := strings.Cut(text, " ")
			n, _ := strconv.ParseInt(at, 10, 64) // written by us
			out[i].of[replica] = life{name, time.UnixMilli(n)}
		}
	}
	return out, nil
}

// heldBy are the partitions of those servers.
func (s *Store) heldBy(servers []server) []int {
	var out []int
	for p := range Partitions {
		if slices.ContainsFunc(servers, func(one server) bool { return one.address == s.holder(p) }) {
			out = append(out, p)
		}
	}
	return out
}

// tellLife notes in the servers' partitions that this process lives.
func (s *Store) tellLife(ctx context.Context, servers []server, replica string) error {
	var calls []call
	for _, p := range s.heldBy(servers) {
		calls = append(calls, call{s.scripts.replica, []string{livesKey(p)}, []any{replica, fmt.Sprint(s.life, " ", ms(s.now()))}})
	}
	return s.runAll(ctx, calls, "note that this process lives")
}

// forgetLife takes a process off every partition.
func (s *Store) forgetLife(ctx context.Context, replica string) error {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	pipe := s.redis.Pipeline()
	for p := range Partitions {
		pipe.HDel(ctx, livesKey(p), replica)
	}
	_, err := pipe.Exec(ctx)
	return away(err, "note that a process has left")
}

// witness is everything that is known, after a failover, of what a process may
// have sent from one partition.
type witness struct {
	known    lives
	replica  string
	life     string    // of the process now
	since    time.Time // what it sent before then it may have forgotten
	former   former    // what the folder of its journal says
	replicas []string  // those that share the Redis
	regained bool      // a text was found to be lost
}

// certain reports whether every text that this process has sent is known: the
// server knows what was sent before the moment up to which it knows anything,
// and this process what was sent since. What is written last is lost first, so
// that a server which knows of a life of a process knows all that went before.
func (w witness) certain() bool {
	for replica := range w.known.of {
		if replica != w.replica && !slices.Contains(w.replicas, replica) {
			return false // it has left, and the server has forgotten so, and perhaps what it sent last
		}
	}
	mine, noted := w.known.of[w.replica]
	switch {
	case noted && mine.name == w.life:
		return !mine.at.Before(w.since)
	case !noted && (w.former.left || len(w.former.histories) == 0):
		return true // it had left before, or was never here
	}
	// The life before ended without a word. A server that was started again, and
	// has every text that the journal says it had, is taken at its word.
	return !w.known.server.promoted && !w.regained
}

// doubtCall notes what is certain in a partition.
func (s *Store) doubtCall(p int, of history, now string) call {
	return call{s.scripts.doubt, []string{lostKey(p)}, []any{of.short(), now, remembered}}
}

// doubtAll notes in every partition that what waits may have left.
func (s *Store) doubtAll(ctx context.Context) error {
	calls := make([]call, Partitions)
	for p := range Partitions {
		calls[p] = s.doubtCall(p, s.historyOf(p), fmt.Sprint(ms(s.now())))
	}
	return s.runAll(ctx, calls, "note what may have left")
}

// mostCalls is how many calls go into one pipeline.
const mostCalls = 512

// runAll runs calls until the first that fails.
func (s *Store) runAll(ctx context.Context, calls []call, doing string) error {
	for chunk := range slices.Chunk(calls, mostCalls) {
		answers, err := s.run(ctx, chunk)
		if err != nil {
			return away(err, doing)
		}
		if err := firstError(answers); err != nil {
			return away(err, doing)
		}
	}
	return nil
}
