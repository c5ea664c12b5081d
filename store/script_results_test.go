package store_test

import (
	"context"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
)

var refused = providers.Result{Verdict: providers.Rejected, Class: providers.OptedOut}

// twoTexts says two texts, and claims the first.
func (c *scene) twoTexts() {
	c.say(0, "one")
	c.say(1, "two")
	c.first = c.claim()
}

// tooLate records other results of the first claim, whose token was used, and
// one with a token that never was.
func (c *scene) tooLate() {
	another := c.first
	another.Token = "another"
	for _, r := range []providers.Result{uncertain, refused, putOff, accepted} {
		require.NoError(c.t, c.record(c.s, c.first, r))
		require.NoError(c.t, c.record(c.s, another, r))
	}
}

func resultRows() []scriptRow {
	row := func(name string, r providers.Result, stopped bool, unknown int, sent ...string) scriptRow {
		return scriptRow{
			name: "result: " + name, stale: (*scene).tooLate,
			prepare: func(c *scene) func(*store.Store) error {
				c.twoTexts()
				return func(s *store.Store) error { return c.record(s, c.first, r) }
			},
			end: func(c *scene, listed int) {
				require.ElementsMatch(c.t, sent, c.sent, "what left after the first result")
				require.Equal(c.t, unknown, listed)
				require.Equal(c.t, stopped, c.thread().Stopped)
				if stopped {
					require.Equal(c.t, 1, c.ledger(), "the ledger says it once")
				} else {
					require.Zero(c.t, c.ledger())
				}
			},
		}
	}
	sweep := row("never came (sweep)", uncertain, false, 1, "two")
	sweep.prepare = func(c *scene) func(*store.Store) error {
		c.twoTexts()
		return c.sweep
	}
	return []scriptRow{
		row("sent", accepted, false, 0, "two"),
		row("unknown", uncertain, false, 1, "two"),
		row("put off", putOff, false, 0, "one", "two"),
		row("failed", providers.Result{Verdict: providers.Rejected, Class: providers.Permanent}, false, 0, "two"),
		row("opted out", refused, true, 0),
		sweep,
	}
}

func reportRows() []scriptRow {
	stopped := func(want bool, lines int) func(*scene, int) {
		return func(c *scene, unknown int) {
			require.Zero(c.t, unknown)
			require.Equal(c.t, want, c.thread().Stopped)
			require.Equal(c.t, lines, c.ledger())
		}
	}
	optOut := func(c *scene) func(*store.Store) error {
		c.say(0, "one")
		c.held = append(c.held, c.claim())
		return func(s *store.Store) error { return c.report(s, providers.Failed, providers.OptedOut) }
	}
	return []scriptRow{{
		name: "status",
		prepare: func(c *scene) func(*store.Store) error {
			c.say(0, "one")
			settle(c.t, c.s, c.claim(), uncertain)
			return func(s *store.Store) error { return c.report(s, providers.Delivered, "") }
		},
		stale: func(c *scene) {
			require.NoError(c.t, c.report(c.s, providers.Sent, ""))
			require.NoError(c.t, c.report(c.s, providers.Failed, providers.OptedOut))
		},
		end: stopped(false, 0),
	}, {
		name: "status before its result, of an opt-out", prepare: optOut,
		stale: func(c *scene) { require.NoError(c.t, c.report(c.s, providers.Sent, "")) },
		end:   stopped(true, 1),
	}, {
		name: "status of an opt-out that START has undone",
		prepare: func(c *scene) func(*store.Store) error {
			call := optOut(c)
			require.NoError(c.t, call(c.s))
			start := turnOf(c.t, c.s, c.key, c.event(1), "")
			start.Stop = new(bool)
			require.NoError(c.t, c.s.Commit(context.Background(), start))
			return call
		},
		end: stopped(false, 1),
	}}
}

func handRows() []scriptRow {
	byHand := func(act func(*store.Store, context.Context, string) error) func(*scene) func(*store.Store) error {
		return func(c *scene) func(*store.Store) error {
			c.say(0, "one")
			settle(c.t, c.s, c.claim(), uncertain)
			return func(s *store.Store) error { return act(s, context.Background(), c.ref(0)) }
		}
	}
	settled := func(c *scene) {
		require.ErrorIs(c.t, c.s.Dismiss(context.Background(), c.ref(0)), store.ErrNotUnknown)
		require.ErrorIs(c.t, c.s.Resend(context.Background(), c.ref(0)), store.ErrNotUnknown)
	}
	return []scriptRow{{
		name: "settle: resend", prepare: byHand((*store.Store).Resend), again: store.ErrNotUnknown, stale: settled,
		end: func(c *scene, unknown int) {
			require.Equal(c.t, []string{"one"}, c.sent, "once more, and no more")
			require.Zero(c.t, unknown)
		},
	}, {
		name: "settle: dismiss", prepare: byHand((*store.Store).Dismiss), again: store.ErrNotUnknown, stale: settled,
		end: func(c *scene, unknown int) {
			require.Empty(c.t, c.sent)
			require.Zero(c.t, unknown)
		},
	}, {
		name: "untaken",
		prepare: func(c *scene) func(*store.Store) error {
			c.say(0, "one")
			settle(c.t, c.s, c.claim(), uncertain)
			doubts, err := c.s.Doubts(context.Background())
			require.NoError(c.t, err)
			require.Len(c.t, doubts, 1)
			return func(s *store.Store) error {
				_, err := s.Untaken(context.Background(), time.Now(), doubts[0])
				return err
			}
		},
		stale: settled,
		end: func(c *scene, unknown int) {
			require.Equal(c.t, []string{"one"}, c.sent, "once more, and no more")
			require.Zero(c.t, unknown)
		},
	}, {
		name: "apart",
		prepare: func(c *scene) func(*store.Store) error {
			c.apart = c.quarantined()
			in := providers.Inbound{Provider: "messagebird", EventID: c.name, From: c.key.Address, Text: "hello"}
			return func(s *store.Store) error { return s.Quarantine(context.Background(), in) }
		},
		end: func(c *scene, _ int) { require.Equal(c.t, c.apart+1, c.quarantined()) },
	}, {
		name: "postpone",
		prepare: func(c *scene) func(*store.Store) error {
			turn := turnOf(c.t, c.s, c.key, c.event(0), "")
			turn.WakeAt = noon
			require.NoError(c.t, c.s.Commit(context.Background(), turn))
			return func(s *store.Store) error { return s.Postpone(context.Background(), c.wake(noon), noon.Add(time.Hour)) }
		},
		stale: func(c *scene) {
			require.NoError(c.t, c.s.Postpone(context.Background(), c.wake(noon), noon.Add(2*time.Hour)), "it was moved meanwhile")
		},
		end: func(c *scene, _ int) {
			require.Empty(c.t, c.due(noon.Add(59*time.Minute)))
			require.Equal(c.t, []bot.Wake{c.wake(noon.Add(time.Hour))}, c.due(noon.Add(time.Hour)))
		},
	}}
}

func (c *scene) quarantined() int {
	g, err := c.s.Gauges(context.Background(), time.Now())
	require.NoError(c.t, err)
	return g.Quarantined
}

// wake is the scene's person, with something due.
func (c *scene) wake(at time.Time) bot.Wake { return bot.Wake{Key: c.key, At: at.Local()} }

// due is what is due to the scene's person by then.
func (c *scene) due(now time.Time) (mine []bot.Wake) {
	all, err := c.s.Due(context.Background(), now, 1000)
	require.NoError(c.t, err)
	for _, w := range all {
		if w.Key == c.key {
			mine = append(mine, w)
		}
	}
	return mine
}
