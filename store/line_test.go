package store_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
)

// speaking is a turn of an organisation on a number that it shares.
func speaking(t testing.TB, s *store.Store, org, event, say string, heard bool) bot.Turn {
	t.Helper()
	k := bot.Key{Org: org, Address: key(1).Address}
	turn := turnOf(t, s, k, event, say)
	turn.Speaks = &org
	if heard {
		turn.Heard = &providers.Inbound{From: k.Address, Text: "hello"}
	}
	return turn
}

func TestASharedNumberRemembersWhoSpokeLastInEitherDirection(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		last := func() string {
			org, err := s.LastOrg(ctx, "+447700900999", key(1).Address)
			require.NoError(t, err)
			return org
		}
		require.Empty(t, last())
		require.NoError(t, s.Commit(ctx, speaking(t, s, "millbrook", "e1", "", true)))
		require.Equal(t, "millbrook", last(), "the person texted it")
		require.NoError(t, s.Commit(ctx, speaking(t, s, "riverside", "e2", "news", false)))
		require.Equal(t, "millbrook", last(), "the other's text has not left yet")
		claims(t, s, 1)
		require.Equal(t, "riverside", last(), "now it has")
		other, err := s.LastOrg(ctx, "+447700900998", key(1).Address)
		require.NoError(t, err)
		require.Empty(t, other, "another number of ours")

		gone := speaking(t, s, "riverside", "e3", "", true)
		gone.Forget = true
		require.NoError(t, s.Commit(ctx, gone))
		require.Empty(t, last())
	})
}

func TestAMessageOnASharedNumberIsCommittedOnceByWhicheverOrganisation(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		require.NoError(t, s.Commit(ctx, speaking(t, s, "millbrook", "e1", "", true)))
		require.ErrorIs(t, s.Commit(ctx, speaking(t, s, "riverside", "e1", "", true)), bot.ErrDuplicate)
		require.NoError(t, s.Commit(ctx, turnOf(t, s, bot.Key{Org: "riverside", Address: key(1).Address}, "e1", "")), "as on numbers that are not shared")
	})
}
