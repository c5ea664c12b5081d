package bot_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/memory"
	"github.com/connective-messaging/connective/bot/places"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// hall is a bot of an organisation with one event, a tea with few places, and
// people who have agreed to texts.
type hall struct {
	t      testing.TB
	bot    *bot.Bot
	store  *hallStore
	places bot.Places // the store if it is nil
	now    time.Time
	mu     sync.Mutex
	said   map[string][]string
	n      int
	row    string                  // of the event, behind its id
	left   map[string]bot.Outgoing // what was said to each last
	fate   bot.Fate                // of every text
	fates  map[string]bot.Fate     // of single ones, by their refs
}

// hallStore can lose a commit, and do something just before one.
type hallStore struct {
	*memory.Store
	lose   int // commits of texts that are lost from now on
	before func()
}

var errLost = fmt.Errorf("lost: %w", bot.ErrUnavailable)

func (s *hallStore) Commit(ctx context.Context, turn bot.Turn) error {
	if before := s.before; before != nil && turn.Heard != nil {
		s.before = nil
		before()
	}
	if turn.Heard != nil && s.lose > 0 {
		s.lose--
		return errLost
	}
	return s.Store.Commit(ctx, turn)
}

const teaRow = "Tea,2026-09-17 10:00,The hall,%d,"

func newHall(t testing.TB, places int) *hall {
	t.Helper()
	h := &hall{t: t, store: &hallStore{Store: memory.New()}, said: map[string][]string{}, left: map[string]bot.Outgoing{}, row: fmt.Sprintf(teaRow, places)}
	h.at("2026-09-14 10:00")
	h.open()
	return h
}

// open begins a process: what the one before knew is gone.
func (h *hall) open() {
	var registers bot.Places = h.store
	if h.places != nil {
		registers = h.places
	}
	h.bot = bot.New(bot.Config{
		Threads: h.store, Now: func() time.Time { return h.now }, Book: h.book, Jobs: h.store, Starts: h.store, Places: registers, Clock: h.store, Members: h.store.Members, Fates: fates{h},
		Seen: func(turn bot.Turn) {
			h.mu.Lock()
			defer h.mu.Unlock()
			for _, say := range turn.Say {
				h.said[turn.Key.Address.Value] = append(h.said[turn.Key.Address.Value], say.Text)
				h.left[turn.Key.Address.Value] = say
			}
		},
	})
}

func (h *hall) book() *flows.Book {
	book, found := flows.Load(fstest.MapFS{
		"town/org.yaml":   {Data: []byte("name: Town\nnumber: \"+447700900060\"\nmenu: [tea]\nconsents: {updates: News}\nqueues: {desk: {answer_within: 1 hour}}\n")},
		"town/groups.csv": {Data: []byte(h.groups())},
		"town/tea.yaml":   {Data: []byte("start: {words: [TEA]}\nsteps:\n  top: {join: tea, say: You are on the list. Text STOP to stop.}\n")},
		"town/walk.yaml":  {Data: []byte("start: {words: [WALK]}\nsteps:\n  top: {join: walk, say: You are on the list. Text STOP to stop.}\n")},
		"town/on.yaml":    {Data: []byte("start: {words: [ON]}\nsteps:\n  which: {ask: What is on?, options: {from: events, empty: none}, save: which}\n  in: {join: <which>, say: You are on the list., then: end}\n  none: {say: Nothing is on., then: end}\n")},
	})
	for _, f := range found {
		require.NotEqual(h.t, flows.Error, f.Severity, f.String())
	}
	return book
}

// groups is the list: the event, and a group whose members it may ask.
func (h *hall) groups() string {
	row := "tea," + h.row
	return "id,name,date,place,places,cancelled,invites\n" + row + strings.Repeat(",", 6-strings.Count(row, ",")) + "\nwalk,Walks,,,,,\n"
}

func (h *hall) at(words string) {
	zone, err := time.LoadLocation("Europe/London")
	require.NoError(h.t, err)
	h.now, err = time.ParseInLocation("2006-01-02 15:04", words, zone)
	require.NoError(h.t, err)
}

func (h *hall) key(n int) bot.Key {
	return bot.Key{Org: "town", Address: providers.Address{Kind: providers.Phone, Value: fmt.Sprintf("+447700900%03d", n)}}
}

// text is one of a person; its name is its own.
func (h *hall) text(n int, words string) error {
	h.n++
	return h.textNamed(n, words, fmt.Sprint("text ", h.n))
}

func (h *hall) textNamed(n int, words, event string) error {
	return h.bot.Receive(context.Background(), providers.Inbound{
		Provider: "test", EventID: event, From: h.key(n).Address, To: providers.Address{Kind: providers.Phone, Value: "+447700900060"}, Text: words, Sent: h.now, Received: h.now,
	})
}

// hears texts and returns the answer.
func (h *hall) hears(n int, words string) string {
	h.t.Helper()
	before := len(h.said[h.key(n).Address.Value])
	require.NoError(h.t, h.text(n, words))
	said := h.said[h.key(n).Address.Value][before:]
	return strings.Join(said, "\n")
}

// tend does all that happens by itself now.
func (h *hall) tend() {
	h.t.Helper()
	for range 4 {
		require.NoError(h.t, h.bot.Tend(context.Background()))
		_, err := h.bot.Work(context.Background())
		require.NoError(h.t, err)
		due, err := h.store.Due(context.Background(), h.now, 100)
		require.NoError(h.t, err)
		for _, w := range due {
			require.NoError(h.t, h.bot.Wake(context.Background(), w))
		}
	}
}

func (h *hall) last(n int) string {
	said := h.said[h.key(n).Address.Value]
	if len(said) == 0 {
		return ""
	}
	return said[len(said)-1]
}

func (h *hall) register() places.Register {
	r, _, err := h.store.Register(context.Background(), "town", "tea")
	require.NoError(h.t, err)
	return r
}

func (h *hall) coming() int { return len(h.register().Coming()) }

const (
	teaIn    = "You are on the list. Text STOP to stop."
	teaFirst = "Sorry, it is full. You are first in line. We will text you if a place comes up."
)

func TestWhateverEndsItGivesThePlaceToTheNext(t *testing.T) {
	for _, words := range []string{"no", "STOP", "STOP TEA", "please stop texting me", "FORGET"} {
		t.Run(words, func(t *testing.T) {
			h := newHall(t, 1)
			require.Equal(t, teaIn, h.hears(1, "tea"))
			require.Equal(t, teaFirst, h.hears(2, "tea"))
			h.tend()
			h.hears(1, words)
			if words == "FORGET" {
				h.hears(1, "1")
			}
			h.tend()
			require.Contains(t, h.last(2), "Good news, a place has come up for Tea, Thursday 17 September, 10am. Want it?")
			require.Equal(t, 0, h.coming())
			require.Equal(t, "Great, see you there. If plans change text NO. Need a lift or help on the day? Text PERSON.", h.hears(2, "yes"))
			h.tend()
			require.Equal(t, 1, h.coming())
			h.now = h.now.Add(24 * time.Hour)
			h.tend()
			require.Equal(t, 1, h.coming(), "it is not given back by anything that comes later")
		})
	}
}

func TestATextThatComesAgainTakesNothing(t *testing.T) {
	h := newHall(t, 1)
	require.NoError(t, h.textNamed(1, "tea", "one"))
	require.NoError(t, h.textNamed(1, "tea", "one"))
	require.Equal(t, 1, h.coming())
	h.tend()
	h.hears(1, "no")
	h.tend()
	require.NoError(t, h.textNamed(1, "tea", "one"), "the network brings it once more, after they have said no")
	require.Equal(t, 0, h.coming())
	require.Equal(t, teaIn, h.hears(2, "tea"))
	require.Len(t, h.said[h.key(1).Address.Value], 2)
}

func TestAPlaceOfACommitThatNeverCameIsGivenBack(t *testing.T) {
	h := newHall(t, 1)
	require.NoError(t, h.text(1, "menu"), "they are known here")
	h.store.lose = 1
	require.ErrorIs(t, h.textNamed(1, "tea", "one"), bot.ErrUnavailable)
	require.Equal(t, 1, h.coming(), "it may still come")
	require.Equal(t, teaFirst, h.hears(2, "tea"))
	h.now = h.now.Add(3 * time.Minute)
	h.tend()
	require.Equal(t, 0, h.coming())
	require.Contains(t, h.last(2), "a place has come up")

	require.NoError(t, h.textNamed(1, "tea", "one"), "the provider brings it again, late")
	require.Contains(t, h.last(1), "You are number 2 in line", "whoever was offered it has it held")
}

func TestAPlaceOfACommitThatComesAgainInTimeIsKept(t *testing.T) {
	h := newHall(t, 1)
	require.NoError(t, h.text(1, "menu"))
	h.store.lose = 1
	require.Error(t, h.textNamed(1, "tea", "one"))
	h.open()
	require.NoError(t, h.textNamed(1, "tea", "one"), "the journal is played again")
	require.Equal(t, teaIn, h.last(1))
	h.now = h.now.Add(time.Hour)
	h.tend()
	require.Equal(t, 1, h.coming())
}

// A place is given back because its turn did not come to be, and the turn comes just
// then: it is judged again, and takes the place anew.
func TestAPlaceGivenBackAsItsTurnCommits(t *testing.T) {
	h := newHall(t, 1)
	require.NoError(t, h.text(1, "menu"))
	h.store.before = func() {
		h.now = h.now.Add(3 * time.Minute)
		h.tend()
		require.Equal(t, 0, h.coming())
	}
	require.NoError(t, h.text(1, "tea"))
	require.Equal(t, teaIn, h.last(1))
	require.Equal(t, 1, h.coming())
	h.now = h.now.Add(time.Hour)
	h.tend()
	require.Equal(t, 1, h.coming())
}

func TestStopBetweenTheClaimAndTheCommitGivesItBack(t *testing.T) {
	h := newHall(t, 1)
	require.NoError(t, h.text(1, "menu"))
	h.store.before = func() { require.NoError(t, h.textNamed(1, "STOP", "stop")) }
	require.NoError(t, h.text(1, "tea"))
	require.Equal(t, 0, h.coming())
}

func TestAnEventThatMovesOrIsCancelledIsToldOnce(t *testing.T) {
	h := newHall(t, 1)
	h.hears(1, "tea")
	h.hears(2, "tea")
	h.tend()
	h.row = "Tea,2026-09-18 14:00,The barn,1,"
	h.tend()
	require.Equal(t, "Tea has changed. It is now Friday 18 September, 2pm, The barn. Can you still come?\n1 Yes\n2 No", h.last(1))
	require.Contains(t, h.last(2), "You are still in line for a place.")
	h.open()
	h.tend()
	require.Len(t, h.said[h.key(1).Address.Value], 2, "another process tells nobody again")

	h.row = "Tea,2026-09-18 14:00,The barn,1,yes"
	h.tend()
	require.Equal(t, "Sorry, Tea on Friday 18 September, 2pm has been cancelled. Please do not come. Text MENU for more.", h.last(1))
	require.Contains(t, h.last(2), "has been cancelled")
	require.Equal(t, 0, h.coming())
	h.at("2026-09-17 10:00")
	h.tend()
	require.Len(t, h.said[h.key(1).Address.Value], 3, "nobody is reminded")
	require.Contains(t, h.hears(3, "tea"), "has been cancelled")
}

func TestWhoeverIsInNeedIsNotOfferedAnything(t *testing.T) {
	h := newHall(t, 1)
	h.hears(1, "tea")
	h.hears(2, "tea")
	h.hears(3, "tea")
	h.tend()
	h.hears(2, "i want to die")
	before := len(h.said[h.key(2).Address.Value])
	h.hears(1, "no")
	h.tend()
	require.Len(t, h.said[h.key(2).Address.Value], before)
	require.Contains(t, h.last(3), "a place has come up")
	require.Equal(t, h.key(2), h.who(h.register().Line()[0].Person), "they keep their place in line")
}

func (h *hall) who(id string) bot.Key {
	for n := range 10 {
		thread, err := h.store.Thread(context.Background(), h.key(n))
		require.NoError(h.t, err)
		if thread.ID == id {
			return h.key(n)
		}
	}
	return bot.Key{}
}

func TestNothingIsOfferedAtNight(t *testing.T) {
	h := newHall(t, 1)
	h.hears(1, "tea")
	h.hears(2, "tea")
	h.tend()
	h.at("2026-09-15 22:00")
	h.hears(1, "no")
	h.tend()
	require.Equal(t, teaFirst, h.last(2))
	h.at("2026-09-16 08:00")
	h.tend()
	require.Contains(t, h.last(2), "Please reply by 2:30pm.")
}

func TestAReminderThatIsLateIsSentWhileItIsOfUse(t *testing.T) {
	for at, want := range map[string]string{
		"2026-09-16 10:00": "Reminder: Tea is tomorrow at 10am, The hall. Can you still come?\n1 Yes\n2 No",
		"2026-09-16 20:59": "Reminder: Tea is tomorrow at 10am, The hall. Can you still come?\n1 Yes\n2 No",
		"2026-09-16 23:00": "",
		"2026-09-17 08:00": "",
		"2026-09-17 09:30": "",
	} {
		h := newHall(t, 1)
		h.hears(1, "tea")
		h.tend()
		h.at(at)
		h.open()
		h.tend()
		h.open()
		h.tend()
		said := h.said[h.key(1).Address.Value][1:]
		if want == "" {
			require.Empty(t, said, at)
			continue
		}
		require.Equal(t, []string{want}, said, "once, at %s", at)
	}
}

// Fifty people text at once to two processes that each lose some commits.
func TestFiftyAtOnceForTenPlaces(t *testing.T) {
	h := newHall(t, 10)
	h.n = 1000
	var all sync.WaitGroup
	for n := 1; n <= 50; n++ {
		all.Go(func() {
			for {
				err := h.textNamed(n, "tea", fmt.Sprint("text of ", n))
				if err == nil {
					return
				}
				if !errors.Is(err, bot.ErrUnavailable) {
					panic(err)
				}
			}
		})
	}
	all.Wait()
	in := 0
	var line []string
	for n := 1; n <= 50; n++ {
		if h.last(n) == teaIn {
			in++
		} else {
			line = append(line, h.last(n))
		}
	}
	require.Equal(t, 10, in)
	require.Len(t, line, 40)
	slices.Sort(line)
	require.Len(t, slices.Compact(line), 40, "each has their own number in line")
}
