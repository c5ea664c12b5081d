package bot_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/memory"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

func (p *phone) first(text string) (bot.Turn, error) {
	return bot.JudgeFirst(p.org, p.thread, dana, "first", text, p.now)
}

func TestStaffWriteFirstToSomebodyWhoAgreed(t *testing.T) {
	p := newPhone().known()
	turn, err := p.first("Your plot is ready.")
	require.NoError(t, err)
	require.Equal(t, []string{"Dana at Brookend: Your plot is ready.\nText STOP to end our texts."}, said(turn))
	require.Equal(t, providers.Bulk, turn.Say[0].Priority, "replies to others go before it")
	require.True(t, turn.Say[0].Staff)
	require.Zero(t, turn.Say[0].NotBefore, "it is noon")
	c := turn.Thread.Case
	require.Equal(t, bot.CaseOpened, turn.Case)
	require.Equal(t, bot.StateWaiting, c.State())
	require.Equal(t, dana, c.Holder)
	require.True(t, c.Due.IsZero(), "nobody waits for staff")
	require.True(t, c.Holds, "their answer goes to staff")
	require.Equal(t, bot.ByStaff, turn.Notes[len(turn.Notes)-1].Who)
	require.Equal(t, turn.Say[0].Ref, turn.Notes[len(turn.Notes)-1].Ref)
	p.keep(turn)
	p.passes(time.Minute).text("1")
	require.Empty(t, p.turn.Say, "the bot is silent")
	require.Equal(t, 1, p.thread.Case.Unread)
}

func TestWhatStaffWriteFirstWaitsForTheEndOfQuietHours(t *testing.T) {
	p := newPhone().known()
	p.now = time.Date(2026, 9, 15, 21, 30, 0, 0, time.UTC)
	require.True(t, p.org.QuietAt(p.now))
	turn, err := p.first("Your plot is ready.")
	require.NoError(t, err)
	require.Equal(t, p.org.QuietEnds(p.now).UTC(), turn.Say[0].NotBefore)
	require.True(t, turn.Say[0].Expires.After(turn.Say[0].NotBefore))
}

func TestNobodyIsWrittenToFirstWhoMustNotBe(t *testing.T) {
	blanks := newPhone().known()
	blanks.org = withTemplate("Come on <day>.")
	_, err := blanks.first("Come on <day>.")
	var left *bot.BlankError
	require.ErrorAs(t, err, &left)

	for name, c := range map[string]struct {
		p    *phone
		text string
		want error
	}{
		"who agreed to nothing":  {newPhone(), "Hello", bot.ErrNoConsent},
		"who only asked a thing": {newPhone().texted("TEA"), "Hello", bot.ErrNoConsent},
		"who stopped":            {newPhone().known().texted("STOP"), "Hello", bot.ErrStopped},
		"with no words":          {newPhone().known(), " \n", bot.ErrEmpty},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := c.p.first(c.text)
			require.ErrorIs(t, err, c.want)
		})
	}
	letters := newPhone().known()
	letters.thread.Key.Address = providers.Address{Kind: providers.Letters, Value: "BANK"}
	_, err = letters.first("Hello")
	require.ErrorIs(t, err, bot.ErrUnanswerable)
	var open *bot.OpenError
	waiting := asks()
	_, err = waiting.first("Hello")
	require.ErrorAs(t, err, &open)
	require.Equal(t, waiting.thread.Case.ID, open.CaseID)
}

func TestWhoHasNotAnsweredIsNotWrittenToAgainWithinADay(t *testing.T) {
	p := newPhone().known()
	turn, err := p.first("Hello")
	require.NoError(t, err)
	p.keep(turn)
	p.act(t, dana, bot.Close{})
	_, err = p.passes(23 * time.Hour).first("Hello?")
	require.ErrorIs(t, err, bot.ErrUnanswered)
	_, err = p.passes(time.Hour).first("Hello?")
	require.NoError(t, err)
}

func TestWritingFirstTwiceSendsOnce(t *testing.T) {
	store, p := memory.New(), newPhone()
	b := bot.New(bot.Config{Threads: store, Now: func() time.Time { return tuesday }, Book: func() *flows.Book {
		return &flows.Book{Orgs: map[string]*flows.Org{"town": p.org}}
	}})
	ctx, to := context.Background(), p.thread.Key.Address
	_, err := b.WriteFirst(ctx, "town", to, dana, "form", "Hello")
	require.ErrorIs(t, err, bot.ErrNoConsent, "not known")
	require.NoError(t, b.Receive(ctx, p.inbound("JOIN")))
	require.NoError(t, b.Receive(ctx, p.inbound("YES")))
	standing, err := b.Standing(ctx, "town", to)
	require.NoError(t, err)
	require.Equal(t, []string{"updates"}, standing.Consents)
	require.NoError(t, standing.Refused)
	first, err := b.WriteFirst(ctx, "town", to, dana, "form", "Hello")
	require.NoError(t, err)
	again, err := b.WriteFirst(ctx, "town", to, dana, "form", "Hello")
	require.NoError(t, err)
	require.Equal(t, first, again)
	file, err := store.Case(ctx, "town", first)
	require.NoError(t, err)
	said := 0
	for _, n := range file.Notes {
		if n.Who == bot.ByStaff {
			said++
		}
	}
	require.Equal(t, 1, said)
	var open *bot.OpenError
	_, err = b.WriteFirst(ctx, "town", to, dana, "another form", "Hello")
	require.ErrorAs(t, err, &open)
}
