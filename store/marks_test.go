package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/store"
)

func TestOneProcessRingsAnAlarm(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		begin := func(name string) bool {
			mine, err := s.Begin(ctx, name, time.Minute)
			require.NoError(t, err)
			return mine
		}
		require.True(t, begin("a"))
		require.False(t, begin("a"), "somebody rings it")
		require.True(t, begin("b"))
		require.NoError(t, s.Missed(ctx, "a"))
		require.True(t, begin("a"), "it did not ring: somebody else tries")
		require.NoError(t, s.Rang(ctx, "a", time.Hour))
		require.False(t, begin("a"))
	})
}
