package main

import (
	"bufio"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// heldTalk is a chat that a test types into.
type heldTalk struct {
	t    *testing.T
	in   *io.PipeWriter
	out  *bufio.Reader
	dir  string
	ends chan error
}

func holdTalk(t *testing.T, flow string) *heldTalk {
	t.Helper()
	h := &heldTalk{t: t, dir: filepath.Join(t.TempDir(), "tea"), ends: make(chan error, 1)}
	require.NoError(t, os.MkdirAll(h.dir, 0o755))
	h.write("org.yaml", teaOrg)
	h.write("tea.yaml", flow)
	typed, in := io.Pipe()
	shown, out := io.Pipe()
	h.in, h.out = in, bufio.NewReader(shown)
	go func() {
		err := chatCommand{Dir: h.dir, From: "+447700900101", At: "2026-09-15 10:00"}.Run(context.Background(), streams{typed, out, out})
		_ = out.Close() // never fails
		h.ends <- err
	}()
	t.Cleanup(func() {
		require.NoError(t, h.in.Close())
		rest, err := io.ReadAll(h.out)
		require.NoError(t, err)
		require.Empty(t, string(rest))
		require.NoError(t, <-h.ends)
	})
	return h
}

// write writes a file with a time of its own, however coarse the disk's clock.
func (h *heldTalk) write(name, text string) {
	h.t.Helper()
	file := filepath.Join(h.dir, name)
	last := time.Now().Add(-time.Hour)
	if info, err := os.Stat(file); err == nil {
		last = info.ModTime()
	}
	require.NoError(h.t, os.WriteFile(file, []byte(text), 0o644))
	require.NoError(h.t, os.Chtimes(file, time.Time{}, last.Add(time.Second)))
}

// says types a line, and expects these lines next.
func (h *heldTalk) says(typed string, lines ...string) {
	h.t.Helper()
	_, err := io.WriteString(h.in, typed+"\n")
	require.NoError(h.t, err)
	for _, want := range lines {
		got, err := h.out.ReadString('\n')
		require.NoError(h.t, err)
		require.Equal(h.t, want, strings.TrimRight(got, "\n"))
	}
}

func TestATalkIsPlayedAgainWhenTheFilesChange(t *testing.T) {
	h := holdTalk(t, teaFlow)
	h.says("hello", "< Tea or milk? Text STOP at any time.", "  1 Tea", "  2 Milk", "  (1 part · GSM)", "  (understood by: welcome)")
	h.write("tea.yaml", strings.Replace(teaFlow, "Tea or milk?", "Milk or tea?", 1))
	h.says("2", "  ", "  (the files have changed: the talk from the beginning)",
		"> hello", "< Milk or tea? Text STOP at any time.", "  1 Tea", "  2 Milk", "  (1 part · GSM)", "  (understood by: welcome)",
		"< Sugar in your Milk?", "  (1 part · GSM)", "  (understood by: number)")

	h.write("tea.yaml", strings.Replace(teaFlow, "  done: {", "  done: {sya: x, ", 1))
	h.says("no", "",
		"  tea.yaml:8:10: error: a step can't have \"sya\". [unknown-key]", `      8 |   done: {sya: x, say: "<drink>, <sugar>."}`, "        |          ^^^")
	for {
		line, err := h.out.ReadString('\n')
		require.NoError(t, err)
		if strings.HasPrefix(line, "  (1 error: the talk goes on with the flows of before)") {
			break
		}
	}
	h.says("/quit", "< Milk, no.", "  (1 part · GSM)", "  (understood by: answer)")
}
