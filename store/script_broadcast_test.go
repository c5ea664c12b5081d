package store_test

import (
	"context"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/bot/places"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
)

// oneBroadcast is a broadcast of the scene's organisation, to its person alone.
func (c *scene) oneBroadcast() broadcast.Broadcast {
	return broadcast.Broadcast{ID: "b-" + c.name, Org: c.key.Org, Made: noon, Due: time.Now(), Valid: time.Hour, State: broadcast.Sending}
}

// oneEvent is an event of the scene's own.
func (c *scene) oneEvent() string { return "tea-" + strings.TrimPrefix(c.key.Address.Value, "+") }

func (c *scene) partition(b broadcast.Broadcast) (p int, thread bot.Thread) {
	c.t.Helper()
	for p := range c.s.Partitions() {
		err := c.s.Threads(context.Background(), b.Org, nil, p, func(threads []bot.Thread) error {
			for _, t := range threads {
				if t.Key == c.key {
					thread = t
				}
			}
			return nil
		})
		require.NoError(c.t, err)
		if thread.ID != "" {
			return p, thread
		}
	}
	c.t.Fatal("nobody is there")
	return 0, thread
}

// broadcastRows are the scripts of broadcasts.
func broadcastRows() []scriptRow {
	ctx := context.Background()
	met := func(c *scene) {
		require.NoError(c.t, c.s.Commit(ctx, turnOf(c.t, c.s, c.key, c.event(9), "")))
	}
	return []scriptRow{{
		name: "keep a broadcast", again: broadcast.ErrMoved,
		prepare: func(c *scene) func(*store.Store) error {
			b := c.oneBroadcast()
			b.State = broadcast.Draft
			return func(s *store.Store) error { _, err := s.Keep(ctx, b); return err }
		},
		stale: func(c *scene) {
			b := c.oneBroadcast()
			b.Version = 7
			_, err := c.s.Keep(ctx, b)
			require.ErrorIs(c.t, err, broadcast.ErrMoved)
		},
		end: func(c *scene, _ int) {
			b, err := c.s.Broadcast(ctx, c.key.Org, c.oneBroadcast().ID)
			require.NoError(c.t, err)
			require.EqualValues(c.t, 1, b.Version)
		},
	}, {
		name: "register of an event", again: bot.ErrStale,
		prepare: func(c *scene) func(*store.Store) error {
			r, _ := places.Register{}.Ask(places.Event{Places: 1, Starts: noon.Add(time.Hour)}, "ann", 1, "one", noon)
			return func(s *store.Store) error {
				return s.KeepRegister(ctx, c.key.Org, c.oneEvent(), r, 0, time.Now().Add(time.Hour))
			}
		},
		stale: func(c *scene) {
			require.ErrorIs(c.t, c.s.KeepRegister(ctx, c.key.Org, c.oneEvent(), places.Register{}, 7, time.Now().Add(time.Hour)), bot.ErrStale)
		},
		end: func(c *scene, _ int) {
			r, version, err := c.s.Register(ctx, c.key.Org, c.oneEvent())
			require.NoError(c.t, err)
			require.EqualValues(c.t, 1, version)
			require.Equal(c.t, 1, r.Taken())
		},
	}, {
		name: "freeze an audience",
		prepare: func(c *scene) func(*store.Store) error {
			met(c)
			b := c.oneBroadcast()
			p, thread := c.partition(b)
			return func(s *store.Store) error { _, err := s.Freeze(ctx, b, p, []string{thread.ID}); return err }
		},
		stale: func(c *scene) { // whoever comes later adds nobody
			p, _ := c.partition(c.oneBroadcast())
			n, err := c.s.Freeze(ctx, c.oneBroadcast(), p, []string{"another", "one more"})
			require.NoError(c.t, err)
			require.Equal(c.t, 1, n)
		},
		end: func(c *scene, _ int) {
			counts, err := c.s.Counts(ctx, c.oneBroadcast())
			require.NoError(c.t, err)
			require.Equal(c.t, 1, counts.People)
		},
	}, {
		name: "expand a broadcast",
		prepare: func(c *scene) func(*store.Store) error {
			met(c)
			b := c.oneBroadcast()
			p, thread := c.partition(b)
			_, err := c.s.Freeze(ctx, b, p, []string{thread.ID})
			require.NoError(c.t, err)
			piece, err := c.s.Next(ctx, b, p, 10)
			require.NoError(c.t, err)
			say := bot.Outgoing{Ref: c.ref(0), Text: "news", Priority: providers.Bulk, Expires: b.Until()}
			return func(s *store.Store) error {
				return s.Expand(ctx, b, false, piece, []broadcast.Text{{Thread: thread, Say: say, By: flows.Line{Number: "+447700900999"}}})
			}
		},
		end: func(c *scene, unknown int) {
			require.Equal(c.t, []string{"news"}, c.sent)
			require.Zero(c.t, unknown)
			counts, err := c.s.Counts(ctx, c.oneBroadcast())
			require.NoError(c.t, err)
			require.Equal(c.t, broadcast.Counts{People: 1, Expanded: 1, Queued: 1, Sent: 1}, counts)
		},
	}, {
		name: "steer a broadcast",
		prepare: func(c *scene) func(*store.Store) error {
			met(c)
			b := c.oneBroadcast()
			p, thread := c.partition(b)
			_, err := c.s.Freeze(ctx, b, p, []string{thread.ID})
			require.NoError(c.t, err)
			b.State, b.Version = broadcast.Cancelled, 7
			return func(s *store.Store) error { return s.Steer(ctx, b) }
		},
		stale: func(c *scene) { // an older act comes too late
			b := c.oneBroadcast()
			b.Version = 3
			require.NoError(c.t, c.s.Steer(ctx, b))
		},
		end: func(c *scene, _ int) {
			b := c.oneBroadcast()
			p, _ := c.partition(b)
			piece, err := c.s.Next(ctx, b, p, 10)
			require.NoError(c.t, err)
			require.NoError(c.t, c.s.Expand(ctx, b, false, piece, nil))
			counts, err := c.s.Counts(ctx, b)
			require.NoError(c.t, err)
			require.Zero(c.t, counts.Expanded, "what is cancelled is not expanded")
		},
	}, {
		name: "rest a broadcast",
		prepare: func(c *scene) func(*store.Store) error {
			met(c)
			b := c.oneBroadcast()
			p, thread := c.partition(b)
			_, err := c.s.Freeze(ctx, b, p, []string{thread.ID})
			require.NoError(c.t, err)
			return func(s *store.Store) error { return s.Rest(ctx, b, time.Now().Add(time.Hour)) }
		},
		end: func(c *scene, _ int) {
			counts, err := c.s.Counts(ctx, c.oneBroadcast())
			require.NoError(c.t, err)
			require.Equal(c.t, broadcast.Counts{People: 1}, counts)
		},
	}, {
		name: "pace an originator",
		prepare: func(c *scene) func(*store.Store) error {
			return func(s *store.Store) error {
				_, _, err := s.Turn(ctx, "+447700900999", time.Millisecond, time.Minute)
				return err
			}
		},
		end: func(c *scene, _ int) {
			_, taken, err := c.s.Turn(ctx, "+447700900999", time.Millisecond, time.Minute)
			require.NoError(c.t, err)
			require.True(c.t, taken)
		},
	}, {
		name: "halt the provider",
		prepare: func(c *scene) func(*store.Store) error {
			require.NoError(c.t, c.s.HaltsOf("").Halt(ctx, providers.Halt{Class: providers.Auth, Since: noon, Last: c.name + " first"}))
			return func(s *store.Store) error {
				return s.HaltsOf("").Halt(ctx, providers.Halt{Class: providers.Balance, Code: "25", Since: noon.Add(time.Hour), Last: c.name})
			}
		},
		end: func(c *scene, _ int) {
			got, err := c.s.HaltsOf("").Halted(ctx)
			require.NoError(c.t, err)
			require.Equal(c.t, providers.Halt{Class: providers.Balance, Code: "25", Since: noon, Last: c.name}, got)
			require.NoError(c.t, c.s.HaltsOf("").Unhalt(ctx, c.name+" first"))
			got, err = c.s.HaltsOf("").Halted(ctx)
			require.NoError(c.t, err)
			require.True(c.t, got.Stands(), "it was refused again since")
			require.NoError(c.t, c.s.HaltsOf("").Unhalt(ctx, c.name))
			require.NoError(c.t, c.s.HaltsOf("").Unhalt(ctx, c.name))
			got, err = c.s.HaltsOf("").Halted(ctx)
			require.NoError(c.t, err)
			require.False(c.t, got.Stands())
			require.NoError(c.t, c.s.HaltsOf("").Halt(ctx, providers.Halt{Class: providers.Balance, Since: noon.Add(2 * time.Hour), Last: c.name + " again"}))
			got, err = c.s.HaltsOf("").Halted(ctx)
			require.NoError(c.t, err)
			require.Equal(c.t, noon, got.Since, "a text in between does not begin it anew, so that nobody is rung again")
			require.NoError(c.t, c.s.HaltsOf("").Unhalt(ctx, c.name+" again"))
		},
	}}
}
