package store

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/connective-messaging/connective/bot/versions"
)

// What a replica says of its journal.
const (
	replicaDrained = "drained"
	replicaFilling = "filling"
)

// Replica is one process among those that share a Redis. Nobody sends until
// every one of them has said that its journal holds nothing that Redis has not
// seen: a STOP may be in it. Each says with it which servers it speaks of, so
// that after a failover all of them must say it again; and so they must when
// Redis was away, and to a process that begins. That process asks, and counts
// what answers its question alone: what was said before may have been on its way
// for as long as Redis was away. There is no time-out; a person may release one.
type Replica struct {
	store   *Store
	id      string
	seen    atomic.Pointer[standing]
	asked   atomic.Pointer[question] // the last question that anybody had put when this process last looked
	looking sync.Mutex
	ask     question    // the last that this process has put; zero while it must ask anew. Who holds looking uses it
	alone   bool        // no other was there at the last look. Who holds looking uses it
	last    atomic.Bool // what this process has wanted to say of itself last: that it is drained
	stop    context.CancelFunc
	looked  chan struct{}
	heads   atomic.Pointer[func(map[string]versions.Head)]
}

// JoinReplicas registers this process, not drained yet.
func (s *Store) JoinReplicas(ctx context.Context, id string) (*Replica, error) {
	if err := s.tellReplicas(ctx, id, s.words(replicaFilling, question{})); err != nil {
		return nil, away(err, "join the replicas")
	}
	watching, stop := context.WithCancel(context.WithoutCancel(ctx))
	r := &Replica{store: s, id: id, stop: stop, looked: make(chan struct{}, 1)}
	r.seen.Store(&standing{})
	r.asked.Store(&question{})
	go r.watch(watching)
	return r, nil
}

// words are what a process says of itself. No two are alike.
func (s *Store) words(state string, asked question) string {
	return fmt.Sprint(state, " ", s.histories.reached(), " ", s.life, " ", s.told.Add(1), " ", asked.epoch, " ", asked.n)
}

func (s *Store) tellReplicas(ctx context.Context, id, words string) error {
	answers, err := s.run(ctx, []call{{s.scripts.replica, []string{replicasKey}, []any{id, words}}})
	if err != nil {
		return err
	}
	return answers[0].Err()
}

// SetDrained says whether this process' journal is empty, which it looks at
// after the questions that it answers. It is not said of a Redis that this
// process has not been through a failover with.
func (r *Replica) SetDrained(ctx context.Context, drained func() bool) error {
	state, asked := replicaFilling, *r.asked.Load()
	yes := drained() && !r.store.histories.shut()
	r.last.Store(yes)
	if yes {
		state = replicaDrained
	} else {
		r.seen.Store(&standing{})
	}
	if err := r.store.tellReplicas(ctx, r.id, r.store.words(state, asked)); err != nil {
		r.seen.Store(&standing{})
		return away(err, "tell the replicas")
	}
	return nil
}

// Asked names the last question that was put. Another one must be answered.
func (r *Replica) Asked() string {
	q := r.asked.Load()
	return fmt.Sprint(q.epoch, " ", q.n)
}

// Looked is told when this process has looked at the others, whatever came of it.
func (r *Replica) Looked() <-chan struct{} { return r.looked }

// Gate reports whether texts may be sent, as of a quarter of a second ago at most. A
// process that is alone may have looked longer ago; then it looks first.
func (r *Replica) Gate() bool {
	seen := r.seen.Load()
	if seen.alone && time.Since(seen.at) > lookOften {
		r.lookIf(r.store.closed, seen)
		seen = r.seen.Load()
	}
	return seen.open && !r.store.histories.shut() && seen.epoch == r.store.histories.epoch()
}

// along reports whether every replica has judged again what those servers may
// have lost that there are now.
func (r *Replica) along() bool {
	seen := r.seen.Load()
	return seen.along && seen.epoch == r.store.histories.epoch()
}

// OnHeads has a function told, at least once a second, what people get now. It must
// return at once.
func (r *Replica) OnHeads(f func(map[string]versions.Head)) { r.heads.Store(&f) }

// Leave takes this process off the list. It stays on it, and others wait for it
// to come back, unless its last word was that it is drained, and Redis has that.
func (r *Replica) Leave(ctx context.Context) error {
	r.stop()
	if !r.last.Load() {
		return nil
	}
	state, err := r.store.redis.HGet(ctx, replicasKey, r.id).Result()
	if err != nil {
		return away(err, "leave the replicas")
	}
	if !strings.HasPrefix(state, replicaDrained) {
		return nil // it must come back: others wait for it
	}
	return r.store.ReleaseReplica(ctx, r.id)
}

// ReleaseReplica gives up on a replica that will not come back. What it has sent
// last is not known if there was a failover since it spoke.
func (s *Store) ReleaseReplica(ctx context.Context, id string) error {
	state, err := s.redis.HGet(ctx, replicasKey, id).Result()
	if err = away(err, "read what the replica said last"); err != nil {
		return err
	}
	if words := strings.Fields(state); len(words) > 1 && words[1] != s.histories.epoch() {
		if err := s.doubtAll(ctx); err != nil {
			return err
		}
	}
	if err := s.forgetLife(ctx, id); err != nil {
		return err
	}
	n, err := s.redis.HDel(ctx, replicasKey, id).Result()
	if err == nil {
		err = s.redis.HDel(ctx, answersKey, id).Err()
	}
	if err != nil {
		return away(err, "release a replica")
	}
	if n == 0 {
		return fmt.Errorf("there is no replica of that name")
	}
	return nil
}
