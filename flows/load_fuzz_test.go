package flows

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"
)

// FuzzLoad loads whatever stands in an organisation's files: it must neither
// panic nor take long, and what it lets through must be playable.
func FuzzLoad(f *testing.F) {
	seeds, err := filepath.Glob("testdata/broken/*.yaml")
	require.NoError(f, err)
	for _, folder := range []string{"millbrook", "wenbridge"} {
		more, err := filepath.Glob("examples/" + folder + "/*.yaml")
		require.NoError(f, err)
		seeds = append(seeds, more...)
	}
	for _, file := range seeds {
		text, err := os.ReadFile(file)
		require.NoError(f, err)
		f.Add(text, uint8(0))
		f.Add(text, uint8(1))
		f.Add(text, uint8(2))
	}
	f.Add([]byte("id,name,name:cy\nwalkers,Walking,Cerdded\n"), uint8(3))
	f.Add([]byte("id,lat,lon\nWA7,53.3,-2.7\n"), uint8(4))
	names := []string{"try.yaml", "org.yaml", "brew.cy.yaml", "groups.csv", "outcodes.csv"}
	f.Fuzz(func(t *testing.T, text []byte, which uint8) {
		files := folder("start: {words: [BREW]}\nsteps:\n  top: {ask: \"Tea, <me.area|friend>?\", options: {from: groups, empty: end}}\n-- brew.yaml --\nstart: {words: [TEA]}\nsteps:\n  top: {ask: Tea?, answer: text}\n")
		files[names[int(which)%len(names)]] = &fstest.MapFile{Data: text}
		book, found := Load(files)
		require.NotNil(t, book)
		for _, finding := range found {
			require.NotEmpty(t, finding.String())
			require.NotEmpty(t, finding.Message)
		}
		for _, org := range book.Orgs {
			for id := range org.Flows {
				played := org.Begin(Conversation{}, World{Now: time.Date(2026, 9, 15, 10, 0, 0, 0, time.UTC)}, id, nil)
				require.NotNil(t, org.Flows[id].turns)
				_ = played
			}
		}
	})
}

// largest returns the files that ask most of the loader, each as large as it
// lets a file be.
func largest() map[string]string {
	repeat := func(head, part string, size int) string {
		var text strings.Builder
		text.WriteString(head)
		for i := 0; text.Len() < size; i++ {
			text.WriteString(strings.ReplaceAll(part, "#", strconv.Itoa(i)))
		}
		return text.String()
	}
	const size = maxFile - 200
	return map[string]string{
		"steps":      repeat("steps:\n", "  s#: {ask: a, answer: text}\n", size),
		"brackets":   "steps: " + strings.Repeat("[", size),
		"curly":      "steps: " + strings.Repeat("{a: ", size/4),
		"tabs":       repeat("steps:\n", "\ta: b\n", size),
		"colons":     repeat("steps:\n", "  a#: b: c\n", size),
		"blanks":     "start: {words: [A]}\nsteps:\n  a: {say: \"" + strings.Repeat("<me.area>", size/9) + "\"}\n",
		"conditions": repeat("steps:\n  a:\n    when:\n", "      a# is b and not (c or d): end\n", size),
		"choices":    repeat("steps:\n  a:\n    ask: a\n    options:\n", "      c#: Choice # -> nowhere\n", size),
		"unknown":    repeat("", "abcdefghijklmnopqrstuvwxyz#: a\n", size),
		"hundred":    "start: {words: [A]}\n" + strings.Join(strings.SplitAfterN(repeat("steps:\n", "  s#: {ask: \"<s1> <s99>\", options: {a: A -> s1, b: B -> s50, c: C -> s98, d: D}}\n", size), "\n", 102)[:101], ""),
	}
}

func TestTheLargestFilesAreReadToTheirEnd(t *testing.T) {
	for name, text := range largest() {
		t.Run(name, func(t *testing.T) {
			_, found := Load(folder(text))
			require.NotEmpty(t, found)
			require.LessOrEqual(t, len(found), maxFile/10)
		})
	}
}

func BenchmarkLoadLargest(b *testing.B) {
	for name, text := range largest() {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				Load(folder(text))
			}
		})
	}
}
