package store

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
)

func sendOf(n int) providers.Claim {
	return providers.Claim{
		Entry: providers.Entry{Partition: n % Partitions, Ref: fmt.Sprintf("%032x", n), Owner: fmt.Sprintf("%032x %016x", n, n)},
		State: providers.Claimed, Token: fmt.Sprintf("%026d", n),
	}
}

func TestSendsKeepWhatMayHaveLeft(t *testing.T) {
	var s sends
	now := time.Now()
	answers := map[string]providers.Result{
		"taken":     {ProviderID: "id-1", Verdict: providers.Accepted, Code: "0"},
		"uncertain": {Verdict: providers.Uncertain, Class: providers.OutcomeUnknown, Code: "a zero\x00 in it"},
		"odd id":    {ProviderID: "id\x00-1", Verdict: providers.Accepted},
		"refused":   {Verdict: providers.Rejected, Class: providers.Permanent},
	}
	claims := map[string]providers.Claim{}
	for n, name := range []string{"taken", "uncertain", "odd id", "refused", "unanswered"} {
		claims[name] = sendOf(n)
		s.begin([]providers.Claim{claims[name]}, now)
	}
	for range 2 { // a result may be told again
		for name, r := range answers {
			s.end([]providers.Settlement{{Claim: claims[name], Result: r}})
		}
	}
	require.Equal(t, 1, s.underWay())
	want := map[string]providers.Result{
		"taken": answers["taken"], "uncertain": answers["uncertain"],
		"odd id":     {ProviderID: "id", Verdict: providers.Accepted},
		"unanswered": {Verdict: providers.Uncertain, Code: "never settled"},
	}
	settled, since := s.all()
	require.Zero(t, since)
	require.Len(t, settled, len(want))
	for name, r := range want {
		c := claims[name]
		require.Contains(t, settled, providers.Settlement{Claim: providers.Claim{Entry: c.Entry, Token: c.Token}, Result: r}, name)
	}
}

// What is kept of a broadcast to a city is what bounds the memory of a process.
func BenchmarkSendsKept(b *testing.B) {
	now := time.Now()
	for b.Loop() {
		var s sends
		before := living()
		for n := range mostSends {
			c := sendOf(n)
			s.begin([]providers.Claim{c}, now)
			s.end([]providers.Settlement{{Claim: c, Result: providers.Result{Verdict: providers.Accepted, ProviderID: fmt.Sprintf("%032x", n)}}})
		}
		b.ReportMetric(float64(living()-before)/mostSends, "bytes/send")
		runtime.KeepAlive(&s)
	}
}

func living() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
