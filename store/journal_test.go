package store

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
)

// hand is a clock that stands still until it is moved.
type hand struct{ nanos atomic.Int64 }

// handAt starts a day ago: files are then never older than what is in them.
func handAt() *hand {
	h := &hand{}
	h.nanos.Store(time.Now().Add(-24 * time.Hour).UnixNano())
	return h
}

func (h *hand) now() time.Time       { return time.Unix(0, h.nanos.Load()) }
func (h *hand) move(d time.Duration) { h.nanos.Add(int64(d)) }

// small is the usual bounds with a clock of its own, hardly a reserve, and files
// that are laid out a little ahead.
func small(h *hand) bounds {
	b := usualBounds()
	b.now, b.reserve = h.now, 5000
	b.disk = func(path string) (disk, error) { return openFile(path, 4<<10) }
	return b
}

func keysOf(t testing.TB, secret byte, older ...byte) Keys {
	t.Helper()
	text := func(b byte) string { return fmt.Sprintf("%064x", b) }
	var old []string
	for _, o := range older {
		old = append(old, text(o))
	}
	k, err := DeriveKeys(text(secret), old)
	require.NoError(t, err)
	return k
}

func opened(t testing.TB, dir string, b bounds) *Journal {
	t.Helper()
	j, err := openJournal(dir, keysOf(t, 1), b)
	require.NoError(t, err)
	return j
}

func says(text string) providers.Inbound {
	return providers.Inbound{
		Provider: "messagebird", EventID: "event " + text, Text: text,
		From: providers.Address{Kind: providers.Phone, Value: "+447700900012"},
		To:   providers.Address{Kind: providers.Phone, Value: "+447700900099"},
	}
}

func take(t testing.TB, j *Journal, texts ...string) []bot.Ticket {
	t.Helper()
	var in []providers.Inbound
	for _, text := range texts {
		in = append(in, says(text))
	}
	tickets, err := j.Take(context.Background(), in)
	require.NoError(t, err)
	require.Len(t, tickets, len(texts))
	return tickets
}

func words(tickets []bot.Ticket) []string {
	said := []string{}
	for _, t := range tickets {
		said = append(said, t.Inbound.Text)
	}
	return said
}

// files returns the names of the files with an ending, the oldest first.
func files(t testing.TB, dir, suffix string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*"+suffix))
	require.NoError(t, err)
	slices.Sort(names)
	return names
}

// endsOf tells where each record ends.
func endsOf(t testing.TB, whole []byte) (ends []int) {
	t.Helper()
	for b := whole; len(b) > 0; {
		_, rest, ok := readRecord(b)
		require.True(t, ok)
		b = rest
		ends = append(ends, len(whole)-len(b))
	}
	return ends
}

func TestJournalCutAtAnyByteKeepsWhatWasWhollyWritten(t *testing.T) {
	dir, h := t.TempDir(), handAt()
	j := opened(t, dir, small(h))
	var texts []string
	for n := range 4 {
		texts = append(texts, fmt.Sprint("text ", n))
		take(t, j, texts[n])
	}
	require.NoError(t, j.Close())
	name := files(t, dir, suffixOpen)[0]
	whole, err := os.ReadFile(name)
	require.NoError(t, err)
	ends := endsOf(t, whole)
	require.Len(t, ends, len(texts))
	dir = t.TempDir()
	for cut := range len(whole) + 1 {
		require.NoError(t, os.RemoveAll(dir))
		require.NoError(t, os.MkdirAll(dir, 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(dir, filepath.Base(name)), whole[:cut], 0o600))
		kept, exact := slices.BinarySearch(ends, cut)
		if exact {
			kept++
		}
		want := Found{Unfinished: kept}
		if len(bytes.Trim(whole[:cut][lastEnd(ends, cut):], "\x00")) > 0 { // zeros look as if nothing was written
			want.Torn = 1
		}
		j := opened(t, dir, small(h))
		require.Equal(t, texts[:kept], words(j.Unfinished()), "cut at %d", cut)
		require.Equal(t, want, j.Found(), "cut at %d", cut)
		take(t, j, "after the cut")
		require.NoError(t, j.Close())
		j = opened(t, dir, small(h))
		require.Equal(t, append(slices.Clone(texts[:kept]), "after the cut"), words(j.Unfinished()), "cut at %d", cut)
		require.Equal(t, Found{Unfinished: kept + 1}, j.Found(), "a tear is met once")
		require.NoError(t, j.Close())
	}
}

// lastEnd is where the last whole record before a cut ends.
func lastEnd(ends []int, cut int) int {
	last := 0
	for _, end := range ends {
		if end <= cut {
			last = end
		}
	}
	return last
}

// A file that a crash left is laid out ahead of what was written.
func TestJournalThatWasKilledIsReadToItsLastRecord(t *testing.T) {
	dir, h := t.TempDir(), handAt()
	j := opened(t, dir, small(h))
	take(t, j, "one", "two")
	recent, err := j.Recent(time.Time{})
	require.NoError(t, err)
	require.Equal(t, []string{"one", "two"}, words(recent), "while it is written")
	name := files(t, dir, suffixOpen)[0]
	left, err := os.ReadFile(name)
	require.NoError(t, err)
	require.NoError(t, j.Close())
	whole, err := os.ReadFile(name)
	require.NoError(t, err)
	require.Greater(t, len(left), len(whole), "it was laid out ahead")
	require.NoError(t, os.WriteFile(name, left, 0o600))
	j = opened(t, dir, small(h))
	require.Equal(t, []string{"one", "two"}, words(j.Unfinished()))
	require.Equal(t, Found{Unfinished: 2}, j.Found())
	info, err := os.Stat(name)
	require.NoError(t, err)
	require.EqualValues(t, len(whole), info.Size())
	require.NoError(t, j.Close())
}

func TestJournalReadsAroundWhatTheDiskHasChanged(t *testing.T) {
	dir, h := t.TempDir(), handAt()
	j := opened(t, dir, small(h))
	take(t, j, "one", "two", "three", "four", "five")
	require.NoError(t, j.Close())
	name := files(t, dir, suffixOpen)[0]
	whole, err := os.ReadFile(name)
	require.NoError(t, err)
	ends := endsOf(t, whole)
	dir = t.TempDir()
	for at := ends[0]; at < ends[1]; at++ { // each byte of the second text
		b := slices.Clone(whole)
		b[at] ^= 1 << (at % 8)
		b[ends[2]+5] ^= 0x80 // and one of the fourth
		require.NoError(t, os.RemoveAll(dir))
		require.NoError(t, os.MkdirAll(dir, 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(dir, filepath.Base(name)), b, 0o600))
		j := opened(t, dir, small(h))
		require.Equal(t, []string{"one", "three", "five"}, words(j.Unfinished()), "byte %d", at)
		require.Equal(t, Found{Unfinished: 3, Spoilt: 2}, j.Found(), "byte %d", at)
		require.NoError(t, j.Close())
	}
}

func TestJournalRemembersWhatBecameOfATextAndTheOrder(t *testing.T) {
	dir, h := t.TempDir(), handAt()
	j := opened(t, dir, small(h))
	tickets := append(take(t, j, "one", "two"), take(t, j, "three", "four")...)
	for range 3 {
		require.NoError(t, j.Tried(t.Context(), tickets[2]))
	}
	require.NoError(t, j.Spared(tickets[2]))
	require.NoError(t, j.Spared(tickets[3])) // there is nothing to take back
	require.NoError(t, j.Done(tickets[1]))
	require.NoError(t, j.Close())

	j = opened(t, dir, small(h))
	require.Equal(t, []string{"one", "three", "four"}, words(j.Unfinished()))
	require.Equal(t, []int{0, 2, 0}, []int{j.Unfinished()[0].Tries, j.Unfinished()[1].Tries, j.Unfinished()[2].Tries})
	require.Equal(t, tickets[0], j.Unfinished()[0])
	require.NoError(t, j.Tried(t.Context(), tickets[2]))
	require.NoError(t, j.Done(tickets[0]))
	require.NoError(t, j.Done(tickets[3]))
	take(t, j, "five")
	require.NoError(t, j.Close())

	j = opened(t, dir, small(h))
	require.Equal(t, []string{"three", "five"}, words(j.Unfinished()))
	require.Equal(t, 3, j.Unfinished()[0].Tries, "tries of an earlier run count")
	require.NoError(t, j.Close())
}

func TestJournalNeverRepeatsAnIDEvenWhenTheClockIsSetBack(t *testing.T) {
	dir, h := t.TempDir(), handAt()
	seen := map[uint64]bool{}
	last := uint64(0)
	for run := range 60 {
		j := opened(t, dir, small(h))
		for _, ticket := range take(t, j, "one", "two", "three") {
			require.False(t, seen[ticket.ID])
			require.Greater(t, ticket.ID, last)
			seen[ticket.ID], last = true, ticket.ID
			require.NoError(t, j.Done(ticket))
		}
		require.NoError(t, j.Close())
		h.move([]time.Duration{-2, 3, 2, -5, 1}[run%5])
		for range run % 3 {
			require.NoError(t, opened(t, dir, small(h)).Close()) // a run in which nothing arrives
			h.move(1)
		}
	}
}

func TestJournalKeepsTheOrderWhenTheClockIsSetBack(t *testing.T) {
	dir, h := t.TempDir(), handAt()
	j := opened(t, dir, small(h))
	first := take(t, j, "one", "two", "three")
	require.NoError(t, j.Close())
	h.move(-time.Hour)
	j = opened(t, dir, small(h))
	require.NoError(t, j.Done(first[0]))
	require.NoError(t, j.Tried(t.Context(), first[1]))
	take(t, j, "four")
	require.NoError(t, j.Close())
	h.move(-time.Hour)
	j = opened(t, dir, small(h))
	require.Equal(t, []string{"two", "three", "four"}, words(j.Unfinished()), "what is done stays done")
	require.Equal(t, 1, j.Unfinished()[0].Tries)
	recent, err := j.Recent(time.Time{})
	require.NoError(t, err)
	require.Equal(t, []string{"one", "two", "three", "four"}, words(recent))
	require.NoError(t, j.Close())
}

func TestJournalReturnsTheTextsTakenSinceAMoment(t *testing.T) {
	dir, h := t.TempDir(), handAt()
	b := small(h)
	b.age = time.Minute // several files
	j := opened(t, dir, b)
	for n := range 6 {
		for _, ticket := range take(t, j, fmt.Sprint(n), fmt.Sprint(n, " more")) {
			if n < 4 {
				require.NoError(t, j.Done(ticket))
			}
		}
		h.move(30 * time.Second)
	}
	check := func() {
		for n := range 6 {
			since := h.now().Add(-time.Duration(6-n) * 30 * time.Second)
			recent, err := j.Recent(since)
			require.NoError(t, err)
			var want []string
			for ; n < 6; n++ {
				want = append(want, fmt.Sprint(n), fmt.Sprint(n, " more"))
			}
			require.Equal(t, want, words(recent))
		}
		recent, err := j.Recent(h.now())
		require.NoError(t, err)
		require.Empty(t, recent)
	}
	check()
	require.NotEmpty(t, files(t, dir, suffixFinished))
	require.NoError(t, j.Close())
	j = opened(t, dir, b)
	check()
	require.NoError(t, j.Close())
}
