package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// reader is somebody who does what docs/first-flow.md says, and knows nothing else.
type reader struct {
	t     *testing.T
	doc   string
	lines []string // what the page says to type, in order
}

func newReader(t *testing.T) *reader {
	t.Helper()
	page, err := os.ReadFile("../../docs/first-flow.md")
	require.NoError(t, err)
	r := &reader{t: t, doc: string(page)}
	for i, block := range strings.Split(r.doc, "```sh\n") {
		if i > 0 {
			block, _, _ = strings.Cut(block, "```")
			r.lines = append(r.lines, strings.Split(strings.TrimSpace(block), "\n")...)
		}
	}
	t.Chdir(t.TempDir())
	return r
}

// types types the next line of the page, which must be this one, and returns the
// exit status and what is printed.
func (r *reader) types(line, answers string) (status int, out string) {
	r.t.Helper()
	require.NotEmpty(r.t, r.lines, "the page ends before: "+line)
	said, _, _ := strings.Cut(r.lines[0], " #")
	require.Equal(r.t, line, strings.TrimSpace(said), "the page says something else")
	r.lines = r.lines[1:]
	var both bytes.Buffer
	status = run(context.Background(), strings.Fields(line)[1:], streams{strings.NewReader(answers), &both, &both})
	return status, both.String()
}

// does types a line that must work.
func (r *reader) does(line string) string {
	r.t.Helper()
	status, out := r.types(line, "")
	require.Zero(r.t, status, out)
	return out
}

// passes goes over a line that is shown elsewhere.
func (r *reader) passes(line string) {
	r.t.Helper()
	require.Equal(r.t, line, r.lines[0])
	r.lines = r.lines[1:]
}

// block is what the page shows in a block of its own that holds some words.
func (r *reader) block(words string) string {
	r.t.Helper()
	for i, block := range strings.Split(r.doc, "```") {
		if i%2 == 1 && strings.Contains(block, words) {
			_, block, _ = strings.Cut(block, "\n")
			return block
		}
	}
	require.Fail(r.t, "the page shows nothing of this", words)
	return ""
}

// changes replaces words in a file of the folder.
func (r *reader) changes(file, old, with string) {
	r.t.Helper()
	file = filepath.Join("my-org", file)
	text, err := os.ReadFile(file)
	require.NoError(r.t, err)
	require.Contains(r.t, string(text), old)
	require.NoError(r.t, os.WriteFile(file, []byte(strings.Replace(string(text), old, with, 1)), 0o644))
}

// translates fills in the last column that is asked for, as a translator would.
func (r *reader) translates(file string, words map[string]string) {
	r.t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(r.t, err)
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff")))).ReadAll()
	require.NoError(r.t, err)
	filled := 0
	for _, row := range rows {
		if welsh, ok := words[row[3]]; ok && row[4] == "" {
			row[4] = welsh
			filled++
		}
	}
	require.Equal(r.t, len(words), filled)
	var out bytes.Buffer
	require.NoError(r.t, csv.NewWriter(&out).WriteAll(rows))
	require.NoError(r.t, os.WriteFile(file, out.Bytes(), 0o644))
}

func TestTheFirstFlowGoesAsThePageSays(t *testing.T) {
	town := newTeaTown(t) // a Redis, and the settings that reach it
	r := newReader(t)
	r.passes("go install ./cmd/connective")
	r.does("connective flows new my-org")
	_, said := r.types("connective chat --flows my-org", "HELLO\nYES\n1\n/quit\n")
	require.Contains(t, said, "You are in Walking group.")

	r.changes("welcome.yaml", "  done:\n", r.block("either: Either -> dne")+"  done:\n")
	status, said := r.types("connective flows lint my-org", "")
	require.Equal(t, 1, status)
	require.Contains(t, said, `did you mean "done"?`)
	require.Contains(t, said, "connective flows explain no-such-step")
	r.changes("welcome.yaml", "dne", "done")
	r.passes("connective demo --flows my-org")

	status, said = r.types("connective flows test my-org", "")
	require.Equal(t, 1, status)
	require.Contains(t, said, "3 conversations, 2 did not go as written")
	r.changes("welcome.chat", "= joined walk", "> 2\n= joined walk")
	r.changes("welcome.chat", "= joined tea", "> 1\n= joined tea")
	require.Contains(t, r.does("connective flows test --update my-org"), "3 conversations, 0 did not")
	said = r.does("connective flows test --cover my-org")
	require.Contains(t, said, "arrows that transcripts take: 6 of 9")
	r.changes("welcome.chat", "# No means no", r.block("in all our groups")+"\n# No means no")

	r.does("connective flows translate my-org cy")
	r.does("connective flows translate my-org cy --csv welsh.csv")
	r.translates("welsh.csv", map[string]string{
		"Would mornings or afternoons suit you?": "Bore neu brynhawn?", "Mornings": "Bore", "Afternoons": "Prynhawn", "Either": "Y naill neu'r llall",
	})
	require.Contains(t, r.does("connective flows translate my-org cy --csv-in welsh.csv"), "13 texts, all done")
	require.Contains(t, r.does("connective flows test --update my-org"), "4 conversations, 0 did not")
	chat, err := os.ReadFile("my-org/welcome.chat")
	require.NoError(t, err)
	require.Contains(t, string(chat), "You are in all our groups.")
	require.Contains(t, string(chat), "< Bore neu brynhawn?")
	r.does("connective flows graph my-org --out pictures")
	require.FileExists(t, "pictures/welcome.svg")
	r.publishes(town)
	require.Empty(t, r.lines, "the page goes on")
}

// publishes is the last chapter. What serve does is done by a bot of the test's.
func (r *reader) publishes(town *teaTown) {
	r.t.Helper()
	r.passes("connective flows publish my-org")
	settings := strings.Replace(r.block("fake_signing_key"), `""`, os.Getenv("CONNECTIVE_SECRET"), 1)
	require.NoError(r.t, os.WriteFile("connective.yaml", []byte(settings), 0o644))
	for _, name := range []string{"CONNECTIVE_SECRET", "CONNECTIVE_FLOWS"} {
		require.NoError(r.t, os.Unsetenv(name))
	}
	r.does("connective flows new live/my-org")
	r.passes("connective serve")
	town.done("flows", "publish", "live/my-org", "--yes") // as the first start does
	r.passes("connective simulate fake --to +447700900010 HELLO YES")
	town.line = "+447700900010"
	town.text(1, "HELLO")
	require.Contains(r.t, town.text(1, "YES"), "Which group")

	said := town.plain(r.does("connective flows publish my-org --dry-run"))
	require.Contains(r.t, said, "1  at welcome/which  finish on version VERSION; --move would take them along")
	r.passes("connective flows publish my-org --move")
	said = town.done("flows", "publish", "my-org", "--move", "--yes")
	shown, _, _ := strings.Cut(r.block("move to which"), "\nPublish this?")
	require.Contains(r.t, said, town.plain(shown))
	require.Contains(r.t, town.text(1, "1"), "Would mornings or afternoons suit you?")

	require.Equal(r.t, 3, strings.Count(r.does("connective flows versions my-org"), "\n"))
	r.passes("connective flows rollback my-org")
	town.done("flows", "rollback", "my-org", "--yes")
	require.Contains(r.t, town.text(1, "2"), "You are in Walking group.", "whoever is in the middle ends as they began")
	town.text(2, "HELLO")
	town.text(2, "YES")
	require.Contains(r.t, town.text(2, "1"), "You are in Walking group.")
}
