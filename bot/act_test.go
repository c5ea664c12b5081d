package bot_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/memory"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/locales"
)

var (
	dana = bot.Staff{ID: "dana", Name: "Dana"}
	omar = bot.Staff{ID: "omar", Name: "Omar"}
)

// acts lets staff do something with the phone's case.
func (p *phone) acts(by bot.Staff, act bot.Act) error {
	p.texts++
	turn, err := bot.JudgeAct(p.org, p.thread, by, fmt.Sprint("act", p.texts), act, p.now, nil)
	if err == nil {
		p.keep(turn)
	}
	return err
}

func (p *phone) act(t *testing.T, by bot.Staff, act bot.Act) bot.Turn {
	t.Helper()
	require.NoError(t, p.acts(by, act))
	return p.turn
}

// asks is somebody who waits for a person.
func asks() *phone { return newPhone().known().texted("PERSON") }

func (p *phone) passes(d time.Duration) *phone { p.now = p.now.Add(d); return p }

func TestACaseGoesFromNewToOpenToWaitingToClosed(t *testing.T) {
	p := asks()
	state := func() bot.CaseState { return p.thread.Case.State() }
	require.Equal(t, bot.StateNew, state())
	require.Equal(t, 1, p.thread.Case.Unread)
	require.False(t, p.thread.Case.Due.IsZero(), "an answer is promised")
	p.passes(time.Minute).act(t, dana, bot.Claim{})
	require.Equal(t, bot.StateOpen, state())
	require.Equal(t, dana, p.thread.Case.Holder)
	require.Equal(t, p.now, p.thread.Case.Since)
	require.Equal(t, 1, p.thread.Case.Unread, "claimed is not yet read")
	p.act(t, dana, bot.Look{Until: p.now})
	require.Zero(t, p.thread.Case.Unread)
	p.passes(time.Minute).act(t, dana, bot.Reply{Text: "Hello. How can I help?"})
	require.Equal(t, bot.StateWaiting, state())
	require.Equal(t, []string{locales.Say("en", "person.from", "name", "Dana", "org", "Brookend", "text", "Hello. How can I help?")}, said(p.turn))
	p.passes(time.Minute).text("2")
	require.Equal(t, bot.StateOpen, state(), "a plain number goes to staff")
	require.Empty(t, p.turn.Say)
	turn := p.passes(time.Minute).act(t, dana, bot.Close{Reasons: []string{"advice"}, Outcome: "advice_given", Risk: "none"})
	require.Nil(t, p.thread.Case)
	require.Equal(t, bot.StateClosed, turn.Closed.State())
	require.Equal(t, &bot.Closing{Reasons: []string{"advice"}, Outcome: "advice_given", Risk: "none", By: dana, At: p.now}, turn.Closed.Closing)
	require.Equal(t, []string{locales.Say("en", "person.ended")}, said(turn))
}

func TestWhatSomebodyElseHoldsIsTheirs(t *testing.T) {
	for name, act := range map[string]bot.Act{
		"claim": bot.Claim{}, "reply": bot.Reply{Text: "Hello"}, "close": bot.Close{}, "assign": bot.Assign{To: omar},
		"hand over": bot.HandOver{Queue: "desk"}, "return": bot.Return{},
	} {
		t.Run(name, func(t *testing.T) {
			p := asks()
			p.act(t, dana, bot.Claim{})
			since := p.thread.Case.Since
			err := p.passes(time.Minute).acts(omar, act)
			var held *bot.HeldError
			require.ErrorAs(t, err, &held)
			require.Equal(t, bot.HeldError{By: dana, Since: since}, *held)
			require.NotContains(t, err.Error(), "Dana", "it may be logged")
		})
	}
}

func TestALeadMayTakeACaseFromSomebody(t *testing.T) {
	for name, act := range map[string]bot.Act{
		"assign": bot.Assign{To: omar, Force: true}, "hand over": bot.HandOver{Queue: "desk", Force: true}, "return": bot.Return{Force: true}, "close": bot.Close{Force: true},
	} {
		t.Run(name, func(t *testing.T) {
			p := asks()
			p.act(t, dana, bot.Claim{})
			p.act(t, omar, act)
			require.True(t, p.thread.Case == nil || p.thread.Case.Holder != dana)
		})
	}
}

func TestFiftyWhoClaimAtOnce(t *testing.T) {
	store, p := memory.New(), newPhone()
	b := bot.New(bot.Config{Threads: store, Now: func() time.Time { return tuesday }, Book: func() *flows.Book {
		return &flows.Book{Orgs: map[string]*flows.Org{"town": town()}}
	}})
	ctx := context.Background()
	require.NoError(t, b.Receive(ctx, p.inbound("PERSON")))
	open, err := store.OpenCases(ctx, "town")
	require.NoError(t, err)
	require.Len(t, open, 1)
	var each sync.WaitGroup
	errs := make([]error, 50)
	for n := range errs {
		each.Go(func() {
			errs[n] = b.Act(ctx, "town", open[0].ID, bot.Staff{ID: fmt.Sprint(n), Name: fmt.Sprint("Staff ", n)}, fmt.Sprint("claim", n), bot.Claim{})
		})
	}
	each.Wait()
	file, err := store.Case(ctx, "town", open[0].ID)
	require.NoError(t, err)
	won := 0
	for n, err := range errs {
		if err == nil {
			won++
			require.Equal(t, fmt.Sprint(n), file.Holder.ID)
			continue
		}
		var held *bot.HeldError
		require.ErrorAs(t, err, &held)
		require.Equal(t, file.Holder, held.By)
	}
	require.Equal(t, 1, won)
}

func TestACaseThatIsHandedOverIsNewInItsQueueAndTheResidentIsTold(t *testing.T) {
	p := asks()
	p.act(t, dana, bot.Claim{})
	turn := p.act(t, dana, bot.HandOver{Queue: "desk", Note: "  needs somebody who knows buses "})
	require.Equal(t, bot.StateNew, p.thread.Case.State())
	require.Equal(t, []string{locales.Say("en", "person.moved")}, said(turn))
	require.Equal(t, bot.Note{At: p.now, Who: bot.ByNote, Name: "Dana", Text: "needs somebody who knows buses"}, turn.Notes[1])
	require.ErrorIs(t, p.acts(dana, bot.HandOver{Queue: "nobody"}), bot.ErrNoQueue)

	night := asks()
	night.now = time.Date(2026, 9, 15, 21, 30, 0, 0, time.UTC)
	require.Contains(t, said(night.act(t, dana, bot.HandOver{Queue: "desk"}))[0], "by", "staff are not there: it says when")
}

func TestATextThatCameWhileOneWroteIsNotRead(t *testing.T) {
	p := asks()
	p.act(t, dana, bot.Claim{})
	shown := p.now
	p.passes(time.Minute).text("and one more thing")
	p.act(t, dana, bot.Reply{Text: "Hello", Seen: shown})
	require.Equal(t, 2, p.thread.Case.Unread)
	require.Equal(t, bot.StateOpen, p.thread.Case.State())
	p.act(t, omar, bot.Look{Until: p.now})
	require.Equal(t, 2, p.thread.Case.Unread, "somebody else's look is no answer")
}

func TestARefusedReplySendsNothing(t *testing.T) {
	stopped := asks().texted("STOP")
	require.ErrorIs(t, stopped.acts(dana, bot.Reply{Text: "Hello"}), bot.ErrStopped)
	require.ErrorIs(t, asks().acts(dana, bot.Reply{Text: " \n"}), bot.ErrEmpty)
	require.ErrorIs(t, asks().acts(dana, bot.Remark{}), bot.ErrEmpty)
}

func TestACaseIsClosedWithWordsThatAreListed(t *testing.T) {
	for _, c := range []struct {
		act  bot.Close
		what string
	}{
		{bot.Close{Reasons: []string{"weather"}}, "reason"}, {bot.Close{Outcome: "weather"}, "outcome"}, {bot.Close{Risk: "weather"}, "risk"},
		{bot.Close{Reasons: []string{"advice", "support", "concern", "other"}}, "fourth reason"},
	} {
		var unlisted *bot.ClosingError
		require.ErrorAs(t, asks().acts(dana, c.act), &unlisted)
		require.Equal(t, c.what, unlisted.What)
	}
	p := newPhone().at("email").texted("a@example.org") // a flow has handed over, and would go on
	turn := p.act(t, dana, bot.Close{Risk: "safeguarding"})
	require.Equal(t, []string{locales.Say("en", "person.ended")}, said(turn), "nobody is asked whether it helped")
	require.Nil(t, turn.Conversation.Now)
}

func TestWhatComesWithinADayIsTheSameCase(t *testing.T) {
	p := asks()
	id, opened := p.thread.Case.ID, p.thread.Case.Opened
	p.act(t, dana, bot.Close{})
	p.passes(23*time.Hour + 59*time.Minute).text("PERSON")
	require.Equal(t, id, p.thread.Case.ID)
	require.Equal(t, opened, p.thread.Case.Opened)
	require.Equal(t, p.now, p.thread.Case.Reopened)
	require.Equal(t, bot.CaseOpened, p.turn.Case)
	require.Equal(t, bot.StateNew, p.thread.Case.State())
	p.act(t, dana, bot.Close{})
	p.passes(24 * time.Hour).text("PERSON")
	require.NotEqual(t, id, p.thread.Case.ID)
}

func TestTheLinesOfACaseHaveWhatTheBotSays(t *testing.T) {
	p := asks()
	lines := p.turn.Lines()
	require.Equal(t, []string{bot.ByResident, bot.ByBot}, []string{lines[0].Who, lines[1].Who})
	require.Equal(t, p.turn.Say[0].Text, lines[1].Text)
	require.Equal(t, p.turn.Say[0].Ref, lines[1].Ref)
	turn := p.act(t, dana, bot.Reply{Text: "Hello"})
	lines = turn.Lines()
	require.Equal(t, "Hello", lines[len(lines)-1].Text, "as it was written, once")
	require.Equal(t, turn.Say[0].Ref, lines[len(lines)-1].Ref)
}

func TestFlagsOfACase(t *testing.T) {
	p := asks()
	p.act(t, dana, bot.Urge{Urgent: true})
	p.act(t, dana, bot.Copy{Done: true})
	require.True(t, p.thread.Case.Urgent && p.thread.Case.Copied)
	require.Empty(t, p.act(t, dana, bot.Copy{Done: true}).Notes, "twice says nothing twice")
	p.act(t, dana, bot.Remark{Text: "rang the GP"})
	require.Equal(t, bot.ByNote, p.turn.Notes[0].Who)
	require.True(t, errors.Is(p.acts(dana, bot.Remark{Text: ""}), bot.ErrEmpty))
}

func TestTheVeryReplyThatWasJustSentIsNotSentAgainUnasked(t *testing.T) {
	p := asks()
	once := bot.Reply{Text: "Hello there", Once: true}
	p.act(t, dana, once)
	require.ErrorIs(t, p.passes(9*time.Minute).acts(dana, once), bot.ErrAgain)
	require.NoError(t, p.acts(dana, bot.Reply{Text: "Hello there"}), "they may say that they mean it")
	require.NoError(t, p.acts(dana, bot.Reply{Text: "Hello?", Once: true}), "another text is another")
	p.act(t, dana, once)
	p.passes(time.Minute).text("yes?")
	require.NoError(t, p.acts(dana, once), "they have written since")
	require.NoError(t, p.passes(10*time.Minute).acts(dana, once), "it is long ago")

	event := "same"
	again, err := bot.JudgeAct(p.org, p.thread, dana, event, bot.Reply{Text: "Bye", Once: true}, p.now, nil)
	require.NoError(t, err)
	_, err = bot.JudgeAct(p.org, again.Thread, dana, event, bot.Reply{Text: "Bye", Once: true}, p.now, nil)
	require.NoError(t, err, "a repeat of the same event is the commit's to drop")
}

// withTemplate is the town with a reply to begin with.
func withTemplate(text string) *flows.Org {
	o := *town()
	o.Closings.Templates = []flows.Template{{Name: "first", Text: text}}
	return &o
}

func TestABlankThatIsLeftIsNotSent(t *testing.T) {
	p := asks()
	p.org = withTemplate("We come on <date> at <time>. Is <date> good?")
	var left *bot.BlankError
	require.ErrorAs(t, p.acts(dana, bot.Reply{Text: "We come on <date> at 10. Is <date> good?"}), &left)
	require.Equal(t, []string{"<date>"}, left.Blanks)
	require.NoError(t, p.acts(dana, bot.Reply{Text: "We come on <Monday> at 10. 5 < 6 > 4"}), "other brackets are theirs")
}
