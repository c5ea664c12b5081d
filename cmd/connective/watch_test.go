package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// lockedBuffer may be written by one goroutine and read by another.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// soon waits until something is true.
func soon(t *testing.T, what func() bool, out *lockedBuffer) {
	t.Helper()
	require.Eventually(t, what, 20*time.Second, 5*time.Millisecond, "%s", out)
}

func TestLintWatchesWhatIsSaved(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	write("org.yaml", "name: Tea Town\nnumber: \"+447700900002\"\n")
	write("tea.yaml", "start: {words: [TEA]}\nsteps:\n  top: {say: Tea comes.}\n")
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	var out lockedBuffer
	status := make(chan int)
	go func() {
		status <- run(ctx, []string{"flows", "lint", "--watch", dir}, streams{strings.NewReader(""), &out, &out})
	}()
	rounds := func() int { return strings.Count(out.String(), "watching "+dir) }
	soon(t, func() bool { return rounds() == 1 }, &out)
	require.NotContains(t, out.String(), "error:")
	require.NotContains(t, out.String(), "\x1b", "only a terminal is cleared")

	write("tea.yaml", "start: {words: [TEA]}\nsteps:\n  top: {sya: Tea comes.}\n")
	soon(t, func() bool { return rounds() == 2 }, &out)
	require.Contains(t, out.String(), `tea.yaml:3:9: error: a step can't have "sya"`)

	before := len(out.String())
	write("notes.txt", "this is no flow")
	write("tea.yaml", "start: {words: [TEA]}\nsteps:\n  top: {say: Tea comes!}\n")
	soon(t, func() bool { return rounds() >= 3 }, &out)
	require.NotContains(t, out.String()[before:], "error:", "it is mended")

	require.NoError(t, os.Remove(filepath.Join(dir, "tea.yaml")))
	soon(t, func() bool { return rounds() >= 4 }, &out)
	stop()
	require.Equal(t, exitDone, <-status, "Ctrl-C is how it ends")
}

func TestWatchNoticesEveryKindOfChangeAndNothingElse(t *testing.T) {
	dir := t.TempDir()
	flow := filepath.Join(dir, "town", "tea.yaml")
	require.NoError(t, os.Mkdir(filepath.Dir(flow), 0o700))
	w := folderWatch{dirs: []string{dir}}
	states := map[string]string{w.state(): "nothing"}
	fresh := func(what string) {
		require.Empty(t, states[w.state()], what)
		states[w.state()] = what
	}
	require.NoError(t, os.WriteFile(flow, []byte("a: b\n"), 0o600))
	fresh("a new file")
	require.NoError(t, os.Chtimes(flow, time.Time{}, time.Date(2026, 9, 1, 10, 0, 0, 0, time.UTC)))
	fresh("saved again, as long as before")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "groups.csv"), nil, 0o600))
	fresh("a list")
	require.NoError(t, os.Rename(flow, strings.Replace(flow, "tea", "milk", 1)))
	fresh("another name")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "town", ".milk.yaml.swp"), []byte("x"), 0o600))
	require.Equal(t, "another name", states[w.state()], "what an editor keeps beside a file is none")
}

func TestWatchEndsWhenItsWorkFails(t *testing.T) {
	w := folderWatch{dirs: []string{t.TempDir()}, every: time.Millisecond}
	require.ErrorIs(t, w.run(t.Context(), func() error { return os.ErrClosed }), os.ErrClosed)
}
