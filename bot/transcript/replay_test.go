package transcript_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/transcript"
)

func TestATalkIsHeldAnewFromItsLines(t *testing.T) {
	l := live(t, transcript.Begins{Who: "ann"})
	lines := []string{"ann > tea", "bob > tea", "ann > 1", "after 3 hours", "bob > coffee"}
	for _, line := range lines {
		do(t, l, line)
	}
	again := transcript.Replay(town(t), transcript.Begins{Who: "ann", At: tuesday}, lines)
	require.Equal(t, l.Written("x"), again.Written("x"))
	require.Equal(t, l.Now(), again.Now())
	acts := again.Acts()
	require.Equal(t, []string{"", "", "tea/milk", "", "tea/milk"}, []string{acts[0].Open, acts[1].Open, acts[2].Open, acts[3].Open, acts[4].Open})
	require.Equal(t, []string{"start word", "start word", "number", "", "retry"}, []string{acts[0].Rule(), acts[1].Rule(), acts[2].Rule(), acts[3].Rule(), acts[4].Rule()})
}

func TestWhatCannotBeDoneSaysSoAndTheTalkGoesOn(t *testing.T) {
	acts := transcript.Replay(town(t), transcript.Begins{At: tuesday}, []string{"staff> Hello.", "> tea"}).Acts()
	require.Len(t, acts, 2)
	require.Equal(t, "no case is open, so there is nobody for staff to write to", acts[0].Failed)
	require.Empty(t, acts[0].Rule())
	require.Equal(t, milkAsked, acts[1].Said[0].Text)
}
