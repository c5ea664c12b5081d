package main

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheMemoryLimitIsNeverNearWhatLives(t *testing.T) {
	for living, want := range map[uint64]int64{
		0:         heapKept,
		20 << 20:  heapKept,
		72 << 20:  heapKept,
		100 << 20: 200 << 20,
		1 << 30:   2 << 30,
	} {
		require.Equal(t, want, memoryLimit(living), "%d MB live", living>>20)
	}
}

func TestWhatLivesIsReadFromTheRuntime(t *testing.T) {
	held := make([]byte, 32<<20)
	runtime.GC()
	require.GreaterOrEqual(t, living(), uint64(len(held)))
	runtime.KeepAlive(held)
}
