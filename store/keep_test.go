package store_test

import (
	"context"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
)

// keeper is an organisation that keeps one thing for 30 days and another for a
// year.
func keeper(t testing.TB) *flows.Book {
	t.Helper()
	book, found := flows.Load(fstest.MapFS{
		"wenbridge/org.yaml": {Data: []byte("name: Wenbridge\nnumber: \"+447700900999\"\nquiet: none\nprofile:\n  area: {why: To show what is near, keep: 30 days}\n  name: {why: To greet you, keep: 1 year}\n")},
		"wenbridge/me.yaml":  {Data: []byte("start: {words: [ME]}\nsteps:\n  area: {ask: \"Where? Text STOP to stop.\", answer: text, save: me.area}\n  name: {ask: \"Who?\", answer: text, save: me.name}\n")},
	})
	require.Empty(t, found)
	return book
}

// TestNothingIsKeptAfterItsTimeThoughNobodyTexts lets time pass with nobody but
// the clock at work, and looks into Redis itself.
func TestNothingIsKeptAfterItsTimeThoughNobodyTexts(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		const people = 5
		now := noon
		book := keeper(t)
		b := bot.New(bot.Config{Threads: s, Book: func() *flows.Book { return book }, Now: func() time.Time { return now }})
		for n := range people {
			for i, words := range []string{"ME", "WB1", "Ann"} {
				require.NoError(t, b.Receive(ctx, providers.Inbound{
					Provider: "test", EventID: string(rune('a'+n)) + string(rune('0'+i)), From: key(n).Address, Text: words,
					To: providers.Address{Kind: providers.Phone, Value: "+447700900999"},
				}))
			}
		}
		passes := func(d time.Duration) {
			for end := now.Add(d); now.Before(end); {
				now = now.Add(12 * time.Hour)
				due, err := s.Due(ctx, now, 100)
				require.NoError(t, err)
				for _, w := range due {
					require.NoError(t, b.Wake(ctx, w))
				}
			}
		}
		kept := func() (all []map[string]string) {
			for n := range people {
				thread, err := s.Thread(ctx, key(n))
				require.NoError(t, err)
				require.Len(t, thread.Person.Kept, len(thread.Person.Me))
				all = append(all, thread.Person.Me)
			}
			return all
		}
		passes(29 * 24 * time.Hour)
		for _, me := range kept() {
			require.Equal(t, map[string]string{"area": "WB1", "name": "Ann"}, me)
		}
		passes(2 * 24 * time.Hour)
		for _, me := range kept() {
			require.Equal(t, map[string]string{"name": "Ann"}, me)
		}
		passes(335 * 24 * time.Hour)
		for _, me := range kept() {
			require.Empty(t, me)
		}
		due, err := s.Due(ctx, now.Add(10*365*24*time.Hour), 100)
		require.NoError(t, err)
		require.Empty(t, due, "and nobody is looked at any more")
	})
}
