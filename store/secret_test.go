package store

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOnlyTheSameSecretProvesTheSameInstallation(t *testing.T) {
	one, other := NewSecret(), NewSecret()
	a, err := DeriveKeys(one, nil)
	require.NoError(t, err)
	again, err := DeriveKeys(one, []string{other})
	require.NoError(t, err)
	b, err := DeriveKeys(other, nil)
	require.NoError(t, err)
	require.Equal(t, a.Prove("q"), again.Prove("q"))
	require.NotEqual(t, a.Prove("q"), b.Prove("q"))
	require.NotEqual(t, a.Prove("q"), a.Prove("another"))
}
