package fault_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/providers/sink"
)

var reaches = flag.String("fault.reach", "", "for how many people broadcasts are sent, such as 6500,100000; none leaves this load out")

// TestABroadcastReachesItsAudience is a load: it measures, and proves that
// everybody got the text once. See the page on speed.
func TestABroadcastReachesItsAudience(t *testing.T) {
	if *reaches == "" {
		t.Skip("make reach runs this")
	}
	program := filepath.Join(builds, "connective-reach")
	out, err := exec.Command("go", "build", "-o", program, "../").CombinedOutput()
	require.NoError(t, err, string(out))
	for _, size := range strings.Split(*reaches, ",") {
		n, err := strconv.Atoi(size)
		require.NoError(t, err)
		t.Run(size, func(t *testing.T) { reach(t, program, n) })
	}
}

func reach(t *testing.T, program string, n int) {
	h := newHouse(t, program, 1, sink.Config{})
	before := h.used()
	begun := time.Now()
	h.enrol(n)
	t.Logf("%d people have joined in %s; %d bytes of Redis each", n, time.Since(begun).Round(time.Second), (h.used()-before)/n)

	file := filepath.Join(t.TempDir(), "swap.yaml")
	require.NoError(t, os.WriteFile(file, []byte("org: echo\nto: {group: allotment}\nurgent: a load\nsay: {en: The hall is open today from 9 to 5. Bring a bag.}\n"), 0o644))
	id := strings.TrimSuffix(strings.Fields(h.command(time.Minute, "broadcast", "new", file, "--by", "Ada"))[2], ".")
	bots, redis := spent(h.bots[0].cmd.Process.Pid), spent(h.redis.Pid())
	begun = time.Now()
	h.command(time.Minute, "broadcast", "send", "echo", id)
	h.command(time.Minute, "broadcast", "approve", "echo", id, "--by", "Sam")
	h.becomes(id, broadcast.Holding, 10*time.Minute)
	t.Logf("whom it is for was written down in %s, and the first few have it", time.Since(begun).Round(10*time.Millisecond))

	most := h.bots[0].most(t)
	require.Eventually(t, func() bool { return h.sink.Accepted() > broadcast.FirstFew }, 3*time.Minute, 5*time.Millisecond)
	begun = time.Now()
	require.Eventually(t, func() bool { return h.sink.Accepted() >= n }, time.Hour, 5*time.Millisecond)
	took := time.Since(begun)
	c := h.becomes(id, broadcast.Done, 5*time.Minute)
	rest := n - broadcast.FirstFew
	bots, redis = spent(h.bots[0].cmd.Process.Pid)-bots, spent(h.redis.Pid())-redis
	t.Logf("%d people in %s: %.0f a second; %d µs of CPU each (%d + Redis %d); at most %d MB resident; Redis at the end %d bytes each",
		rest, took.Round(10*time.Millisecond), float64(rest)/took.Seconds(), (bots+redis).Microseconds()/int64(n), bots.Microseconds()/int64(n), redis.Microseconds()/int64(n),
		most()>>20, (h.used()-before)/n)

	got := map[string]bool{}
	for _, a := range h.sink.Accepts() {
		require.False(t, got[a.To], "somebody got it twice")
		got[a.To] = true
	}
	require.Len(t, got, n)
	require.Equal(t, n, c.Settled())
}

// used is how many bytes Redis holds.
func (h *house) used() int {
	h.t.Helper()
	out, err := exec.Command("redis-cli", "-u", h.store, "info", "memory").Output()
	require.NoError(h.t, err)
	_, rest, _ := bytes.Cut(out, []byte("used_memory:"))
	line, _, _ := bytes.Cut(rest, []byte("\r"))
	n, err := strconv.Atoi(string(line))
	require.NoError(h.t, err)
	return n
}

// tick is the system's unit of processor time, on every machine that runs Linux.
const tick = 10 * time.Millisecond

// spent is the processor time that a process has used.
func spent(pid int) time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	user, _ := strconv.Atoi(fields[11])   // written by the system
	system, _ := strconv.Atoi(fields[12]) //
	return time.Duration(user+system) * tick
}

// most follows how many bytes a process holds, until it is asked.
func (p *process) most(t *testing.T) func() int {
	var most atomic.Int64
	stop, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for every := time.NewTicker(100 * time.Millisecond); ; {
			kB, _ := strconv.Atoi(strings.TrimSuffix(p.resident(), " kB"))
			most.Store(max(most.Load(), int64(kB)<<10))
			select {
			case <-stop:
				every.Stop()
				return
			case <-every.C:
			}
		}
	}()
	return func() int { close(stop); <-ended; return int(most.Load()) }
}
