package store_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
)

// inviteRows are the script of invitations.
func inviteRows() []scriptRow {
	ctx := context.Background()
	return []scriptRow{{
		name: "invite",
		prepare: func(c *scene) func(*store.Store) error {
			return func(s *store.Store) error { return s.Invite(ctx, c.key.Org, "elm", c.key.Address) }
		},
		end: func(c *scene, _ int) {
			require.Equal(c.t, []string{"elm"}, c.thread().Invited, "once")
			require.Zero(c.t, c.thread().Version, "nothing else is kept of them")
		},
	}}
}

func TestWhoAsksToJoinIsListedUntilTheyAreAnswered(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		for i := range 3 {
			turn := turnOf(t, s, key(i), "ask", "")
			turn.Wants, turn.Wanted = []bot.Want{{Group: "elm", At: noon}}, true
			require.NoError(t, s.Commit(ctx, turn))
		}
		listed := func() map[providers.Address]bool {
			threads, err := s.Wanting(ctx, "wenbridge")
			require.NoError(t, err)
			who := map[providers.Address]bool{}
			for _, thread := range threads {
				require.Equal(t, "elm", thread.Wants[0].Group)
				who[thread.Key.Address] = thread.Stopped
			}
			return who
		}
		require.Len(t, listed(), 3)
		answered := turnOf(t, s, key(0), "answer", "")
		answered.Wants, answered.Wanted = nil, true
		require.NoError(t, s.Commit(ctx, answered))
		require.NoError(t, s.Commit(ctx, stopTurn(t, s, key(1), "stop")))
		forgotten := stopTurn(t, s, key(2), "forget")
		forgotten.Forget, forgotten.Wanted = true, true
		require.NoError(t, s.Commit(ctx, forgotten))
		require.Equal(t, map[providers.Address]bool{key(1).Address: true}, listed(), "staff see that they have stopped")
		others, err := s.Wanting(ctx, "harbour")
		require.NoError(t, err)
		require.Empty(t, others)
	})
}

func TestAnInvitationIsKeptTakenBackAndForgotten(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		invited := func(n int) []string {
			thread, err := s.Thread(ctx, key(n))
			require.NoError(t, err)
			return thread.Invited
		}
		for _, group := range []string{"elm", "mill", "elm"} {
			require.NoError(t, s.Invite(ctx, "wenbridge", group, key(1).Address))
		}
		require.Equal(t, []string{"mill", "elm"}, invited(1))
		require.NoError(t, s.Uninvite(ctx, "wenbridge", "mill", key(1).Address))
		require.Equal(t, []string{"elm"}, invited(1))
		stop := stopTurn(t, s, key(1), "stop")
		stop.Forget = true
		require.NoError(t, s.Commit(ctx, stop))
		require.Empty(t, invited(1))
		require.ErrorIs(t, s.Invite(ctx, "wenbridge", "elm", key(1).Address), bot.ErrStopped)
		require.NoError(t, s.Uninvite(ctx, "wenbridge", "elm", key(1).Address))
	})
}

func TestMembersAreCountedAndFoundById(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		imports(t, register(s), list(0, 90))
		counts, err := s.MemberCounts(ctx, "wenbridge", []string{"allotment", "choir"})
		require.NoError(t, err)
		require.Equal(t, map[string]int{"allotment": 90, "choir": 0}, counts)
		thread, err := s.Thread(ctx, key(7))
		require.NoError(t, err)
		who, found, err := s.Whose(ctx, "wenbridge", thread.ID)
		require.NoError(t, err)
		require.True(t, found)
		require.Equal(t, key(7).Address, who)
		_, found, err = s.Whose(ctx, "harbour", thread.ID)
		require.NoError(t, err)
		require.False(t, found, "an id of another organisation's finds nobody")
	})
}
