package fault_test

import (
	"fmt"
	"net/http"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers/sink"
)

// status is what the bot answers at an address; 0 if it does not.
func (p *process) status(path string) int {
	r, err := p.house.client.Get("http://" + p.addr + path)
	if err != nil {
		return 0
	}
	defer r.Body.Close()
	return r.StatusCode
}

// stop asks the bot to end, and returns what tells once it has.
func (p *process) stop(t *testing.T) <-chan error {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	cmd := p.cmd
	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	return ended
}

func requireGoodEnd(t *testing.T, ended <-chan error) {
	t.Helper()
	select {
	case err := <-ended:
		require.NoError(t, err, "the exit status is 0")
	case <-time.After(45 * time.Second):
		t.Fatal("it does not end")
	}
}

// hold makes every call of the provider wait. It returns what tells that one has
// come, and what lets all of them go on.
func (h *house) hold() (come <-chan struct{}, let func()) {
	first, gate := make(chan struct{}, 1), make(chan struct{})
	wait := func() {
		select {
		case first <- struct{}{}:
		default:
		}
		<-gate
	}
	h.slow.Store(&wait)
	return first, func() { h.slow.Store(nil); close(gate) }
}

// crowd is people who each send one text, over several connections at once,
// without a break.
type crowd struct {
	mu     sync.Mutex
	next   int
	taken  map[string]int // by the id of the text: how often it was answered 200
	others map[string]int // the number of who sent it, of those that were not
	odd    []int          // answers other than 200, 503 and none
}

// text sends texts until that is so.
func (c *crowd) text(p *process, enough func() bool) {
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for !enough() {
				c.mu.Lock()
				c.next++
				n := c.next
				c.mu.Unlock()
				c.one(p, fmt.Sprint("crowd-", n), n)
			}
		})
	}
	all.Wait()
}

func (c *crowd) one(p *process, id string, n int) int {
	status := p.text(id, number(1000+n), "hello")
	c.mu.Lock()
	defer c.mu.Unlock()
	switch status {
	case http.StatusOK:
		c.taken[id]++
		delete(c.others, id)
	case http.StatusServiceUnavailable, 0:
		c.others[id] = n
	default:
		c.odd = append(c.odd, status)
	}
	return status
}

// SIGTERM comes while texts come in, and while the provider is slow with what is
// being sent.
func TestAGoodStopLosesNothingAndCutsNothingOff(t *testing.T) {
	h := newHouse(t, build(t), 1, sink.Config{}, "CONNECTIVE_STOP_NOTICE=1s")
	p := h.bots[0]
	come, let := h.hold()
	require.Equal(t, 200, p.text("slow", number(1), "hello"))
	<-come // a send is under way

	c := &crowd{taken: map[string]int{}, others: map[string]int{}}
	refused := make(chan struct{})
	var texting sync.WaitGroup
	texting.Go(func() {
		c.text(p, func() bool {
			select {
			case <-refused:
				return true
			default:
				return false
			}
		})
	})
	ended := p.stop(t)
	require.Eventually(t, func() bool { return p.status("/readyz") == http.StatusServiceUnavailable }, 10*time.Second, time.Millisecond)
	require.Equal(t, http.StatusOK, p.text("in time", number(2), "hello"), "notice is given first, while texts are taken as ever")
	require.Equal(t, http.StatusOK, p.status("/livez"))
	require.Eventually(t, func() bool { return c.one(p, "late", 900) == http.StatusServiceUnavailable }, 10*time.Second, 20*time.Millisecond)
	for range 20 {
		require.Equal(t, http.StatusOK, p.status("/livez"), "it lives until the send is over")
	}
	close(refused)
	texting.Wait()
	let()
	requireGoodEnd(t, ended)
	require.Zero(t, p.status("/livez"))
	require.Empty(t, c.odd)
	require.NotEmpty(t, c.others, "some came too late")
	require.NotEmpty(t, c.taken)
	accepted := len(h.sink.Accepts())
	require.Positive(t, accepted, "the send under way was finished")

	p.start()
	p.await()
	for id, n := range c.others {
		require.Equal(t, http.StatusOK, c.one(p, id, n), "its provider sends it again")
	}
	require.True(t, h.quiet(time.Minute, 3, 100*time.Millisecond))
	answers := map[string]int{}
	for _, a := range h.sink.Accepts() {
		answers[a.Ref]++
	}
	c.taken["slow"], c.taken["in time"] = 1, 1
	for id := range c.taken {
		ref := bot.Ref("messagebird:"+id, "echo", 0)
		require.Equal(t, 1, answers[ref], "%s is answered once", id)
		delete(answers, ref)
	}
	require.Empty(t, answers, "and nobody else is")
	require.Empty(t, h.unknown(), "it is known of each send whether it arrived")
	t.Logf("%d texts were taken, %d answers had left before the end", len(c.taken), accepted)
}

// Of two processes one stops for good. The other does not wait for it, unless it
// has stopped with texts that Redis has not seen.
func TestAfterAGoodStopTheOthersGoOn(t *testing.T) {
	h := newHouse(t, build(t), 2, sink.Config{}, "CONNECTIVE_STOP_NOTICE=0s")
	stays, goes := h.bots[0], h.bots[1]
	require.Equal(t, 200, goes.text("one", number(1), "hello"))
	require.Eventually(t, func() bool { return len(h.got(number(1))) == 1 }, 20*time.Second, 20*time.Millisecond)
	requireGoodEnd(t, goes.stop(t))
	require.Equal(t, 200, stays.text("two", number(2), "hello"))
	require.Eventually(t, func() bool { return len(h.got(number(2))) == 1 }, 20*time.Second, 20*time.Millisecond)

	goes.start()
	goes.await()
	require.Eventually(t, func() bool { return goes.metric("connective_store_up") == 1 }, 20*time.Second, 20*time.Millisecond)
	h.redis.Freeze()
	require.Equal(t, 200, goes.text("stop", number(2), "STOP"), "its journal alone has it")
	requireGoodEnd(t, goes.stop(t))
	h.redis.Thaw()
	require.Equal(t, 200, stays.text("three", number(2), "hello"))
	require.Never(t, func() bool { return len(h.got(number(2))) > 1 }, 3*time.Second, 50*time.Millisecond, "a STOP may be in the other's journal: %v", h.got(number(2)))
	goes.start()
	goes.await()
	require.Eventually(t, func() bool { return len(h.got(number(2))) > 1 }, 30*time.Second, 50*time.Millisecond)
	require.True(t, h.quiet(time.Minute, 3, 100*time.Millisecond))
	require.Contains(t, h.got(number(2))[len(h.got(number(2)))-1], "will not text you again", "after it nothing is sent")
}
