package store

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Whoever looks at what fails wants to know which script it is.
func TestEveryScriptHasTheNameOfItsFile(t *testing.T) {
	files, err := os.ReadDir(".")
	require.NoError(t, err)
	var want []string
	for _, f := range files {
		if name, ok := strings.CutSuffix(f.Name(), ".lua"); ok && name != "release" && name != "writes" { // they are parts of others
			want = append(want, name)
		}
	}
	s := newScripts(false)
	for _, script := range s.all() {
		require.NotEmpty(t, s.names()[script])
	}
	require.Len(t, s.names(), len(s.all()))
	require.ElementsMatch(t, want, slices.Compact(slices.Sorted(maps.Values(s.names()))))
}
