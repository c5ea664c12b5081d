package bot_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
)

// followTown is the town that asks what came of it.
func followTown() *flows.Org {
	o := *town()
	o.FollowUp = true
	return &o
}

// shown is somebody who was shown a food bank on Tuesday at 10.
func shown(change func(*bot.Thread)) bot.Thread {
	th := newPhone().known().thread
	th.Version = 3
	th.FollowUp = &bot.FollowUp{Service: "foodbank", Need: "food", Area: "WB2", Shown: tuesday, Due: tuesday.AddDate(0, 0, 7)}
	if change != nil {
		change(&th)
	}
	return th
}

func TestPeopleAreAskedAWeekLaterWhetherTheyGotWhatTheyNeeded(t *testing.T) {
	week := tuesday.AddDate(0, 0, 7)
	for _, c := range []struct {
		name   string
		at     time.Time
		change func(*bot.Thread)
		asked  bool
		again  time.Time // when it is tried again
	}{
		{"a week later", week, nil, true, time.Time{}},
		{"before", week.Add(-time.Minute), nil, false, week},
		{"late by two days", week.AddDate(0, 0, 2), nil, true, time.Time{}},
		{"too late to make sense", week.AddDate(0, 0, 4), nil, false, time.Time{}},
		{"at night", week.Add(12 * time.Hour), nil, false, week.Add(22 * time.Hour).Add(-time.Hour)},
		{"asked less than a month ago", week, func(th *bot.Thread) { th.FollowUp.Asked = week.AddDate(0, 0, -29) }, false, time.Time{}},
		{"asked a month ago", week, func(th *bot.Thread) { th.FollowUp.Asked = week.AddDate(0, 0, -30) }, true, time.Time{}},
		{"agrees to nothing", week, func(th *bot.Thread) { th.Person.Consents = nil }, false, time.Time{}},
		{"has stopped", week, func(th *bot.Thread) { th.Stopped = true }, false, time.Time{}},
		{"has called for help", week, func(th *bot.Thread) { th.FollowUp.Rest = week.Add(time.Hour) }, false, time.Time{}},
		{"called for help a month ago", week, func(th *bot.Thread) { th.FollowUp.Rest = week.Add(-time.Hour) }, true, time.Time{}},
		{"has an open case", week, func(th *bot.Thread) { th.Case = &bot.Case{ID: "C1", Reason: "asked", Queue: "desk"} }, false, week.AddDate(0, 0, 1)},
		{"is asked something else", week, func(th *bot.Thread) { th.Asking = &bot.Asking{Kind: "forget", Due: week.Add(time.Hour)} }, false, week.AddDate(0, 0, 1)},
	} {
		t.Run(c.name, func(t *testing.T) {
			turn := bot.JudgeDue(followTown(), shown(c.change), c.at, nil)
			if !c.asked {
				require.Empty(t, turn.Say)
				require.Empty(t, turn.Records)
				require.True(t, c.again.Equal(turn.FollowUp.Due), "%s", turn.FollowUp.Due)
				return
			}
			require.Len(t, turn.Say, 1)
			require.Equal(t, "Town: last week you looked for help. Did you get it?\n1 Yes\n2 Not yet\n3 It was full\n4 Could not reach them\n5 Did not go\nOr reply SKIP.", strings.Replace(turn.Say[0].Text, followTown().Name, "Town", 1))
			require.NotContains(t, turn.Say[0].Text, "food", "others may read the phone")
			require.Equal(t, []bot.Record{{Dataset: bot.FollowedSet, Row: map[string]string{"service": "foodbank", "need": "food", "area": "WB2", "language": "en", "month": turn.At.Format("2006-01")}}}, turn.Records)
			require.Equal(t, turn.At, turn.FollowUp.Asked)
		})
	}
}

func TestWhatCameOfItIsHeardInManyWays(t *testing.T) {
	for words, want := range map[string]string{
		"1": "got", "yes": "got", "Yes please": "got", "2": "not_yet", "not yet": "not_yet", "no": "not_yet", "three": "full", "it was full": "full", "full": "full",
		"4": "unreachable", "5": "not_went", "did not go": "not_went", "skip": "", "where is the library": "", "6": "",
		"them": "", "could not": "", "could not reach them": "unreachable",
	} {
		p := newPhone().known()
		p.org, p.now = followTown(), tuesday.AddDate(0, 0, 7)
		p.thread = bot.JudgeDue(p.org, shown(nil), p.now, nil).Thread
		p.text(words)
		var got string
		for _, r := range p.turn.Records {
			if r.Dataset == bot.OutcomeSet {
				got = r.Row["outcome"]
				require.Equal(t, "foodbank", r.Row["service"])
				require.Equal(t, "WB2", r.Row["area"])
			}
		}
		require.Equal(t, want, got, words)
		require.Len(t, p.turn.Say, 1, words)
	}
}

func TestWhoWasShownAServiceIsToldThatItIsKept(t *testing.T) {
	p := newPhone().known()
	p.org, p.thread = followTown(), shown(nil)
	p.texted("MYDATA")
	require.Contains(t, p.turn.Say[0].Text, "that we showed you a service, to ask how it went")
	require.NotContains(t, p.turn.Say[0].Text, "food", "others may read the phone")
}

func TestAWrongNumberIsNeverTakenForAnAnswer(t *testing.T) {
	p := newPhone().known()
	p.org, p.now = followTown(), tuesday.AddDate(0, 0, 7)
	p.thread = bot.JudgeDue(p.org, shown(nil), p.now, nil).Thread
	p.text("wrong number")
	require.Empty(t, p.turn.Records)
	require.Equal(t, "command", p.turn.Rule)
}

func TestWhoDidNotGetItIsPassedToAPersonWhoKnowsWhatItWas(t *testing.T) {
	p := newPhone().known()
	p.org, p.now = followTown(), tuesday.AddDate(0, 0, 7)
	p.thread = bot.JudgeDue(p.org, shown(nil), p.now, nil).Thread
	p.text("3")
	p.text("1")
	require.Equal(t, "signposting", p.thread.Case.Reason)
	require.Contains(t, p.turn.Notes[len(p.turn.Notes)-1].Text, "15 September, and did not get what they needed: foodbank")
	require.Empty(t, p.thread.FollowUp.Service, "it is forgotten once it is passed on")
}

func TestWhoDoesNotAnswerIsNotKeptWithTheService(t *testing.T) {
	asked := bot.JudgeDue(followTown(), shown(nil), tuesday.AddDate(0, 0, 7), nil)
	require.Equal(t, "foodbank", asked.FollowUp.Service)
	over := bot.JudgeDue(followTown(), asked.Thread, asked.WakeAt, nil)
	require.Nil(t, over.Asking)
	require.Equal(t, bot.FollowUp{Asked: asked.At}, *over.FollowUp)
}

func TestACaseAboutSafetyKeepsTheQuestionBack(t *testing.T) {
	o := followTown()
	th := shown(func(th *bot.Thread) {
		th.Case = &bot.Case{ID: "C1", Reason: "asked", Queue: "desk", Holds: true, Opened: tuesday, Holder: dana, Answered: tuesday, Said: tuesday, Heard: tuesday}
	})
	turn, err := bot.JudgeAct(o, th, dana, "act-1", bot.Close{Risk: "safeguarding", Force: true}, tuesday.Add(time.Hour), nil)
	require.NoError(t, err)
	require.True(t, turn.FollowUp.Due.IsZero())
	require.True(t, turn.FollowUp.Rest.After(tuesday.AddDate(0, 0, 29)))
}
