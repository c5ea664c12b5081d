package store

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// question is one that a process has put to all: that they speak again. They are
// counted, of the same servers.
type question struct {
	epoch string
	n     int64
}

// answeredBy reports whether the words of a replica that name the last question
// it knew of came after this one.
func (q question) answeredBy(epoch, n string) bool {
	last, err := strconv.ParseInt(n, 10, 64)
	return err == nil && epoch == q.epoch && last >= q.n
}

// standing is how the replicas stood when they were last looked at.
type standing struct {
	at    time.Time // when that look began
	epoch string    // of which servers that is true
	along bool      // all have judged again what a failover may have lost
	open  bool      // and hold nothing that Redis has not seen
	alone bool      // it is open, and there is no other than this process
}

// How often the others are looked at. One look takes 0.5 s at most. With the quarter
// of a second between two looks that is less than a process waits for Redis before
// it answers a STOP from its journal alone (0.8 s): by then every other has seen that
// Redis is away, and sends nothing until that process has spoken again. A process
// that is alone has nobody's STOP to wait for but its own, of which it knows. It looks
// once a second whether another has come, and once more before it sends if that was
// more than a quarter of a second ago; whatever another says that has come since must
// then answer a new question.
const (
	lookOften = 250 * time.Millisecond
	lookAlone = time.Second
	lookFor   = 500 * time.Millisecond
)

func (r *Replica) watch(ctx context.Context) {
	for ctx.Err() == nil {
		seen := r.seen.Load()
		rest := lookOften
		if seen.alone {
			rest = lookAlone
		}
		if rest -= time.Since(seen.at); rest > 0 {
			pause(ctx, rest)
			continue // it may have been looked meanwhile
		}
		for r.lookIf(ctx, seen) {
			seen = r.seen.Load()
		}
	}
}

// lookIf looks, unless somebody has since that was seen. It reports whether it is
// worth another look at once.
func (r *Replica) lookIf(ctx context.Context, seen *standing) bool {
	r.looking.Lock()
	defer r.looking.Unlock()
	if ctx.Err() != nil || r.seen.Load() != seen {
		return false
	}
	more := r.look(ctx)
	select {
	case r.looked <- struct{}{}:
	default: // nobody has heard of the last look yet
	}
	return more
}

// look reports whether it is worth another look at once. Whoever looks holds looking.
func (r *Replica) look(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, lookFor)
	defer cancel()
	at, epoch := time.Now(), r.store.histories.epoch()
	p := r.store.redis.Pipeline()
	replicas, asked, heads := p.HGetAll(ctx, replicasKey), p.Get(ctx, askedKey), p.HGetAll(ctx, headsKey)
	_, _ = p.Exec(ctx) // each has its own error
	if f := r.heads.Load(); f != nil && heads.Err() == nil {
		(*f)(readHeads(heads.Val()))
	}
	if replicas.Err() != nil || asked.Err() != nil && !errors.Is(asked.Err(), redis.Nil) {
		r.ask = question{} // a STOP may have been taken while Redis could not be told
		r.seen.Store(&standing{at: at, epoch: epoch})
		return false
	}
	if r.others(replicas.Val()) {
		r.ask = question{} // and while this process looked seldom
	}
	n, _ := strconv.ParseInt(asked.Val(), 10, 64) // there is none before the first
	r.asked.Store(&question{epoch, n})
	if r.ask.n == 0 || r.ask.epoch != epoch || r.ask.n > n {
		r.seen.Store(&standing{at: at, epoch: epoch})
		return r.putQuestion(ctx, epoch)
	}
	now := r.standing(replicas.Val())
	now.at = at
	r.seen.Store(now)
	return false
}

// others reports whether others have come to a process that was alone.
func (r *Replica) others(all map[string]string) bool {
	_, mine := all[r.id]
	was := r.alone
	r.alone = mine && len(all) == 1
	return was && !r.alone
}

// putQuestion asks every replica to speak again.
func (r *Replica) putQuestion(ctx context.Context, epoch string) bool {
	n, err := r.store.putQuestion(ctx)
	r.ask = question{epoch, n}
	return err == nil // else the next look asks
}

func (s *Store) putQuestion(ctx context.Context) (int64, error) {
	answers, err := s.run(ctx, []call{{s.scripts.ask, []string{askedKey}, nil}})
	if err != nil {
		return 0, away(err, "ask the replicas to speak again")
	}
	n, err := answers[0].Int64()
	return n, away(err, "ask the replicas to speak again")
}

// standing is how the replicas stand that have said so much.
func (r *Replica) standing(all map[string]string) *standing {
	now := &standing{epoch: r.ask.epoch, along: len(all) > 0, open: len(all) > 0}
	for id, said := range all {
		words := append(strings.Fields(said), "", "", "", "", "", "")
		answers := words[1] == r.ask.epoch && r.ask.answeredBy(words[4], words[5])
		now.along = now.along && answers
		if answers && words[0] == replicaDrained {
			continue
		}
		if now.open && r.seen.Load().open {
			r.store.log.Warn("sending waits for a replica to empty its journal", slog.String("replica", id))
		}
		now.open = false
	}
	now.alone = now.open && r.alone
	return now
}
