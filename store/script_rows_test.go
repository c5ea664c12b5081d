package store_test

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/store"
)

// scriptRow is one script, run through the method that runs it.
type scriptRow struct {
	name    string
	prepare func(*scene) (call func(*store.Store) error) // up to the moment before the call
	again   error                                        // what a repeat of the call is answered
	stale   func(*scene)                                 // the call with a version or a token that has moved on
	end     func(c *scene, unknown int)                  // what must be true however often the call ran
	quiet   bool                                         // its failure is logged, as the call goes on without it
}

func scriptRows() []scriptRow {
	return slices.Concat(commitRows(), directRows(), enrolRows(), inviteRows(), broadcastRows(), claimRows(), resultRows(), reportRows(), handRows(), replicaRows(), versionRows(), jobRows(), staffRows(), apiRows(), directoryRows(), failoverRows())
}

func commitRows() []scriptRow {
	commit := func(plan func(*scene) bot.Turn) func(*scene) func(*store.Store) error {
		return func(c *scene) func(*store.Store) error {
			turn := plan(c)
			return func(s *store.Store) error { return s.Commit(context.Background(), turn) }
		}
	}
	stale := func(c *scene) {
		turn := turnOf(c.t, c.s, c.key, c.event(7), "stale")
		turn.Version--
		require.ErrorIs(c.t, c.s.Commit(context.Background(), turn), bot.ErrStale)
	}
	return []scriptRow{{
		name: "commit", again: bot.ErrDuplicate, stale: stale,
		prepare: commit(func(c *scene) bot.Turn { return full(c.t, c.s, c.key, c.event(0), "one") }),
		end: func(c *scene, unknown int) {
			require.Equal(c.t, []string{"one", "one"}, c.sent, "the two texts of the turn")
			require.Zero(c.t, unknown)
			require.EqualValues(c.t, 1, c.thread().Version)
			require.Equal(c.t, 1, c.ledger())
			file, err := c.s.Case(context.Background(), c.key.Org, caseOf(c.key, c.event(0)))
			require.NoError(c.t, err)
			require.Len(c.t, file.Notes, 3, "what came in, and the two texts of the turn")
		},
	}, {
		name: "commit of a STOP", again: bot.ErrDuplicate, stale: stale,
		prepare: commit(func(c *scene) bot.Turn {
			c.say(1, "news")
			return stopTurn(c.t, c.s, c.key, c.event(0))
		}),
		end: func(c *scene, unknown int) {
			require.Equal(c.t, []string{"goodbye"}, c.sent)
			require.Zero(c.t, unknown)
			require.True(c.t, c.thread().Stopped)
			require.Equal(c.t, 1, c.ledger())
		},
	}, {
		name: "commit of a FORGET", again: bot.ErrDuplicate,
		prepare: commit(func(c *scene) bot.Turn {
			require.NoError(c.t, c.s.Commit(context.Background(), full(c.t, c.s, c.key, c.event(1), "one")))
			turn := stopTurn(c.t, c.s, c.key, c.event(0))
			turn.Forget = true
			return turn
		}),
		end: func(c *scene, unknown int) {
			require.Equal(c.t, []string{"goodbye"}, c.sent)
			require.True(c.t, c.thread().Stopped)
			require.Zero(c.t, c.thread().Version)
			require.Zero(c.t, c.ledger())
		},
	}}
}

func claimRows() []scriptRow {
	once := func(c *scene, unknown int) {
		require.Equal(c.t, 1, len(c.sent)+unknown, "sent, or listed as one that may have been: %v", c.sent)
		if !strings.HasSuffix(c.name, "every answer lost") {
			require.Zero(c.t, unknown, "whoever claimed it was told so")
		}
	}
	return []scriptRow{{
		name: "claim",
		prepare: func(c *scene) func(*store.Store) error {
			c.say(0, "one")
			c.read()
			return c.try
		},
		stale: func(c *scene) {
			require.NoError(c.t, c.try(c.s))
			require.Len(c.t, c.held, 1, "another token is given no leave")
		},
		end: once,
	}, {
		name: "claim of a text that must wait behind another",
		prepare: func(c *scene) func(*store.Store) error {
			c.say(0, "one")
			first := c.claim()
			c.say(1, "two")
			settle(c.t, c.s, first, uncertain)
			c.held = append(c.held, c.claim())
			require.NoError(c.t, c.s.Resend(context.Background(), c.ref(0)))
			c.read()
			return c.try
		},
		end: func(c *scene, unknown int) {
			require.Equal(c.t, []string{"two", "one"}, c.sent)
			require.Zero(c.t, unknown)
		},
	}, {
		name: "release, by a claim that is withheld",
		prepare: func(c *scene) func(*store.Store) error {
			c.say(0, "news")
			require.NoError(c.t, c.s.Commit(context.Background(), stopTurn(c.t, c.s, c.key, c.event(1))))
			c.read()
			return c.try
		},
		end: func(c *scene, unknown int) {
			require.Equal(c.t, []string{"goodbye"}, c.sent)
			require.Zero(c.t, unknown)
		},
	}, {
		name: "later", quiet: true,
		prepare: func(c *scene) func(*store.Store) error {
			c.say(0, "one")
			settle(c.t, c.s, c.claim(), putOff)
			return func(s *store.Store) error {
				until(c.t, 10*time.Second, func() bool { // housekeeping is done once a second
					entries, err := s.Ready(context.Background(), 10, 50*time.Millisecond)
					require.NoError(c.t, err)
					c.entries = append(c.entries, entries...)
					return len(c.entries) > 0
				})
				return c.try(c.s)
			}
		},
		end: once,
	}}
}
