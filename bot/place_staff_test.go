package bot_test

import (
	"context"
	"fmt"
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

func TestAMenuOffersNoEventThatStaffHaveCancelled(t *testing.T) {
	h := newHall(t, 5)
	require.Equal(t, "What is on?\n1 Tea", h.hears(1, "on"))
	h.hears(2, "on")
	h.cancel()
	require.Contains(t, h.hears(1, "1"), "Tea has been cancelled", "an old number says so plainly")
	require.Equal(t, "Nothing is on.", h.hears(3, "on"))
	h.open()
	h.tend()
	require.Equal(t, "Nothing is on.", h.hears(4, "on"), "another process knows it too")
	require.Contains(t, h.hears(2, "tea"), "Tea has been cancelled", "by its name too")
	require.Zero(t, h.coming())
}

// What asks about the event says of which, so that it leaves no more once that is
// cancelled; what tells of the cancellation does not.
func TestEachTextThatAsksAboutAnEventNamesItForTheOutbox(t *testing.T) {
	h := newHall(t, 1)
	h.hears(1, "tea")
	h.hears(2, "tea")
	h.tend()
	asks := func(n int) string {
		h.t.Helper()
		require.NotEmpty(t, h.left[h.key(n).Address.Value])
		return h.left[h.key(n).Address.Value].Event
	}
	h.at("2026-09-16 10:00")
	h.tend()
	require.Equal(t, "tea", asks(1), "the reminder")
	h.hears(1, "no")
	h.tend()
	require.Contains(t, h.last(2), "a place has come up")
	require.Equal(t, "tea", asks(2), "the offer")
	h.cancel()
	h.tend()
	require.Equal(t, teaOff, h.last(2))
	require.Empty(t, asks(2))
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

// agreed lets somebody have agreed to texts.
func (h *hall) agreed(n int) {
	h.t.Helper()
	thread, err := h.store.Thread(context.Background(), h.key(n))
	require.NoError(h.t, err)
	turn := bot.Turn{Thread: thread, Event: fmt.Sprint("agrees ", n)}
	turn.Person.Consents, turn.Person.Met = []string{"updates"}, h.now
	require.NoError(h.t, h.store.Commit(context.Background(), turn))
}

func (h *hall) put(n int) error {
	h.n++
	return h.bot.Decide(context.Background(), "town", h.key(n).Address, bot.Membership{ID: fmt.Sprint("put ", h.n), Group: "tea", Do: bot.Put, By: bot.Staff{Name: "Dana"}, Reason: "rang up"})
}

func TestStaffPutSomebodyInOnlyWhereThereIsAPlace(t *testing.T) {
	h := newHall(t, 2)
	for n := 1; n <= 4; n++ {
		h.agreed(n)
	}
	require.NoError(t, h.put(1))
	h.tend()
	require.Equal(t, []string{"You have a place at Tea, Thursday 17 September, 10am, The hall. Can you come?\n1 Yes\n2 No"}, h.said[h.key(1).Address.Value])
	require.Equal(t, 1, h.coming(), "the place is taken out of the register")
	require.ErrorIs(t, h.put(1), bot.ErrMember)
	h.hears(2, "tea")
	h.tend()
	require.ErrorIs(t, h.put(3), bot.ErrEventFull)
	require.Empty(t, h.register().Line(), "nobody is left in line by what was refused")
	require.Empty(t, h.said[h.key(3).Address.Value])
	h.hears(4, "tea")
	require.ErrorIs(t, h.put(4), bot.ErrInLine, "they get one in turn")
	require.Len(t, h.register().Line(), 1)
	h.hears(1, "no")
	h.tend()
	require.Contains(t, h.last(4), "a place has come up", "who was put in can give it back")
	h.at("2026-09-16 10:00")
	h.tend()
	require.Equal(t, 1, h.times(2, "Reminder"))
}

func TestNobodyIsPutIntoWhatIsCancelledOrHasBegun(t *testing.T) {
	h := newHall(t, 2)
	h.agreed(1)
	h.cancel()
	require.ErrorIs(t, h.put(1), bot.ErrEventOff)
	h.tend()
	require.Empty(t, h.said[h.key(1).Address.Value])
	h.at("2026-09-17 10:00")
	require.Error(t, h.put(1))

	h = newHall(t, 2)
	h.agreed(1)
	h.row += "yes" // in the list
	require.ErrorIs(t, h.put(1), bot.ErrEventOff)

	h = newHall(t, 2)
	h.agreed(1)
	h.at("2026-09-17 10:00")
	require.ErrorIs(t, h.put(1), bot.ErrEventOver)
	require.Zero(t, h.coming())
}

func TestWhoIsPutInAtNightIsToldInTheMorning(t *testing.T) {
	h := newHall(t, 2)
	h.agreed(1)
	h.at("2026-09-14 23:00")
	require.NoError(t, h.put(1))
	h.tend()
	require.Empty(t, h.said[h.key(1).Address.Value])
	h.at("2026-09-15 08:00")
	h.tend()
	require.Equal(t, 1, h.times(1, "You have a place at Tea"))
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
