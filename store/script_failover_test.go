package store_test

import (
	"context"
	"errors"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
)

// replicaRows are the scripts by which processes hear of each other.
func replicaRows() []scriptRow {
	return []scriptRow{{
		name: "replica",
		prepare: func(c *scene) func(*store.Store) error {
			return func(s *store.Store) error {
				r, err := s.JoinReplicas(context.Background(), c.name)
				if err != nil {
					return err
				}
				return r.Leave(context.Background()) // it is not drained: it stays on the list
			}
		},
		end: func(c *scene, _ int) {
			require.NoError(c.t, c.s.ReleaseReplica(context.Background(), c.name))
			require.Error(c.t, c.s.ReleaseReplica(context.Background(), c.name), "it was on the list once")
		},
	}, {
		name: "ask",
		prepare: func(c *scene) func(*store.Store) error {
			before, err := c.s.Ask(context.Background())
			require.NoError(c.t, err)
			return func(s *store.Store) error {
				n, err := s.Ask(context.Background())
				if err == nil && n <= before {
					return errors.New("an answer to an earlier question would do for it")
				}
				return err
			}
		},
		end: func(*scene, int) {},
	}}
}

// failoverRows are the scripts that tell a Redis what it has forgotten.
func failoverRows() []scriptRow {
	giveBack := func(name string, r providers.Result, unknown int) scriptRow {
		return scriptRow{
			name: "giveback: " + name,
			prepare: func(c *scene) func(*store.Store) error {
				c.say(0, "one")
				return func(s *store.Store) error { return s.GiveBack(context.Background(), c.key.Address, c.ref(0), r) }
			},
			end: func(c *scene, listed int) {
				require.Empty(c.t, c.sent)
				require.Equal(c.t, unknown, listed)
				c.forget()
			},
		}
	}
	known := giveBack("of a text that is known to have left", uncertain, 0)
	known.prepare = func(c *scene) func(*store.Store) error {
		c.say(0, "one")
		settle(c.t, c.s, c.claim(), accepted)
		return func(s *store.Store) error {
			return s.GiveBack(context.Background(), c.key.Address, c.ref(0), uncertain)
		}
	}
	return []scriptRow{
		giveBack("of a text that has left", accepted, 0),
		giveBack("of a text that may have left", uncertain, 1),
		known,
		{
			name: "doubt",
			prepare: func(c *scene) func(*store.Store) error {
				c.say(0, "one")
				at := time.Now()
				return func(s *store.Store) error { return s.Doubt(context.Background(), c.key.Address, "another", at) }
			},
			stale: func(c *scene) { require.NoError(c.t, c.s.Follow(context.Background(), c.key.Address, "another")) },
			end: func(c *scene, listed int) {
				require.Empty(c.t, c.sent)
				require.Equal(c.t, 1, listed, "people decide")
				require.NoError(c.t, c.s.Follow(context.Background(), c.key.Address, "one more"))
				require.Equal(c.t, "another one more", c.forget(), "each history once")
			},
		}, {
			name: "doubt, where there is none",
			prepare: func(c *scene) func(*store.Store) error {
				c.say(0, "one")
				return func(s *store.Store) error { return s.Follow(context.Background(), c.key.Address, "another") }
			},
			end: func(c *scene, _ int) {
				require.Equal(c.t, []string{"one"}, c.sent)
				require.Empty(c.t, c.forget())
			},
		},
	}
}

// forget drops what a failover has noted, so that the next row begins anew.
func (c *scene) forget() string {
	c.t.Helper()
	certain, err := c.s.Forget(context.Background(), c.key.Address)
	require.NoError(c.t, err)
	return certain
}
