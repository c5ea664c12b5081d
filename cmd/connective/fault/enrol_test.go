package fault_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
)

// enrol makes members of the allotment, many at a time.
func (h *house) enrol(n int) {
	h.t.Helper()
	ctx := context.Background()
	keys, err := store.DeriveKeys(secret, nil)
	require.NoError(h.t, err)
	s, err := store.Open(ctx, store.Options{URL: h.store, Keys: keys, Consumer: "test"})
	require.NoError(h.t, err)
	defer func() { require.NoError(h.t, s.Close()) }()
	var next atomic.Int64
	var all sync.WaitGroup
	for range 64 {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				h.joins(ctx, s, i)
			}
		})
	}
	all.Wait()
}

// joins makes a member of somebody, as if they had texted JOIN.
func (h *house) joins(ctx context.Context, s *store.Store, i int) {
	key := bot.Key{Org: "echo", Address: providers.Address{Kind: providers.Phone, Value: memberPhone(i)}}
	for again := 0; ; again++ {
		thread, err := s.Thread(ctx, key)
		if err == nil {
			turn := bot.Turn{Thread: thread, Event: fmt.Sprint("join ", i), Line: line, Joined: []string{"allotment"}}
			turn.Person = bot.Person{Language: "en", Groups: turn.Joined, Met: time.Now().UTC()}
			err = s.Commit(ctx, turn)
		}
		if err == nil || errors.Is(err, bot.ErrDuplicate) {
			return
		}
		if again == 20 {
			h.t.Errorf("somebody could not join: %v", err)
			return
		}
	}
}
