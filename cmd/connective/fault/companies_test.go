package fault_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/sink"
	"github.com/connective-messaging/connective/providers/twilio"
)

var each = flag.Int("fault.each", 20, "how many people text over each other company")

// failures is every way in which a company fails whose call ends: what is left out
// takes as long as the calls' own limit.
var failures = sink.Mix[sink.Mode]{
	sink.Fail: .06, sink.FailAccepted: .06, sink.TooMany: .04, sink.Cut: .06, sink.CutAccepted: .06, sink.HTML: .04, sink.SlowAccepted: .01, sink.OK: .67,
}

// The spine over another company than the first: whatever its calls come to, no text
// is answered twice, and each that may be missing is listed for staff.
func TestEveryFailureOfAnotherCompany(t *testing.T) {
	if *mutants {
		t.Skip("the mutants run instead")
	}
	t.Parallel()
	if *seed == 0 {
		*seed = uint64(time.Now().UnixNano())
	}
	t.Logf("seed %d", *seed)
	h := overTwilio(t, sink.Config{Modes: failures, Reports: sink.Mix[sink.Report]{sink.Delivered: .3}, Seed: *seed})
	h.over = &company{twilio.Name, func(hooks, id, from, words string) *providers.Request {
		return twilio.Simulator{Token: twilioToken, BaseURL: hooks, Now: time.Now}.Inbound(twilio.InboundText{ID: id, From: from, To: line, Text: words})
	}}
	r := &trial{house: h, draw: rand.New(rand.NewPCG(*seed, 0)), sent: map[string][]*sent{}}
	var all sync.WaitGroup
	for person := range *each {
		all.Go(func() {
			for n := range 3 {
				r.text(0, fmt.Sprintf("+999%09d", person), n, n == 1)
			}
		})
	}
	all.Wait()
	require.True(t, h.atRest(2*time.Minute), "nothing waits for ever")
	require.Empty(t, r.judge())
	require.Greater(t, len(h.sink.Accepts()), *each, "most of them were answered")
}
