package main

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

const (
	// lazyGC lets the heap grow to five times what lives, a few MB, before it is
	// collected: under load collecting at twice as much would cost a tenth of the
	// machine. GOGC overrules it.
	lazyGC = 400
	// heapKept is the memory of the program that is not grown beyond, unless what
	// lives needs it. GOMEMLIMIT overrules it.
	heapKept = 144 << 20
	// looksAtHeap is how often it is asked how much lives.
	looksAtHeap = 10 * time.Second
)

// followMemory keeps the program small until ctx is done: it collects late while
// little lives, and earlier the more lives, at the latest at twice as much.
func followMemory(ctx context.Context) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(lazyGC)
	}
	if os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetMemoryLimit(heapKept)
	tick := time.NewTicker(looksAtHeap)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			debug.SetMemoryLimit(memoryLimit(living()))
		}
	}
}

// memoryLimit is never below twice what lives: there the collector would hardly
// do anything else.
func memoryLimit(living uint64) int64 { return max(heapKept, 2*int64(living)) }

// living is how many bytes the last collection found in use.
func living() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
