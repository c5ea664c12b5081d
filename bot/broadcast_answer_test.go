package bot_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
)

// sent is somebody who was sent a broadcast.
func (p *phone) sent(t bot.Texted) *phone {
	p.thread.Texted = &t
	return p
}

var seedSwap = bot.Texted{Broadcast: "b-1", At: tuesday.Add(-time.Hour), Queue: "desk"}

func TestAnAnswerToABroadcastGoesToItsStaffAndTheBotGoesOn(t *testing.T) {
	p := newPhone().known().sent(seedSwap)
	turn := p.text("lovely what time does it end")
	require.Equal(t, []string{"Thanks. I have passed this on to the team. They will text you back. MENU for more."}, said(turn))
	require.Equal(t, "broadcast", turn.Thread.Case.Reason)
	require.Equal(t, "desk", turn.Thread.Case.Queue)
	require.False(t, turn.Thread.Case.Holds)
	require.Equal(t, "lovely what time does it end", turn.Notes[0].Text)

	turn = p.sent(seedSwap).text("and is there parking")
	require.Empty(t, turn.Say, "it is thanked for once")
	require.Equal(t, "and is there parking", turn.Notes[0].Text)
	waits := newPhone().known().sent(seedSwap)
	waits.thread.Case = &bot.Case{ID: "c-1", Reason: "told", Queue: "desk"}
	require.NotEmpty(t, said(waits.text("what time does it end")), "nor is it met with silence where a case is open already")
	require.Equal(t, "command", p.sent(seedSwap).text("MENU").Rule, "the bot goes on hearing them")
}

func TestWhatIsNoAnswerToABroadcast(t *testing.T) {
	old := seedSwap
	old.At = tuesday.Add(-4 * 24 * time.Hour)
	for name, c := range map[string]struct {
		p    *phone
		text string
		rule string
	}{
		"words of crisis":          {newPhone().known().sent(seedSwap), "i want to die", "crisis"},
		"STOP":                     {newPhone().known().sent(seedSwap), "stop", "stop"},
		"an open question":         {newPhone().at("text").sent(seedSwap), "my leg", "answer"},
		"a start word":             {newPhone().known().sent(seedSwap), "ASK", "start word"},
		"somebody new":             {newPhone().sent(seedSwap), "good morning", "welcome"},
		"days later":               {newPhone().known().sent(old), "lorem ipsum", "retry"},
		"whoever was sent nothing": {newPhone().known(), "lorem ipsum", "retry"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.rule, c.p.text(c.text).Rule)
		})
	}
}

func TestABroadcastsFlowHearsTheAnswers(t *testing.T) {
	asks := seedSwap
	asks.Queue, asks.Flow = "", flowsOfTown(t)
	turn := newPhone().known().sent(asks).text("yes please")
	require.Nil(t, turn.Thread.Case)
	require.NotEmpty(t, said(turn))
	require.Equal(t, asks.Flow, turn.Conversation.Now.Flow)
}

// flowsOfTown is a flow of the town that asks something.
func flowsOfTown(t *testing.T) string {
	t.Helper()
	id, _, ok := town().StartWord("ASK")
	require.True(t, ok)
	return id
}
