package store

import (
	"bytes"
	"context"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
)

func TestJournalFilesDoNotShowWordsOrNumbers(t *testing.T) {
	dir := t.TempDir()
	j := opened(t, dir, small(handAt()))
	tickets := take(t, j, "I am not safe at home", "please ring me")
	require.NoError(t, j.Tried(t.Context(), tickets[0]))
	require.NoError(t, j.Done(tickets[1]))
	require.NoError(t, j.Close())
	all, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.NotEmpty(t, all)
	for _, f := range all {
		info, err := f.Info()
		require.NoError(t, err)
		require.Zero(t, info.Mode().Perm()&0o077, "nobody else may read %s", f.Name())
		b, err := os.ReadFile(dir + "/" + f.Name())
		require.NoError(t, err)
		for _, secret := range []string{"not safe", "ring me", "447700900012", "447700900099", "messagebird", "event"} {
			require.False(t, bytes.Contains(b, []byte(secret)), "%s in %s", secret, f.Name())
		}
	}
}

func TestJournalOpensTextsOfOlderSecrets(t *testing.T) {
	dir, b := t.TempDir(), small(handAt())
	j := opened(t, dir, b)
	take(t, j, "of the first secret")
	require.NoError(t, j.Close())
	j, err := openJournal(dir, keysOf(t, 2, 1), b)
	require.NoError(t, err)
	take(t, j, "of the second secret")
	require.NoError(t, j.Close())

	for range 3 { // a start that fails changes nothing, and keeps nobody out
		_, err = openJournal(dir, keysOf(t, 3, 2), b)
		require.ErrorIs(t, err, errSealed)
		require.ErrorContains(t, err, "CONNECTIVE_SECRET_OLD")
		require.NotContains(t, err.Error(), "447700900")
		require.Len(t, files(t, dir, suffixOpen), 2)
	}

	j, err = openJournal(dir, keysOf(t, 3, 2, 1), b)
	require.NoError(t, err)
	require.Equal(t, []string{"of the first secret", "of the second secret"}, words(j.Unfinished()))
	recent, err := j.Recent(time.Time{})
	require.NoError(t, err)
	require.Equal(t, j.Unfinished(), recent)
	require.NoError(t, j.Close())
}

func TestJournalTextPassedOffAsAnotherIsNotOpened(t *testing.T) {
	dir, b := t.TempDir(), small(handAt())
	j := opened(t, dir, b)
	take(t, j, "mine")
	require.NoError(t, j.Close())
	name := files(t, dir, suffixOpen)[0]
	whole, err := os.ReadFile(name)
	require.NoError(t, err)
	r, _, ok := readRecord(whole)
	require.True(t, ok)
	r.id++
	require.NoError(t, os.WriteFile(name, r.append(nil), 0o600))
	_, err = openJournal(dir, keysOf(t, 1), b)
	require.ErrorIs(t, err, errSealed)
}

func TestJournalIsOpenedByOneProcessAtATime(t *testing.T) {
	dir := t.TempDir()
	j, err := OpenJournal(dir, keysOf(t, 1))
	require.NoError(t, err)
	take(t, j, "one")
	_, err = OpenJournal(dir, keysOf(t, 1))
	require.ErrorIs(t, err, ErrJournalInUse)
	require.ErrorContains(t, err, "CONNECTIVE_DATA")
	take(t, j, "two")
	require.NoError(t, j.Close())
	j, err = OpenJournal(dir, keysOf(t, 1))
	require.NoError(t, err)
	require.Equal(t, []string{"one", "two"}, words(j.Unfinished()))
	require.NoError(t, j.Close())
}

func TestJournalThatIsClosedTakesNothing(t *testing.T) {
	j := opened(t, t.TempDir(), small(handAt()))
	require.NoError(t, j.Close())
	_, err := j.Take(t.Context(), []providers.Inbound{says("too late")})
	require.ErrorIs(t, err, bot.ErrUnavailable)
	require.ErrorIs(t, err, ErrJournalClosed)
}

func FuzzReadRecords(f *testing.F) {
	good := record{recordTaken, 7, time.Unix(0, 9), []byte("sealed")}.append(nil)
	f.Add([]byte{}, byte(1), uint64(1), int64(1), []byte("body"))
	f.Add(good, byte(3), uint64(7), int64(-1), []byte{})
	f.Add(append(bytes.Clone(good), good[:20]...), byte(2), uint64(1<<63), int64(1<<62), good)
	f.Add(append([]byte{0, 0, 0, 17, 0, 0, 0, 0}, good...), byte(4), uint64(0), int64(0), []byte(nil))
	f.Fuzz(func(t *testing.T, before []byte, kind byte, id uint64, at int64, body []byte) {
		want := record{recordKind(1 + kind%4), id, time.Unix(0, at), bytes.Clone(body)}
		if len(body)+fixBytes > mostBody {
			t.Skip()
		}
		b := want.append(bytes.Clone(before))
		var found []record
		keep := func(r record) { found = append(found, r) }

		tail, spoilt := readRecords(b[:len(before)], keep) // b goes on behind what it may read
		require.LessOrEqual(t, tail, len(before))
		sum := 0
		for _, r := range found {
			again := r.append(nil)
			require.True(t, bytes.Contains(before, again), "what is found was there")
			sum += len(again)
		}
		require.LessOrEqual(t, sum, tail)
		require.LessOrEqual(t, spoilt, len(found))
		require.Equal(t, sum == tail, spoilt == 0)

		first := len(found)
		found = nil
		tail, _ = readRecords(b, keep)
		require.Equal(t, len(b), tail)
		require.Len(t, found, first+1, "one more")
		last := found[first]
		require.True(t, last.kind == want.kind && last.id == id && last.at.Equal(want.at) && bytes.Equal(last.body, body))
		if readRecords(body, func(record) { first = -1 }); first < 0 {
			return // a record within a body: bodies are sealed, so that nobody can write one
		}
		for cut := len(before); cut < len(b); cut += 1 + len(b)/64 { // some of them will do
			n := 0
			readRecords(b[:cut], func(record) { n++ })
			require.Equal(t, first, n, "a record that is cut short is not read")
		}
	})
}

func BenchmarkJournalTake(b *testing.B) {
	open := func(b *testing.B) *Journal {
		bounds := usualBounds()
		bounds.most = 1 << 40
		j, err := openJournal(b.TempDir(), keysOf(b, 1), bounds)
		require.NoError(b, err)
		b.Cleanup(func() { require.NoError(b, j.Close()) })
		return j
	}
	one := func(b *testing.B, j *Journal) {
		tickets, err := j.Take(context.Background(), []providers.Inbound{says("I need help with my rent")})
		if err != nil {
			b.Error(err)
			return
		}
		if err := j.Done(tickets[0]); err != nil {
			b.Error(err)
		}
	}
	b.Run("serial", func(b *testing.B) {
		j := open(b)
		for b.Loop() {
			one(b, j)
		}
	})
	b.Run("parallel", func(b *testing.B) {
		j := open(b)
		b.SetParallelism(16)
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				one(b, j)
			}
		})
	})
}
