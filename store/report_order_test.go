package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
)

// Reports come late, twice and in any order, and none moves a text back; only the
// network's own correction, failed and then delivered, is taken.
func TestReportsMoveATextForwardAlone(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		for n, c := range []struct {
			reports []providers.State
			is      providers.State
		}{
			{[]providers.State{providers.Delivered, providers.Sent}, providers.Delivered},
			{[]providers.State{providers.Delivered, providers.Failed}, providers.Delivered},
			{[]providers.State{providers.Failed, providers.Sent}, providers.Failed},
			{[]providers.State{providers.Failed, providers.Delivered, providers.Failed, providers.Sent}, providers.Delivered},
			{[]providers.State{providers.Sent, providers.Sent, providers.Delivered, providers.Delivered}, providers.Delivered},
		} {
			ctx, k := context.Background(), key(740+n)
			require.NoError(t, s.Commit(ctx, turnOf(t, s, k, fmt.Sprint("e", n), "hello")))
			dispatch(t, s)
			ref := bot.Ref(fmt.Sprint("e", n), k.Org, 0)
			for _, state := range c.reports {
				require.NoError(t, s.Report(ctx, time.Now(), providers.Status{Ref: ref, Recipient: k.Address, State: state}))
			}
			fates, err := s.Fates(ctx, k.Address, []string{ref})
			require.NoError(t, err)
			require.Equal(t, bot.Fate(c.is), fates[ref], "%v", c.reports)
		}
	})
}
