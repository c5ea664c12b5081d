package bot_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
)

const teaOff = "Sorry, Tea on Thursday 17 September, 10am has been cancelled. Please do not come. Text MENU for more."

func (h *hall) cancel() { require.NoError(h.t, h.bot.CancelEvent(context.Background(), "town", "tea")) }

// times is how often somebody was told something.
func (h *hall) times(n int, words string) int {
	count := 0
	for _, said := range h.said[h.key(n).Address.Value] {
		if strings.Contains(said, words) {
			count++
		}
	}
	return count
}

func TestWhatStaffCancelIsToldOnceAndTakesNobodyMore(t *testing.T) {
	h := newHall(t, 1)
	for n := 1; n <= 4; n++ {
		h.hears(n, "tea")
	}
	h.tend()
	h.hears(3, "no")
	h.hears(4, "STOP")
	h.tend()
	h.cancel()
	require.ErrorIs(t, h.bot.CancelEvent(context.Background(), "town", "tea"), bot.ErrEventOff)
	require.Contains(t, h.hears(5, "tea"), "Tea has been cancelled", "at once, before anybody was told")
	h.tend()
	h.open()
	h.tend()
	for n, want := range map[int]int{1: 1, 2: 1, 3: 0, 4: 0, 5: 0} {
		require.Equal(t, want, h.times(n, teaOff), "%d", n)
	}
	require.Equal(t, 0, h.coming())
	require.Equal(t, 2, h.register().Told())
	h.at("2026-09-16 10:00")
	h.tend()
	for n := 1; n <= 5; n++ {
		require.Zero(t, h.times(n, "Reminder"), "%d", n)
		require.Zero(t, h.times(n, "a place has come up"), "%d", n)
	}
	require.Contains(t, h.hears(1, "tea"), "has been cancelled")
}

// A reminder is on its way as the event is cancelled: its job is written, and not done.
func TestAReminderThatIsOnItsWayStopsAtTheCancellation(t *testing.T) {
	h := newHall(t, 1)
	h.hears(1, "tea")
	h.tend()
	h.at("2026-09-16 10:00")
	require.NoError(t, h.bot.Tend(context.Background()))
	h.cancel()
	_, err := h.bot.Work(context.Background())
	require.NoError(t, err)
	require.Zero(t, h.times(1, "Reminder"))
	h.tend()
	require.Equal(t, 1, h.times(1, teaOff))
}

func TestMorePlacesGoToTheLineAndFewerTakeNobodyOut(t *testing.T) {
	h := newHall(t, 1)
	h.hears(1, "tea")
	h.hears(2, "tea")
	h.tend()
	set := func(n int) error { return h.bot.SetPlaces(context.Background(), "town", "tea", n) }
	require.NoError(t, set(2))
	h.tend()
	require.Contains(t, h.last(2), "a place has come up")
	h.hears(2, "yes")
	require.NoError(t, set(1))
	h.tend()
	require.Equal(t, 2, h.coming(), "whoever has a place keeps it")
	require.Equal(t, teaFirst, h.hears(3, "tea"))
	require.ErrorIs(t, set(-1), bot.ErrPlaces)
	require.ErrorIs(t, set(5001), bot.ErrPlaces)
	require.ErrorIs(t, h.bot.SetPlaces(context.Background(), "town", "coffee", 2), bot.ErrNoEvent)
	h.at("2026-09-17 10:00")
	require.ErrorIs(t, set(3), bot.ErrEventOver)
}

func TestWhoIsTakenOutIsToldOnceAndThePlaceGoesOn(t *testing.T) {
	h := newHall(t, 1)
	h.hears(1, "tea")
	h.hears(2, "tea")
	h.tend()
	seen := h.register().Coming()[0]
	require.NoError(t, h.bot.TakeOutOfEvent(context.Background(), "town", "tea", seen))
	require.NoError(t, h.bot.TakeOutOfEvent(context.Background(), "town", "tea", seen), "pressed twice")
	h.tend()
	h.open()
	h.tend()
	require.Equal(t, 1, h.times(1, "We have taken you off the list"), "%q", h.last(1))
	require.Contains(t, h.last(2), "a place has come up")
	h.now = h.now.Add(time.Hour)
	require.Contains(t, h.hears(1, "tea"), "You are number 2 in line", "they can ask again")
	require.ErrorIs(t, h.bot.TakeOutOfEvent(context.Background(), "town", "tea", seen), bot.ErrMoved, "who has asked anew is not who was seen")
}

func TestWhoIsTakenOutAsItIsCancelledIsToldThatAlone(t *testing.T) {
	h := newHall(t, 1)
	h.hears(1, "tea")
	h.tend()
	require.NoError(t, h.bot.TakeOutOfEvent(context.Background(), "town", "tea", h.register().Coming()[0]))
	h.cancel()
	h.tend()
	require.Equal(t, []string{teaIn, teaOff}, h.said[h.key(1).Address.Value])
}
