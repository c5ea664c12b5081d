package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
)

// handset is somebody whose texts arrive or do not.
type handset struct {
	t    *testing.T
	s    *store.Store
	n    int // of the person
	said int
}

// sends sends them a text at a time, and returns its ref.
func (h *handset) sends(at time.Time) string {
	h.t.Helper()
	h.said++
	event := fmt.Sprint("text ", h.n, " ", h.said)
	require.NoError(h.t, h.s.Commit(context.Background(), turnOf(h.t, h.s, key(h.n), event, "hello")))
	for _, c := range claims(h.t, h.s, 1) {
		require.NoError(h.t, h.s.Settle(context.Background(), at, []providers.Settlement{{Claim: c, Result: providers.Result{Verdict: providers.Accepted, ProviderID: c.Ref}}}))
	}
	return bot.Ref(event, key(h.n).Org, 0)
}

// reports tells what became of a text.
func (h *handset) reports(ref string, state providers.State, class providers.Class) {
	h.t.Helper()
	require.NoError(h.t, h.s.Report(context.Background(), time.Now(), providers.Status{Ref: ref, Recipient: key(h.n).Address, State: state, Class: class}))
}

// texts has them text at a time.
func (h *handset) texts(at time.Time) {
	h.t.Helper()
	h.said++
	turn := turnOf(h.t, h.s, key(h.n), fmt.Sprint("in ", h.n, " ", h.said), "")
	turn.Heard = &providers.Inbound{Received: at}
	require.NoError(h.t, h.s.Commit(context.Background(), turn))
}

func (h *handset) dead() bool {
	h.t.Helper()
	threads, err := h.s.Dead(context.Background(), "wenbridge")
	require.NoError(h.t, err)
	for _, t := range threads {
		if t.Key == key(h.n) {
			return true
		}
	}
	return false
}

func TestANumberThatFailsForGoodOnThreeDaysIsDead(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		const day = 24 * time.Hour
		start := time.Now().Truncate(day).Add(-9 * day).Add(12 * time.Hour)
		fails := func(h *handset, days ...time.Duration) {
			for _, d := range days {
				h.reports(h.sends(start.Add(d)), providers.Failed, providers.Permanent)
			}
		}
		for n, c := range []struct {
			name string
			do   func(h *handset)
			want bool
		}{
			{"three days", func(h *handset) { fails(h, 0, day, 2*day) }, true},
			{"two days", func(h *handset) { fails(h, 0, day) }, false},
			{"thrice on a day", func(h *handset) { fails(h, 0, time.Hour, 2*time.Hour) }, false},
			{"a text of theirs between", func(h *handset) { fails(h, 0, day); h.texts(start.Add(day + time.Hour)); fails(h, 2*day) }, false},
			{"a text of theirs before", func(h *handset) { h.texts(start.Add(-day)); fails(h, 0, day, 2*day) }, true},
			{"one arrived between", func(h *handset) {
				fails(h, 0, day)
				h.reports(h.sends(start.Add(2*day)), providers.Delivered, "")
				fails(h, 3*day)
			}, false},
			{"the phone was off", func(h *handset) {
				for d := range 3 {
					h.reports(h.sends(start.Add(time.Duration(d)*day)), providers.Failed, providers.Temporary)
				}
			}, false},
			{"nobody has the number", func(h *handset) { h.reports(h.sends(start), providers.Failed, providers.NoSubscriber) }, true},
			{"a late report of before they texted", func(h *handset) {
				ref := h.sends(start)
				h.texts(start.Add(time.Hour))
				h.reports(ref, providers.Failed, providers.NoSubscriber)
			}, false},
			{"a failure that is corrected", func(h *handset) {
				ref := h.sends(start)
				h.reports(ref, providers.Failed, providers.NoSubscriber)
				h.reports(ref, providers.Delivered, "")
				h.reports(ref, providers.Failed, providers.NoSubscriber)
			}, false},
			{"a report twice", func(h *handset) {
				ref := h.sends(start)
				for range 3 {
					h.reports(ref, providers.Failed, providers.Permanent)
				}
			}, false},
		} {
			h := &handset{t: t, s: s, n: 100 + n}
			c.do(h)
			require.Equal(t, c.want, h.dead(), c.name)
		}
	})
}

func TestADeadNumberIsAnsweredAndGetsNoBroadcast(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx, hall := context.Background(), newHall(t, s)
		hall.members(0, 3)
		_, _ = dispatch(t, s)
		for _, n := range []int{0, 1} {
			h := &handset{t: t, s: s, n: n}
			h.reports(h.sends(time.Now()), providers.Failed, providers.NoSubscriber)
			require.True(t, h.dead())
		}
		p, err := hall.desk.Preview(ctx, hall.write())
		require.NoError(t, err)
		require.Equal(t, 1, p.People)
		require.Equal(t, 2, p.LeftOut[broadcast.DeadEnd])
		require.NoError(t, s.Commit(ctx, turnOf(t, s, key(0), "answer", "an answer")))
		sent, _ := dispatch(t, s)
		require.Equal(t, []string{"an answer"}, sent, "answers still go")

		(&handset{t: t, s: s, n: 0}).texts(time.Now().Add(time.Second))
		require.NoError(t, s.Lift(ctx, "wenbridge", key(1).Address))
		dead, err := s.Dead(ctx, "wenbridge")
		require.NoError(t, err)
		require.Empty(t, dead, "a text of theirs ends it, and so do staff")
	})
}
