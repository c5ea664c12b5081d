package main

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
)

// polled answers what a provider lists, and keeps since when it was asked.
type polled struct {
	texts []providers.Inbound
	asked []time.Time
	err   error
}

func (p *polled) Poll(_ context.Context, since time.Time) ([]providers.Inbound, error) {
	p.asked = append(p.asked, since)
	return p.texts, p.err
}

func TestWhatIsPolledIsHandedOnOnceAndNothingIsPassedOver(t *testing.T) {
	begin := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	from := &polled{texts: []providers.Inbound{{EventID: "1"}, {EventID: "2"}}}
	b := backlog{since: begin.Add(-pollBack), known: map[string]time.Time{}}
	var taken []string
	away := errors.New("away")
	failing := ""
	take := func(_ context.Context, texts []providers.Inbound) error {
		for _, in := range texts {
			if in.EventID == failing {
				return away
			}
			taken = append(taken, in.EventID)
		}
		return nil
	}
	failing = "2"
	require.ErrorIs(t, b.fetch(t.Context(), from, take, begin), away)
	require.Equal(t, []string{"1"}, taken)
	failing = ""
	from.texts = append(from.texts, providers.Inbound{EventID: "3"})
	require.NoError(t, b.fetch(t.Context(), from, take, begin.Add(time.Minute)))
	require.Equal(t, []string{"1", "2", "3"}, taken, "that which was not durable comes again")
	from.err = away
	require.ErrorIs(t, b.fetch(t.Context(), from, take, begin.Add(2*time.Minute)), away)
	from.err = nil
	require.NoError(t, b.fetch(t.Context(), from, take, begin.Add(time.Hour)))
	require.Equal(t, []string{"1", "2", "3"}, taken)
	require.Equal(t, []time.Time{
		begin.Add(-pollBack), begin.Add(-pollBack), begin.Add(time.Minute - pollAgain), begin.Add(time.Minute - pollAgain),
	}, from.asked, "after a poll that failed the next asks for the same time")

	from.texts = nil
	require.NoError(t, b.fetch(t.Context(), from, take, begin.Add(48*time.Hour)))
	require.Empty(t, b.known, "what cannot come again is forgotten")
}
