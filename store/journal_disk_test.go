package store

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
)

// faults makes real files that fail as a test wants, and notes what they see.
type faults struct {
	t                    testing.TB
	write, sync, open    func() error
	kept                 int // of the bytes of a write that fails
	writes, syncs, opens atomic.Int64
}

type faultyDisk struct {
	disk
	f      *faults
	broken bool
}

func failing(t testing.TB, b *bounds) *faults {
	f := &faults{t: t}
	works := func() error { return nil }
	f.write, f.sync, f.open = works, works, works
	b.disk = func(path string) (disk, error) {
		f.opens.Add(1)
		if err := f.open(); err != nil {
			return nil, err
		}
		d, err := openFile(path, 4<<10)
		return &faultyDisk{disk: d, f: f}, err
	}
	return f
}

func (d *faultyDisk) Write(b []byte) (int, error) {
	if d.f.writes.Add(1); d.broken {
		d.f.t.Error("a broken file is written again")
	}
	if err := d.f.write(); err != nil {
		d.broken = true
		n, _ := d.disk.Write(b[:min(d.f.kept, len(b))])
		return n, err
	}
	return d.disk.Write(b)
}

func (d *faultyDisk) Sync() error {
	d.f.syncs.Add(1)
	if err := d.f.sync(); err != nil {
		d.broken = true
		return err
	}
	return d.disk.Sync()
}

// refused checks that a text is not taken, and why.
func refused(t testing.TB, j *Journal, text string, why error) {
	t.Helper()
	tickets, err := j.Take(t.Context(), []providers.Inbound{says(text)})
	require.Nil(t, tickets)
	require.ErrorIs(t, err, bot.ErrUnavailable)
	require.ErrorIs(t, err, why)
	require.ErrorIs(t, j.Writable(), why)
}

func TestJournalBeginsANewFileWhenOneIsLargeOrOld(t *testing.T) {
	for name, grow := range map[string]func(b *bounds, h *hand){
		"large": func(b *bounds, _ *hand) { b.segment = 1 },
		"old":   func(b *bounds, h *hand) { h.move(b.age) },
	} {
		t.Run(name, func(t *testing.T) {
			dir, h := t.TempDir(), handAt()
			b := small(h)
			b.keep = 10 * time.Hour
			grow(&b, h)
			j := opened(t, dir, b)
			var tickets []bot.Ticket
			for n := range 4 {
				tickets = append(tickets, take(t, j, fmt.Sprint(n))...)
				grow(&b, h)
			}
			began := files(t, dir, suffixOpen)
			require.Len(t, began, 4)
			for _, ticket := range []bot.Ticket{tickets[0], tickets[2], tickets[3]} {
				require.NoError(t, j.Done(ticket))
			}
			tickets = append(tickets, take(t, j, "last")...)
			open, finished := files(t, dir, suffixOpen), files(t, dir, suffixFinished)
			require.Contains(t, open, began[1])
			for _, n := range []int{0, 2, 3} {
				require.NotContains(t, open, began[n])
				require.Contains(t, finished, strings.TrimSuffix(began[n], suffixOpen)+suffixFinished)
			}
			h.move(5 * time.Hour)
			require.NoError(t, j.Tried(t.Context(), tickets[1]))
			require.Subset(t, files(t, dir, suffixFinished), finished, "they are kept for a while")
			h.move(b.keep)
			require.NoError(t, j.Tried(t.Context(), tickets[1]))
			for _, name := range finished {
				require.NoFileExists(t, name)
			}
			require.NoError(t, j.Close())
			j = opened(t, dir, b)
			require.Equal(t, []string{"1", "last"}, words(j.Unfinished()), "a file with an unfinished text stays")
			require.NoError(t, j.Close())
		})
	}
}

func TestJournalThatIsFullRefusesTextsAndStillNotesWhatIsDone(t *testing.T) {
	dir, h := t.TempDir(), handAt()
	b := small(h)
	b.segment, b.most = 1, 2000
	j := opened(t, dir, b)
	var tickets []bot.Ticket
	for j.Writable() == nil {
		more, err := j.Take(t.Context(), []providers.Inbound{says("a text")})
		if err == nil {
			tickets = append(tickets, more...)
		}
		require.Less(t, len(tickets), 50)
	}
	require.Greater(t, len(tickets), 3)
	refused(t, j, "no room", ErrJournalFull)
	none, err := j.Take(t.Context(), nil)
	require.NoError(t, err)
	require.Empty(t, none)
	h.move(b.early)
	refused(t, j, "unfinished texts are never dropped", ErrJournalFull)
	for _, ticket := range tickets[1:] {
		require.NoError(t, j.Tried(t.Context(), ticket))
		require.NoError(t, j.Done(ticket))
	}
	refused(t, j, "finished ones are kept for a while", ErrJournalFull)
	h.move(b.early)
	take(t, j, "there is room")
	require.NoError(t, j.Writable())
	require.NoError(t, j.Close())
	j = opened(t, dir, b)
	require.Equal(t, []string{"a text", "there is room"}, words(j.Unfinished()))
	require.NoError(t, j.Close())
}

func TestJournalOnAFullDiskLivesOffItsReserve(t *testing.T) {
	dir, h := t.TempDir(), handAt()
	b := small(h)
	f := failing(t, &b)
	j := opened(t, dir, b)
	tickets := take(t, j, "one", "two")
	f.write = func() error { return syscall.ENOSPC }
	refused(t, j, "no room", syscall.ENOSPC)
	require.NoFileExists(t, j.reserve())
	f.write = func() error { return nil }
	taken := filepath.Join(j.reserve(), "taken by another") // so that it cannot be set aside again
	require.NoError(t, os.MkdirAll(taken, 0o700))
	h.move(time.Second)
	refused(t, j, "still no room", ErrJournalFull)
	require.NoError(t, j.Done(tickets[0]))
	require.NoError(t, j.Tried(t.Context(), tickets[1]))
	require.NoError(t, j.Close())

	j = opened(t, dir, b)
	require.Equal(t, []string{"two"}, words(j.Unfinished()))
	require.Equal(t, 1, j.Unfinished()[0].Tries)
	refused(t, j, "none at a start either", ErrJournalFull)
	require.NoError(t, os.RemoveAll(j.reserve()))
	take(t, j, "three")
	require.NoError(t, j.Writable())
	require.FileExists(t, j.reserve())
	require.NoError(t, j.Close())
}

func TestJournalLeavesAFileThatFailedAndBeginsANewOneLater(t *testing.T) {
	for name, c := range map[string]struct {
		kept        int
		write, sync error
	}{
		"a write fails":        {write: syscall.EIO},
		"a write is cut short": {write: io.ErrShortWrite, kept: 30},
		"a sync fails":         {sync: syscall.EIO},
		"the disk is full":     {write: syscall.ENOSPC, kept: 100},
	} {
		t.Run(name, func(t *testing.T) {
			dir, h := t.TempDir(), handAt()
			b := small(h)
			f := failing(t, &b)
			j := opened(t, dir, b)
			tickets := take(t, j, "before", "done meanwhile")
			why := cmp.Or(c.write, c.sync)
			f.kept, f.write, f.sync = c.kept, func() error { return c.write }, func() error { return c.sync }
			refused(t, j, "during", why)
			f.write, f.sync = func() error { return nil }, func() error { return nil }
			seen := f.writes.Load()
			h.move(time.Second - 1)
			refused(t, j, "too early", why)
			require.NoError(t, j.Done(tickets[1]))
			require.ErrorIs(t, j.Tried(t.Context(), tickets[0]), bot.ErrUnavailable)
			require.Equal(t, seen, f.writes.Load(), "nothing is written meanwhile")
			noFile := errors.New("no more files")
			f.open = func() error { return noFile }
			h.move(1)
			refused(t, j, "no new file", noFile)
			f.open = func() error { return nil }
			h.move(time.Second)
			take(t, j, "after")
			require.NoError(t, j.Writable())
			require.Len(t, files(t, dir, suffixOpen), 2)
			require.NoError(t, j.Close())
			j = opened(t, dir, b)
			got := words(j.Unfinished())
			require.Subset(t, got, []string{"before", "after"})
			require.NotContains(t, got, "too early")
			require.LessOrEqual(t, j.Found().Torn, 1)
			require.Zero(t, j.Found().Spoilt)
			require.NoError(t, j.Close())
		})
	}
}

func TestJournalLosesNothingItTookOnADiskThatFailsOften(t *testing.T) {
	for seed := range uint64(20) {
		dir, h := t.TempDir(), handAt()
		b := small(h)
		f := failing(t, &b)
		random := rand.New(rand.NewPCG(seed, 0))
		fail := func() error {
			if f.kept = random.IntN(500); f.kept < 60 {
				return syscall.EIO
			}
			return nil
		}
		j := opened(t, dir, b)
		f.write, f.sync, f.open = fail, fail, fail
		var want []string
		for n := range 200 {
			tickets, err := j.Take(t.Context(), []providers.Inbound{says(fmt.Sprint(n)), says(fmt.Sprint(n, " more"))})
			if err == nil {
				want = append(want, words(tickets)...)
			}
			h.move(time.Duration(random.IntN(900)) * time.Millisecond)
		}
		require.Greater(t, len(want), 20)
		_ = j.Close()
		f.open = func() error { return nil }
		j = opened(t, dir, b)
		require.Subset(t, words(j.Unfinished()), want)
		require.NoError(t, j.Close())
	}
}

func TestJournalTextsThatComeTogetherShareASync(t *testing.T) {
	dir, h := t.TempDir(), handAt()
	b := small(h)
	f := failing(t, &b)
	const callers, each = 64, 50
	var mu sync.Mutex
	want := map[string]bool{}
	synctest.Test(t, func(t *testing.T) {
		j := opened(t, dir, b)
		begun := time.Now()
		take(t, j, "alone")
		require.EqualValues(t, 1, f.syncs.Load())
		require.Zero(t, time.Since(begun), "a lone text waits for nobody")

		gate := make(chan struct{})
		f.sync = func() error { <-gate; return nil }
		var work sync.WaitGroup
		for c := range callers {
			work.Go(func() {
				for n := range each {
					text := fmt.Sprint(c, " ", n)
					tickets, err := j.Take(t.Context(), []providers.Inbound{says(text)})
					if err != nil {
						t.Error(err)
						return
					}
					if n%2 == 0 {
						if err := j.Done(tickets[0]); err != nil {
							t.Error(err)
						}
						continue
					}
					mu.Lock()
					want[text] = true
					mu.Unlock()
				}
			})
		}
		synctest.Wait() // one or more are being synced, all others wait
		require.EqualValues(t, 2, f.syncs.Load())
		close(gate)
		work.Wait()
		require.Less(t, f.syncs.Load(), int64(callers*each-callers/2))
		t.Log(callers*each, "texts,", f.syncs.Load(), "syncs")
		require.NoError(t, j.Close())
	})
	j := opened(t, dir, b)
	require.Len(t, j.Unfinished(), 1+len(want))
	for _, text := range words(j.Unfinished())[1:] {
		require.True(t, want[text])
	}
	require.NoError(t, j.Close())
}
