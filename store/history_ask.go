package store

import (
	"context"
	"sync"

	"github.com/redis/go-redis/v9"
)

// answerers collects whose data a pipeline was answered from.
type answerers struct {
	mu  sync.Mutex
	all []history
}

func (a *answerers) histories() []history {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.all
}

type answerersKey struct{}

// asking makes each server that answers a pipeline say whose data it has, in the
// same round trip and before it does anything else.
func asking(ctx context.Context) (context.Context, *answerers) {
	a := &answerers{}
	return context.WithValue(ctx, answerersKey{}, a), a
}

// heard adds who answered to those that the context collects, if it does.
func heard(ctx context.Context, who *answerers) {
	if a, asks := ctx.Value(answerersKey{}).(*answerers); asks {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.all = append(a.all, who.histories()...)
	}
}

// asker is the hook that puts the question first into pipelines.
type asker struct {
	histories *histories
	address   string
}

// DialHook changes nothing.
func (asker) DialHook(next redis.DialHook) redis.DialHook { return next }

// ProcessHook changes nothing.
func (asker) ProcessHook(next redis.ProcessHook) redis.ProcessHook { return next }

// ProcessPipelineHook asks, if the pipeline's context does.
func (k asker) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		a, asks := ctx.Value(answerersKey{}).(*answerers)
		if !asks {
			return next(ctx, cmds)
		}
		info := redis.NewStringCmd(ctx, "info", "replication")
		err := next(ctx, append([]redis.Cmder{info}, cmds...))
		if info.Err() != nil {
			return err // then nothing behind it was answered either
		}
		s := masterOf(k.address, info.Val())
		k.histories.hear(s)
		a.mu.Lock()
		defer a.mu.Unlock()
		a.all = append(a.all, s.history)
		return err
	}
}

// ask installs the question on every connection of the client for short calls.
func (s *Store) ask() {
	switch c := s.redis.(type) {
	case *redis.ClusterClient:
		c.OnNewNode(func(one *redis.Client) { one.AddHook(asker{s.histories, one.Options().Addr}) })
	case *redis.Client:
		c.AddHook(asker{s.histories, c.Options().Addr})
	}
}
