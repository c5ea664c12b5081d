package store

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"
)

// What a replica says of its journal.
const (
	replicaDrained = "drained"
	replicaFilling = "filling"
)

// Replica is one process among those that share a Redis. Nobody sends until
// every one of them has said that its journal holds nothing that Redis has not
// seen: a STOP may be in it. There is no time-out; a person may release one.
type Replica struct {
	store *Store
	id    string
	open  atomic.Bool
	stop  context.CancelFunc
}

// JoinReplicas registers this process, not drained yet.
func (s *Store) JoinReplicas(ctx context.Context, id string) (*Replica, error) {
	if err := s.tellReplicas(ctx, id, replicaFilling); err != nil {
		return nil, away(err, "join the replicas")
	}
	watching, stop := context.WithCancel(context.WithoutCancel(ctx))
	r := &Replica{store: s, id: id, stop: stop}
	go r.watch(watching)
	return r, nil
}

func (s *Store) tellReplicas(ctx context.Context, id, state string) error {
	answers, err := s.run(ctx, []call{{s.scripts.replica, []string{replicasKey}, []any{id, state}}})
	if err != nil {
		return err
	}
	return answers[0].Err()
}

// SetDrained says whether this process' journal is empty.
func (r *Replica) SetDrained(ctx context.Context, drained bool) error {
	state := replicaFilling
	if drained {
		state = replicaDrained
	} else {
		r.open.Store(false)
	}
	if err := r.store.tellReplicas(ctx, r.id, state); err != nil {
		r.open.Store(false)
		return away(err, "tell the replicas")
	}
	return nil
}

// Gate reports whether texts may be sent, as of a quarter of a second ago at most.
func (r *Replica) Gate() bool { return r.open.Load() }

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

func (r *Replica) look(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, r.store.patience)
	defer cancel()
	all, err := r.store.redis.HGetAll(ctx, replicasKey).Result()
	if err != nil || len(all) == 0 {
		r.open.Store(false)
		return
	}
	for id, state := range all {
		if state != replicaDrained {
			if r.open.Swap(false) {
				r.store.log.Warn("sending waits for a replica to empty its journal", slog.String("replica", id))
			}
			return
		}
	}
	r.open.Store(true)
}

// Leave takes this process off the list. Its journal must be empty, or be
// started again.
func (r *Replica) Leave(ctx context.Context) error {
	r.stop()
	state, err := r.store.redis.HGet(ctx, replicasKey, r.id).Result()
	if err != nil {
		return away(err, "leave the replicas")
	}
	if state != replicaDrained {
		return nil // it must come back: others wait for it
	}
	return r.store.ReleaseReplica(ctx, r.id)
}

// ReleaseReplica gives up on a replica that will not come back.
func (s *Store) ReleaseReplica(ctx context.Context, id string) error {
	n, err := s.redis.HDel(ctx, replicasKey, id).Result()
	if err != nil {
		return away(err, "release a replica")
	}
	if n == 0 {
		return fmt.Errorf("there is no replica of that name")
	}
	return nil
}
