package providers

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// wire is a provider that a test writes in one function.
type wire struct {
	caps Caps
	mu   sync.Mutex
	sent [][]Message
	send func(ctx context.Context, batch []Message) ([]Result, error)
}

func (w *wire) Name() string                             { return "wire" }
func (w *wire) Caps() Caps                               { return w.caps }
func (w *wire) Verify(*Request) (Proof, error)           { return Proof{}, ErrUnsigned }
func (w *wire) ParseInbound(*Request) ([]Inbound, error) { return nil, nil }
func (w *wire) ParseStatus(*Request) ([]Status, error)   { return nil, nil }
func (w *wire) Ack(rw http.ResponseWriter, _ Outcome)    { rw.WriteHeader(http.StatusOK) }
func (w *wire) calls() [][]Message                       { w.mu.Lock(); defer w.mu.Unlock(); return slices.Clone(w.sent) }
func accepted(batch []Message) ([]Result, error) {
	return same(len(batch), Result{Verdict: Accepted}), nil
}
func rejected(batch []Message, c Class) ([]Result, error) {
	return same(len(batch), Result{Verdict: Rejected, Class: c}), nil
}

func (w *wire) Send(ctx context.Context, batch []Message) ([]Result, error) {
	w.mu.Lock()
	w.sent = append(w.sent, batch)
	w.mu.Unlock()
	if w.send == nil {
		return accepted(batch)
	}
	return w.send(ctx, batch)
}

func text(ref string, n int) Message {
	return Message{Ref: ref, To: Address{Phone, fmt.Sprintf("+447700900%03d", n)}, From: "+447700900999", Text: "hello " + ref}
}

// counter is an Observe that can be read while it counts.
type counter struct {
	mu sync.Mutex
	n  map[string]int
}

func (c *counter) observe(event string, n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.n == nil {
		c.n = map[string]int{}
	}
	c.n[event] += n
}

func (c *counter) of(event string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n[event]
}

// dispatch runs a dispatcher over the outbox in a bubble of time until the test
// body returns.
func dispatch(t *testing.T, c DispatcherConfig, body func(stop func())) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		c.Now = time.Now
		c.Outbox.(*memoryOutbox).added = make(chan struct{}, 1)
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- NewDispatcher(c).Run(ctx) }()
		stopped := false
		stop := func() {
			if !stopped {
				stopped = true
				cancel()
				require.NoError(t, <-ended)
			}
		}
		body(stop)
		stop()
	})
}

func TestRepliesGoBeforeBulkAndAlone(t *testing.T) {
	outbox, w := newMemoryOutbox(), &wire{caps: Caps{MaxBatch: 50}}
	for i := range 4 {
		m := text(fmt.Sprint("b", i), i)
		m.Text = "the same words"
		outbox.add(Bulk, m)
	}
	other := text("b4", 4)
	outbox.add(Bulk, other)
	outbox.add(Reply, text("r0", 10))
	outbox.add(Reply, text("r1", 11))
	dispatch(t, DispatcherConfig{Outbox: outbox, Provider: w, Senders: 1}, func(func()) {
		synctest.Wait()
		var refs [][]string
		for _, batch := range w.calls() {
			var call []string
			for _, m := range batch {
				call = append(call, m.Ref)
			}
			refs = append(refs, call)
		}
		require.Equal(t, 7, outbox.count(Sent))
		require.Equal(t, []string{"r0"}, refs[0])
		require.Equal(t, []string{"r1"}, refs[1])
		require.Contains(t, refs, []string{"b4"})
		for _, call := range refs {
			require.LessOrEqual(t, len(call), 4)
		}
	})
}

func TestBulkIsCutWhereWordsOriginatorOrLimitChange(t *testing.T) {
	claim := func(from, words string) Claim { return Claim{Message: Message{From: from, Text: words}} }
	claims := []Claim{claim("a", "x"), claim("b", "x"), claim("a", "x"), claim("a", "y"), claim("a", "x")}
	var sizes []int
	for _, group := range alike(claims, 2) {
		for _, c := range group {
			require.Zero(t, compareWords(group[0], c))
		}
		sizes = append(sizes, len(group))
	}
	require.Equal(t, []int{2, 1, 1, 1}, sizes)
	require.Empty(t, alike(nil, 2))
}

func TestABatchSettlesEachTextByItsOwnResult(t *testing.T) {
	outbox := newMemoryOutbox()
	w := &wire{caps: Caps{MaxBatch: 50}, send: func(_ context.Context, batch []Message) ([]Result, error) {
		results := make([]Result, len(batch))
		for i, m := range batch {
			results[i] = Result{Verdict: Accepted, ProviderID: "id of " + m.Ref}
			if m.Ref == "3" {
				results[i] = Result{Verdict: Rejected, Class: OptedOut}
			}
		}
		return results, nil
	}}
	for i := range 6 {
		m := text(fmt.Sprint(i), i)
		m.Text = "the same words"
		outbox.add(Bulk, m)
	}
	dispatch(t, DispatcherConfig{
		Outbox: outbox, Provider: w,
		Held: func(a Address) bool { return a.Value == "+447700900001" },
		MayText: func(a Address) error {
			if a.Value == "+447700900002" {
				return ErrNumber
			}
			return nil
		},
	}, func(func()) {
		synctest.Wait()
		require.Len(t, w.calls(), 1)
		for _, ref := range []string{"0", "4", "5"} {
			require.Equal(t, []Result{{Verdict: Accepted, ProviderID: "id of " + ref}}, outbox.history(ref))
		}
		require.Equal(t, []Result{putBack(codeHeld, heldFor)}, outbox.history("1"))
		require.Equal(t, []Result{{Verdict: Rejected, Class: Permanent, Code: codeNumber}}, outbox.history("2"))
		require.Equal(t, []Result{{Verdict: Rejected, Class: OptedOut}}, outbox.history("3"))
	})
}

func TestAResultWithAnOldTokenChangesNothing(t *testing.T) {
	outbox := newMemoryOutbox()
	w := &wire{send: func(ctx context.Context, batch []Message) ([]Result, error) {
		<-ctx.Done() // the provider never answers
		time.Sleep(20 * time.Second)
		return accepted(batch)
	}}
	outbox.add(Reply, text("late", 1))
	dispatch(t, DispatcherConfig{Outbox: outbox, Provider: w}, func(func()) {
		time.Sleep(31 * time.Second)
		synctest.Wait()
		require.Equal(t, Unknown, outbox.state("late"))
		time.Sleep(10 * time.Second)
		synctest.Wait()
		require.Equal(t, Unknown, outbox.state("late"))
		require.Equal(t, 1, outbox.stale)
		require.Len(t, w.calls(), 1)
	})
}

func TestNothingIsClaimedWhileTheGateIsShut(t *testing.T) {
	outbox, w := newMemoryOutbox(), &wire{}
	var open atomic.Bool
	dispatch(t, DispatcherConfig{Outbox: outbox, Provider: w, Gate: open.Load}, func(func()) {
		outbox.add(Reply, text("one", 1))
		time.Sleep(time.Minute)
		require.Zero(t, outbox.claims)
		open.Store(true)
		time.Sleep(time.Second)
		require.Equal(t, Sent, outbox.state("one"))

		// The gate shuts while a read is blocked: what it brings must wait.
		open.Store(false)
		outbox.add(Reply, text("two", 2))
		time.Sleep(time.Minute)
		require.Equal(t, Queued, outbox.state("two"))
		open.Store(true)
		time.Sleep(time.Second)
		require.Equal(t, Sent, outbox.state("two"))
	})
}

func TestATextIsHeldWhileAStopOfThePersonWaits(t *testing.T) {
	outbox, w, events := newMemoryOutbox(), &wire{}, &counter{}
	var waits atomic.Bool
	waits.Store(true)
	outbox.add(Reply, text("held", 7))
	outbox.add(Reply, text("free", 8))
	dispatch(t, DispatcherConfig{
		Outbox: outbox, Provider: w, Observe: events.observe,
		Held: func(a Address) bool { return waits.Load() && a.Value == "+447700900007" },
	}, func(func()) {
		time.Sleep(30 * time.Second)
		require.Equal(t, Sent, outbox.state("free"))
		require.NotEqual(t, Sent, outbox.state("held"))
		require.Len(t, w.calls(), 1)
		require.Greater(t, events.of(EventHeld), 20)
		waits.Store(false)
		time.Sleep(2 * time.Second)
		require.Equal(t, Sent, outbox.state("held"))
	})
}

func TestANumberThatMustNotBeTextedFailsWithoutACall(t *testing.T) {
	outbox, w := newMemoryOutbox(), &wire{}
	outbox.add(Reply, Message{Ref: "abroad", To: Address{Phone, "+12025550123"}})
	dispatch(t, DispatcherConfig{
		Outbox: outbox, Provider: w, MayText: Numbers{AllowTest: true}.MayText,
	}, func(func()) {
		synctest.Wait()
		require.Equal(t, Failed, outbox.state("abroad"))
		require.Equal(t, Result{Verdict: Rejected, Class: Permanent, Code: codeNumber}, outbox.texts["abroad"].last)
		require.Empty(t, w.calls())
	})
}

func TestARefusedKeyPausesTheProviderAndDropsNothing(t *testing.T) {
	for _, class := range []Class{Auth, Config, Balance} {
		t.Run(string(class), func(t *testing.T) {
			outbox, events := newMemoryOutbox(), &counter{}
			var good atomic.Bool
			w := &wire{send: func(_ context.Context, batch []Message) ([]Result, error) {
				if good.Load() {
					return accepted(batch)
				}
				return rejected(batch, class)
			}}
			for i := range 200 {
				outbox.add(Reply, text(fmt.Sprint(i), i))
			}
			dispatch(t, DispatcherConfig{Outbox: outbox, Provider: w, Observe: events.observe, Senders: 4}, func(func()) {
				time.Sleep(10 * time.Minute)
				// At 1, 3, 7, 15, 31, 63 seconds, then once a minute.
				require.InDelta(t, 4+6+9, len(w.calls()), 4)
				require.Zero(t, outbox.count(Sent)+outbox.count(Failed)+outbox.count(Unknown))
				good.Store(true)
				time.Sleep(2 * time.Minute)
				require.Equal(t, 200, outbox.count(Sent))
				require.Positive(t, events.of(EventPaused))
			})
		})
	}
}

func TestThrottledWaitsAsLongAsTheProviderSays(t *testing.T) {
	outbox := newMemoryOutbox()
	var times []time.Time
	w := &wire{send: func(_ context.Context, batch []Message) ([]Result, error) {
		times = append(times, time.Now())
		if len(times) == 1 {
			return same(len(batch), Result{Verdict: Rejected, Class: Throttled, RetryAfter: 42 * time.Second}), nil
		}
		return accepted(batch)
	}}
	outbox.add(Reply, text("one", 1))
	dispatch(t, DispatcherConfig{Outbox: outbox, Provider: w, Senders: 1}, func(stop func()) {
		time.Sleep(time.Minute)
		stop()
		require.Len(t, times, 2)
		require.Equal(t, 42*time.Second, times[1].Sub(times[0]))
		require.Equal(t, Sent, outbox.state("one"))
	})
}

func TestWhatEndsASendDecidesWhatBecomesOfTheText(t *testing.T) {
	ok := Result{Verdict: Accepted}
	for name, c := range map[string]struct {
		first func(batch []Message) ([]Result, error)
		state State
		calls int
	}{
		"an error was certainly not sent: again": {func([]Message) ([]Result, error) { return nil, errors.New("dial") }, Sent, 2},
		"temporary: again":                       {func(b []Message) ([]Result, error) { return rejected(b, Temporary) }, Sent, 2},
		"a panic may have been sent: never":      {func([]Message) ([]Result, error) { panic("broken") }, Unknown, 1},
		"an uncertain verdict: never again":      {func(b []Message) ([]Result, error) { return same(1, Result{Verdict: Uncertain}), nil }, Unknown, 1},
		"outcome unknown: never again":           {func(b []Message) ([]Result, error) { return rejected(b, OutcomeUnknown) }, Unknown, 1},
		"no verdict: never again":                {func(b []Message) ([]Result, error) { return same(1, Result{}), nil }, Unknown, 1},
		"a result too few: never again":          {func(b []Message) ([]Result, error) { return nil, nil }, Unknown, 1},
		"a result too many is not looked at":     {func(b []Message) ([]Result, error) { return []Result{ok, ok}, nil }, Sent, 1},
		"permanent: failed":                      {func(b []Message) ([]Result, error) { return rejected(b, Permanent) }, Failed, 1},
		"opted out: failed":                      {func(b []Message) ([]Result, error) { return rejected(b, OptedOut) }, Failed, 1},
		"rejected without a class: failed":       {func(b []Message) ([]Result, error) { return rejected(b, ClassNone) }, Failed, 1},
	} {
		t.Run(name, func(t *testing.T) {
			outbox := newMemoryOutbox()
			var calls atomic.Int32
			w := &wire{send: func(_ context.Context, batch []Message) ([]Result, error) {
				if calls.Add(1) == 1 {
					return c.first(batch)
				}
				return accepted(batch)
			}}
			outbox.add(Reply, text("one", 1))
			dispatch(t, DispatcherConfig{Outbox: outbox, Provider: w, Senders: 1}, func(func()) {
				time.Sleep(time.Minute)
				require.Equal(t, c.state, outbox.state("one"))
				require.EqualValues(t, c.calls, calls.Load())
			})
		})
	}
}

func TestTemporaryFailuresBackOff(t *testing.T) {
	require.Equal(t, 2*time.Second, backoff(0))
	require.Equal(t, 2*time.Second, backoff(1))
	require.Equal(t, 16*time.Second, backoff(4))
	require.Equal(t, 5*time.Minute, backoff(1000))
}

func TestAnOutboxThatFailsIsTriedAgain(t *testing.T) {
	outbox, w := newMemoryOutbox(), &wire{}
	var mu sync.Mutex
	left := map[string]int{"ready": 3, "claim": 3, "settle": 3, "sweep": 1}
	outbox.fail = func(call string) error {
		mu.Lock()
		defer mu.Unlock()
		if left[call] == 0 {
			return nil
		}
		left[call]--
		return errors.New("away")
	}
	outbox.add(Reply, text("one", 1))
	dispatch(t, DispatcherConfig{Outbox: outbox, Provider: w}, func(func()) {
		time.Sleep(time.Minute)
		require.Equal(t, Sent, outbox.state("one"))
		require.Len(t, w.calls(), 1)
	})
}

func TestAStopFinishesWhatIsUnderWayAndPutsBackTheRest(t *testing.T) {
	outbox := newMemoryOutbox()
	w := &wire{send: func(_ context.Context, batch []Message) ([]Result, error) {
		time.Sleep(10 * time.Second)
		return accepted(batch)
	}}
	for i := range 20 {
		outbox.add(Reply, text(fmt.Sprint(i), i))
	}
	dispatch(t, DispatcherConfig{Outbox: outbox, Provider: w, Senders: 4}, func(stop func()) {
		time.Sleep(time.Second)
		begin := time.Now()
		stop()
		require.Equal(t, 9*time.Second, time.Since(begin))
		require.Equal(t, 4, outbox.count(Sent))
		require.Equal(t, 16, outbox.count(Queued))
		require.Zero(t, outbox.count(Sending))
	})
}

func TestAStopDoesNotWaitForEverForAProvider(t *testing.T) {
	outbox := newMemoryOutbox()
	release := make(chan struct{})
	synctest.Test(t, func(t *testing.T) {
		outbox.added, release = make(chan struct{}, 1), make(chan struct{})
		w := &wire{send: func(context.Context, []Message) ([]Result, error) { <-release; return nil, nil }}
		outbox.add(Reply, text("one", 1))
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- NewDispatcher(DispatcherConfig{Outbox: outbox, Provider: w, Now: time.Now}).Run(ctx) }()
		synctest.Wait()
		cancel()
		begin := time.Now()
		require.NoError(t, <-ended)
		require.Equal(t, sendTimeout+time.Second, time.Since(begin))
		close(release)
	})
	require.Equal(t, Sending, outbox.state("one"), "the sweep of another finds it")
}

func TestEachOriginatorKeepsToItsRate(t *testing.T) {
	outbox := newMemoryOutbox()
	var mu sync.Mutex
	sent := map[string][]time.Time{}
	w := &wire{send: func(_ context.Context, batch []Message) ([]Result, error) {
		mu.Lock()
		defer mu.Unlock()
		sent[batch[0].From] = append(sent[batch[0].From], time.Now())
		return accepted(batch)
	}}
	for i := range 120 {
		m := text(fmt.Sprint(i), i)
		m.From = []string{"+447700900998", "+447700900999"}[i%2]
		outbox.add(Bulk, m)
	}
	dispatch(t, DispatcherConfig{Outbox: outbox, Provider: w, Rate: 2}, func(func()) {
		time.Sleep(2 * time.Minute)
		require.Equal(t, 120, outbox.count(Sent))
	})
	for _, times := range sent {
		require.Len(t, times, 60)
		for i := 1; i < len(times); i++ {
			require.GreaterOrEqual(t, times[i].Sub(times[i-1]), 500*time.Millisecond)
		}
		require.Less(t, times[59].Sub(times[0]), 60*time.Second)
	}
}

func TestResultsShareACall(t *testing.T) {
	outbox := newMemoryOutbox()
	w := &wire{send: func(_ context.Context, batch []Message) ([]Result, error) {
		time.Sleep(time.Second)
		return accepted(batch)
	}}
	outbox.fail = func(call string) error {
		if call == "settle" {
			time.Sleep(5 * time.Millisecond) // a round trip, while which others come in
		}
		return nil
	}
	for i := range 64 {
		outbox.add(Reply, text(fmt.Sprint(i), i))
	}
	dispatch(t, DispatcherConfig{Outbox: outbox, Provider: w}, func(func()) {
		time.Sleep(3 * time.Second)
		require.Equal(t, 64, outbox.count(Sent))
		require.LessOrEqual(t, outbox.settles, 4)
		require.Less(t, outbox.claims, 10)
	})
}

func TestNoLogShowsANumberOrAText(t *testing.T) {
	outbox := newMemoryOutbox()
	w := &wire{send: func(_ context.Context, batch []Message) ([]Result, error) {
		panic(fmt.Sprint("cannot send ", batch[0].Text, " to ", batch[0].To.Value))
	}}
	var mu sync.Mutex
	var log bytes.Buffer
	outbox.add(Reply, text("one", 123))
	outbox.add(Reply, Message{Ref: "two", To: Address{Phone, "+12025550123"}, Text: "secret"})
	dispatch(t, DispatcherConfig{
		Outbox: outbox, Provider: w, MayText: Numbers{AllowTest: true}.MayText,
		Log: slog.New(slog.NewJSONHandler(&lockedWriter{mu: &mu, w: &log}, nil)),
	}, func(func()) { synctest.Wait() })
	require.Contains(t, log.String(), "a text was refused")
	require.Contains(t, log.String(), "code broke")
	for _, secret := range []string{"7700900123", "2025550123", "hello", "secret"} {
		require.NotContains(t, log.String(), secret)
	}
}

type lockedWriter struct {
	mu *sync.Mutex
	w  *bytes.Buffer
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}
