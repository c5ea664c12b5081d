package bot_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/memory"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// crowded is many people who each have something due, some of one organisation
// and one of another.
type crowded struct {
	t     *testing.T
	store *memory.Store
	bot   *bot.Bot
	book  *flows.Book
	now   time.Time
	woken []string
	fails func(bot.Key) error
}

// mostDue is how many are looked at at once.
const mostDue = 500

func newCrowd(t *testing.T) *crowded {
	c := &crowded{t: t, store: memory.New(), now: tuesday}
	gone := *town()
	gone.ID = "gone"
	c.book = &flows.Book{Orgs: map[string]*flows.Org{"town": town(), "gone": &gone}}
	c.bot = bot.New(bot.Config{
		Threads: c, Clock: c.store, Book: func() *flows.Book { return c.book }, Now: func() time.Time { return c.now },
		Seen: func(turn bot.Turn) { c.woken = append(c.woken, turn.Key.Address.Value) },
	})
	for n := range mostDue + 100 {
		c.due("gone", n, tuesday.Add(-time.Hour))
	}
	c.due("town", 0, tuesday.Add(-time.Minute))
	return c
}

// due gives somebody a question that has been asked "did you mean STOP?" for a
// day, which silence answers at that time.
func (c *crowded) due(org string, n int, at time.Time) {
	key := bot.Key{Org: org, Address: providers.Address{Kind: providers.Phone, Value: fmt.Sprintf("+999%09d", n)}}
	thread, err := c.store.Thread(context.Background(), key)
	require.NoError(c.t, err)
	thread.Soft = &bot.SoftStop{Due: at}
	require.NoError(c.t, c.store.Commit(context.Background(), bot.Turn{Thread: thread, Event: fmt.Sprint(org, n), WakeAt: at}))
}

func (c *crowded) Thread(ctx context.Context, key bot.Key) (bot.Thread, error) {
	if c.fails != nil {
		if err := c.fails(key); err != nil {
			return bot.Thread{}, err
		}
	}
	return c.store.Thread(ctx, key)
}

func (c *crowded) Commit(ctx context.Context, turn bot.Turn) error { return c.store.Commit(ctx, turn) }

// look wakes whatever is due, as the house does once a second, and returns what
// went wrong.
func (c *crowded) look() error {
	c.woken = nil
	due, err := c.store.Due(context.Background(), c.now, mostDue)
	require.NoError(c.t, err)
	var faults []error
	for _, w := range due {
		faults = append(faults, c.bot.Wake(context.Background(), w))
	}
	c.now = c.now.Add(time.Second)
	return errors.Join(faults...)
}

func TestWhatIsDueToPeopleOfAnOrganisationThatIsGoneKeepsNobodyWaiting(t *testing.T) {
	c := newCrowd(t)
	back := c.book.Orgs["gone"]
	delete(c.book.Orgs, "gone")
	require.NoError(t, c.look())
	require.NoError(t, c.look())
	require.Equal(t, []string{"+999000000000"}, c.woken, "the other organisation's person")

	c.book.Orgs["gone"] = back
	require.NoError(t, c.look())
	require.Empty(t, c.woken, "it is looked at now and then")
	c.now = c.now.Add(time.Hour)
	require.NoError(t, c.look())
	require.Len(t, c.woken, mostDue)
	require.NoError(t, c.look())
	require.Len(t, c.woken, 100, "nobody was forgotten")
	require.NoError(t, c.look())
	require.Empty(t, c.woken)
}

func TestThreadsThatBreakKeepNobodyWaiting(t *testing.T) {
	for name, fails := range map[string]func(bot.Key) error{
		"they cannot be read":    func(k bot.Key) error { return errors.New("what is kept cannot be read") },
		"reading them panics":    func(k bot.Key) error { panic(k.Org) },
		"the store is not there": func(k bot.Key) error { return fmt.Errorf("read: %w", bot.ErrUnavailable) },
	} {
		t.Run(name, func(t *testing.T) {
			c := newCrowd(t)
			c.fails = func(k bot.Key) error {
				if k.Org == "gone" {
					return fails(k)
				}
				return nil
			}
			require.Error(t, c.look())
			require.Error(t, c.look())
			if name == "the store is not there" {
				require.Empty(t, c.woken, "what is no fault of theirs puts nobody off")
				return
			}
			require.Equal(t, []string{"+999000000000"}, c.woken)
			c.fails, c.now = nil, c.now.Add(10*time.Minute)
			require.NoError(t, c.look())
			require.Len(t, c.woken, mostDue, "they are tried again")
		})
	}
}
