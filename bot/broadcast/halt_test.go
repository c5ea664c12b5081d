package broadcast_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// credit is what is known of the provider, and what is noted.
type credit struct {
	halt  providers.Halt
	other providers.Halt // of the second company, where that has a share
	away  error
	noted []staff.Entry
}

func (c *credit) Halted(context.Context, string) ([]providers.Halt, error) {
	return []providers.Halt{c.halt, c.other}, c.away
}

func (c *credit) Note(_ context.Context, by staff.Scope, e staff.Entry) error {
	e.Name = by.Name()
	c.noted = append(c.noted, e)
	return nil
}

// office is a shelf with one broadcast that is under way, whoever moves it on, and
// whoever steers it.
func office(t *testing.T, b broadcast.Broadcast) (*shelf, *broadcast.Sender, *broadcast.Desk, *credit, *time.Time) {
	t.Helper()
	o, now, s, c := town(), noon, newShelf(), &credit{}
	b.Org = o.ID
	_, err := s.Keep(context.Background(), b)
	require.NoError(t, err)
	sender := s.sender(o, &now)
	sender.Halts, sender.Audit = c, c
	desk := &broadcast.Desk{
		Archive: s, People: s, Outbox: s, Audit: c, Halts: c, Now: sender.Now,
		Book: func() *flows.Book { return &flows.Book{Orgs: map[string]*flows.Org{o.ID: o}} },
	}
	return s, sender, desk, c, &now
}

func leaving(state broadcast.State) broadcast.Broadcast {
	b := swap()
	b.ID, b.State, b.Due, b.Begun, b.People, b.Valid = "b-1", state, noon, noon, 200, time.Hour
	return b
}

var noCredit = providers.Halt{Class: providers.Balance, Code: "25", Since: noon, Last: "one", Mend: "ask for more"}

func TestWithoutCreditWhatIsBeingSentIsPaused(t *testing.T) {
	ctx := context.Background()
	for name, c := range map[string]struct {
		state, want broadcast.State
		halt        providers.Halt
	}{
		"it is being sent":             {broadcast.Sending, broadcast.Paused, noCredit},
		"the first few are out":        {broadcast.Holding, broadcast.Paused, noCredit},
		"it waits to be approved":      {broadcast.Waiting, broadcast.Waiting, noCredit},
		"it is over":                   {broadcast.Cancelled, broadcast.Cancelled, noCredit},
		"the provider is well":         {broadcast.Holding, broadcast.Holding, providers.Halt{}},
		"the key is refused: it waits": {broadcast.Holding, broadcast.Holding, providers.Halt{Class: providers.Auth, Last: "one"}},
	} {
		t.Run(name, func(t *testing.T) {
			b := leaving(c.state)
			b.HoldEnds = noon.Add(time.Minute)
			s, sender, _, credit, _ := office(t, b)
			credit.halt = c.halt
			require.NoError(t, sender.Step(ctx))
			got := s.all["b-1"]
			require.Equal(t, c.want, got.State)
			if c.want != broadcast.Paused {
				require.Empty(t, got.Why)
				require.Empty(t, credit.noted)
				return
			}
			require.Equal(t, broadcast.NoCredit, got.Why)
			require.Equal(t, "the provider says that the credit, or what may be sent in a day, is used up: see to that, then resume", got.Why.Words())
			require.Equal(t, "ask for more", got.Mend, "its company knows better")
			require.False(t, got.Untold, "it holds everywhere")
			require.Len(t, credit.noted, 1)
			require.Equal(t, broadcast.PausedIt, credit.noted[0].Deed)
			require.Equal(t, "Connective", credit.noted[0].Name)
			require.NoError(t, sender.Step(ctx))
			require.Equal(t, got, s.all["b-1"], "once")
		})
	}
}

// The second company has a share of the people: without its credit they wait as well.
func TestItIsPausedTooIfTheSecondCompanyHasNoCredit(t *testing.T) {
	ctx, ada := context.Background(), staff.AtTheMachine(town().ID, "Ada")
	s, sender, desk, credit, _ := office(t, leaving(broadcast.Sending))
	credit.other = providers.Halt{Class: providers.Balance, Since: noon, Last: "other", Mend: "twilio: top up", Connection: "twilio", Second: true}
	require.NoError(t, sender.Step(ctx))
	require.Equal(t, [2]string{string(broadcast.Paused), "twilio: top up"}, [2]string{string(s.all["b-1"].State), s.all["b-1"].Mend})
	_, err := desk.Resume(ctx, ada, "b-1")
	require.NoError(t, err)
	credit.halt = providers.Halt{Class: providers.Balance, Since: noon, Last: "one", Mend: "messagebird: ask for more", Connection: "messagebird"}
	require.NoError(t, sender.Step(ctx))
	require.Equal(t, "messagebird: ask for more; twilio: top up", s.all["b-1"].Mend, "each that has none")
	_, err = desk.Resume(ctx, ada, "b-1")
	require.NoError(t, err)
	require.NoError(t, sender.Step(ctx))
	require.NotEqual(t, broadcast.Paused, s.all["b-1"].State, "both were known")

	s, sender, desk, credit, _ = office(t, leaving(broadcast.Sending))
	credit.other = providers.Halt{Class: providers.Balance, Since: noon, Last: "other", Connection: "twilio", Second: true}
	require.NoError(t, sender.Step(ctx))
	_, err = desk.Resume(ctx, ada, "b-1")
	require.NoError(t, err)
	credit.other.Last = "its next text"
	require.NoError(t, sender.Step(ctx))
	require.NotEqual(t, broadcast.Paused, s.all["b-1"].State, "it goes on by the first company, however often the second refuses")
}

func TestWhatIsLetGoOnIsPausedAgainOnlyIfItIsRefusedAgain(t *testing.T) {
	ctx, ada := context.Background(), staff.AtTheMachine(town().ID, "Ada")
	s, sender, desk, credit, _ := office(t, leaving(broadcast.Sending))
	credit.halt = noCredit
	require.NoError(t, sender.Step(ctx))

	_, err := desk.Resume(ctx, ada, "b-1")
	require.NoError(t, err)
	require.NoError(t, sender.Step(ctx))
	require.NotEqual(t, broadcast.Paused, s.all["b-1"].State, "its next text finds out")
	require.Empty(t, s.all["b-1"].Why+broadcast.Why(s.all["b-1"].Mend))

	s, sender, desk, credit, _ = office(t, leaving(broadcast.Sending))
	credit.halt = noCredit
	require.NoError(t, sender.Step(ctx))
	_, err = desk.Resume(ctx, ada, "b-1")
	require.NoError(t, err)
	credit.halt.Last = "two"
	require.NoError(t, sender.Step(ctx))
	require.Equal(t, broadcast.Paused, s.all["b-1"].State)
	require.Equal(t, broadcast.NoCredit, s.all["b-1"].Why)

	credit.away = errors.New("away")
	_, err = desk.Resume(ctx, ada, "b-1")
	require.ErrorIs(t, err, credit.away, "it is not known what it would be let go on after")
	require.Equal(t, broadcast.Paused, s.all["b-1"].State)
}

func TestItGoesOnWhereItWasPaused(t *testing.T) {
	ctx, ada := context.Background(), staff.AtTheMachine(town().ID, "Ada")
	for name, c := range map[string]struct {
		was      broadcast.State
		holdEnds time.Time
		held     bool
		why      broadcast.Why
		want     broadcast.State
		wantHeld bool
	}{
		"before the first few have left: they go first": {broadcast.Sending, time.Time{}, false, "", broadcast.Sending, false},
		"somebody looked at the first few":              {broadcast.Holding, noon.Add(time.Minute), false, "", broadcast.Sending, true},
		"the first few may not have left for want of credit: the rest wait again": {
			broadcast.Holding, noon.Add(time.Minute), false, broadcast.NoCredit, broadcast.Holding, false},
		"the rest were leaving": {broadcast.Sending, noon.Add(time.Minute), true, broadcast.NoCredit, broadcast.Sending, true},
	} {
		t.Run(name, func(t *testing.T) {
			b := leaving(c.was)
			b.HoldEnds, b.Held = c.holdEnds, c.held
			s, sender, desk, credit, now := office(t, b)
			if c.why != "" {
				credit.halt = noCredit
				require.NoError(t, sender.Step(ctx))
			} else {
				_, err := desk.Pause(ctx, ada, "b-1")
				require.NoError(t, err)
			}
			require.Equal(t, broadcast.Paused, s.all["b-1"].State)
			require.Equal(t, c.why, s.all["b-1"].Why)
			*now = noon.Add(30 * time.Minute)
			for range 2 { // a button that is pressed twice
				got, err := desk.Resume(ctx, ada, "b-1")
				require.NoError(t, err)
				require.Equal(t, c.want, got.State)
				require.Equal(t, c.wantHeld, got.Held)
				if c.want == broadcast.Holding {
					require.Equal(t, now.Add(broadcast.HoldFor), got.HoldEnds)
				}
			}
		})
	}
}
