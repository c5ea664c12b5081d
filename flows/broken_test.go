package flows

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite the files that tests compare with")

// same compares a text with a file, or writes the file when told to.
func same(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err, "run  go test ./flows -update")
	require.Equal(t, string(want), got, "run  go test ./flows -update  if this is meant")
}

// harmless are files with marks that editors leave and nobody needs to know of.
var harmless = map[string]bool{"bom.yaml": true, "windows-lines.yaml": true, "mac-lines.yaml": true}

// wholeFile are the codes that are about a file and not about a line of it.
var wholeFile = map[string]bool{"empty": true, "not-text": true, "too-big": true}

// wellExplained checks what must be true of every finding: it has a place, the
// caret stands on the line, it says why and how to mend it, and none of it is in
// the words of the YAML library.
func wellExplained(t *testing.T, f Finding) {
	t.Helper()
	require.NotEmpty(t, f.Message, f.Code)
	require.NotEmpty(t, f.Why, "%s\nthe reason is missing", f)
	require.NotEmpty(t, f.Fix, "%s\nthe fix is missing", f)
	for _, theirs := range []string{"did not find", "mapping values", "could not find", "block mapping", "while parsing", "while scanning", "go-yaml"} {
		require.NotContains(t, f.String(), theirs)
	}
	if !wholeFile[f.Code] {
		require.Positive(t, f.Pos.Line, f.String())
		require.Positive(t, f.Pos.Column, f.String())
		require.LessOrEqual(t, f.Pos.Column, len([]rune(f.Excerpt))+1, f.String())
	}
}

func TestWhatIsBrokenIsExplained(t *testing.T) {
	files, err := filepath.Glob("testdata/broken/*.yaml")
	require.NoError(t, err)
	require.Greater(t, len(files), 80)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			files := folder("")
			files["try.yaml"] = &fstest.MapFile{Data: text}
			book, found := Load(files)
			if !harmless[filepath.Base(file)] {
				require.Empty(t, book.Orgs)
			}
			for _, f := range found {
				wellExplained(t, f)
			}
			same(t, strings.TrimSuffix(file, ".yaml")+".golden", printed(found))
		})
	}
}
