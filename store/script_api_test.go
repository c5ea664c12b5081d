package store_test

import (
	"context"
	"fmt"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/programs"
	"github.com/connective-messaging/connective/bot/webhooks"
	"github.com/connective-messaging/connective/store"
)

// threeAtOnce is a limit that a test can use up, and that no slow machine gives
// back meanwhile.
var threeAtOnce = programs.Limit{Requests: 3, Within: time.Hour}

// apiRows are the scripts of organisations' programs.
func apiRows() []scriptRow {
	ctx := context.Background()
	once := func(c *scene) programs.Once {
		return programs.Once{Token: "T", Key: c.name, Says: []byte("POST /x " + canaryWords)}
	}
	return []scriptRow{{
		name: "rate",
		prepare: func(c *scene) func(*store.Store) error {
			return func(s *store.Store) error {
				_, err := s.Spend(ctx, c.name, threeAtOnce, noon)
				return err
			}
		},
		end: func(c *scene, _ int) {
			b, err := c.s.Spend(ctx, c.name, threeAtOnce, noon)
			require.NoError(c.t, err)
			require.Contains(c.t, []int{0, 1}, b.Left, "a repeat by the caller is another request, one by the store is not")
		},
	}, {
		name: "once",
		prepare: func(c *scene) func(*store.Store) error {
			return func(s *store.Store) error {
				_, err := s.Undertake(ctx, once(c), noon)
				return err
			}
		},
		again: programs.ErrUnderWay,
		end: func(c *scene, _ int) {
			b, err := c.s.Undertake(ctx, once(c), noon.Add(programs.LongestRequest))
			require.NoError(c.t, err, "whoever began it is gone")
			require.True(c.t, b.Again)
			require.NotEmpty(c.t, b.Name)
		},
	}, {
		name: "answered",
		prepare: func(c *scene) func(*store.Store) error {
			b, err := c.s.Undertake(ctx, once(c), noon)
			require.NoError(c.t, err)
			return func(s *store.Store) error {
				return s.Answered(ctx, once(c), b.Call, &programs.Answer{Status: 201, Type: "application/json", Body: []byte(canaryWords)})
			}
		},
		stale: func(c *scene) {
			require.NoError(c.t, c.s.Answered(ctx, once(c), "another call", &programs.Answer{Status: 500}))
		},
		end: func(c *scene, _ int) {
			b, err := c.s.Undertake(ctx, once(c), noon)
			require.NoError(c.t, err)
			require.Equal(c.t, &programs.Answer{Status: 201, Type: "application/json", Body: []byte(canaryWords)}, b.Answer)
		},
	}, {
		name: "hook",
		prepare: func(c *scene) func(*store.Store) error {
			n := newsOf(c.name)
			return func(s *store.Store) error {
				return s.Spread(ctx, webhooks.News{Fact: n.Fact, Place: "0 0-1"}, []webhooks.Delivery{n})
			}
		},
		stale: func(c *scene) { // whoever is slow begins nothing again that was handed over
			require.NoError(c.t, c.s.Tried(ctx, newsOf(c.name), webhooks.Result{Done: true, Now: noon}))
			require.NoError(c.t, c.s.Spread(ctx, webhooks.News{Fact: newsOf(c.name).Fact, Place: "0 0-1"}, []webhooks.Delivery{newsOf(c.name)}))
			due, _, err := c.s.TakeDeliveries(ctx, "mill", noon, 100)
			require.NoError(c.t, err)
			require.Empty(c.t, due)
		},
		end: func(c *scene, _ int) {
			due, _, err := c.s.TakeDeliveries(ctx, "mill", noon, 100)
			require.NoError(c.t, err)
			require.LessOrEqual(c.t, len(due), 1)
			for _, d := range due {
				require.Equal(c.t, newsOf(c.name), d)
				require.NoError(c.t, c.s.Tried(ctx, d, webhooks.Result{Done: true, Now: noon}))
			}
		},
	}, {
		name: "hooktake",
		prepare: func(c *scene) func(*store.Store) error {
			require.NoError(c.t, c.s.Spread(ctx, webhooks.News{Fact: newsOf(c.name).Fact, Place: "0 0-1"}, []webhooks.Delivery{newsOf(c.name)}))
			return func(s *store.Store) error {
				_, _, err := s.TakeDeliveries(ctx, "mill", noon, 100)
				return err
			}
		},
		end: func(c *scene, _ int) { // one whose answer was lost is due again
			due, _, err := c.s.TakeDeliveries(ctx, "mill", noon.Add(2*time.Minute), 100)
			require.NoError(c.t, err)
			require.Len(c.t, due, 1)
			require.NoError(c.t, c.s.Tried(ctx, due[0], webhooks.Result{Done: true, Now: noon}))
		},
	}, {
		name: "account of a program",
		prepare: func(c *scene) func(*store.Store) error {
			return func(s *store.Store) error { return s.KeepToken(ctx, tokenOf(c.name)) }
		},
		again: programs.ErrMoved,
		stale: func(c *scene) { require.ErrorIs(c.t, c.s.KeepToken(ctx, tokenOf(c.name)), programs.ErrMoved) },
		end: func(c *scene, _ int) {
			got, err := c.s.Token(ctx, tokenOf(c.name).ID)
			require.NoError(c.t, err)
			require.EqualValues(c.t, 1, got.Version)
		},
	}}
}

func newsOf(name string) webhooks.Delivery {
	return webhooks.Delivery{ID: "msg " + name, Endpoint: "w-1", Begun: noon, Fact: webhooks.Fact{ID: name, Org: "mill", Kind: webhooks.PersonStopped, At: noon, Person: canaryWords}}
}

func tokenOf(name string) programs.Token {
	return programs.Token{ID: "T " + name, Org: "mill", Name: canaryWords, Rights: programs.Rights, Hash: fmt.Sprintf("%x", name), Made: noon, Expires: noon.Add(time.Hour)}
}
