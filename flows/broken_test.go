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

func TestWhatIsBrokenIsExplained(t *testing.T) {
	files, err := filepath.Glob("testdata/broken/*.yaml")
	require.NoError(t, err)
	require.Greater(t, len(files), 20)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			files := folder("")
			files["try.yaml"] = &fstest.MapFile{Data: text}
			book, found := Load(files)
			require.Empty(t, book.Orgs)
			same(t, strings.TrimSuffix(file, ".yaml")+".golden", printed(found))
		})
	}
}
