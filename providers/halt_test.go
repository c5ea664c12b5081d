package providers

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// sharedHalt is what processes know together; it may be away.
type sharedHalt struct {
	mu   sync.Mutex
	halt Halt
	away bool
	all  []Halt // that were ever kept
}

var errAway = errors.New("away")

func (s *sharedHalt) set(do func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	do()
}

func (s *sharedHalt) Halted(context.Context) (h Halt, err error) {
	s.set(func() {
		if h = s.halt; s.away {
			h, err = Halt{}, errAway
		}
	})
	return h, err
}

func (s *sharedHalt) Halt(_ context.Context, h Halt) (err error) {
	s.set(func() {
		if err = errAway; !s.away {
			s.halt, s.all, err = h, append(s.all, h), nil
		}
	})
	return err
}

func (s *sharedHalt) Unhalt(_ context.Context, last string) (err error) {
	s.set(func() {
		if err = errAway; !s.away {
			err = nil
			if s.halt.Last == last {
				s.halt = Halt{}
			}
		}
	})
	return err
}

// account is a provider whose credit can be used up.
type account struct {
	mu    sync.Mutex
	empty bool
}

func (a *account) set(empty bool) { a.mu.Lock(); a.empty = empty; a.mu.Unlock() }

func (a *account) send(_ context.Context, batch []Message) ([]Result, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.empty {
		return accepted(batch)
	}
	if len(batch) > 1 { // some of them may have left
		return same(len(batch), Result{Verdict: Uncertain, Class: OutcomeUnknown, Pauses: Balance, Code: "25"}), nil
	}
	return same(1, Result{Verdict: Rejected, Class: Balance, Code: "25"}), nil
}

func TestAllProcessesKnowThatThereIsNoCreditUntilATextIsTaken(t *testing.T) {
	shared, credit := &sharedHalt{}, &account{empty: true}
	outbox, other := newMemoryOutbox(), newMemoryOutbox()
	outbox.add(Reply, text("r", 1))
	dispatch(t, DispatcherConfig{Outbox: outbox, Provider: &wire{send: credit.send}, Halts: shared}, func(func()) {
		second := NewDispatcher(DispatcherConfig{Outbox: other, Provider: &wire{send: credit.send}, Halts: shared, Now: time.Now})
		other.added = make(chan struct{}, 1)
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- second.Run(ctx) }()
		began := time.Now()

		time.Sleep(2 * time.Second)
		known := second.Halted("")
		require.Equal(t, Balance, known.Class)
		require.Equal(t, "25", known.Code)
		require.WithinDuration(t, began, known.Since, time.Second)

		time.Sleep(10 * time.Minute)
		later := second.Halted("")
		require.NotEqual(t, known.Last, later.Last, "it was tried and refused again")
		require.Equal(t, known.Since, later.Since, "and it is the same outage")
		require.Equal(t, Queued, outbox.state("r"), "it waits")

		credit.set(false)
		other.add(Reply, text("o", 2)) // the other process is the first to hear that all is well
		time.Sleep(2 * time.Second)
		synctest.Wait()
		require.Equal(t, Sent, other.state("o"))
		require.False(t, second.Halted("").Stands())
		time.Sleep(2 * time.Minute)
		require.Equal(t, Sent, outbox.state("r"))
		cancel()
		require.NoError(t, <-ended)
	})
}

func TestARefusalIsToldOnceTheStoreIsBack(t *testing.T) {
	shared, credit := &sharedHalt{away: true}, &account{empty: true}
	outbox := newMemoryOutbox()
	outbox.add(Reply, text("r", 1))
	dispatch(t, DispatcherConfig{Outbox: outbox, Provider: &wire{send: credit.send}, Halts: shared}, func(func()) {
		time.Sleep(5 * time.Second)
		require.Empty(t, shared.all)
		shared.set(func() { shared.away = false })
		time.Sleep(2 * haltPoll)
		got, err := shared.Halted(context.Background())
		require.NoError(t, err)
		require.Equal(t, Balance, got.Class)
	})
}

// A text that was taken by a call which began before the refusal says nothing of
// what came after.
func TestOnlyATextTakenSinceTheLastRefusalEndsIt(t *testing.T) {
	h := &halting{news: make(chan struct{}, 1)}
	h.took("")
	require.Empty(t, h.over, "nothing was wrong when it began")
	h.refuse(Balance, "25", time.Now())
	before := h.known.Last
	h.refuse(Balance, "25", time.Now())
	h.took(before)
	shared := &sharedHalt{}
	require.NoError(t, h.share(context.Background(), shared))
	require.True(t, shared.halt.Stands())
	h.took(h.known.Last)
	require.False(t, h.known.Stands(), "here it is known at once")
	require.NoError(t, h.share(context.Background(), shared))
	require.False(t, shared.halt.Stands())
}

// Of a call for many it is not known who of them was sent to. They are listed, the
// rest wait, and one text at a time finds out.
func TestACallForManyThatCreditIsMissingForPausesTheProvider(t *testing.T) {
	outbox, credit := newMemoryOutbox(), &account{empty: true}
	for i := range 200 {
		m := text(fmt.Sprint(i), i)
		m.Text = "the same words"
		outbox.add(Bulk, m)
	}
	w := &wire{caps: Caps{MaxBatch: 50}, send: credit.send}
	dispatch(t, DispatcherConfig{Outbox: outbox, Provider: w, Senders: 1}, func(func()) {
		time.Sleep(time.Hour)
		synctest.Wait()
		calls := w.calls()
		for _, batch := range calls[1:] {
			require.Len(t, batch, 1, "only the first call was for many")
		}
		require.Equal(t, len(calls[0]), outbox.count(Unknown))
		require.Zero(t, outbox.count(Sent))
		credit.set(false)
		time.Sleep(5 * time.Minute)
		synctest.Wait()
		require.Equal(t, 200-len(calls[0]), outbox.count(Sent))
		require.Equal(t, len(calls[0]), outbox.count(Unknown), "none of them again by itself")
	})
}
