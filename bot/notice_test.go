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

func TestANoticeIsSentOnceAtAnyHourButNotAfterStop(t *testing.T) {
	night := time.Date(2026, 9, 15, 2, 0, 0, 0, time.UTC)
	var sent []string
	b := bot.New(bot.Config{
		Threads: memory.New(), Now: func() time.Time { return night }, Book: func() *flows.Book { return &flows.Book{Orgs: map[string]*flows.Org{"town": town()}} },
		Seen: func(turn bot.Turn) {
			for _, o := range turn.Say {
				require.Zero(t, o.NotBefore, "it waits for no morning")
				sent = append(sent, o.Text)
			}
		},
	})
	ctx, p := context.Background(), newPhone()
	to := p.thread.Key.Address
	for range 2 {
		require.NoError(t, b.Notify(ctx, "town", to, "A case waits.", "c-1:urgent:1"))
	}
	require.Equal(t, []string{"A case waits."}, sent)
	require.NoError(t, b.Receive(ctx, p.inbound("STOP")))
	require.NoError(t, b.Notify(ctx, "town", to, "A case waits.", "c-1:urgent:2"))
	require.Len(t, sent, 2, "the goodbye was the last")
	require.Error(t, b.Notify(ctx, "nowhere", providers.Address{}, "A case waits.", "1"))
}
