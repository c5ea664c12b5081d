package main

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/places"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// phones finds people whose ids are their numbers; nobody else.
type phones map[string]bool

func (p phones) People(_ context.Context, job bot.Job) (bot.Page, error) {
	if !p[job.Who.Name] {
		return bot.Page{}, nil
	}
	return bot.Page{People: []bot.Key{{Org: job.Org, Address: providers.Address{Kind: providers.Phone, Value: job.Who.Name}}}}, nil
}

func TestWhoComesAndWhoWaitsIsShownInOrderWithoutNumbers(t *testing.T) {
	starts := time.Date(2026, 9, 17, 9, 0, 0, 0, time.UTC)
	now := starts.Add(-48 * time.Hour)
	e := places.Event{Places: 2, Starts: starts}
	var r places.Register
	for _, who := range []string{"+447700900101", "+447700900102", "+447700900103", "+447700900104"} {
		r, _ = r.Ask(e, who, 1, "text of "+who, now)
		r = r.Keep(who, "text of "+who)
	}
	r = r.Give("+447700900101", "text of +447700900101", false, now).Advance(e, &flows.Org{Timezone: time.UTC}, now)
	lines, err := guests(context.Background(), phones{"+447700900101": true, "+447700900102": true, "+447700900103": true}, &flows.Org{ID: "town", Timezone: time.UTC}, r)
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, printGuests(streams{out: &out}, lines))
	require.Equal(t, "PHONE  ANSWER   PLACES  REPLY BY\n"+
		"…102   coming   1       \n"+
		"…103   offered  1       2026-09-15 21:00\n"+
		"       waiting  1       \n"+
		"…101   no       0       \n", out.String())
}

func TestEventsAreListedWithWhatIsLeft(t *testing.T) {
	var out bytes.Buffer
	at := time.Date(2026, 9, 17, 10, 0, 0, 0, time.UTC)
	require.NoError(t, printEvents(streams{out: &out}, []eventLine{{"tea", "Tea", at, 12, 9, 0, false}, {"walk", "Walk", at, 0, 3, 0, true}}))
	require.Equal(t, "EVENT  NAME  BEGINS            TAKEN  LEFT      IN LINE  \n"+
		"tea    Tea   2026-09-17 10:00  9      3         0        \n"+
		"walk   Walk  2026-09-17 10:00  3      no limit  0        cancelled\n", out.String())
	out.Reset()
	require.NoError(t, printEvents(streams{out: &out}, nil))
	require.Equal(t, "No event is to come.\n", out.String())
}

func TestWhyAnEventCannotBeChangedIsSaidWithWhatToDo(t *testing.T) {
	for err, want := range map[error]string{
		bot.ErrNoEvent:     `town has no event called "tea": see  connective events list town`,
		bot.ErrPlaces:      "the places must be a number from 1 to 5000, or 0 for what groups.csv says",
		bot.ErrEventOff:    "tea cannot be changed: the event is cancelled already",
		bot.ErrEventOver:   "tea cannot be changed: the event has begun",
		bot.ErrUnavailable: "change tea: " + bot.ErrUnavailable.Error(),
	} {
		require.EqualError(t, eventFault(err, "town", "tea"), want)
	}
}
