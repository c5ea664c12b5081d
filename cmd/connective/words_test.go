package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOneIsNotSaidAsMany(t *testing.T) {
	require.Equal(t, "1 error", counted(1, "error"))
	require.Equal(t, "0 errors", counted(0, "error"))
	require.Equal(t, "1 person", countedPeople(1))
	require.Equal(t, "12 people", countedPeople(12))
	require.Contains(t, toldOf(0), "nobody is told")
	require.Contains(t, toldOf(1), "1 person is told")
	require.Contains(t, toldOf(2), "2 people are told")
}
