package bot_test

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/places"
	"github.com/connective-messaging/connective/providers"
)

// mayLeave tells whether what somebody was told last may leave still, as the outbox
// judges it.
func (h *hall) mayLeave(n int, o bot.Outgoing) bool {
	thread, err := h.store.Thread(context.Background(), h.key(n))
	require.NoError(h.t, err)
	for _, stands := range thread.Person.Standing() {
		if stands == o.Place {
			return true
		}
	}
	return o.Place == ""
}

// offered is a hall whose one place has come up: 1 has given it back, and 2 is asked.
func offered(t *testing.T) (*hall, bot.Outgoing) {
	t.Helper()
	h := newHall(t, 1)
	h.hears(1, "tea")
	h.hears(2, "tea")
	h.tend()
	h.hears(1, "no")
	h.tend()
	offer := h.left[h.key(2).Address.Value]
	require.Contains(t, offer.Text, "a place has come up")
	return h, offer
}

func TestAnOfferLeavesOnlyWhileItStands(t *testing.T) {
	for _, words := range []string{"no", "yes", "STOP TEA"} {
		t.Run(words, func(t *testing.T) {
			h, offer := offered(t)
			require.True(t, h.mayLeave(2, offer))
			thread, err := h.store.Thread(context.Background(), h.key(2))
			require.NoError(t, err)
			require.False(t, offer.Expires.After(thread.Person.Places["tea"].By), "later it would promise what is gone")
			h.hears(2, words)
			require.False(t, h.mayLeave(2, offer))
		})
	}
}

func TestAReminderLeavesOnlyAsTheyLastSaid(t *testing.T) {
	h := newHall(t, 3)
	h.hears(1, "tea")
	h.tend()
	h.at("2026-09-16 10:00")
	h.tend()
	reminder := h.left[h.key(1).Address.Value]
	require.Contains(t, reminder.Text, "Reminder")
	require.True(t, h.mayLeave(1, reminder))
	h.hears(1, "yes 2 of us")
	require.False(t, h.mayLeave(1, reminder), "they have said so by now")
}

// Someone is asked about Thursday, the event moves to Friday, and they say yes.
func TestAYesToADayThatIsNoLongerSoIsAskedAgain(t *testing.T) {
	h := newHall(t, 3)
	h.hears(1, "tea")
	h.hears(1, "no")
	h.row = "Tea,2026-09-18 14:00,The barn,3,"
	h.tend()
	require.Equal(t, "Tea has changed. It is now Friday 18 September, 2pm, The barn. Can you still come?\n1 Yes\n2 No", h.hears(1, "yes"))
	require.Equal(t, 0, h.coming())
	require.Contains(t, h.hears(1, "1"), "Great, see you there")
	require.Equal(t, 1, h.coming())
}

// What waits for the morning is not told of an event that has moved in the night.
func TestWhatWaitsIsNotToldOnceItIsNotTrue(t *testing.T) {
	h := newHall(t, 1)
	h.hears(1, "tea")
	h.hears(2, "tea")
	h.tend()
	h.hears(1, "no")
	h.hears(2, "talk to a person")
	h.tend()
	before := h.times(2, "a place has come up")
	h.row = "Tea,2026-09-18 14:00,The barn,1,"
	h.tend()
	require.Equal(t, before, h.times(2, "a place has come up"))
}

// The provider is away for as long as an offer stands: nobody was asked, and nobody
// loses their place in line by it.
func TestWhoeverWasNotAskedKeepsTheirPlaceInLine(t *testing.T) {
	for fate, keeps := range map[bot.Fate]bool{
		bot.FateExpired: true, bot.FateCapped: true, bot.FateFailed: true, bot.FateWaits: true,
		bot.FateSent: false, bot.FateArrived: false, bot.FateUncertain: false, "": false,
	} {
		t.Run(fmt.Sprint("fate ", fate), func(t *testing.T) {
			h := newHall(t, 1)
			h.fate = fate
			h.open()
			h.hears(1, "tea")
			h.hears(2, "tea")
			h.tend()
			h.hears(1, "no")
			h.tend()
			r := h.register()
			require.Equal(t, places.Offered, r.Line()[0].State)
			h.now = r.Line()[0].By
			h.tend()
			if !keeps {
				require.Empty(t, h.register().Line())
				return
			}
			line := h.register().Line()
			require.Len(t, line, 1)
			require.Equal(t, places.Waiting, line[0].State)
			h.fate = bot.FateSent
			h.now = h.now.Add(24 * time.Hour)
			h.tend()
			require.Equal(t, 2, h.times(2, "a place has come up"), "they are asked again")
			require.Contains(t, h.hears(2, "yes"), "Great, see you there")
		})
	}
}

// The event moves while an offer waits to leave, so that the offer does not: that they
// were told of the new day does not mean that they were asked.
func TestWhoeverWasToldOfAMoveAloneWasNotAsked(t *testing.T) {
	h, offer := offered(t)
	h.fate, h.fates = bot.FateSent, map[string]bot.Fate{offer.Ref: bot.FateWithheld}
	h.row = "Tea,2026-09-18 14:00,The barn,1,"
	h.tend()
	require.Contains(t, h.left[h.key(2).Address.Value].Text, "The barn")
	h.now = h.register().Line()[0].By
	h.tend()
	line := h.register().Line()
	require.Len(t, line, 1, "they would be out of the line without a word")
	require.Equal(t, places.Waiting, line[0].State)
}

// Staff move it to the barn, back to the hall, and to the barn after all: that somebody
// was told so once before does not mean that they know.
func TestAnEventThatMovesToAndFroIsToldEachTime(t *testing.T) {
	h := newHall(t, 3)
	h.hears(1, "tea")
	h.tend()
	for n, row := range []string{"The barn", "The hall", "The barn", "The hall", "The barn"} {
		h.row = "Tea,2026-09-17 10:00," + row + ",3,"
		h.tend()
		if n >= 2 {
			require.Equal(t, n, h.times(1, "Tea has changed."), "staff may not be done")
			h.now = h.now.Add(time.Hour)
			h.tend()
		}
		require.Equal(t, n+1, h.times(1, "Tea has changed."), row)
		require.Contains(t, h.left[h.key(1).Address.Value].Text, row)
	}
}

// Two processes have read different lists: nobody is texted every second by it.
func TestProcessesThatDoNotAgreeHowAnEventIsTellPeopleSeldom(t *testing.T) {
	h := newHall(t, 3)
	h.hears(1, "tea")
	h.tend()
	for n := range 200 {
		h.row = "Tea,2026-09-17 10:00," + []string{"The barn", "The hall"}[n%2] + ",3,"
		require.NoError(t, h.bot.Tend(context.Background()))
		_, err := h.bot.Work(context.Background())
		require.NoError(t, err)
		h.now = h.now.Add(3 * time.Second)
	}
	require.LessOrEqual(t, h.times(1, "Tea has changed."), 3)
}

// An invitation of another day does not leave any more: whoever has not answered is
// asked about the new one, once, and nobody else.
func TestWhoeverWasAskedAboutAnotherDayIsAskedAnew(t *testing.T) {
	for name, c := range map[string]struct {
		does func(*hall)
		anew bool
	}{
		"no answer":                 {func(*hall) {}, true},
		"no":                        {func(h *hall) { h.hears(1, "no") }, false},
		"STOP":                      {func(h *hall) { h.hears(1, "STOP") }, false},
		"the process starts again":  {func(h *hall) { h.open() }, true},
		"one joins who was not yet": {func(h *hall) { h.hears(2, "walk") }, true},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHall(t, 3)
			h.walkers()
			h.hears(1, "walk")
			h.tend()
			require.Equal(t, 1, h.times(1, "Thursday 17 September, 10am, The hall."), h.said)
			c.does(h)
			h.row = "Tea,2026-09-18 14:00,The barn,3,,walk"
			h.tend()
			h.tend()
			want := 0
			if c.anew {
				want = 1
			}
			require.Equal(t, want, h.times(1, "Friday 18 September, 2pm, The barn."), h.said)
			require.Zero(t, h.times(2, "The barn"))
			if c.anew {
				require.Contains(t, h.hears(1, "yes"), "Great, see you there")
			}
		})
	}
}

// Staff see to somebody as they were to be asked, and the event moves.
func TestWhoeverWaitsToBeAskedIsAskedAboutTheNewDay(t *testing.T) {
	h := newHall(t, 3)
	h.row = "Tea,2026-09-17 10:00,The hall,3,"
	h.hears(1, "walk")
	h.hears(1, "I want to die")
	h.walkers()
	h.tend()
	require.Zero(t, h.times(1, "The hall"), h.said)
	h.row = "Tea,2026-09-18 14:00,The barn,3,,walk"
	h.tend()
	thread, err := h.store.Thread(context.Background(), h.key(1))
	require.NoError(t, err)
	waits := 0
	for _, told := range thread.Told {
		if strings.Contains(told.Text, "The barn") {
			waits++
		}
	}
	require.Equal(t, 1, waits)
}

// walkers has the event ask the members of a group.
func (h *hall) walkers() { h.row = "Tea,2026-09-17 10:00,The hall,3,,walk" }

// fates are those of a hall's texts, all the same but for some.
type fates struct{ h *hall }

func (f fates) Fates(_ context.Context, _ providers.Address, refs []string) (map[string]bot.Fate, error) {
	all := map[string]bot.Fate{}
	for _, ref := range refs {
		if fate := cmp.Or(f.h.fates[ref], f.h.fate); fate != "" {
			all[ref] = fate
		}
	}
	return all, nil
}

func TestAnOfferDoesNotLeaveAfterItsEnd(t *testing.T) {
	h := newHall(t, 1)
	h.hears(1, "tea")
	h.hears(2, "tea")
	h.tend()
	h.at("2026-09-17 08:10")
	h.hears(1, "no")
	h.tend()
	offer := h.left[h.key(2).Address.Value]
	require.Contains(t, offer.Text, "Please reply by 9am.")
	h.at("2026-09-17 09:00")
	require.Equal(t, h.now.UTC(), offer.Expires)
}

func TestStopAndTheEventEndsTheWaitForIt(t *testing.T) {
	h := newHall(t, 1)
	h.hears(1, "tea")
	require.Equal(t, teaFirst, h.hears(2, "tea"))
	h.tend()
	require.Equal(t, "Thanks for telling us. We have taken you out of the line.", h.hears(2, "STOP TEA"))
	h.tend()
	require.Empty(t, h.register().Line())
	h.hears(1, "no")
	h.tend()
	require.Zero(t, h.times(2, "a place has come up"))
}
