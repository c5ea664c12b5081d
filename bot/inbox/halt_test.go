package inbox_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/inbox"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// wire is what is known of the provider.
type wire struct {
	mu   sync.Mutex
	halt providers.Halt
}

func (w *wire) set(h providers.Halt) { w.mu.Lock(); w.halt = h; w.mu.Unlock() }
func (w *wire) Halted(context.Context, string) ([]providers.Halt, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return []providers.Halt{w.halt}, nil
}

// reached are the rota, and an admin who is not on it.
type reached struct{ rota }

func (reached) Admins(context.Context, string) ([]staff.Contact, error) {
	return []staff.Contact{onRota[0], {Account: "3", Name: "Una", Email: "una@example.org"}}, nil
}

// teller writes down whom it told what; it fails the first times.
type teller struct {
	name  string
	mu    sync.Mutex
	fails int
	told  []string
}

func (c *teller) Name() string { return c.name }

func (c *teller) Tell(_ context.Context, org string, to staff.Contact, subject, words, _ string, useful time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fails > 0 {
		c.fails--
		return errors.New("no answer")
	}
	if !strings.Contains(words, "no credit left") || !strings.Contains(words, "https://x.example.org/console") || subject == "" || useful > time.Hour {
		return errors.New("that says nothing")
	}
	c.told = append(c.told, org+": "+to.Name)
	return nil
}

func (c *teller) heard() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Sorted(slices.Values(c.told))
}

func TestStaffAndAdminsAreToldThatThereIsNoCredit(t *testing.T) {
	o := office(t)
	o.ID = "mill"
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		mail, text := &teller{name: staff.Mail, fails: 1}, &teller{name: staff.Texts}
		m, provider := &marks{until: map[string]time.Time{}}, &wire{}
		var each sync.WaitGroup
		for range 3 { // processes
			bell := &inbox.HaltBell{
				Provider: provider, Orgs: func() []*flows.Org { return []*flows.Org{o} }, Staff: reached{onRota}, Marks: m,
				Channels: []inbox.Teller{mail, text}, Console: "https://x.example.org/console", Now: time.Now, Log: slog.New(slog.DiscardHandler),
			}
			each.Go(func() { _ = bell.Run(ctx) })
		}
		time.Sleep(time.Hour)
		require.Empty(t, mail.heard(), "all is well")

		provider.set(providers.Halt{Class: providers.Balance, Since: time.Now(), Last: "one"})
		time.Sleep(3 * time.Minute)
		everybody := []string{"mill: Dana", "mill: Omar", "mill: Una"}
		require.Equal(t, everybody, mail.heard(), "each once, and whom it failed for too")
		require.Equal(t, []string{"mill: Omar"}, text.heard(), "the others have given no number")

		provider.set(providers.Halt{Class: providers.Balance, Since: time.Now().Add(-3 * time.Minute), Last: "two"})
		time.Sleep(time.Hour)
		require.Len(t, mail.heard(), 3, "it is the same outage, refused again")
		time.Sleep(time.Hour)
		require.Len(t, mail.heard(), 6, "again after two hours")
		provider.set(providers.Halt{})
		time.Sleep(5 * time.Hour)
		require.Len(t, mail.heard(), 6)
		stop()
		each.Wait()
	})
}

func TestTheAlarmThatNothingLeavesHasWordsInEveryLanguage(t *testing.T) {
	for _, class := range []providers.Class{providers.Balance, providers.Auth, providers.Config} {
		for _, lang := range []string{"en", "cy", "pl", "ur"} {
			o := office(t)
			o.Language = lang
			subject, words := inbox.HaltWords(o, providers.Halt{Class: class}, "https://x.example.org/console")
			require.NotEmpty(t, subject)
			require.Contains(t, words, o.Name)
			require.Contains(t, words, "https://x.example.org/console")
		}
	}
}
