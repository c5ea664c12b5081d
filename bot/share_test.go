package bot_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// shareOut is an organisation of which nearly everybody is the second line's, and
// somebody whom that line writes to.
func shareOut(t *testing.T) (*flows.Org, bot.Thread) {
	t.Helper()
	o := twoLines()
	o.Fallback.Share = 99
	thread := bot.Thread{Key: bot.Key{Org: "tea", Address: providers.Address{Kind: providers.Phone, Value: "+447700900123"}}}
	require.Equal(t, otherLine, thread.LineOf(o).Number)
	return o, thread
}

func TestTheNumberThatWasTextedLastIsTheOneThatWrites(t *testing.T) {
	o, thread := shareOut(t)
	now := time.Date(2026, 9, 15, 12, 0, 0, 0, time.UTC)
	text := func(to, words string) bot.Turn {
		turn := bot.Judge(o, thread, providers.Inbound{
			Provider: "x", EventID: to + words, From: thread.Key.Address, Text: words, To: providers.Address{Kind: providers.Phone, Value: to},
		}, now, nil)
		thread = turn.Thread
		return turn
	}
	turn := text(ownLine, "HELP")
	require.Equal(t, [2]string{ownLine, "north"}, [2]string{turn.Line, turn.Via}, "an answer leaves by the line that was texted, whoever was to write first")
	require.Equal(t, ownLine, thread.LineOf(o).Number, "and so does what follows unasked")

	turn = text(otherLine, "HELP")
	require.Equal(t, [2]string{otherLine, "twilio"}, [2]string{turn.Line, turn.Via})
	require.Equal(t, "north", turn.Home, "one queue for a person, so that texts keep their order")
	require.Equal(t, otherLine, thread.LineOf(o).Number)
	due := bot.JudgeDue(o, thread, now.Add(time.Hour), nil)
	require.Equal(t, [3]string{otherLine, "twilio", "north"}, [3]string{due.Line, due.Via, due.Home}, "a reminder")

	turn = text(ownLine, "STOP")
	require.Equal(t, ownLine, turn.Line)
	require.True(t, thread.Stopped, "whichever number they said it to")
}

func TestWithoutAShareEverythingUnaskedLeavesByTheOwnLine(t *testing.T) {
	o, thread := shareOut(t)
	o.Fallback.Share = 0
	now := time.Date(2026, 9, 15, 12, 0, 0, 0, time.UTC)
	require.Equal(t, ownLine, bot.JudgeDue(o, thread, now, nil).Line)
	thread.Person.Heard, thread.Person.Line = now, otherLine
	require.Equal(t, ownLine, bot.JudgeDue(o, thread, now, nil).Line)
}
