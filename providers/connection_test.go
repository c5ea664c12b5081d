package providers

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// over is a text that names its connection.
func over(connection, ref string, n int) Message {
	m := text(ref, n)
	m.Via = connection
	return m
}

// refs are the texts that a provider was given, in order.
func (w *wire) refs() []string {
	var all []string
	for _, batch := range w.calls() {
		for _, m := range batch {
			all = append(all, m.Ref)
		}
	}
	return all
}

func TestEachTextLeavesByTheConnectionThatItNames(t *testing.T) {
	outbox, own, north := newMemoryOutbox(), &wire{}, &wire{caps: Caps{MaxBatch: 50}}
	outbox.add(Reply, text("unnamed", 1))
	outbox.add(Reply, over("own", "by its name", 2))
	outbox.add(Reply, over("north", "reply", 3))
	for i := range 3 {
		outbox.add(Bulk, over("north", fmt.Sprint("bulk", i), 4))
		outbox.add(Bulk, text(fmt.Sprint("own bulk", i), 5))
	}
	outbox.add(Reply, over("gone", "stranded", 6))
	all, northern := &counter{}, &counter{}
	dispatch(t, DispatcherConfig{
		Outbox: outbox, Name: "own", Provider: own, Observe: all.observe, More: []Connection{{Name: "north", Provider: north, Observe: northern.observe}},
	}, func(func()) {
		time.Sleep(time.Second)
		require.ElementsMatch(t, []string{"unnamed", "by its name", "own bulk0", "own bulk1", "own bulk2"}, own.refs())
		require.ElementsMatch(t, []string{"reply", "bulk0", "bulk1", "bulk2"}, north.refs())
		require.Equal(t, 4, northern.of(EventAccepted))
		require.Equal(t, 5, all.of(EventAccepted))
		time.Sleep(10 * time.Minute)
		require.Len(t, own.refs(), 5, "what names a connection that is not set up leaves by no other")
		require.Less(t, len(outbox.history("stranded")), 15, "it is looked at now and then")
	})
	require.Equal(t, Queued, outbox.state("stranded"), "and waits")
}

func TestAConnectionThatRefusesOrHangsHoldsUpNoOther(t *testing.T) {
	for name, send := range map[string]func(context.Context, []Message) ([]Result, error){
		"it refuses the key":      func(_ context.Context, b []Message) ([]Result, error) { return rejected(b, Auth) },
		"it has no credit":        func(_ context.Context, b []Message) ([]Result, error) { return rejected(b, Balance) },
		"it cannot be reached":    func(_ context.Context, b []Message) ([]Result, error) { return rejected(b, Temporary) },
		"it is too busy":          func(_ context.Context, b []Message) ([]Result, error) { return rejected(b, Throttled) },
		"it hangs until the call": hangs,
	} {
		t.Run(name, func(t *testing.T) {
			outbox, bad, well := newMemoryOutbox(), &wire{send: send}, &wire{}
			for i := range 500 {
				outbox.add(Bulk, over("bad", fmt.Sprint("bad", i), i))
			}
			dispatch(t, DispatcherConfig{Outbox: outbox, Provider: well, More: []Connection{{Name: "bad", Provider: bad}}, Senders: 4}, func(func()) {
				time.Sleep(2 * time.Second)
				for i := range 50 {
					outbox.add(Reply, text(fmt.Sprint("well", i), i))
				}
				time.Sleep(2 * time.Second)
				require.Len(t, well.refs(), 50)
			})
			require.Zero(t, outbox.count(Failed), "and nothing of the bad one is lost")
			require.Equal(t, 500, outbox.count(Queued)+outbox.count(Unknown))
		})
	}
}

// hangs answers once the call's time is over: nobody knows whether the text left.
func hangs(ctx context.Context, batch []Message) ([]Result, error) {
	<-ctx.Done()
	return same(len(batch), Result{Verdict: Uncertain, Class: OutcomeUnknown}), nil
}

func TestEachConnectionHasItsOwnPaceAndItsOwnRefusals(t *testing.T) {
	outbox := newMemoryOutbox()
	slow, fast := &wire{}, &wire{}
	credit := &wire{send: func(_ context.Context, b []Message) ([]Result, error) { return rejected(b, Balance) }}
	for i := range 60 {
		outbox.add(Bulk, text(fmt.Sprint("slow", i), i))
		outbox.add(Bulk, over("fast", fmt.Sprint("fast", i), i))
	}
	outbox.add(Bulk, over("empty", "unpaid", 1))
	config := DispatcherConfig{Outbox: outbox, Name: "slow", Provider: slow, Rate: 1, More: []Connection{{Name: "fast", Provider: fast, Rate: 20}, {Name: "empty", Provider: credit}}}
	var d *Dispatcher
	directly(t, config, func(running *Dispatcher, _ func()) {
		d = running
		time.Sleep(10 * time.Second)
		require.Len(t, fast.refs(), 60)
		require.InDelta(t, 10, len(slow.refs()), 2)
		require.Equal(t, Balance, d.Halted("empty").Class)
		require.False(t, d.Halted("").Stands())
		require.False(t, d.Halted("slow").Stands())
		require.False(t, d.Halted("fast").Stands())
		require.False(t, d.Halted("unheard of").Stands())
		require.False(t, d.Reserve("empty"), "a reply by it takes the way of the outbox")
		require.True(t, d.Reserve("fast"))
		d.Release()
	})
}

func TestAProviderThatStandsForAllTakesWhateverIsNamed(t *testing.T) {
	outbox, w := newMemoryOutbox(), &wire{}
	outbox.add(Reply, over("twilio", "a", 1))
	outbox.add(Reply, text("b", 2))
	dispatch(t, DispatcherConfig{Outbox: outbox, Provider: w, Alone: true}, func(func()) {
		time.Sleep(time.Second)
		require.ElementsMatch(t, []string{"a", "b"}, w.refs())
	})
}

func TestWhatComesBackToAConnectionComesBackSpread(t *testing.T) {
	var l later
	now := time.Now()
	var waits []time.Duration
	for range 10_000 {
		waits = append(waits, l.back(now, time.Second))
	}
	require.Equal(t, time.Second, waits[0])
	require.LessOrEqual(t, slices.Max(waits), time.Second+mostApart+apartBy)
	slices.Sort(waits)
	require.Greater(t, len(slices.Compact(waits)), 5_000)
}
