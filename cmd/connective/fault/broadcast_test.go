package fault_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/providers/sink"
	"github.com/connective-messaging/connective/store/storetest"
)

var (
	members  = flag.Int("fault.members", 400, "how many people a broadcast is for")
	stops    = flag.Int("fault.stops", 40, "how many of them text STOP meanwhile")
	breaking = flag.Duration("fault.breaking", 10*time.Second, "how long bots and Redis are killed while it leaves")
)

func memberPhone(i int) string { return fmt.Sprintf("+999100%06d", i) }

// command runs a command of the program until it works: Redis may be away.
func (h *house) command(within time.Duration, args ...string) string {
	h.t.Helper()
	var out []byte
	var err error
	for end := time.Now().Add(within); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		cmd := exec.Command(h.program, args...)
		cmd.Env = h.bots[0].environ()
		if out, err = cmd.CombinedOutput(); err == nil {
			return string(out)
		}
	}
	require.NoError(h.t, err, "%v: %s", args, out)
	return ""
}

// status is how far a broadcast is.
func (h *house) status(id string) (b broadcast.Broadcast, c broadcast.Counts) {
	h.t.Helper()
	var said struct {
		broadcast.Broadcast
		Counts broadcast.Counts `json:"counts"`
	}
	require.NoError(h.t, json.Unmarshal([]byte(h.command(30*time.Second, "broadcast", "status", "echo", id, "--json")), &said))
	return said.Broadcast, said.Counts
}

func (h *house) becomes(id string, state broadcast.State, within time.Duration) broadcast.Counts {
	h.t.Helper()
	var b broadcast.Broadcast
	var c broadcast.Counts
	for end := time.Now().Add(within); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		if b, c = h.status(id); b.State == state {
			return c
		}
	}
	h.t.Fatalf("the broadcast is %s, not %s: %+v", b.State, state, c)
	return c
}

// stops texts STOP at some moment, until it is answered 200, as a provider does.
func (h *house) stops(phone string, after time.Duration) {
	time.Sleep(after) // when they happen to do so
	for n := range 600 {
		if h.bots[n%2].text("stop "+phone, phone, "STOP") == 200 {
			return
		}
		time.Sleep(100 * time.Millisecond) // the provider's own pause
	}
}

// A broadcast while bots are killed, Redis is killed, the provider fails in every
// way, and one in ten texts STOP at some moment.
func TestABroadcastReachesEachOnceOrIsListedUnderFaultsAndNobodyAfterStop(t *testing.T) {
	if *mutants {
		t.Skip("the mutants run instead")
	}
	t.Parallel() // most of it waits for the hold
	draw := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	broadcastUnderFaults(t, newHouse(t, build(t), 2, sink.Config{Modes: everyFault, Seed: draw.Uint64()}), draw)
}

// The same on three servers that share the slots, one of which is killed.
func TestABroadcastReachesEachOnceOrIsListedOnACluster(t *testing.T) {
	if *mutants {
		t.Skip("the mutants run instead")
	}
	t.Parallel()
	draw := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	url, servers := storetest.Masters(t)
	h := newHouseOn(t, url, build(t), 2, sink.Config{Modes: everyFault, Seed: draw.Uint64()})
	h.redis = servers[draw.IntN(len(servers))]
	broadcastUnderFaults(t, h, draw)
}

func broadcastUnderFaults(t *testing.T, h *house, draw *rand.Rand) {
	h.enrol(*members)
	file := filepath.Join(t.TempDir(), "swap.yaml")
	require.NoError(t, os.WriteFile(file, []byte("org: echo\nto: {group: allotment}\nsay: {en: Seed swap on Saturday.}\n"), 0o644))
	said := h.command(20*time.Second, "broadcast", "new", file, "--by", "Ada")
	id := strings.TrimSuffix(strings.Fields(said)[2], ".")
	h.command(20*time.Second, "broadcast", "send", "echo", id)
	h.command(20*time.Second, "broadcast", "approve", "echo", id, "--by", "Sam")
	first := h.becomes(id, broadcast.Holding, 30*time.Second)
	require.Equal(t, broadcast.FirstFew, first.Queued)

	stopped := h.breakWhileItLeaves(id, draw)
	counts := h.becomes(id, broadcast.Done, 20*time.Minute)
	require.True(t, h.atRest(2*time.Minute))
	require.Equal(t, *members, counts.People)
	require.Equal(t, counts.Queued, counts.Settled())

	h.eachOnceOrListed(counts, stopped)
}

// breakWhileItLeaves breaks everything for a while and returns who has texted STOP.
func (h *house) breakWhileItLeaves(id string, draw *rand.Rand) map[string]bool {
	over, ended := make(chan struct{}), sync.WaitGroup{}
	r := &trial{house: h, draw: draw, worse: true}
	stopped := map[string]bool{}
	for n := range *stops {
		stopped[memberPhone(n**members / *stops)] = true
	}
	for phone := range stopped {
		when := time.Duration(draw.Int64N(int64(*breaking)))
		ended.Go(func() { h.stops(phone, when) })
	}
	ended.Go(func() { r.breakThings(over) })
	h.command(time.Minute, "broadcast", "pause", "echo", id)
	h.command(time.Minute, "broadcast", "resume", "echo", id)
	time.Sleep(*breaking) // the faults themselves
	close(over)
	ended.Wait()
	_, c := h.status(id)
	before, whole := h.sink.Accepted(), time.Now()
	require.Eventually(h.t, func() bool { return h.sink.Accepted() > before || h.nothingWaits() }, time.Minute, 10*time.Millisecond)
	h.t.Logf("%d kills; once they ended, with %d texts to go, the next left within %s", r.kills, c.People-c.Settled(), time.Since(whole).Round(10*time.Millisecond))
	return stopped
}

// eachOnceOrListed holds what the provider took against what is known of it.
func (h *house) eachOnceOrListed(counts broadcast.Counts, stopped map[string]bool) {
	t := h.t
	got, goodbye := map[string]int{}, map[string]bool{}
	for _, a := range h.sink.Accepts() {
		phone := "+" + strings.TrimPrefix(a.To, "+")
		if !strings.Contains(a.Text, "Seed swap") {
			goodbye[phone] = true
			continue
		}
		require.False(t, goodbye[phone], "a broadcast after the answer to STOP")
		got[phone]++
		require.Equal(t, 1, got[phone], "the same broadcast twice")
	}
	missing := 0
	for i := range *members {
		if got[memberPhone(i)] == 0 && !stopped[memberPhone(i)] {
			missing++
		}
	}
	require.LessOrEqual(t, missing, counts.Unknown+counts.Failed, "everybody was sent it, or is listed")
	t.Logf("%d of %d were sent it; %d may have been, each is listed; %d stopped before", len(got), *members, counts.Unknown, counts.Withheld+counts.People-counts.Queued)
}
