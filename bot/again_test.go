package bot_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/memory"
	"github.com/connective-messaging/connective/flows"
)

// overtaken is a store in which another turn is quicker so many times.
type overtaken struct {
	*memory.Store
	left int
}

func (o *overtaken) Commit(ctx context.Context, turn bot.Turn) error {
	if o.left--; o.left >= 0 {
		return bot.ErrStale
	}
	return o.Store.Commit(ctx, turn)
}

func TestATurnThatIsOvertakenIsJudgedAgainAndCounted(t *testing.T) {
	for _, quicker := range []int{0, 1, 7} {
		again, turns := 0, 0
		book := &flows.Book{Orgs: map[string]*flows.Org{"town": town()}}
		b := bot.New(bot.Config{
			Threads: &overtaken{memory.New(), quicker}, Book: func() *flows.Book { return book }, Now: func() time.Time { return tuesday },
			Again: func() { again++ }, Seen: func(bot.Turn) { turns++ },
		})
		require.NoError(t, b.Receive(t.Context(), toTown("hello", "e1")))
		require.Equal(t, quicker, again)
		require.Equal(t, 1, turns)
	}
}
