package store_test

import (
	"context"
	"fmt"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/programs"
	"github.com/connective-messaging/connective/store"
)

// threeAtOnce is a limit that a test can use up.
var threeAtOnce = programs.Limit{Requests: 3, Within: 3 * time.Second}

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

func tokenOf(name string) programs.Token {
	return programs.Token{ID: "T " + name, Org: "mill", Name: canaryWords, Rights: programs.Rights, Hash: fmt.Sprintf("%x", name), Made: noon, Expires: noon.Add(time.Hour)}
}
