package providers_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/fake"
)

// listed is a provider that can be asked for its texts.
type listed struct{ providers.Provider }

func (listed) Poll(context.Context, time.Time) ([]providers.Inbound, error) {
	return []providers.Inbound{{Provider: "fake", EventID: "1"}, {Provider: "fake", EventID: "2"}}, nil
}

func TestWhatIsPolledCarriesTheNameOfItsConnection(t *testing.T) {
	plain := fake.New(fake.Config{Key: "k"})
	for connection, p := range map[string]providers.Provider{"fake": listed{plain}, "north": listed{plain}} {
		poller, ok := providers.PollerOf(providers.Named(connection, p))
		require.True(t, ok)
		texts, err := poller.Poll(t.Context(), time.Time{})
		require.NoError(t, err)
		require.Equal(t, []providers.Inbound{{Provider: connection, EventID: "1"}, {Provider: connection, EventID: "2"}}, texts, "as its webhooks would be read")
	}
	for _, connection := range []string{"fake", "north"} {
		_, ok := providers.PollerOf(providers.Named(connection, plain))
		require.False(t, ok, "a company that has no such list is never asked")
	}
}
