package providers

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// outage is a provider that cannot be used for a while.
type outage struct {
	mu     sync.Mutex
	begins time.Time
	lasts  time.Duration
	class  Class
	calls  int         // while it was down
	left   []time.Time // of texts that were accepted
	first  string      // the text that was accepted first
}

// start begins it now.
func (o *outage) start() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.begins = time.Now()
}

// tried is how many calls came while it lasted.
func (o *outage) tried() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.calls
}

func (o *outage) send(_ context.Context, batch []Message) ([]Result, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if time.Since(o.begins) < o.lasts {
		o.calls++
		return rejected(batch, o.class)
	}
	if o.first == "" {
		o.first = batch[0].Ref
	}
	o.left = append(o.left, time.Now())
	return accepted(batch)
}

// For two hours the provider is down, or its credit is used up. Nothing is lost,
// and what waited leaves at the usual rate.
func TestAfterTwoHoursWithoutAProviderEverythingLeavesAndNotAtOnce(t *testing.T) {
	for _, class := range []Class{Temporary, Balance} {
		t.Run(string(class), func(t *testing.T) {
			outbox, down := newMemoryOutbox(), &outage{lasts: 2 * time.Hour, class: class}
			for i := range 200 {
				outbox.add(Bulk, text(fmt.Sprint(i), i))
			}
			paused := &counter{}
			dispatch(t, DispatcherConfig{Outbox: outbox, Provider: &wire{send: down.send}, Rate: 2, Observe: paused.observe}, func(stop func()) {
				down.start()
				time.Sleep(2*time.Hour - time.Minute)
				require.Zero(t, outbox.count(Sent))
				require.Zero(t, outbox.count(Failed), "nothing is lost")
				require.Zero(t, outbox.count(Unknown))
				if class == Balance {
					require.Less(t, down.tried(), 150, "one text at a time finds out")
					require.Positive(t, paused.of(EventPaused))
				}
				time.Sleep(12 * time.Minute)
				stop()
				require.Equal(t, 200, outbox.count(Sent))
			})
			for i := 1; i < len(down.left); i++ {
				require.GreaterOrEqual(t, down.left[i].Sub(down.left[i-1]), 500*time.Millisecond, "no burst")
			}
		})
	}
}

// A reply that is asked for while ten thousand texts wait is not one of the last.
func TestAReplyOvertakesABroadcast(t *testing.T) {
	outbox := newMemoryOutbox()
	var mu sync.Mutex
	var order []string
	w := &wire{send: func(_ context.Context, batch []Message) ([]Result, error) {
		mu.Lock()
		defer mu.Unlock()
		order = append(order, batch[0].Ref)
		return accepted(batch)
	}}
	for i := range 2000 {
		outbox.add(Bulk, text(fmt.Sprint(i), i%900))
	}
	dispatch(t, DispatcherConfig{Outbox: outbox, Provider: w, Rate: 10, Senders: 4}, func(func()) {
		time.Sleep(30 * time.Second)
		outbox.add(Reply, text("reply", 999))
		asked := time.Now()
		for outbox.state("reply") != Sent {
			time.Sleep(100 * time.Millisecond)
			require.Less(t, time.Since(asked), time.Minute)
		}
		require.Less(t, time.Since(asked), 5*time.Second)
		require.Less(t, outbox.count(Sent), 400)
	})
}

// kept is what two processes share: the turns of an originator.
type kept struct {
	mu   sync.Mutex
	next time.Time
}

func (k *kept) Turn(_ context.Context, _ string, takes, patience time.Duration) (time.Duration, bool, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := time.Now()
	k.next = latest(k.next, now)
	wait := k.next.Sub(now)
	if wait > patience {
		return wait, false, nil
	}
	k.next = k.next.Add(takes)
	return wait, true, nil
}

func TestProcessesThatShareTurnsKeepToOneRate(t *testing.T) {
	outbox, other, turns, down := newMemoryOutbox(), newMemoryOutbox(), &kept{}, &outage{}
	for i := range 60 {
		outbox.add(Bulk, text(fmt.Sprint(i), i))
		other.add(Bulk, text(fmt.Sprint(i), 100+i))
	}
	config := DispatcherConfig{Outbox: outbox, Provider: &wire{send: down.send}, Rate: 2, Turns: turns}
	dispatch(t, config, func(func()) {
		second := config
		second.Outbox, second.Now = other, time.Now
		other.added = make(chan struct{}, 1)
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- NewDispatcher(second).Run(ctx) }()
		time.Sleep(3 * time.Minute)
		cancel()
		require.NoError(t, <-ended)
		require.Equal(t, 60, outbox.count(Sent))
		require.Equal(t, 60, other.count(Sent))
	})
	for i := 1; i < len(down.left); i++ {
		require.GreaterOrEqual(t, down.left[i].Sub(down.left[i-1]), 499*time.Millisecond)
	}
}
