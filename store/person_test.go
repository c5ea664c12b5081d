package store_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/people"
	"github.com/connective-messaging/connective/store"
)

func TestPeopleAreFoundByTheirIdsWithinTheirOrganisation(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		require.NoError(t, s.Commit(ctx, turnOf(t, s, key(1), "met", "")))
		known, err := s.Thread(ctx, key(1))
		require.NoError(t, err)
		got, there, err := s.Person(ctx, "wenbridge", known.ID)
		require.NoError(t, err)
		require.True(t, there)
		require.Equal(t, key(1), got.Key)
		stranger, err := s.Thread(ctx, key(2))
		require.NoError(t, err)
		for org, id := range map[string]string{"harbour": known.ID, "wenbridge": stranger.ID, "": known.ID, "other": "{p01}:*", "more": known.ID + "\n"} {
			_, there, err := s.Person(ctx, org, id)
			require.NoError(t, err)
			require.False(t, there, "%q, %q", org, id)
		}
	})
}

func TestAGroupIsReadPageByPageAndEverybodyIsThereOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		want := map[string]bool{}
		for n := range 40 {
			turn := turnOf(t, s, key(n), fmt.Sprint("join", n), "")
			turn.Joined = []string{"choir"}
			require.NoError(t, s.Commit(ctx, turn))
			want[turn.ID] = true
		}
		for _, most := range []int{1, 7, 40, 100} {
			seen := map[string]bool{}
			for place := ""; ; {
				ids, next, err := s.MembersAfter(ctx, "wenbridge", "choir", place, most)
				require.NoError(t, err)
				require.LessOrEqual(t, len(ids), most)
				for _, id := range ids {
					require.False(t, seen[id])
					seen[id] = true
				}
				if place = next; next == "" {
					break
				}
			}
			require.Equal(t, want, seen, "%d at once", most)
		}
		for _, place := range []string{"64.000000000000000000000000", "-1.000000000000000000000000", "x", "03.x", "03"} {
			_, _, err := s.MembersAfter(ctx, "wenbridge", "choir", place, 5)
			require.ErrorIs(t, err, people.ErrNoPlace, place)
		}
		ids, next, err := s.MembersAfter(ctx, "harbour", "choir", "", 5)
		require.NoError(t, err)
		require.Empty(t, ids)
		require.Empty(t, next)
	})
}
