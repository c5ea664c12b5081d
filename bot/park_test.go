package bot_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/memory"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/locales"
	"github.com/connective-messaging/connective/providers"
)

// parkTown is a bot with the town, on a store in memory, that keeps its turns.
type parkTown struct {
	*bot.Bot
	store *memory.Store
	turns []bot.Turn
	apart []providers.Inbound
	now   time.Time
}

func newParkTown() *parkTown {
	p := &parkTown{store: memory.New(), now: tuesday}
	book := &flows.Book{Orgs: map[string]*flows.Org{"town": town()}}
	p.Bot = bot.New(bot.Config{
		Threads: p.store, Book: func() *flows.Book { return book }, Now: func() time.Time { return p.now },
		Seen: func(t bot.Turn) { p.turns = append(p.turns, t) },
		Quarantine: func(_ context.Context, in providers.Inbound) error {
			p.apart = append(p.apart, in)
			return nil
		},
	})
	return p
}

// park parks a text, and returns its turn.
func (p *parkTown) park(t *testing.T, in providers.Inbound) bot.Turn {
	t.Helper()
	turns := len(p.turns)
	require.NoError(t, p.Park(t.Context(), in))
	require.Len(t, p.turns, turns+1)
	return p.turns[turns]
}

// texted lets somebody text before.
func (p *parkTown) texted(t *testing.T, texts ...string) *parkTown {
	t.Helper()
	for _, text := range texts {
		require.NoError(t, p.Receive(t.Context(), toTown(text, "before "+text)))
	}
	return p
}

func toTown(text, id string) providers.Inbound {
	return providers.Inbound{
		Provider: "test", EventID: id, Text: text, Received: tuesday,
		From: providers.Address{Kind: providers.Phone, Value: "+447700900001"},
		To:   providers.Address{Kind: providers.Phone, Value: town().Number},
	}
}

func TestAParkedTextIsReadByPeopleAndItsSenderIsToldSo(t *testing.T) {
	for name, before := range map[string][]string{"somebody new": nil, "a question open": {"hello"}, "a menu open": {"hello", "YES", "MENU"}} {
		t.Run(name, func(t *testing.T) {
			turn := newParkTown().texted(t, before...).park(t, toTown("poison", "p1"))
			require.Equal(t, "parked", turn.Rule)
			require.Equal(t, []string{locales.Say("en", "fault.broken")}, said(turn))
			require.Equal(t, "fault", turn.Thread.Case.Reason)
			require.Equal(t, "desk", turn.Thread.Case.Queue)
			require.False(t, turn.Thread.Case.Holds, "the next text may be fine")
			require.Equal(t, "poison", turn.Notes[0].Text)
			require.Equal(t, tuesday, turn.Person.Heard)
			require.False(t, turn.Person.Met.IsZero())
		})
	}
}

func TestAParkedTextIsInTheListOfOpenCases(t *testing.T) {
	p := newParkTown()
	turn := p.park(t, toTown("poison", "p1"))
	open, err := p.store.OpenCases(t.Context(), "town")
	require.NoError(t, err)
	require.Len(t, open, 1)
	require.Equal(t, turn.CaseID, open[0].ID)
	require.Equal(t, "poison", open[0].Notes[0].Text)
}

func TestAfterAParkedTextTheConversationGoesOn(t *testing.T) {
	p := newParkTown().texted(t, "hello")
	p.park(t, toTown("poison", "p1"))
	p.texted(t, "YES")
	require.Equal(t, []string{"Thanks, you have joined."}, said(p.turns[len(p.turns)-1]))
}

func TestAParkedCallForHelpIsAnsweredAsOne(t *testing.T) {
	for _, before := range [][]string{nil, {"STOP"}, {"PERSON"}, {"i cant cope"}} {
		turn := newParkTown().texted(t, before...).park(t, toTown("i want to die", "p1"))
		requireHelp(t, turn, "i want to die")
	}
}

func TestAParkedStopIsObeyed(t *testing.T) {
	for _, text := range []string{"STOP", "please stop texting me", "بند کریں"} {
		turn := newParkTown().texted(t, "hello", "YES").park(t, toTown(text, "p1"))
		require.True(t, *turn.Stop, text)
		require.Len(t, turn.Say, 1)
		require.True(t, turn.Say[0].Closing)
		require.Nil(t, turn.Thread.Case)
	}
	asked := newParkTown().texted(t, "hello", "YES", "stpo").park(t, toTown("yes i said stop it", "p1"))
	require.True(t, *asked.Stop, "while STOP may be meant")
	in := toTown("whatever", "p1")
	in.OptOut = providers.OptOutStop
	provider := newParkTown().park(t, in)
	require.True(t, *provider.Stop)
	require.Empty(t, provider.Say, "the provider has said goodbye")
}

func TestAParkedTextOfWhoHasStoppedIsKeptInSilence(t *testing.T) {
	turn := newParkTown().texted(t, "STOP").park(t, toTown("poison", "p1"))
	require.Empty(t, turn.Say)
	require.True(t, turn.Stopped)
	require.Equal(t, "poison", turn.Notes[0].Text)
	require.Equal(t, "fault", turn.Thread.Case.Reason)
}

func TestAParkedTextIsLeftToTheStaffWhoAreTalking(t *testing.T) {
	turn := newParkTown().texted(t, "hello", "YES", "PERSON").park(t, toTown("poison", "p1"))
	require.Empty(t, turn.Say)
	require.Equal(t, "asked", turn.Thread.Case.Reason)
	require.Equal(t, "poison", turn.Notes[0].Text)
}

func TestAParkedTextOfANameIsKeptAndNeverAnswered(t *testing.T) {
	for _, from := range []providers.Address{{Kind: providers.Letters, Value: "PARCELS"}, {Kind: providers.ShortCode, Value: "85258"}} {
		for _, text := range []string{"poison", "STOP", "i want to die"} {
			in := toTown(text, "p1")
			in.From = from
			turn := newParkTown().park(t, in)
			require.Empty(t, turn.Say, text)
			require.True(t, turn.Thread.Case != nil || *turn.Stop, text)
		}
	}
}

func TestParkedTextsThatFloodAreAnsweredOnce(t *testing.T) {
	p := newParkTown()
	answers := map[string]int{}
	for n := range 40 {
		turn := p.park(t, toTown("poison", string(rune('a'+n))))
		require.Equal(t, "poison", turn.Notes[0].Text)
		for _, text := range said(turn) {
			answers[text]++
		}
	}
	require.LessOrEqual(t, answers[locales.Say("en", "fault.broken")], 6)
	require.LessOrEqual(t, answers[locales.Say("en", "fault.flood")], 1)
}

func TestATextIsParkedOnce(t *testing.T) {
	p := newParkTown()
	p.park(t, toTown("poison", "p1"))
	require.NoError(t, p.Park(t.Context(), toTown("poison", "p1")))
	require.Len(t, p.turns, 1)
	require.NoError(t, p.Receive(t.Context(), toTown("poison", "p1")), "nor judged after that")
	require.Len(t, p.turns, 1)
}

func TestATextThatWasJudgedIsNotParkedAsWell(t *testing.T) {
	p := newParkTown()
	require.NoError(t, p.Receive(t.Context(), toTown("hello", "h1")))
	require.NoError(t, p.Park(t.Context(), toTown("hello", "h1")), "only its answer was lost")
	require.Len(t, p.turns, 1)
}

func TestAParkedTextToNobodysLineIsKeptApart(t *testing.T) {
	p := newParkTown()
	in := toTown("STOP", "p1")
	in.To.Value = "+447700900099"
	require.NoError(t, p.Park(t.Context(), in))
	require.Empty(t, p.turns)
	require.Equal(t, []providers.Inbound{in}, p.apart)
}

func TestAParkedTextOfAnOrganisationWhoseFlowsDoNotLoadIsAnswered(t *testing.T) {
	turn := bot.JudgeFailed(brokenTown(), newPhone().thread, toTown("poison", "p1"), tuesday)
	require.Equal(t, []string{locales.Say("en", "fault.broken")}, said(turn))
	require.Equal(t, "poison", turn.Notes[0].Text)
}

func TestAParkedTextWaitsForAStoreThatIsAway(t *testing.T) {
	away := bot.New(bot.Config{
		Threads: noThreads{}, Book: func() *flows.Book { return &flows.Book{Orgs: map[string]*flows.Org{"town": town()}} }, Now: func() time.Time { return tuesday },
		Quarantine: func(context.Context, providers.Inbound) error { return bot.ErrUnavailable },
	})
	require.ErrorIs(t, away.Park(t.Context(), toTown("poison", "p1")), bot.ErrUnavailable)
	unknown := toTown("poison", "p2")
	unknown.To.Value = "+447700900099"
	require.ErrorIs(t, away.Park(t.Context(), unknown), bot.ErrUnavailable)
}

// noThreads is a store that is away.
type noThreads struct{}

func (noThreads) Thread(context.Context, bot.Key) (bot.Thread, error) {
	return bot.Thread{}, errors.Join(errors.New("dial"), bot.ErrUnavailable)
}
func (noThreads) Commit(context.Context, bot.Turn) error { return bot.ErrUnavailable }

func TestWhatIsDueInOneThreadBreaksNobodyElse(t *testing.T) {
	p := newParkTown().texted(t, "hello", "YES", "ASK", "1")
	broken := *town()
	broken.Timezone = nil // no hour can be told, so that judging what is due panics
	b := bot.New(bot.Config{
		Threads: p.store, Book: func() *flows.Book { return &flows.Book{Orgs: map[string]*flows.Org{"town": &broken}} },
		Now: func() time.Time { return tuesday.Add(time.Hour) },
	})
	err := b.Wake(t.Context(), bot.Wake{Key: bot.Key{Org: "town", Address: toTown("", "").From}})
	require.ErrorContains(t, err, "doing what is due broke")
	require.NoError(t, p.Wake(t.Context(), bot.Wake{Key: bot.Key{Org: "gone"}}), "an organisation that is gone has nothing due")
}
