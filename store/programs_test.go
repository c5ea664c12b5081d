package store_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/programs"
	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/store/storetest"
)

func TestTokensAreKeptAndListedByOrganisation(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		_, err := s.Token(ctx, "none")
		require.ErrorIs(t, err, programs.ErrNoToken)
		require.NoError(t, s.KeepToken(ctx, tokenOf("a")))
		require.NoError(t, s.KeepToken(ctx, tokenOf("b")))
		all, err := s.TokensOf(ctx, "mill")
		require.NoError(t, err)
		require.Len(t, all, 2)
		all, err = s.TokensOf(ctx, "harbour")
		require.NoError(t, err)
		require.Empty(t, all)
		a, err := s.Token(ctx, "T a")
		require.NoError(t, err)
		require.Zero(t, a.Used)
		_, err = s.Spend(ctx, a.ID, threeAtOnce, noon)
		require.NoError(t, err)
		a.Revoked = noon
		require.NoError(t, s.KeepToken(ctx, a))
		a, err = s.Token(ctx, "T a")
		require.NoError(t, err)
		require.Equal(t, noon, a.Used, "the last use is still known")
		require.False(t, a.Good(noon))
		_, err = s.Spend(ctx, "nobody's", threeAtOnce, noon)
		require.NoError(t, err)
		_, err = s.Token(ctx, "nobody's")
		require.ErrorIs(t, err, programs.ErrNoToken, "counting makes no token")
	})
}

// Two processes share the limit of a token: what one lets through the other does
// not.
func TestALimitIsSharedByAllProcesses(t *testing.T) {
	ctx, server := context.Background(), storetest.Start(t)
	first, second := open(t, store.Options{URL: server.URL()}), open(t, store.Options{URL: server.URL()})
	var through atomic.Int64
	var all sync.WaitGroup
	for i := range 40 {
		s := first
		if i%2 == 1 {
			s = second
		}
		all.Go(func() {
			b, err := s.Spend(ctx, "T", programs.Limit{Requests: 10, Within: time.Minute}, noon)
			if err == nil && b.Wait == 0 {
				through.Add(1)
			}
		})
	}
	all.Wait()
	require.LessOrEqual(t, through.Load(), int64(10))
	require.Positive(t, through.Load())
}

func TestALimitComesBackLittleByLittle(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		spend := func(at time.Duration) programs.Budget {
			b, err := s.Spend(context.Background(), "T", threeAtOnce, noon.Add(at))
			require.NoError(t, err)
			return b
		}
		for left := 2; left >= 0; left-- {
			b := spend(0)
			require.Zero(t, b.Wait)
			require.Equal(t, left, b.Left)
		}
		const third = 20 * time.Minute
		b := spend(0)
		require.Equal(t, third, b.Wait, "one comes back each twenty minutes")
		require.Equal(t, 3*third, b.Full)
		require.Zero(t, b.Left)
		require.Positive(t, spend(third-time.Millisecond).Wait)
		require.Zero(t, spend(third).Wait, "what was refused costs nothing")
		require.Positive(t, spend(third).Wait)
		require.Equal(t, 2, spend(10*third).Left)
	})
}

func TestAKeyIsForOneRequestOfOneToken(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		o := programs.Once{Token: "T", Key: "k", Says: []byte("POST /a {}")}
		first, err := s.Undertake(ctx, o, noon)
		require.NoError(t, err)
		require.False(t, first.Again)
		_, err = s.Undertake(ctx, o, noon.Add(programs.LongestRequest-time.Millisecond))
		require.ErrorIs(t, err, programs.ErrUnderWay)
		other := o
		other.Says = []byte("POST /a {1}")
		_, err = s.Undertake(ctx, other, noon)
		require.ErrorIs(t, err, programs.ErrOther)
		theirs := o
		theirs.Token = "U"
		b, err := s.Undertake(ctx, theirs, noon)
		require.NoError(t, err, "another token's keys are its own")
		require.NotEqual(t, first.Name, b.Name)

		second, err := s.Undertake(ctx, o, noon.Add(programs.LongestRequest))
		require.NoError(t, err, "the first process is gone")
		require.True(t, second.Again)
		require.Equal(t, first.Name, second.Name, "and what it made has the same name")
		require.NoError(t, s.Answered(ctx, o, first.Call, &programs.Answer{Status: 201}))
		_, err = s.Undertake(ctx, o, noon.Add(programs.LongestRequest))
		require.ErrorIs(t, err, programs.ErrUnderWay, "the one that was thought gone answers nothing any more")
		require.NoError(t, s.Answered(ctx, o, second.Call, nil))
		third, err := s.Undertake(ctx, o, noon.Add(programs.LongestRequest))
		require.NoError(t, err, "what failed may be done again at once")
		require.NoError(t, s.Answered(ctx, o, third.Call, &programs.Answer{Status: 200, Body: []byte("ok")}))
		b, err = s.Undertake(ctx, o, noon.Add(time.Hour))
		require.NoError(t, err)
		require.Equal(t, &programs.Answer{Status: 200, Body: []byte("ok")}, b.Answer)
	})
}
