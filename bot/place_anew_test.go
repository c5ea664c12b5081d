package bot_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/places"
)

// standing is a store that keeps how events are, until it forgets.
type standing struct {
	*hallStore
	mu    sync.Mutex
	faces map[string]string
	until map[string]time.Time
}

func (s *standing) Stand(_ context.Context, org, event, face string, until time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faces[org+"/"+event], s.until[org+"/"+event] = face, until
	return nil
}

func (s *standing) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faces, s.until = map[string]string{}, map[string]time.Time{}
}

// A store that has taken the place of another does not know that the event was
// cancelled: nothing has changed since, and it is told all the same.
func TestHowEventsAreIsWrittenAnewForAStoreThatForgot(t *testing.T) {
	h := newHall(t, 3)
	s := &standing{hallStore: h.store}
	s.forget()
	h.places = s
	h.open()
	h.tend()
	require.NoError(t, h.bot.CancelEvent(context.Background(), "town", "tea"))
	require.Equal(t, places.CancelledFace, s.faces["town/tea"])
	until := s.until["town/tea"]

	s.forget()
	h.tend()
	require.Empty(t, s.faces, "nothing has changed")
	require.NoError(t, h.bot.StandAnew(context.Background()))
	require.Equal(t, places.CancelledFace, s.faces["town/tea"])
	require.Equal(t, until, s.until["town/tea"])

	s.forget()
	h.now = until
	require.NoError(t, h.bot.StandAnew(context.Background()))
	require.NotContains(t, s.faces, "town/tea", "it has begun")
}
