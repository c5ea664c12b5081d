package store_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/govuknotify"
	"github.com/connective-messaging/connective/providers/govuknotify/govuknotifytest"
	"github.com/connective-messaging/connective/providers/sink"
	"github.com/connective-messaging/connective/store"
)

// lookSeed decides which text meets which failure.
const lookSeed = 11

// Every answer of the company is lost, and its status reports never come. What it
// has is found by asking, and what it never had goes again.
func TestTextsInDoubtAreSettledByAskingTheirCompany(t *testing.T) {
	s := open(t, store.Options{Embedded: true})
	ctx := context.Background()
	const service = "11111111-2222-4333-8444-555555555555"
	var pretended *sink.Sink
	wire := govuknotifytest.Wire{Service: service, Secret: service, TemplateID: service, Line: "+447700900900", Accepts: func() []sink.Accept { return pretended.Accepts() }}
	pretended = sink.New(sink.Config{Wire: wire, Seed: lookSeed, Modes: sink.Mix[sink.Mode]{sink.CutAccepted: .4, sink.FailAccepted: .1, sink.Cut: .3, sink.Fail: .2}})
	server := httptest.NewServer(pretended)
	t.Cleanup(func() { pretended.Close(); server.Close() })
	company, err := govuknotify.New(govuknotify.Config{
		APIKey: "north-" + service + "-" + service, TemplateID: service, URL: server.URL, TextTokens: []string{"token-of-texts"}, ReceiptTokens: []string{"token-of-receipts"},
	})
	require.NoError(t, err)

	const people = 30
	for i := range people {
		require.NoError(t, s.Commit(ctx, turnOf(t, s, key(i+1), fmt.Sprint("e", i), fmt.Sprint("text ", i))))
	}
	stop := dispatchBy(t, s, company)
	defer stop()
	soon := func(what string, holds func() bool) {
		t.Helper()
		require.Eventually(t, holds, 30*time.Second, 10*time.Millisecond, what)
	}
	soon("all are in doubt", func() bool { return len(unknownRefs(t, s)) == people })
	taken := pretended.Accepted()
	require.Greater(t, taken, 5)
	require.Less(t, taken, people-5)

	ask := func(after time.Duration) {
		l := &providers.Lookups{ // a new one each time, as after a start
			Doubts: s, Of: func(string) providers.Provider { return company }, Log: slog.New(slog.DiscardHandler),
			Now: func() time.Time { return time.Now().Add(after) },
		}
		for range 3 {
			require.NoError(t, l.Round(ctx))
		}
	}
	ask(time.Second)
	require.Len(t, unknownRefs(t, s), people, "a call may still be under way")
	ask(time.Minute)
	require.Len(t, unknownRefs(t, s), people-taken, "what it has is sent, and what it does not know may yet come")
	require.Equal(t, taken, pretended.Accepted(), "nothing was sent again")
	pretended.Behave(nil, nil)
	ask(31 * time.Minute)
	soon("none is in doubt", func() bool { return len(unknownRefs(t, s)) == 0 && pretended.Accepted() == people })
	var refs []string
	for _, a := range pretended.Accepts() {
		refs = append(refs, a.Ref)
	}
	slices.Sort(refs)
	require.Len(t, slices.Compact(refs), people, "nothing is missing, and nothing came twice")
}

// dispatchBy empties the outbox by a company until the returned function is called.
func dispatchBy(t *testing.T, s *store.Store, company providers.Provider) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	d := providers.NewDispatcher(providers.DispatcherConfig{Outbox: s, Provider: company, Name: company.Name(), Now: time.Now})
	var running sync.WaitGroup
	running.Go(func() { _ = d.Run(ctx) }) // it ends with its context
	return func() { cancel(); running.Wait() }
}
