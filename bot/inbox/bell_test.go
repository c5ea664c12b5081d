package inbox_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/inbox"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/flows"
)

// marks is what processes share.
type marks struct {
	mu    sync.Mutex
	until map[string]time.Time
}

func (m *marks) set(name string, long time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.until[name] = time.Now().Add(long)
}

func (m *marks) Begin(_ context.Context, name string, within time.Duration) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if time.Now().Before(m.until[name]) {
		return false, nil
	}
	m.until[name] = time.Now().Add(within)
	return true, nil
}

func (m *marks) Rang(_ context.Context, name string, forget time.Duration) error {
	m.set(name, forget)
	return nil
}
func (m *marks) Missed(_ context.Context, name string) error { m.set(name, 0); return nil }

type rota []staff.Contact

func (r rota) OnCall(context.Context, string, bool) ([]staff.Contact, error) { return r, nil }

// channel writes down whom it told; it fails the first times.
type channel struct {
	name  string
	mu    sync.Mutex
	fails int
	rang  []string
}

func (c *channel) Name() string { return c.name }

func (c *channel) Ring(_ context.Context, _ *flows.Org, to staff.Contact, a inbox.Alarm, f bot.CaseFile) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fails > 0 {
		c.fails--
		return errors.New("no answer")
	}
	c.rang = append(c.rang, to.Name+" "+f.ID+" "+string(a.Kind))
	return nil
}

func (c *channel) told() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Sorted(slices.Values(c.rang))
}

var onRota = rota{{Account: "1", Name: "Dana", Email: "dana@example.org"}, {Account: "2", Name: "Omar", Email: "omar@example.org", Phone: "+447700900200"}}

// ringing runs some processes with a bell each on one store of cases.
func ringing(t *testing.T, processes int, mail, text *channel, test func(s *shelf)) {
	o := office(t)
	o.ID = "mill"
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		m, s := &marks{until: map[string]time.Time{}}, newShelf()
		f := file("c-1")
		f.Queue, f.Urgent, f.Pressed = "desk", true, time.Now()
		s.files["c-1"] = f
		var each sync.WaitGroup
		for range processes {
			b := inbox.NewBoard(s, slog.New(slog.DiscardHandler))
			bell := &inbox.Bell{
				Board: b, Orgs: func() []*flows.Org { return []*flows.Org{o} }, Rota: onRota, Marks: m, Channels: []inbox.Channel{mail, text},
				Now: time.Now, Log: slog.New(slog.DiscardHandler),
			}
			each.Go(func() { _ = bell.Run(ctx) })
		}
		synctest.Wait()
		test(s)
		stop()
		each.Wait()
	})
}

func TestAnUrgentCaseReachesEverybodyOnTheRotaOnceOnEachChannel(t *testing.T) {
	mail, text := &channel{name: staff.Mail}, &channel{name: staff.Texts}
	ringing(t, 3, mail, text, func(*shelf) {
		require.Equal(t, []string{"Dana c-1 urgent", "Omar c-1 urgent"}, mail.told())
		require.Equal(t, []string{"Omar c-1 urgent"}, text.told(), "Dana has given no number")
		time.Sleep(4*time.Minute + 50*time.Second)
		require.Len(t, mail.told(), 2)
		time.Sleep(20 * time.Second)
		synctest.Wait()
		require.Len(t, mail.told(), 4, "again after five minutes, as nobody has taken it")
	})
}

func TestAChannelThatFailsIsTriedAgainAndHoldsNoOtherUp(t *testing.T) {
	mail, text := &channel{name: staff.Mail, fails: 3}, &channel{name: staff.Texts}
	ringing(t, 1, mail, text, func(*shelf) {
		require.Len(t, text.told(), 1)
		time.Sleep(30 * time.Second)
		synctest.Wait()
		require.Equal(t, []string{"Dana c-1 urgent", "Omar c-1 urgent"}, mail.told())
	})
}

func TestNobodyIsToldOfACaseThatSomebodyHasTaken(t *testing.T) {
	mail, text := &channel{name: staff.Mail}, &channel{name: staff.Texts}
	ringing(t, 1, mail, text, func(s *shelf) {
		s.mu.Lock()
		f := s.files["c-1"]
		f.Holder.ID = "dana"
		s.files["c-1"] = f
		s.mu.Unlock()
		require.Len(t, mail.told(), 2)
	})
	require.Len(t, mail.told(), 2)
}
