package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// blockOf is the block of a text that begins with some words, without what stands
// before its lines.
func blockOf(t *testing.T, text, begins string) string {
	t.Helper()
	_, rest, found := strings.Cut(text, begins)
	require.True(t, found, begins)
	var lines []string
	for line := range strings.SplitSeq(begins+rest, "\n") {
		if line = strings.TrimSpace(line); line == "" || line == "```" {
			break
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n") + "\n"
}

// TestTheListOfTheGuideFitsANewOrganisation types what docs/groups.md and the help
// show, for the organisation that  flows new  makes and for Wenbridge.
func TestTheListOfTheGuideFitsANewOrganisation(t *testing.T) {
	s := newStaffTown(t)
	t.Setenv("CONNECTIVE_ALLOW_TEST_NUMBERS", "true")
	guide, err := os.ReadFile("../../docs/groups.md")
	require.NoError(t, err)
	dir := os.Getenv("CONNECTIVE_FLOWS")
	wenbridge, err := filepath.Abs("../../flows/examples/wenbridge")
	require.NoError(t, err)
	t.Chdir(t.TempDir())
	s.run(exitDone, "flows", "new", "my-org")
	for _, folder := range []string{"my-org", wenbridge} {
		require.NoError(t, os.CopyFS(filepath.Join(dir, filepath.Base(folder)), os.DirFS(folder)))
		s.run(exitDone, "flows", "publish", "--yes", folder)
	}
	for name, text := range map[string]string{"guide": string(guide), "help": peopleImport{}.Help()} {
		require.NoError(t, os.WriteFile("people.csv", []byte(blockOf(t, text, "number,consent,")), 0o600))
		for _, org := range []string{"my-org", "wenbridge"} {
			require.Contains(t, s.run(exitDone, "people", "import", org, "people.csv", "--dry-run"), "1 row: 1 would be added, 0 would be updated, 0 unchanged, 0 refused.", "%s, %s", name, org)
		}
	}
	typed := blockOf(t, string(guide), "connective people import my-org")
	for line := range strings.SplitSeq(strings.TrimSpace(typed), "\n") {
		require.Contains(t, s.run(exitDone, strings.Fields(line)[1:]...), "1 row: 1 ")
	}
	require.Contains(t, s.run(exitDone, "people", "export", "my-org", "everybody.csv"), "1")
	all, err := os.ReadFile("everybody.csv")
	require.NoError(t, err)
	require.Contains(t, string(all), "walk")
}
