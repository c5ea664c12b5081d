package versions_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/memory"
	"github.com/connective-messaging/connective/bot/versions"
	"github.com/connective-messaging/connective/flows"
)

var tuesday = time.Date(2026, 9, 15, 10, 0, 0, 0, time.UTC)

func (p *process) now(h *house) func() time.Time { return func() time.Time { return h.now } }

// flaky is an archive that can be away, and hands out other files than were
// published.
type flaky struct {
	*memory.Archive
	mu      sync.Mutex
	away    bool
	spoil   bool
	instead flows.Files // of those that were published
	reads   int
}

func (f *flaky) set(change func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change()
}

func (f *flaky) Heads(c context.Context) (map[string]versions.Head, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.away {
		return nil, fmt.Errorf("read: %w", bot.ErrUnavailable)
	}
	return f.Archive.Heads(c)
}

func (f *flaky) Files(c context.Context, org, version string) (flows.Files, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.reads++
	switch {
	case f.away:
		return nil, fmt.Errorf("read: %w", bot.ErrUnavailable)
	case f.instead != nil:
		return f.instead, nil
	case f.spoil:
		return flows.Files{"org.yaml": []byte("nmae: Mill\n")}, nil
	}
	return f.Archive.Files(c, org, version)
}

func TestWhatCannotBeLoadedChangesNothing(t *testing.T) {
	h := newHouse(t, tea, 0)
	a := &flaky{Archive: h.archive}
	b := h.start(a)
	require.Equal(t, askDrink, h.text(b, 1, "hello"))
	loaded := b.shelf.Standings()[0].Loaded

	a.spoil = true
	newest := h.publish(moreMilk(t), false)
	require.NoError(t, b.shelf.Refresh(ctx))
	standing := b.shelf.Standings()[0]
	require.Equal(t, loaded, standing.Loaded)
	require.Equal(t, versions.Head{N: 2, Version: newest.Version}, standing.Newest)
	require.Contains(t, standing.Fault, "org.yaml")
	require.Equal(t, "Sugar in your Milk?", h.text(b, 1, "2"))
	require.Equal(t, askDrink, h.text(b, 2, "hello"))
	reads := a.reads
	require.NoError(t, b.shelf.Refresh(ctx))
	require.Equal(t, reads, a.reads, "it is not tried again until something is published")

	a.spoil = false
	h.publish(moreMilk(t), true)
	require.NoError(t, b.shelf.Refresh(ctx))
	require.Empty(t, b.shelf.Standings()[0].Fault)
	require.Equal(t, 3, b.news)
}

func TestAProcessThatStartsTakesTheNewestThatItCanRead(t *testing.T) {
	h := newHouse(t, tea, 0)
	h.publish(moreMilk(t), false)
	broken := flows.Files{"org.yaml": []byte(orgYAML), "tea.yaml": []byte(tea), "x.yaml": []byte("steps:\n  a: {say: A.}\n")}
	h.publishFiles(broken, false)
	h.archive.Lose("mill", broken.Version())
	b := h.start(h.archive)
	require.Equal(t, int64(2), b.shelf.Standings()[0].Loaded.N)
	require.NotEmpty(t, b.shelf.Standings()[0].Fault)
	require.Equal(t, "Tea, milk or water?\n1 Tea\n2 Milk\n3 Water", h.text(b, 1, "hello"))
}

func TestAnOrganisationOfWhichNothingCanBeLoadedStillAnswers(t *testing.T) {
	h := newHouse(t, tea, 0)
	broken := flows.Files{"org.yaml": []byte(orgYAML + "unknown: key\n"), "tea.yaml": []byte(tea)}
	a := &flaky{Archive: h.archive, instead: broken}
	b := h.start(a)
	require.Empty(t, b.shelf.Standings()[0].Loaded)
	require.Equal(t, "Mill Town", b.shelf.Book().Orgs["mill"].Name)
	require.Contains(t, h.text(b, 1, "hello"), "a person will read it")
	require.Contains(t, h.text(b, 2, "STOP"), "Mill Town will not text you again")

	a.instead = nil
	h.publish(moreMilk(t), false)
	require.NoError(t, b.shelf.Refresh(ctx))
	require.Equal(t, "Tea, milk or water?\n1 Tea\n2 Milk\n3 Water", h.text(b, 3, "hello"))
	require.Contains(t, h.text(b, 2, "TEA"), "You have stopped texts", "the stop is kept")
}

func TestAnOrganisationThatWasNeverPublishedAndHasAnErrorAnswersUntilItIs(t *testing.T) {
	h := &house{t: t, archive: memory.NewArchive(), threads: memory.New(), now: tuesday}
	b := h.start(h.archive)
	require.Equal(t, "nobody has this line", h.text(b, 1, "hello"))
	book, found := flows.Load(fstest.MapFS{"mill/org.yaml": {Data: []byte(orgYAML)}, "mill/tea.yaml": {Data: []byte("title: Tea\nstep: {}\n")}})
	require.NotEmpty(t, found)
	b.shelf.StandIn(book.Broken)
	require.Contains(t, h.text(b, 1, "hello"), "a person will read it")
	require.Contains(t, h.text(b, 2, "I want to die"), "116 123")
	require.Contains(t, h.text(b, 3, "STOP"), "Mill Town will not text you again")

	h.publish(tea, false)
	require.NoError(t, b.shelf.Refresh(ctx))
	require.Equal(t, askDrink, h.text(b, 4, "hello"))
	b.shelf.StandIn(nil)
	require.Equal(t, "Sugar in your Milk?", h.text(b, 4, "2"))
}

func TestAnArchiveThatIsAwayStopsTextsAndChangesNothing(t *testing.T) {
	h := newHouse(t, tea, 0)
	a := &flaky{Archive: h.archive}
	_, err := versions.Open(ctx, &flaky{Archive: h.archive, away: true}, nil, nil)
	require.ErrorIs(t, err, bot.ErrUnavailable)
	b := h.start(a)
	h.text(b, 1, "hello")
	h.publish(moreMilk(t), false)
	require.NoError(t, b.shelf.Refresh(ctx))
	b = h.start(a) // it holds no older version yet
	a.away = true
	require.ErrorIs(t, b.shelf.Refresh(ctx), bot.ErrUnavailable)
	_, err = b.shelf.Beside(ctx, b.shelf.Book().Orgs["mill"], h.conversation(1))
	require.ErrorIs(t, err, bot.ErrUnavailable, "the text waits in the journal, it is not answered by guess")
	require.Len(t, b.shelf.Book().Orgs, 1)
	a.away = false
	require.Equal(t, "Sugar in your Milk?", h.text(b, 1, "2"))
}

func TestAnArchiveThatWasWipedTakesNobodyAway(t *testing.T) {
	h := newHouse(t, tea, 1)
	b := h.bots[0]
	h.text(b, 1, "hello")
	h.archive.Wipe()
	h.refresh()
	require.Contains(t, b.shelf.Standings()[0].Fault, "publish it again")
	require.Equal(t, "Sugar in your Milk?", h.text(b, 1, "2"))
	h.publish(moreMilk(t), false)
	h.refresh()
	require.Empty(t, b.shelf.Standings()[0].Fault)
	require.Equal(t, "Tea, milk or water?\n1 Tea\n2 Milk\n3 Water", h.text(b, 2, "hello"))
}

func TestTwoWhoPublishAtOnce(t *testing.T) {
	h := newHouse(t, tea, 1)
	files := flows.Files{"org.yaml": []byte(orgYAML), "tea.yaml": []byte(moreMilk(t))}
	var won, lost int
	for range 8 {
		switch _, err := versions.Publish(ctx, h.archive, "mill", files, versions.Publication{At: h.now}, 1); {
		case err == nil:
			won++
		case errors.Is(err, versions.ErrOvertaken):
			lost++
		}
	}
	require.Equal(t, []int{1, 7}, []int{won, lost})
}

// TestRunLoadsWhatItIsToldOf has the shelf told of what is published as a
// replica is, and tries again while the archive is away.
func TestRunLoadsWhatItIsToldOf(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, tea, 0)
		a := &flaky{Archive: h.archive}
		b := h.start(a)
		running, stop := context.WithCancel(ctx)
		var done sync.WaitGroup
		done.Go(func() { require.NoError(t, b.shelf.Run(running)) })
		tell := func() {
			heads, err := a.Archive.Heads(ctx)
			require.NoError(t, err)
			b.shelf.Heads(heads)
			synctest.Wait()
		}
		tell()
		require.Equal(t, 1, b.news, "nothing new")
		a.set(func() { a.away = true })
		h.publish(moreMilk(t), false)
		tell()
		require.Equal(t, int64(1), b.shelf.Standings()[0].Loaded.N)
		a.set(func() { a.away = false })
		tell()
		require.Equal(t, int64(2), b.shelf.Standings()[0].Loaded.N)
		b.deaf = errors.New("nobody listens")
		h.publish(tea, false)
		before := b.news
		tell()
		tell()
		require.Equal(t, before+2, b.news, "what could not be told is told again")
		b.deaf = nil
		tell()
		tell()
		require.Equal(t, before+3, b.news)
		stop()
		done.Wait()
	})
}

// TestOlderVersionsAreHeldWithinBounds has one person in each of many versions.
func TestOlderVersionsAreHeldWithinBounds(t *testing.T) {
	h := newHouse(t, tea, 0)
	a := &flaky{Archive: h.archive}
	b := h.start(a)
	const many = 80
	for n := range many {
		h.publish(other(t, "tea: Tea,", fmt.Sprintf("tea: Tea, t%d: Tea %d,", n, n)), false)
		require.NoError(t, b.shelf.Refresh(ctx))
		h.text(b, n, "hello")
	}
	a.reads = 0
	for range 2 {
		for n := range many {
			require.NotContains(t, h.text(b, n, "soup"), changed)
		}
	}
	require.Greater(t, a.reads, many, "not all of them are held")
	before := a.reads
	for range 20 {
		h.text(b, many/2, "milk")
		h.text(b, many/2, "tea") // the sugar, then whatever it leads to
	}
	require.LessOrEqual(t, a.reads, before+1, "one that is in use is")
}
