package bot_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/locales"
	"github.com/connective-messaging/connective/providers"
)

// rulesOfText looks at the rules that never bend, for a text.
func rulesOfText(t *testing.T, before bot.Thread, turn bot.Turn, o *flows.Org, in providers.Inbound, now time.Time) {
	t.Helper()
	rulesOfAll(t, before, turn, now)
	answerable := before.Key.Address.Answerable()
	text := strings.ToValidUTF8(in.Text, "�")
	if p := before.Part; p != nil && in.Received.Sub(p.At).Abs() <= 3*time.Second && !bot.IsStop(in.Text) && in.OptOut == "" && in.Unsupported == "" && utf8.RuneCountInString(p.Text) < 2560 {
		text = p.Text + text
	}
	if turn.Part != nil {
		require.Equal(t, text, turn.Part.Text)
		require.Equal(t, "part of a long text", turn.Rule)
		require.False(t, turn.WakeAt.After(now.Add(time.Second)), "a text waits too long")
		require.Empty(t, turn.Say)
		return
	}
	switch crisis := callsForHelp(in.Text); {
	case crisis:
		require.Equal(t, "crisis", turn.Rule, "%q is a call for help", text)
		require.True(t, turn.Thread.Case.Urgent && turn.Thread.Case.Holds)
		require.Equal(t, text, turn.Notes[len(turn.Notes)-1].Text)
		require.Equal(t, answerable, len(turn.Say) > 0 && turn.Say[0].Safety)
	case bot.IsStop(in.Text) || in.OptOut == providers.OptOutStop:
		require.True(t, turn.Rule == "crisis" || turn.Rule == "stop" || turn.Rule == "parked", turn.Rule)
		require.True(t, turn.Stopped)
		require.Equal(t, "stop", turn.Ledger[len(turn.Ledger)-1].Name)
	case before.Case != nil && before.Case.Holds && turn.Rule != "crisis" && turn.Rule != "stop, asked" && turn.Stopped == before.Stopped && !before.Stopped:
		silentBut(t, turn, "crisis.again")
		require.Equal(t, text, turn.Notes[len(turn.Notes)-1].Text, "staff read it")
	}
	if !silenceIsRight(before, turn, o, in) {
		seen := len(turn.Notes) > 0 && turn.CaseID != ""
		require.True(t, len(turn.Say) > 0 || seen, "%q was met with silence: %q", text, turn.Rule)
	}
	if !answerable {
		require.True(t, len(turn.Notes) > 0 || turn.Stopped, "staff see what cannot be answered")
	}
}

// callsForHelp knows texts that hold a phrase of crisis as it stands in the
// list, between spaces.
func callsForHelp(text string) bool {
	return slices.ContainsFunc(locales.AllWords("words.crisis"), func(phrase string) bool {
		return strings.Contains(" "+text+" ", " "+phrase+" ")
	})
}

// silenceIsRight tells whether a text may be met with nothing at all: a second
// STOP, the provider's own, and the end of a flow that says nothing then.
func silenceIsRight(before bot.Thread, turn bot.Turn, o *flows.Org, in providers.Inbound) bool {
	switch {
	case turn.Stopped && turn.Ledger != nil:
		return before.Stopped || in.OptOut == providers.OptOutStop || turn.Rule == "crisis" || !before.Key.Address.Answerable()
	case before.Stopped && in.OptOut == providers.OptOutStart:
		return true // the provider has answered
	}
	return o.Waiting(before.Conversation) && turn.Conversation.Now == nil
}

// silentBut asserts that nothing is said but those words of the engine.
func silentBut(t *testing.T, turn bot.Turn, ids ...string) {
	t.Helper()
	for _, out := range turn.Say {
		known := slices.ContainsFunc(ids, func(id string) bool { return out.Text == providers.Smart(locales.Say(turn.Person.Language, id)) })
		require.True(t, known, "said %q", out.Text)
	}
}

// rulesOfDue looks at the rules that never bend, for what happens by itself.
func rulesOfDue(t *testing.T, before bot.Thread, turn bot.Turn, o *flows.Org, now time.Time) {
	t.Helper()
	rulesOfAll(t, before, turn, now)
	require.True(t, turn.WakeAt.IsZero() || turn.WakeAt.After(now), "woken at %v for %v", now, turn.WakeAt)
	require.LessOrEqual(t, len(turn.Say), 1)
	require.True(t, len(turn.Say) == 0 || !o.QuietAt(now), "said in quiet hours")
	require.True(t, len(turn.Say) == 0 || !before.Stopped, "said after STOP")
	require.True(t, len(turn.Say) == 0 || before.Soft == nil, "said while STOP may be meant")
	if c := before.Case; c != nil && (c.Holds || c.Reason == "unclear") {
		require.True(t, len(turn.Say) == 0 || turn.Say[0].Text == providers.Smart(c.Nobody), "said while people have the word")
	}
	for _, out := range turn.Say {
		require.Equal(t, providers.Bulk, out.Priority)
	}
	if dueAt(before).After(now) {
		require.Empty(t, turn.Say, "said although nothing is due")
		require.Nil(t, turn.Stop)
	}
}

// dueAt is the soonest moment that stands in a thread; far away for none.
func dueAt(thread bot.Thread) time.Time {
	soonest := time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	sooner := func(at time.Time) {
		if !at.IsZero() && at.Before(soonest) {
			soonest = at
		}
	}
	if now := thread.Conversation.Now; now != nil && now.Due != nil {
		sooner(now.Due.At)
	}
	sooner(thread.Conversation.NextParked())
	if thread.Soft != nil {
		sooner(thread.Soft.Due)
	}
	if thread.Asking != nil {
		sooner(thread.Asking.Due)
	}
	if thread.Case != nil && thread.Case.Nobody != "" {
		sooner(thread.Case.NobodyAt)
	}
	return soonest
}

// rulesOfAll looks at what is true of every turn.
func rulesOfAll(t *testing.T, before bot.Thread, turn bot.Turn, now time.Time) {
	t.Helper()
	refs := map[string]bool{}
	for _, out := range turn.Say {
		require.NotEmpty(t, strings.TrimSpace(out.Text))
		require.True(t, utf8.ValidString(out.Text))
		require.True(t, out.Staff || providers.Segments(out.Text).Parts <= 4, "%d parts: %q", providers.Segments(out.Text).Parts, out.Text)
		require.True(t, !turn.Stopped || out.Closing || out.Safety, "said to who has stopped: %q", out.Text)
		require.True(t, out.Expires.After(now))
		require.False(t, refs[out.Ref], "two texts of one name")
		refs[out.Ref] = true
	}
	require.LessOrEqual(t, len(turn.Say), 2)
	require.True(t, len(turn.Say) == 0 || before.Key.Address.Answerable(), "a name was texted")
	require.Equal(t, before.Version, turn.Version)
	if turn.Stop != nil {
		require.Equal(t, *turn.Stop, turn.Stopped)
		require.True(t, turn.Forget || len(turn.Ledger) > 0, "what was agreed to is in the ledger")
	} else {
		require.Equal(t, before.Stopped, turn.Stopped)
	}
	rulesOfCases(t, before, turn)
	for _, group := range turn.Joined {
		require.Contains(t, turn.Person.Groups, group)
	}
	for _, group := range turn.Left {
		require.NotContains(t, turn.Person.Groups, group)
	}
	raw, err := json.Marshal(turn.Conversation)
	require.NoError(t, err)
	require.LessOrEqual(t, len(raw), 16<<10)
}

func rulesOfCases(t *testing.T, before bot.Thread, turn bot.Turn) {
	t.Helper()
	after := turn.Thread.Case
	switch turn.Case {
	case bot.CaseSame:
		require.Equal(t, before.Case, after)
		require.Empty(t, turn.Notes)
	case bot.CaseOpened:
		require.Nil(t, before.Case)
		require.NotEmpty(t, after.ID)
	case bot.CaseEdited:
		require.Equal(t, before.Case.ID, after.ID)
	case bot.CaseClosed:
		require.Nil(t, after)
		require.Equal(t, before.Case.ID, turn.Closed.ID)
		return
	}
	if turn.Case != bot.CaseSame {
		require.Equal(t, after.ID, turn.CaseID)
		require.NotEmpty(t, after.Reason)
	}
}

// written is a value as JSON, to be compared.
func written(t *testing.T, v any) []byte {
	t.Helper()
	raw, err := json.Marshal(v)
	require.NoError(t, err)
	return raw
}
