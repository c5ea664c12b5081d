package bot_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// silent is a case that staff have answered on Tuesday at 10, and that waits for
// the resident since.
func silent(change func(*flows.Org, *bot.Thread)) (*flows.Org, bot.Thread) {
	o := *town()
	p := newPhone().known()
	th := p.thread
	said := london(10, 0)
	th.Case = &bot.Case{
		ID: "C1", Reason: "asked", Queue: "desk", Opened: said.Add(-time.Hour), Holds: true, Autos: 1,
		Holder: dana, Answered: said, Said: said, Heard: said.Add(-time.Minute),
	}
	if change != nil {
		change(&o, &th)
	}
	return &o, th
}

// due plays what is due in a thread until a day, and returns each turn.
func due(o *flows.Org, th bot.Thread, until time.Time) []bot.Turn {
	var turns []bot.Turn
	at := bot.JudgeDue(o, th, london(10, 1), nil).WakeAt
	for range 20 {
		if at.IsZero() || at.After(until) {
			break
		}
		turn := bot.JudgeDue(o, th, at.In(o.Timezone), nil)
		turns = append(turns, turn)
		th = turn.Thread
		th.Version++
		at = turn.WakeAt
	}
	return turns
}

func TestACaseClosesByItselfOnlyWhenTheResidentWasToldADayBefore(t *testing.T) {
	o, th := silent(nil)
	turns := due(o, th, london(10, 0).AddDate(0, 0, 9))
	require.Len(t, turns, 2)
	warned, closed := turns[0], turns[1]
	require.Len(t, warned.Say, 1)
	require.Contains(t, warned.Say[0].Text, "text us by 10am tomorrow")
	require.Equal(t, bot.CaseClosed, closed.Case)
	require.Empty(t, closed.Say)
	require.Equal(t, []string{bot.ReasonSilence}, closed.Closed.Closing.Reasons)
	require.Equal(t, "no_reply", closed.Closed.Closing.Outcome)
	require.Empty(t, closed.Closed.Closing.By)
	require.Equal(t, closed.At, warned.Thread.Case.Ends, "not before the time that was said")
	require.GreaterOrEqual(t, closed.At.Sub(warned.At), 24*time.Hour)
	require.True(t, closed.Thread.Conversation.Now == nil)
}

func TestWhatMustNotCloseByItself(t *testing.T) {
	for name, change := range map[string]func(*flows.Org, *bot.Thread){
		"urgent":                     func(_ *flows.Org, th *bot.Thread) { th.Case.Urgent = true },
		"a crisis":                   func(_ *flows.Org, th *bot.Thread) { th.Case.Reason = "crisis" },
		"may be a call for help":     func(_ *flows.Org, th *bot.Thread) { th.Case.Reason = "unclear" },
		"stopped":                    func(_ *flows.Org, th *bot.Thread) { th.Stopped, th.Case.Stop = true, true },
		"waits for staff":            func(_ *flows.Org, th *bot.Thread) { th.Case.Heard = th.Case.Said.Add(time.Minute) },
		"unread":                     func(_ *flows.Org, th *bot.Thread) { th.Case.Unread = 1 },
		"nobody has it":              func(_ *flows.Org, th *bot.Thread) { th.Case.Holder = bot.Staff{} },
		"never":                      func(o *flows.Org, _ *bot.Thread) { o.Closings.CloseAfter = flows.Never },
		"two texts by themselves":    func(_ *flows.Org, th *bot.Thread) { th.Case.Autos = 2 },
		"the bot is not silent":      func(_ *flows.Org, th *bot.Thread) { th.Case.Holds = false },
		"cannot be texted":           func(_ *flows.Org, th *bot.Thread) { th.Key.Address.Kind = providers.Letters },
		"told, and then made urgent": func(_ *flows.Org, th *bot.Thread) { th.Case.Ends, th.Case.Urgent = london(11, 0), true },
	} {
		o, th := silent(change)
		for _, turn := range due(o, th, london(10, 0).AddDate(0, 0, 30)) {
			require.Empty(t, turn.Say, name)
			require.NotEqual(t, bot.CaseClosed, turn.Case, name)
		}
	}
}

func TestWhatStaffDoTakesTheTimeBack(t *testing.T) {
	for name, act := range map[string]bot.Act{
		"reply":     bot.Reply{Text: "Are you there?"},
		"assign":    bot.Assign{To: omar},
		"hand over": bot.HandOver{Queue: "desk"},
		"return":    bot.Return{},
	} {
		o, th := silent(func(_ *flows.Org, th *bot.Thread) { th.Case.Ends = london(11, 0) })
		turn, err := bot.JudgeAct(o, th, dana, "1", act, london(10, 30), nil)
		require.NoError(t, err, name)
		require.Zero(t, turn.Thread.Case.Ends, name)
	}
}

func TestNobodyIsWarnedAtNight(t *testing.T) {
	o, th := silent(func(o *flows.Org, th *bot.Thread) {
		o.Queues = append(o.Queues[:len(o.Queues):len(o.Queues)], flows.Queue{Name: "always"})
		th.Case.Queue, th.Case.Said = "always", london(22, 30)
	})
	turns := due(o, th, london(10, 0).AddDate(0, 0, 9))
	require.Len(t, turns, 2)
	require.False(t, o.QuietAt(turns[0].At))
	require.GreaterOrEqual(t, turns[1].At.Sub(turns[0].At), 24*time.Hour)
}
