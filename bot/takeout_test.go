package bot_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/memory"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

func TestWhoIsTakenOutOfAGroupIsOutAndIsNotTexted(t *testing.T) {
	ctx, book, store := context.Background(), clockTown(t, "monday 09:00"), memory.New()
	now := time.Date(2026, 9, 15, 12, 0, 0, 0, time.UTC)
	b := bot.New(bot.Config{Threads: store, Book: func() *flows.Book { return book }, Now: func() time.Time { return now }})
	key := bot.Key{Org: "town", Address: providers.Address{Kind: providers.Phone, Value: "+447700900111"}}
	thread, err := store.Thread(ctx, key)
	require.NoError(t, err)
	turn, changes, err := bot.JudgeImport(book.Orgs["town"], thread, nil, bot.Import{Event: "i", Consents: []string{"updates"}, Groups: []string{"lane"}, Agreed: now}, now)
	require.NoError(t, err)
	require.True(t, changes)
	require.NoError(t, store.Commit(ctx, turn))

	thread, err = store.Thread(ctx, key)
	require.NoError(t, err)
	out := bot.JudgeTakeOut(book.Orgs["town"], thread, "lane", "Booking system", "1", now)
	require.Empty(t, out.Say)
	require.Equal(t, []string{"lane"}, out.Left)
	require.Equal(t, []bot.Consent{{Name: "leave:lane", At: now, Event: "takeout:1", By: "Booking system"}}, out.Ledger)
	require.Equal(t, []string{"lane"}, thread.Person.Groups, "what was read is as it was")

	for _, group := range []string{"lane", "lane", "chess"} {
		require.NoError(t, b.TakeOut(ctx, "town", key.Address, group, "Booking system", "1"))
	}
	thread, err = store.Thread(ctx, key)
	require.NoError(t, err)
	require.Empty(t, thread.Person.Groups)
	require.Equal(t, []string{"updates"}, thread.Person.Consents, "what else they agreed to stands")
	require.Error(t, b.TakeOut(ctx, "nowhere", key.Address, "lane", "x", "2"))
	stranger := providers.Address{Kind: providers.Phone, Value: "+447700900112"}
	require.NoError(t, b.TakeOut(ctx, "town", stranger, "lane", "x", "3"))
	thread, err = store.Thread(ctx, bot.Key{Org: "town", Address: stranger})
	require.NoError(t, err)
	require.Zero(t, thread.Version, "nobody is met by it")
}
