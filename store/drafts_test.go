package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/store/storetest"
)

func TestADraftIsSealedEndsAndIsForgottenWhenItIsSent(t *testing.T) {
	ctx := context.Background()
	server := storetest.Start(t)
	s := open(t, store.Options{URL: server.URL()})
	options, err := redis.ParseURL(server.URL())
	require.NoError(t, err)
	raw := redis.NewClient(options)
	t.Cleanup(func() { require.NoError(t, raw.Close()) })
	kept := func() map[string]string {
		all, err := raw.HGetAll(ctx, "{staff}:draft:dana:c-1").Result()
		require.NoError(t, err)
		return all
	}
	require.NoError(t, s.KeepDraft(ctx, "dana", "c-1", "form", canaryWords))
	require.NotContains(t, kept()["d"], "zebrafinch")
	ends, err := raw.TTL(ctx, "{staff}:draft:dana:c-1").Result()
	require.NoError(t, err)
	require.InDelta(t, 72*time.Hour, ends, float64(time.Minute))
	require.NoError(t, s.KeepDraft(ctx, "dana", "c-1", "form", ""))
	require.Empty(t, kept()["d"])

	require.NoError(t, s.KeepDraft(ctx, "dana", "c-1", "form", canaryWords))
	require.NoError(t, s.DraftSent(ctx, "dana", "c-1", "form"))
	require.NoError(t, s.DraftSent(ctx, "dana", "c-1", "form"))
	text, err := s.Draft(ctx, "dana", "c-1")
	require.NoError(t, err)
	require.Empty(t, text)
	require.NoError(t, s.KeepDraft(ctx, "dana", "c-1", "the next form", "one more thing"))
	text, err = s.Draft(ctx, "dana", "c-1")
	require.NoError(t, err)
	require.Equal(t, "one more thing", text)
}
