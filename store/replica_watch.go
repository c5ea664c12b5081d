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
	epoch string // of which servers that is true
	along bool   // all have judged again what a failover may have lost
	open  bool   // and hold nothing that Redis has not seen
}

func (r *Replica) watch(ctx context.Context) {
	tick := time.NewTicker(250 * time.Millisecond)
	defer tick.Stop()
	for {
		for r.look(ctx) && ctx.Err() == nil {
			continue
		}
		select {
		case r.looked <- struct{}{}:
		default: // nobody has heard of the last one yet
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// lookFor is how long one look may take. With the quarter of a second between
// two looks it is less than a process waits for Redis before it answers a STOP
// from its journal alone (0.8 s): by then every other has seen that Redis is
// away, and sends nothing until that process has spoken again.
const lookFor = 500 * time.Millisecond

// look reports whether it is worth another look at once.
func (r *Replica) look(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, lookFor)
	defer cancel()
	epoch := r.store.histories.epoch()
	p := r.store.redis.Pipeline()
	replicas, asked, heads := p.HGetAll(ctx, replicasKey), p.Get(ctx, askedKey), p.HGetAll(ctx, headsKey)
	_, _ = p.Exec(ctx) // each has its own error
	if f := r.heads.Load(); f != nil && heads.Err() == nil {
		(*f)(readHeads(heads.Val()))
	}
	if replicas.Err() != nil || asked.Err() != nil && !errors.Is(asked.Err(), redis.Nil) {
		r.ask = question{} // a STOP may have been taken while Redis could not be told
		r.seen.Store(&standing{epoch: epoch})
		return false
	}
	n, _ := strconv.ParseInt(asked.Val(), 10, 64) // there is none before the first
	r.asked.Store(&question{epoch, n})
	if r.ask.n == 0 || r.ask.epoch != epoch || r.ask.n > n {
		r.seen.Store(&standing{epoch: epoch})
		return r.putQuestion(ctx, epoch)
	}
	r.seen.Store(r.standing(replicas.Val()))
	return false
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
	return now
}
