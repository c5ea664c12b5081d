package inbox_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/inbox"
)

// shelf is a store of cases that tells of its changes.
type shelf struct {
	mu    sync.Mutex
	files map[string]bot.CaseFile
	news  chan bot.CaseNews
	away  bool
	whole int // times that all were read
}

func newShelf(ids ...string) *shelf {
	s := &shelf{files: map[string]bot.CaseFile{}, news: make(chan bot.CaseNews, 1000)}
	for _, id := range ids {
		s.files[id] = file(id)
	}
	return s
}

func file(id string) bot.CaseFile {
	return bot.CaseFile{Case: bot.Case{ID: id}, Key: bot.Key{Org: "mill"}}
}

func (s *shelf) OpenHeads(_ context.Context, org string) (all []bot.CaseFile, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.whole++; s.away {
		return nil, bot.ErrUnavailable
	}
	for _, f := range s.files {
		if f.Key.Org == org && f.Closed.IsZero() {
			all = append(all, f)
		}
	}
	return all, nil
}

func (s *shelf) Head(_ context.Context, org, id string) (bot.CaseFile, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch f, ok := s.files[id]; {
	case s.away:
		return f, bot.ErrUnavailable
	case !ok || f.Key.Org != org:
		return f, bot.ErrNoCase
	default:
		return f, nil
	}
}

func (s *shelf) CaseNews(context.Context) <-chan bot.CaseNews { return s.news }

func (s *shelf) change(id string, how func(*bot.CaseFile)) {
	s.mu.Lock()
	f := s.files[id]
	if f.ID == "" {
		f = file(id)
	}
	how(&f)
	s.files[id] = f
	s.mu.Unlock()
	s.news <- bot.CaseNews{Org: "mill", ID: id}
}

// running gives a test a board that is kept up.
func running(t *testing.T, s *shelf, test func(b *inbox.Board)) {
	synctest.Test(t, func(t *testing.T) {
		b := inbox.NewBoard(s, slog.New(slog.DiscardHandler))
		s.news = make(chan bot.CaseNews, 1000)
		done := make(chan error)
		go func() { done <- b.Run(t.Context()) }()
		test(b)
		close(s.news)
		require.NoError(t, <-done)
	})
}

func open(t *testing.T, b *inbox.Board, org string) map[string]bot.CaseFile {
	t.Helper()
	files, err := b.Open(t.Context(), org)
	require.NoError(t, err)
	byID := map[string]bot.CaseFile{}
	for _, f := range files {
		byID[f.ID] = f
	}
	return byID
}

func TestABoardFollowsTheStore(t *testing.T) {
	s := newShelf("a", "b")
	running(t, s, func(b *inbox.Board) {
		require.Len(t, open(t, b, "mill"), 2)
		require.Empty(t, open(t, b, "river"), "another organisation's")
		changed := b.Changed("mill")
		other := b.Changed("river")
		s.change("b", func(f *bot.CaseFile) { f.Urgent = true })
		<-changed
		require.True(t, open(t, b, "mill")["b"].Urgent)
		s.change("c", func(*bot.CaseFile) {})
		s.change("a", func(f *bot.CaseFile) { f.Closed = time.Now() })
		synctest.Wait()
		require.Contains(t, open(t, b, "mill"), "c")
		require.NotContains(t, open(t, b, "mill"), "a")
		select {
		case <-other:
			t.Fatal("nothing of theirs has changed")
		default:
		}
		require.Equal(t, 2, s.whole, "all are read once for each organisation")
	})
}

func TestWhatWasMissedIsReadAnew(t *testing.T) {
	s := newShelf("a")
	running(t, s, func(b *inbox.Board) {
		open(t, b, "mill")
		s.mu.Lock()
		s.files["b"] = file("b") // and no word of it
		s.mu.Unlock()
		require.NotContains(t, open(t, b, "mill"), "b")
		changed := b.Changed("mill")
		s.news <- bot.CaseNews{}
		<-changed
		require.Contains(t, open(t, b, "mill"), "b")

		s.mu.Lock()
		s.files["c"] = file("c")
		s.mu.Unlock()
		<-b.Changed("mill") // by itself, in a minute
		require.Contains(t, open(t, b, "mill"), "c")
	})
}

func TestManyChangesAtOnceAreReadAsAWhole(t *testing.T) {
	s := newShelf()
	running(t, s, func(b *inbox.Board) {
		open(t, b, "mill")
		for n := range 500 {
			s.change(fmt.Sprint(n), func(*bot.CaseFile) {})
		}
		synctest.Wait()
		require.Len(t, open(t, b, "mill"), 500)
	})
}

func TestAStoreThatIsAwayIsToldAndAskedAgain(t *testing.T) {
	s := newShelf("a")
	running(t, s, func(b *inbox.Board) {
		s.away = true
		_, err := b.Open(t.Context(), "mill")
		require.True(t, errors.Is(err, bot.ErrUnavailable))
		s.away = false
		require.Len(t, open(t, b, "mill"), 1)
		s.mu.Lock()
		s.away = true
		s.mu.Unlock()
		s.change("a", func(f *bot.CaseFile) { f.Urgent = true })
		synctest.Wait()
		s.mu.Lock()
		s.away = false
		s.mu.Unlock()
		require.True(t, open(t, b, "mill")["a"].Urgent)
	})
}
