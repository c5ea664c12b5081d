package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
)

// heardTurn answers what somebody has just written.
func heardTurn(t *testing.T, s *store.Store, who providers.Address, event string, at time.Time) bot.Turn {
	t.Helper()
	turn := turnOf(t, s, bot.Key{Org: "wenbridge", Address: who}, event, "Which day?\n1 Monday")
	turn.Heard = &providers.Inbound{EventID: event, From: who, Text: "hello", Received: at}
	return turn
}

func TestATextToAnAppKeepsWhatItOffersAndWhenItsPersonWroteLast(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		at := time.Now().Add(-time.Hour).Truncate(time.Millisecond)
		app := heardTurn(t, s, providers.InApp("whatsapp", "+447700900123"), "e1", at)
		app.Say[0].Choices = &providers.Choices{Body: "Which day?", Button: "Choose", List: []providers.Choice{{ID: "0a1b2c3d4e5f.1", Label: "Monday"}}}
		app.Say[0].Template = &providers.Template{Name: "town_news", Language: "cy"}
		require.NoError(t, s.Commit(context.Background(), app))
		phone := heardTurn(t, s, providers.Address{Kind: providers.Phone, Value: "+447700900123"}, "e2", at)
		require.NoError(t, s.Commit(context.Background(), phone))

		for _, c := range claims(t, s, 2) {
			m := c.Message
			m.ValidFor = 0
			if c.Message.To.Kind == providers.Phone {
				require.Equal(t, providers.Message{Ref: phone.Say[0].Ref, To: phone.Key.Address, From: phone.Line, Text: phone.Say[0].Text}, m, "a text to a phone is as it was")
				continue
			}
			require.True(t, at.Equal(m.Heard), "%s", m.Heard)
			require.Equal(t, app.Say[0].Choices, m.Choices)
			require.Equal(t, app.Say[0].Template, m.Template)
		}
	})
}

func TestWhatIsTooLateForFreeWordsFailsAndSaysNothingOfTheNumber(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		who := providers.InApp("whatsapp", "+447700900123")
		require.NoError(t, s.Commit(context.Background(), heardTurn(t, s, who, "e1", time.Now().Add(-48*time.Hour))))
		c := claims(t, s, 1)[0]
		settle(t, s, c, providers.Result{Verdict: providers.Rejected, Class: providers.WindowClosed, Code: "window"})
		fates, err := s.Fates(context.Background(), who, []string{c.Ref})
		require.NoError(t, err)
		require.Equal(t, bot.FateFailed, fates[c.Ref], "it is not tried for ever")
		thread, err := s.Thread(context.Background(), bot.Key{Org: "wenbridge", Address: who})
		require.NoError(t, err)
		require.False(t, thread.Dead)
		require.False(t, thread.Stopped)
	})
}
