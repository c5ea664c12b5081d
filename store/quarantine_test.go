package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
)

// stranger is a text to a number that no organisation has.
func stranger(n int, words string) providers.Inbound {
	return providers.Inbound{
		Provider: "test", EventID: fmt.Sprint("stranger ", n), Text: words, Received: noon,
		From: providers.ParseAddress(fmt.Sprintf("+447700900%03d", 100+n), "GB"), To: providers.ParseAddress("+447700900999", "GB"),
	}
}

func TestTextsKeptApartAreReadAndDropped(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		for n, words := range []string{"one", "two", "three"} {
			require.NoError(t, s.Quarantine(ctx, stranger(n, words)))
			require.NoError(t, s.Quarantine(ctx, stranger(n, words)), "a repeat")
		}
		kept, err := s.Quarantined(ctx)
		require.NoError(t, err)
		require.Len(t, kept, 3)
		words := map[string]string{}
		for _, a := range kept {
			require.Regexp(t, "^[b-t]{15,}$", a.ID)
			require.WithinDuration(t, time.Now(), a.Came, time.Minute)
			one, err := s.QuarantinedText(ctx, a.ID)
			require.NoError(t, err)
			require.Equal(t, a, one)
			words[a.Inbound.Text] = a.ID
		}
		require.Len(t, words, 3)
		require.Equal(t, stranger(1, "two"), byWords(kept, "two").Inbound)

		require.NoError(t, s.Drop(ctx, words["two"]))
		require.ErrorIs(t, s.Drop(ctx, words["two"]), store.ErrNotApart)
		_, err = s.QuarantinedText(ctx, words["two"])
		require.ErrorIs(t, err, store.ErrNotApart)
		kept, err = s.Quarantined(ctx)
		require.NoError(t, err)
		require.Len(t, kept, 2)
	})
}

func byWords(kept []store.Apart, words string) store.Apart {
	for _, a := range kept {
		if a.Inbound.Text == words {
			return a
		}
	}
	return store.Apart{}
}

func TestATextKeptApartGoesAfterAWeek(t *testing.T) {
	ctx, now := context.Background(), time.Now()
	s := open(t, store.Options{Embedded: true, Now: func() time.Time { return now }})
	require.NoError(t, s.Quarantine(ctx, stranger(1, "one")))
	for days, want := range []int{1, 1, 1, 1, 1, 1, 1, 0, 0} {
		now = time.Now().AddDate(0, 0, days).Add(time.Minute)
		kept, err := s.Quarantined(ctx)
		require.NoError(t, err)
		require.Len(t, kept, want, "after %d days", days)
	}
}

func TestNoTextHasANameThatWasNotGiven(t *testing.T) {
	s := open(t, store.Options{Embedded: true})
	for _, name := range []string{"", "b", "bcdfghjklmnpqrs", "tttttttttttttttt", "1-2-3", "bbbbbbbbbbbbbbé", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "*"} {
		_, err := s.QuarantinedText(context.Background(), name)
		require.ErrorIs(t, err, store.ErrNotApart, name)
		require.ErrorIs(t, s.Drop(context.Background(), name), store.ErrNotApart, name)
	}
}
