package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestABroadcastIsLookedAtBeforeItLeaves(t *testing.T) {
	t.Setenv("CONNECTIVE_PART_PRICE", "2.4")
	s := newPeopleTown(t)
	s.run(exitDone, "people", "import", "tea", s.list("people.csv", "07700 900101,Ann"+proof+"walk", "07700 900102,Ben"+proof+"walk"))
	file := filepath.Join(t.TempDir(), "walk.yaml")
	require.NoError(t, os.WriteFile(file, []byte("org: tea\nto: {group: walk}\nsay: {en: \"Hello <me.first_name|there>. The CMHT walk is off prior to Friday.\"}\n"), 0o600))
	said := s.run(exitDone, "broadcast", "new", file, "--by", "Ada")
	id := regexp.MustCompile(`[A-Z2-7a-z0-9-]{8,}`).FindString(s.run(exitDone, "broadcast", "list", "tea", "--json"))
	require.NotEmpty(t, id, said)

	said = s.run(exitDone, "broadcast", "preview", "tea", id)
	for _, words := range []string{
		"2 people, 2 parts in all", "It costs £0.05, at 2.4p a part", "…101", "…102", "Hello Ann.", "Hello Ben.",
		`Easier to read: "prior to" is hard to read for some: write "before".`, "Easier to read: not everybody knows what CMHT stands for: write it in full.",
	} {
		require.Contains(t, said, words)
	}
	require.NotContains(t, said, "7700900101", "no number is printed")
}
