package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
)

// shares gives the town a second line, of which half of the people are.
func (h *hall) shares() *flows.Org {
	o := h.sender.Book().Orgs["wenbridge"]
	o.Fallback = flows.Fallback{Provider: "second", Number: "+447700900777", Here: true, Share: 50}
	h.desk.Carrier = func(l flows.Line) broadcast.Carrier {
		if l.Provider == "second" {
			return broadcast.Carrier{Name: "second", Part: 4, Caps: providers.Caps{MaxUnitsGSM: 918}}
		}
		return broadcast.Carrier{Name: "first", Part: 2.5, Caps: providers.Caps{MaxUnitsGSM: 1600}}
	}
	return o
}

func TestABroadcastIsSharedOutByPersonAndItsPreviewCountsEach(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx, h := context.Background(), newHall(t, s)
		o := h.shares()
		const people = 40
		h.imported(1200, people)
		b := h.write()
		p, err := h.desk.Preview(ctx, b)
		require.NoError(t, err)
		second := p.Second.People
		require.Greater(t, second, 5)
		require.Less(t, second, people-5)
		require.Equal(t, broadcast.Load{People: second, Parts: second}, p.Second)
		bill, err := h.desk.Bill(ctx, b, p.Census)
		require.NoError(t, err)
		require.Equal(t, []broadcast.Charge{
			{Load: broadcast.Load{People: people - second, Parts: people - second}, By: "first", Part: 2.5, Costs: float64(people-second) * 2.5 / 100},
			{Load: p.Second, By: "second", Part: 4, Costs: float64(second) * 4 / 100},
		}, bill.Each)
		require.InDelta(t, bill.Each[0].Costs+bill.Each[1].Costs, bill.Costs, 1e-9)

		o.Fallback.Share = 99
		p, err = h.desk.Glance(ctx, b, false)
		require.NoError(t, err)
		require.Greater(t, p.Second.People, second, "it is counted again once the share has changed")
		o.Fallback.Share = 50

		b, err = h.desk.Send(ctx, as("Ada"), b.ID, time.Time{}, false)
		require.NoError(t, err)
		h.steps(4)
		lines := map[flows.Line]int{}
		until(t, time.Minute, func() bool {
			for _, c := range claims(t, s, 0) {
				if c.State != providers.Claimed {
					continue
				}
				m := c.Message
				require.Equal(t, o.LineFor(m.To, false, ""), flows.Line{Kind: flows.SMS, Number: m.From, Provider: m.Via})
				lines[flows.Line{Kind: flows.SMS, Number: m.From, Provider: m.Via}]++
				settle(t, s, c, providers.Result{Verdict: providers.Accepted, ProviderID: c.Token})
			}
			g, err := s.Gauges(ctx, time.Now())
			return err == nil && g.Depth == 0
		})
		require.Equal(t, map[flows.Line]int{o.Lines()[0]: people - second, o.Lines()[1]: second}, lines)
		h.steps(1)
		b, counts := h.read(b)
		require.Equal(t, people, counts.Sent)
		require.Equal(t, [2]int{people, second}, [2]int{b.Parts, b.Second})
		next := h.write()
		after, err := h.desk.Bill(ctx, next, broadcast.Census{})
		require.NoError(t, err)
		require.InDelta(t, bill.Costs, after.Spent, 1e-9, "each at its own price")
	})
}

func TestABroadcastMustFitBothConnectionsThatShareIt(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx, h := context.Background(), newHall(t, s)
		h.members(1300, 2)
		h.shares()
		words := ""
		for len(words) < 1000 {
			words += "Seed swap on Mill Lane. "
		}
		b, err := h.desk.Write(ctx, as("Ada"), broadcast.Broadcast{Queue: "hive", Words: map[string]string{"en": words}, Audience: broadcast.Audience{Groups: []string{"allotment"}}}, "")
		require.NoError(t, err)
		_, err = h.desk.Send(ctx, as("Ada"), b.ID, time.Time{}, false)
		var long *broadcast.TooLongError
		require.ErrorAs(t, err, &long)
		require.Equal(t, "second", long.Carrier)
	})
}
