package providertest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// golden compares what came out with what must.
func (s suite) golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join(s.Goldens, name)
	if *update {
		require.NoError(t, os.MkdirAll(s.Goldens, 0o755))
		require.NoError(t, os.WriteFile(path, got, 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got))
}

func (s suite) goldenJSON(t *testing.T, name string, got any) {
	t.Helper()
	raw, err := json.MarshalIndent(got, "", "  ")
	require.NoError(t, err)
	s.golden(t, name, append(raw, '\n'))
}
