package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/rehearsal"
	"github.com/connective-messaging/connective/web"
)

// openStudy makes a folder with a flow, beside a file that is nobody's business.
func openStudy(t *testing.T) (*authors, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "teas")
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "old.yaml"), 0o755))
	for name, text := range map[string]string{"../secret.yaml": "secret", "tea.yaml": "title: Tea\n", "note.txt": "mine", "tea.chat": "# Tea\n"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o640))
	}
	require.NoError(t, os.Symlink("../secret.yaml", filepath.Join(dir, "link.yaml")))
	require.NoError(t, os.Symlink("note.txt", filepath.Join(dir, "within.csv")))
	a, err := openAuthors(dir, "teas")
	require.NoError(t, err)
	t.Cleanup(a.close)
	return a, dir
}

func TestAuthorsReadTheFilesOfTheirFolderAlone(t *testing.T) {
	a, _ := openStudy(t)
	files, err := a.Read("teas")
	require.NoError(t, err)
	require.Len(t, files, 3)
	require.Equal(t, "mine", string(files["within.csv"]), "a link within the folder is read, as the loader does")
	require.Equal(t, "title: Tea\n", string(files["tea.yaml"]))
	require.Equal(t, "# Tea\n", string(files["tea.chat"]))
}

func TestAFileIsSavedInOnePieceAsItWasOpened(t *testing.T) {
	a, dir := openStudy(t)
	was := rehearsal.Mark([]byte("title: Tea\n"))
	require.NoError(t, a.Save("teas", "tea.yaml", []byte("title: Brew\n"), was))
	text, err := os.ReadFile(filepath.Join(dir, "tea.yaml"))
	require.NoError(t, err)
	require.Equal(t, "title: Brew\n", string(text))
	info, err := os.Stat(filepath.Join(dir, "tea.yaml"))
	require.NoError(t, err)
	require.Equal(t, fs.FileMode(0o640), info.Mode().Perm(), "whoever could read it can")

	require.ErrorIs(t, a.Save("teas", "tea.yaml", []byte("title: Cup\n"), was), web.ErrChanged)
	require.ErrorIs(t, a.Save("teas", "tea.yaml", []byte("title: Cup\n"), ""), web.ErrChanged, "a new file takes no other's place")
	require.ErrorIs(t, a.Save("teas", "cup.yaml", []byte("title: Cup\n"), was), web.ErrChanged, "it was deleted")
	require.NoError(t, a.Save("teas", "cup.yaml", []byte("title: Cup\n"), ""))
	left, err := filepath.Glob(filepath.Join(dir, ".*"))
	require.NoError(t, err)
	require.Empty(t, left, "nothing half written stays")
}

func TestNothingIsSavedOutsideOfTheFolder(t *testing.T) {
	a, dir := openStudy(t)
	for _, name := range []string{"../secret.yaml", "/etc/x.yaml", "old.yaml/x.yaml", "link.yaml", "within.csv", "old.yaml", "note.txt", "tea.sh", "", ".", "..", "new\x00.yaml"} {
		for _, was := range []string{"", rehearsal.Mark([]byte("secret"))} {
			require.Error(t, a.Save("teas", name, []byte("taken"), was), "%q", name)
		}
	}
	text, err := os.ReadFile(filepath.Join(dir, "../secret.yaml"))
	require.NoError(t, err)
	require.Equal(t, "secret", string(text))
}
