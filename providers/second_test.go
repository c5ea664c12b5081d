package providers

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const secondNumber = "+447700900777"

// beside sends what certainly did not leave by the first connection by the second,
// and back.
func beside(r Route) (Route, bool) {
	if r.Via == "second" {
		return Route{From: "+447700900999"}, true
	}
	return Route{Via: "second", From: secondNumber}, true
}

// both counts how often each text may have reached its phone, by either company.
func both(wires ...*wire) map[string]int {
	all := map[string]int{}
	for _, w := range wires {
		for _, ref := range w.refs() {
			all[ref]++
		}
	}
	return all
}

func answers(r Result) func(context.Context, []Message) ([]Result, error) {
	return func(_ context.Context, b []Message) ([]Result, error) { return same(len(b), r), nil }
}

func TestOnlyWhatCertainlyDidNotLeaveTakesTheOtherConnection(t *testing.T) {
	untried := func(context.Context, []Message) ([]Result, error) { return nil, context.Canceled }
	breaks := func(context.Context, []Message) ([]Result, error) { panic("scripted") }
	short := func(context.Context, []Message) ([]Result, error) { return nil, nil }
	for name, c := range map[string]struct {
		send  func(context.Context, []Message) ([]Result, error)
		moves bool
		state State
	}{
		"nothing left this machine":    {answers(Result{Verdict: Rejected, Class: Temporary}), true, Sent},
		"the key is refused":           {answers(Result{Verdict: Rejected, Class: Auth}), true, Sent},
		"there is no credit":           {answers(Result{Verdict: Rejected, Class: Balance}), true, Sent},
		"the set-up is wrong":          {answers(Result{Verdict: Rejected, Class: Config}), true, Sent},
		"the batch was not tried":      {untried, true, Sent},
		"it is too fast":               {answers(Result{Verdict: Rejected, Class: Throttled}), false, Queued},
		"the text will never work":     {answers(Result{Verdict: Rejected, Class: Permanent}), false, Failed},
		"nobody has the number":        {answers(Result{Verdict: Rejected, Class: NoSubscriber}), false, Failed},
		"the person has said STOP":     {answers(Result{Verdict: Rejected, Class: OptedOut}), false, Failed},
		"it cannot carry this text":    {answers(Result{Verdict: Rejected, Class: UnsupportedClass}), false, Failed},
		"the answer is lost":           {answers(Result{Verdict: Uncertain, Class: OutcomeUnknown}), false, Unknown},
		"it may have left, and no key": {answers(Result{Verdict: Uncertain, Class: OutcomeUnknown, Pauses: Auth}), false, Unknown},
		"a class that does not fit":    {answers(Result{Verdict: Rejected, Class: OutcomeUnknown}), false, Unknown},
		"it hangs":                     {hangs, false, Unknown},
		"its code breaks":              {breaks, false, Unknown},
		"it answers for nobody":        {short, false, Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			outbox, first, second := newMemoryOutbox(), &wire{send: c.send}, &wire{}
			outbox.add(Reply, text("a", 1))
			dispatch(t, DispatcherConfig{Outbox: outbox, Provider: first, More: []Connection{{Name: "second", Provider: second}}, Second: beside}, func(func()) {
				time.Sleep(20 * time.Second)
				require.Equal(t, c.state, outbox.state("a"))
				if !c.moves {
					require.Empty(t, second.refs())
					return
				}
				require.Len(t, first.refs(), 1)
				require.Equal(t, []string{"a"}, second.refs(), "once")
				require.Equal(t, secondNumber, second.calls()[0][0].From, "from the number that is the other company's")
			})
		})
	}
}

func TestWithoutAnotherWayATextWaits(t *testing.T) {
	outbox, first, second := newMemoryOutbox(), &wire{send: answers(Result{Verdict: Rejected, Class: Auth})}, &wire{}
	outbox.add(Reply, text("a", 1))
	dispatch(t, DispatcherConfig{Outbox: outbox, Provider: first, More: []Connection{{Name: "second", Provider: second}}}, func(func()) {
		time.Sleep(20 * time.Second)
	})
	require.Equal(t, Queued, outbox.state("a"))
	require.Empty(t, second.refs())
}

func TestWhatTheOtherCompanyTakesNoTextsOfThatLengthOfWaits(t *testing.T) {
	outbox, second := newMemoryOutbox(), &wire{caps: Caps{MaxUnitsGSM: 10, MaxUnitsUCS2: 5}}
	var works atomic.Bool
	first := &wire{send: func(_ context.Context, b []Message) ([]Result, error) {
		if !works.Load() {
			return rejected(b, Balance)
		}
		return accepted(b)
	}}
	long, short, odd := text("long", 1), text("short", 2), text("odd", 3)
	long.Text, short.Text, odd.Text = "eleven here", "just fits.", "six ŵŵ"
	for _, m := range []Message{long, short, odd} {
		outbox.add(Reply, m)
	}
	dispatch(t, DispatcherConfig{Outbox: outbox, Provider: first, More: []Connection{{Name: "second", Provider: second}}, Second: beside}, func(func()) {
		time.Sleep(time.Minute)
		require.Equal(t, []string{"short"}, second.refs())
		require.Equal(t, 2, outbox.count(Queued))
		works.Store(true)
		time.Sleep(10 * time.Minute)
		require.Equal(t, 3, outbox.count(Sent))
		require.Equal(t, []string{"short"}, second.refs())
	})
}

func TestAfterSomeCallsThatDoNotReachItNoneIsTried(t *testing.T) {
	for name, class := range map[string]Result{
		"refused connections": {Verdict: Rejected, Class: Temporary}, "lost answers": {Verdict: Uncertain, Class: OutcomeUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			outbox, second := newMemoryOutbox(), &wire{}
			down := true
			first := &wire{}
			first.send = func(_ context.Context, b []Message) ([]Result, error) {
				if down {
					return same(len(b), class), nil
				}
				return accepted(b)
			}
			dispatch(t, DispatcherConfig{Outbox: outbox, Provider: first, Senders: 1, More: []Connection{{Name: "second", Provider: second}}, Second: beside}, func(func()) {
				for i := range 300 {
					outbox.add(Reply, text(fmt.Sprint(i), i))
				}
				time.Sleep(10 * time.Second)
				tried := len(first.refs())
				require.LessOrEqual(t, tried, 12, "five, and one after each pause")
				require.Equal(t, 300, outbox.count(Sent)+outbox.count(Unknown))
				require.GreaterOrEqual(t, outbox.count(Sent), 300-tried)
				down = false
				time.Sleep(2 * time.Minute)
				for i := range 30 {
					outbox.add(Reply, text(fmt.Sprint("later", i), i))
				}
				time.Sleep(5 * time.Second)
				require.Greater(t, len(first.refs()), tried+20, "the first is used again once it works")
			})
			for ref, n := range both(first, second) {
				if outbox.state(ref) == Unknown {
					require.Equal(t, 1, n, "what may have left is tried by nobody else")
				}
			}
		})
	}
}

func TestWithBothCompaniesDownNothingIsLostAndNobodyIsHammered(t *testing.T) {
	outbox := newMemoryOutbox()
	one, two := &outage{lasts: time.Hour, class: Temporary}, &outage{lasts: 30 * time.Minute, class: Balance}
	for i := range 100 {
		outbox.add(Bulk, text(fmt.Sprint(i), i))
	}
	dispatch(t, DispatcherConfig{Outbox: outbox, Provider: &wire{send: one.send}, More: []Connection{{Name: "second", Provider: &wire{send: two.send}}}, Second: beside}, func(func()) {
		one.start()
		two.start()
		time.Sleep(29 * time.Minute)
		require.Equal(t, 100, outbox.count(Queued)+outbox.count(Sending))
		require.Less(t, one.tried()+two.tried(), 600)
		time.Sleep(12 * time.Minute)
		require.Equal(t, 100, outbox.count(Sent), "the one that works again has them all")
	})
}

// remembers is a company that takes a repeat with the same ref for one text.
type remembers struct {
	wire
	delivered map[string]int
	lose      int // answers, from the first on
}

func newRemembers(lose int) *remembers {
	r := &remembers{delivered: map[string]int{}, lose: lose}
	r.caps = Caps{MaxBatch: 1, Idempotent: true}
	r.send = func(_ context.Context, b []Message) ([]Result, error) {
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.delivered[b[0].Ref]++; r.delivered[b[0].Ref] <= r.lose {
			return same(1, Result{Verdict: Uncertain, Class: OutcomeUnknown}), nil
		}
		return accepted(b)
	}
	return r
}

func TestACompanyThatRemembersIsAskedAgainAndNoOther(t *testing.T) {
	outbox, first, second := newMemoryOutbox(), newRemembers(4), &wire{}
	for i := range 20 {
		outbox.add(Reply, text(fmt.Sprint(i), i))
	}
	dispatch(t, DispatcherConfig{Outbox: outbox, Name: "first", Provider: first, More: []Connection{{Name: "second", Provider: second}}, Second: beside}, func(func()) {
		time.Sleep(30 * time.Minute)
		require.Equal(t, 20, outbox.count(Sent), "nothing is missing and nothing is listed")
		require.NotEmpty(t, first.delivered)
		for _, ref := range second.refs() {
			require.Zero(t, first.delivered[ref], "what may have left stays with the company that remembers it")
		}
	})
	for ref, n := range first.delivered {
		require.Equal(t, 5, n, ref)
	}
}

func TestWhatACompanyMayHaveForgottenIsNotSentAgain(t *testing.T) {
	outbox, first := newMemoryOutbox(), newRemembers(1_000)
	outbox.add(Reply, text("a", 1))
	dispatch(t, DispatcherConfig{Outbox: outbox, Provider: first}, func(func()) {
		time.Sleep(RepeatedFor + 10*time.Minute)
		require.Equal(t, Unknown, outbox.state("a"), "people decide")
		tried := len(first.refs())
		time.Sleep(5 * time.Hour)
		require.Len(t, first.refs(), tried)
	})
}
