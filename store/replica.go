package store

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"strings"
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
// Redis was away, and to a process that begins. There is no time-out; a person
// may release one.
type Replica struct {
	store *Store
	id    string
	seen  atomic.Pointer[standing]
	said  map[string]string // what each said when they were last looked at; watch's alone
	stale map[string]string // … what it must not say any more: it was said before this Redis was lost, or before this process began
	stop  context.CancelFunc
	heads atomic.Pointer[func(map[string]versions.Head)]
}

// standing is how the replicas stood when they were last looked at.
type standing struct {
	epoch string // of which servers that is true
	along bool   // all have judged again what a failover may have lost
	open  bool   // and hold nothing that Redis has not seen
}

// JoinReplicas registers this process, not drained yet.
func (s *Store) JoinReplicas(ctx context.Context, id string) (*Replica, error) {
	if err := s.tellReplicas(ctx, id, replicaFilling); err != nil {
		return nil, away(err, "join the replicas")
	}
	watching, stop := context.WithCancel(context.WithoutCancel(ctx))
	r := &Replica{store: s, id: id, stop: stop, said: map[string]string{}}
	r.seen.Store(&standing{})
	go r.watch(watching)
	return r, nil
}

func (s *Store) tellReplicas(ctx context.Context, id, state string) error {
	said := fmt.Sprint(state, " ", s.histories.reached(), " ", s.life, " ", s.told.Add(1)) // no two are alike
	answers, err := s.run(ctx, []call{{s.scripts.replica, []string{replicasKey}, []any{id, said}}})
	if err != nil {
		return err
	}
	return answers[0].Err()
}

// SetDrained says whether this process' journal is empty. It is not said of a
// Redis that this process has not been through a failover with.
func (r *Replica) SetDrained(ctx context.Context, drained bool) error {
	state := replicaFilling
	if drained && !r.store.histories.shut() {
		state = replicaDrained
	} else {
		r.seen.Store(&standing{})
	}
	if err := r.store.tellReplicas(ctx, r.id, state); err != nil {
		r.seen.Store(&standing{})
		return away(err, "tell the replicas")
	}
	return nil
}

// Gate reports whether texts may be sent, as of a quarter of a second ago at most.
func (r *Replica) Gate() bool {
	seen := r.seen.Load()
	return seen.open && !r.store.histories.shut() && seen.epoch == r.store.histories.epoch()
}

// along reports whether every replica has judged again what those servers may
// have lost that there are now.
func (r *Replica) along() bool {
	seen := r.seen.Load()
	return seen.along && seen.epoch == r.store.histories.epoch()
}

// OnHeads has a function told, four times a second, what people get now. It must
// return at once.
func (r *Replica) OnHeads(f func(map[string]versions.Head)) { r.heads.Store(&f) }

func (r *Replica) watch(ctx context.Context) {
	tick := time.NewTicker(250 * time.Millisecond)
	defer tick.Stop()
	for {
		r.look(ctx)
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

func (r *Replica) look(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, lookFor)
	defer cancel()
	now := &standing{epoch: r.store.histories.epoch()}
	p := r.store.redis.Pipeline()
	replicas, heads := p.HGetAll(ctx, replicasKey), p.HGetAll(ctx, headsKey)
	_, _ = p.Exec(ctx) // each has its own error
	if f := r.heads.Load(); f != nil && heads.Err() == nil {
		(*f)(readHeads(heads.Val()))
	}
	all, err := replicas.Result()
	now.open = err == nil && len(all) > 0
	now.along = now.open
	if r.stale == nil && now.open {
		r.stale = all // the first look
	}
	for id, said := range all {
		words := append(strings.Fields(said), "", "")
		fresh := id == r.id || r.stale[id] != said
		now.along = now.along && fresh && words[1] == now.epoch
		if fresh && words[0] == replicaDrained && words[1] == now.epoch {
			continue
		}
		if now.open && r.seen.Load().open {
			r.store.log.Warn("sending waits for a replica to empty its journal", slog.String("replica", id))
		}
		now.open = false
	}
	if err != nil {
		maps.Copy(r.stale, r.said) // a STOP may have been taken while Redis could not be told
	} else {
		r.said = all
	}
	r.seen.Store(now)
}

// Leave takes this process off the list. Its journal must be empty, or be
// started again.
func (r *Replica) Leave(ctx context.Context) error {
	r.stop()
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
