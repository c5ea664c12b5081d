package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
)

// lane is an organisation in which neighbours tell and ask each other.
func lane(t testing.TB) *flows.Book {
	t.Helper()
	book, found := flows.Load(fstest.MapFS{
		"wenbridge/org.yaml":   {Data: []byte("name: Wenbridge\nnumber: \"+447700900999\"\nquiet: none\nmenu: [lane]\nconsents: {updates: News}\n")},
		"wenbridge/groups.csv": {Data: []byte("id,name\nlane,The lane\n")},
		"wenbridge/lane.yaml": {Data: []byte(`
start: {words: [LANE]}
steps:
  write: {ask: "What?", answer: text}
  post: {tell: {who: group lane except me, text: "A neighbour: <write>"}, say: Sent., then: end}
`)},
		"wenbridge/ask.yaml": {Data: []byte(`
start: {words: [ASK]}
steps:
  question: {ask: "What?", answer: text}
  poll: {tell: {who: group lane, text: <question>, options: [Yes please, Never], for: 1 day, save: poll}}
  wait_: {wait: 1 hour}
  result: {tell: {who: group lane, text: "<question> <poll.results>"}}
`)},
	})
	for _, f := range found {
		require.NotEqual(t, flows.Error, f.Severity, f.String())
	}
	return book
}

// flaky is a store whose process dies after so many commits.
type flaky struct {
	*store.Store
	left atomic.Int64
}

var errDied = errors.New("the process died")

func (f *flaky) Commit(ctx context.Context, turn bot.Turn) error {
	if f.left.Add(-1) < 0 {
		return errDied
	}
	return f.Store.Commit(ctx, turn)
}

// begun is when the talks in the lane begin. The outbox has a clock of its own.
var begun = time.Now()

// laneBot is the bot of the lane, at an hour that can be moved.
func laneBot(t testing.TB, s bot.Threads, all *store.Store, now *atomic.Int64) *bot.Bot {
	book := lane(t)
	return bot.New(bot.Config{
		Threads: s, Book: func() *flows.Book { return book }, Members: all.Members, Jobs: all, Tallies: all,
		Now: func() time.Time { return begun.Add(time.Duration(now.Load())) },
	})
}

func texts(t testing.TB, b *bot.Bot, n int, event, words string) {
	t.Helper()
	require.NoError(t, b.Receive(context.Background(), providers.Inbound{
		Provider: "test", EventID: event, From: key(n).Address, To: providers.Address{Kind: providers.Phone, Value: "+447700900999"}, Text: words,
	}))
}

// toldTexts are the texts that leave, without what was said to the one who told.
func toldTexts(t testing.TB, s *store.Store) []string {
	t.Helper()
	sent, _ := dispatch(t, s)
	return slices.DeleteFunc(sent, func(text string) bool {
		return text == "What?" || text == "Sent." || strings.HasPrefix(text, "Thank you.")
	})
}

func TestEverybodyIsToldOnceHoweverOftenTheProcessDies(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		const people = 30
		var numbers []int
		for n := range people {
			numbers = append(numbers, n)
		}
		joins(t, s, numbers...)
		var now atomic.Int64
		dying := &flaky{Store: s}
		dying.left.Store(1000)
		b := laneBot(t, dying, s, &now)
		texts(t, b, 0, "e1", "LANE")
		texts(t, b, 0, "e2", "The power is off")
		rounds := 0
		for done := 0; done == 0; rounds++ {
			require.Less(t, rounds, 50)
			dying.left.Store(7)
			now.Add(int64(61 * time.Second)) // whoever took it has died
			done, _ = b.Work(context.Background())
		}
		require.Greater(t, rounds, 2, "it was left several times")
		sent := toldTexts(t, s)
		require.Len(t, sent, people-1, "each once")
		for _, text := range sent {
			require.Equal(t, "A neighbour: The power is off", text)
		}
	})
}

// slow is a store whose process stands still in the middle of its commits.
type slow struct {
	*store.Store
	commits        atomic.Int64
	stands, goesOn chan struct{}
	standing       sync.Once
}

func (s *slow) Commit(ctx context.Context, turn bot.Turn) error {
	if strings.HasPrefix(turn.Event, "tell:") && s.commits.Add(1) > 3 {
		s.standing.Do(func() { close(s.stands) })
		<-s.goesOn
	}
	return s.Store.Commit(ctx, turn)
}

func TestAWorkerThatStandsStillAndAnotherTellEverybodyOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		joins(t, s, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9)
		var now atomic.Int64
		first := &slow{Store: s, stands: make(chan struct{}), goesOn: make(chan struct{})}
		b := laneBot(t, first, s, &now)
		texts(t, b, 0, "e1", "LANE")
		texts(t, b, 0, "e2", "Hello")
		var work sync.WaitGroup
		work.Go(func() { _, _ = b.Work(context.Background()) })
		<-first.stands
		now.Add(int64(61 * time.Second))
		done, err := laneBot(t, s, s, &now).Work(context.Background())
		require.NoError(t, err)
		require.Equal(t, 1, done, "the other has taken over")
		close(first.goesOn)
		work.Wait()
		require.Len(t, toldTexts(t, s), 9, "each once")
	})
}

func TestAPollIsCountedAcrossPartitionsAndToldToAll(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		joins(t, s, 0, 1, 2, 3, 4)
		var now atomic.Int64
		b := laneBot(t, s, s, &now)
		work := func() {
			_, err := b.Work(context.Background())
			require.NoError(t, err)
		}
		texts(t, b, 0, "e1", "ASK")
		texts(t, b, 0, "e2", "A bench?")
		work()
		require.Equal(t, slices.Repeat([]string{"A bench?\n1 Yes please\n2 Never"}, 5), toldTexts(t, s))
		for n, answer := range []string{"1", "yes please", "2", "Never!", "1"} {
			texts(t, b, n, fmt.Sprint("a", n), answer)
		}
		texts(t, b, 3, "changes", "1")
		texts(t, b, 3, "changes", "1")
		require.Empty(t, toldTexts(t, s))
		now.Store(int64(time.Hour))
		due, err := s.Due(context.Background(), begun.Add(time.Hour), 10)
		require.NoError(t, err)
		require.Len(t, due, 1)
		require.NoError(t, b.Wake(context.Background(), due[0]))
		work()
		require.Equal(t, slices.Repeat([]string{"A bench? Yes please 4, Never 1"}, 5), toldTexts(t, s))
	})
}

func TestJobsThatCannotBeDoneKeepNoOtherWaiting(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		joins(t, s, 0, 1)
		for n := range 100 {
			job := bot.Job{ID: fmt.Sprint("gone ", n), Org: "gone", Flow: "news", Made: begun.Add(-time.Hour), Until: begun.Add(48 * time.Hour)}
			_, err := s.AddJob(context.Background(), job)
			require.NoError(t, err)
		}
		var now atomic.Int64
		b := laneBot(t, s, s, &now)
		texts(t, b, 0, "e1", "LANE")
		texts(t, b, 0, "e2", "Hello")
		done, err := b.Work(context.Background())
		require.ErrorContains(t, err, "not loaded")
		require.Equal(t, 1, done)
		require.Equal(t, []string{"A neighbour: Hello"}, toldTexts(t, s))
	})
}
