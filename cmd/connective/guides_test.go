package main

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/transcript"
	"github.com/connective-messaging/connective/flows"
)

// guides are the pages that people read, by their path from the top.
func guides(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	top := os.DirFS("../..")
	for _, begin := range []string{"README.md", "CONTRIBUTING.md", "docs"} {
		require.NoError(t, fs.WalkDir(top, begin, func(name string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(name, ".md") {
				return err
			}
			text, err := fs.ReadFile(top, name)
			all[name] = string(text)
			return err
		}))
	}
	require.Greater(t, len(all), 20)
	return all
}

var (
	blocks  = regexp.MustCompile("(?s)```[a-z]*\n(.*?)```")
	spans   = regexp.MustCompile("`([^`\n]+)`")
	typed   = regexp.MustCompile(`^(?:\$ )?(?:go run \./cmd/|\./)?connective ([a-z].*)$`)
	remarks = regexp.MustCompile(`\s(?:#|>|\|)\s.*$`)
	pieces  = regexp.MustCompile(`"[^"]*"|\S+`)
	links   = regexp.MustCompile(`\]\(([^)\s]+)\)|src="([^"]+)"`)
	heads   = regexp.MustCompile(`(?m)^#+ (.*)$`)
	marks   = regexp.MustCompile(`[^\pL\pN_ -]`)
)

// typedIn is every command that a page says to type.
func typedIn(text string) (all []string) {
	var lines []string
	for _, b := range blocks.FindAllStringSubmatch(text, -1) {
		lines = append(lines, strings.Split(b[1], "\n")...)
	}
	for _, s := range spans.FindAllStringSubmatch(blocks.ReplaceAllString(text, ""), -1) {
		lines = append(lines, s[1])
	}
	for _, line := range lines {
		if m := typed.FindStringSubmatch(strings.TrimSpace(remarks.ReplaceAllString(line, ""))); m != nil {
			all = append(all, m[1])
		}
	}
	return all
}

// TestEveryCommandOfTheGuidesCanBeTyped gives each command one flag more that there
// is not: no other fault may come before it.
func TestEveryCommandOfTheGuidesCanBeTyped(t *testing.T) {
	count := 0
	for page, text := range guides(t) {
		for _, line := range typedIn(text) {
			var args []string
			for _, arg := range pieces.FindAllString(line, -1) {
				args = append(args, strings.Trim(arg, `"`))
			}
			count++
			var said bytes.Buffer
			run(context.Background(), append(args, "--no-such-flag"), streams{strings.NewReader(""), &said, &said})
			if !strings.Contains(said.String(), "no such file or directory") { // one of the reader's own
				require.Contains(t, said.String(), "unknown flag --no-such-flag", "%s: connective %s", page, line)
			}
		}
	}
	require.Greater(t, count, 100)
}

// TestTheConversationOfTheReadmeGoesAsWritten plays it in the town of the
// demonstration.
func TestTheConversationOfTheReadmeGoesAsWritten(t *testing.T) {
	examples, err := fs.Sub(flows.Examples, "examples")
	require.NoError(t, err)
	book, _ := flows.Load(examples)
	talks := 0
	for _, block := range blocks.FindAllStringSubmatch(guides(t)["README.md"], -1) {
		if strings.HasPrefix(block[1], "> ") {
			talks++
			require.Empty(t, transcript.Run(book.Orgs["wenbridge"], "README.md", []byte("# A talk\ngiven known\n"+block[1])).Failures)
		}
	}
	require.Equal(t, 1, talks)
}

// TestNoLinkOfTheGuidesIsDead follows the links to other pages, and to headings.
func TestNoLinkOfTheGuidesIsDead(t *testing.T) {
	all := guides(t)
	headings := map[string]map[string]bool{}
	for page, text := range all {
		headings[page] = map[string]bool{}
		for _, h := range heads.FindAllStringSubmatch(blocks.ReplaceAllString(text, ""), -1) {
			headings[page][strings.ReplaceAll(marks.ReplaceAllString(strings.ToLower(strings.TrimSpace(h[1])), ""), " ", "-")] = true
		}
	}
	for page, text := range all {
		for _, l := range links.FindAllStringSubmatch(spans.ReplaceAllString(blocks.ReplaceAllString(text, ""), ""), -1) {
			to := l[1] + l[2]
			if strings.HasPrefix(to, "https://") {
				continue
			}
			path, heading, _ := strings.Cut(to, "#")
			target := page
			if path != "" {
				target = filepath.Join(filepath.Dir(page), path)
			}
			_, err := os.Stat(filepath.Join("../..", target))
			require.NoError(t, err, "%s leads to %s", page, to)
			if heading != "" {
				require.Contains(t, headings[target], heading, "%s leads to %s", page, to)
			}
		}
	}
}
