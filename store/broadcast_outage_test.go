package store_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
)

// outage is a provider that may be away, and a clock that is moved by hand.
type outage struct {
	*hall
	clock atomic.Int64 // ns
	away  bool
	left  []string // texts that were taken, the first first
	to    map[string]int
}

func openOutage(t *testing.T, s *store.Store) *outage {
	o := &outage{hall: newHall(t, s), to: map[string]int{}}
	o.desk.Fates = s
	o.set(o.now)
	s.SetClock(func() time.Time { return time.Unix(0, o.clock.Load()) })
	return o
}

func (o *outage) set(now time.Time) {
	o.now = now
	o.clock.Store(now.UnixNano())
}

// join makes members of the choir.
func (o *outage) join(from, n int) {
	o.t.Helper()
	for i := range n {
		turn := turnOf(o.t, o.s, key(from+i), fmt.Sprint("choir ", from+i), "")
		turn.Person.Language, turn.Person.Groups, turn.Joined = "en", []string{"choir"}, []string{"choir"}
		require.NoError(o.t, o.s.Commit(context.Background(), turn))
	}
}

// send lets a broadcast to a group leave that is worth sending for so long.
func (o *outage) send(group, words string, valid time.Duration) broadcast.Broadcast {
	o.t.Helper()
	b, err := o.desk.Write(context.Background(), as("Ada"), broadcast.Broadcast{
		Queue: "hive", Words: map[string]string{"en": words}, Audience: broadcast.Audience{Groups: []string{group}}, Valid: valid,
	}, "")
	require.NoError(o.t, err)
	b, err = o.desk.Send(context.Background(), as("Ada"), b.ID, time.Time{}, false)
	require.NoError(o.t, err)
	return b
}

// minutes pass: broadcasts are moved on, and the outbox is emptied as far as the
// provider takes texts.
func (o *outage) minutes(n int) {
	o.t.Helper()
	ctx := context.Background()
	for range n {
		o.set(o.now.Add(time.Minute))
		o.steps(1)
		for {
			entries, err := o.s.Ready(ctx, 100, time.Millisecond)
			require.NoError(o.t, err)
			if len(entries) == 0 {
				break
			}
			got, err := o.s.Claim(ctx, o.now, entries)
			require.NoError(o.t, err)
			for _, c := range got {
				o.try(c)
			}
		}
	}
}

func (o *outage) try(c providers.Claim) {
	if c.State != providers.Claimed {
		return
	}
	r := providers.Result{Verdict: providers.Rejected, Class: providers.Temporary, Code: "http_503", RetryAfter: 5 * time.Minute}
	if !o.away {
		r = providers.Result{Verdict: providers.Accepted, ProviderID: c.Token}
		o.left = append(o.left, c.Message.Text)
		o.to[c.Message.Text+" "+c.Message.To.Value]++
	}
	require.NoError(o.t, o.s.Settle(context.Background(), o.now, []providers.Settlement{{Claim: c, Result: r}}))
}

// For two hours the provider is down. What was worth sending for an hour is not sent
// afterwards, and it is listed who did not get it; what is worth sending for longer
// goes on, behind the answers to people.
func TestAfterTwoHoursWithoutAProviderNothingStaleIsSentAndTheRestGoesOn(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx, o := context.Background(), openOutage(t, s)
		o.members(700, 8)
		o.join(720, 8)
		short := o.send("allotment", "The gate is shut until noon.", time.Hour)
		o.minutes(1) // its audience is written down
		o.away = true
		long := o.send("choir", "We sing on Friday.", 6*time.Hour)
		o.minutes(100)
		require.NoError(t, s.Commit(ctx, turnOf(t, s, key(721), "asked", "At seven, in the hall.")))
		o.minutes(20)
		before := len(o.left)
		require.Less(t, before, 8, "it was away")

		o.away = false
		o.minutes(15)
		require.Equal(t, "At seven, in the hall.", o.left[before], "answers go first, also to whom a broadcast waits for")
		for _, text := range o.left[before:] {
			require.NotContains(t, text, "gate", "it is noon")
		}
		for text, n := range o.to {
			require.Equal(t, 1, n, text)
		}
		b, counts := o.read(long)
		require.Equal(t, broadcast.Done, b.State)
		require.Equal(t, 8, counts.Sent)
		b, counts = o.read(short)
		require.Equal(t, broadcast.Done, b.State)
		require.Equal(t, before, counts.Sent)
		require.Equal(t, 8-before, counts.Expired)

		missed, more, err := o.desk.Unreached(ctx, as("Ada"), short.ID, 100)
		require.NoError(t, err)
		require.False(t, more)
		require.Len(t, missed, 8-before)
		for _, m := range missed {
			require.Equal(t, broadcast.WasExpired, m.Fate)
			require.NotEmpty(t, m.Thread.Key.Address.Value)
		}
		missed, _, err = o.desk.Unreached(ctx, as("Ada"), long.ID, 100)
		require.NoError(t, err)
		require.Empty(t, missed)
		require.Contains(t, o.notes.said, "Ada looked at whom a broadcast has not reached")
	})
}

func TestWhomABroadcastHasNotReachedIsListedWithTheReason(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx, o := context.Background(), openOutage(t, s)
		o.members(740, 6)
		b := o.send("allotment", "Seed swap on Saturday.", time.Hour)
		o.steps(3)
		require.NoError(t, s.Commit(ctx, stopTurn(t, s, key(740), "stop")))
		n := 0
		for _, c := range claims(t, s, 7) {
			r := providers.Result{Verdict: providers.Accepted, ProviderID: c.Token}
			if n++; c.State != providers.Claimed || c.Message.Text == "goodbye" {
				continue
			}
			switch c.Message.To.Value {
			case key(741).Address.Value:
				r = providers.Result{Verdict: providers.Rejected, Class: providers.Permanent, Code: "21"}
			case key(742).Address.Value:
				r = providers.Result{Verdict: providers.Uncertain, Class: providers.OutcomeUnknown}
			case key(743).Address.Value:
				continue // under way
			}
			settle(t, s, c, r)
		}
		missed, _, err := o.desk.Unreached(ctx, as("Ada"), b.ID, 100)
		require.NoError(t, err)
		got := map[string]broadcast.Unreached{}
		for _, m := range missed {
			got[m.Thread.Key.Address.Value] = broadcast.Unreached{Fate: m.Fate, Code: m.Code}
		}
		require.Equal(t, map[string]broadcast.Unreached{
			key(740).Address.Value: {Fate: broadcast.WasWithheld}, key(741).Address.Value: {Fate: broadcast.HasFailed, Code: "21"},
			key(742).Address.Value: {Fate: broadcast.IsUnknown}, key(743).Address.Value: {Fate: broadcast.IsWaiting},
		}, got)
		first, more, err := o.desk.Unreached(ctx, as("Ada"), b.ID, 2)
		require.NoError(t, err)
		require.Len(t, first, 2)
		require.True(t, more, "there are others")

		_, err = o.desk.Cancel(ctx, as("Ada"), b.ID)
		require.NoError(t, err)
		o.now = o.now.Add(broadcast.FatesKept + time.Minute)
		_, _, err = o.desk.Unreached(ctx, as("Ada"), b.ID, 2)
		require.ErrorIs(t, err, broadcast.ErrForgotten)
	})
}
