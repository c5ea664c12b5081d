package transcript_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/transcript"
	"github.com/connective-messaging/connective/flows"
)

var tuesday = time.Date(2026, 9, 15, 10, 0, 30, 0, time.UTC)

func live(t *testing.T, b transcript.Begins) *transcript.Live {
	b.At = tuesday
	return transcript.NewLive(town(t), b)
}

// do does a line, and returns what was said.
func do(t *testing.T, l *transcript.Live, line string) string {
	t.Helper()
	did, err := l.Do(line)
	require.NoError(t, err)
	var said []string
	for _, s := range did.Said {
		said = append(said, strings.TrimSpace(s.Who+" "+s.Text))
	}
	return strings.Join(said, "\n--\n")
}

const milkAsked = "Would you like milk in your tea?\n1 Yes, please\n2 No, thank you"

func TestALiveTalkIsAnsweredLineByLine(t *testing.T) {
	l := live(t, transcript.Begins{})
	require.Equal(t, milkAsked, do(t, l, "> tea"))
	did, err := l.Do("> 1")
	require.NoError(t, err)
	require.Equal(t, []string{"joined drinkers", "recorded cups", "me.milk = yes"}, did.Changed)
	require.Len(t, did.Turns, 1)
	require.Equal(t, "number", did.Turns[0].Rule)
	require.Equal(t, []string{"tea/join"}, did.Turns[0].Path)
	require.Equal(t, "bob "+milkAsked, do(t, l, "bob > tea"), "somebody else")
	thread, err := l.Thread("bob")
	require.NoError(t, err)
	require.Equal(t, "milk", thread.Conversation.Now.Step)
	require.Equal(t, "bob "+milkAsked, do(t, l, "after 3 hours"), "the reminder")
	require.Equal(t, "bob Your tea is cold.", do(t, l, "after 30 hours"))
}

func TestWhatCannotBeDoneChangesNothing(t *testing.T) {
	l := live(t, transcript.Begins{})
	do(t, l, "> tea")
	for line, why := range map[string]string{
		"staff> hello":        "no case is open, so there is nobody for staff to write to",
		"hm":                  `I can't read "hm"`,
		"< Tea.":              `"< Tea." does nothing`,
		"= stopped":           `"= stopped" does nothing`,
		"after a while":       `I can't read the time in "after a while"`,
		"at 2026-01-01 10:00": "time can't go back",
	} {
		_, err := l.Do(line)
		require.ErrorContains(t, err, why, line)
	}
	require.Len(t, l.Acts(), 1)
	require.Equal(t, "Your tea is ready. You are in Tea drinkers.", do(t, l, "> 1"))
}

func TestAnActIsTakenBack(t *testing.T) {
	l := live(t, transcript.Begins{})
	do(t, l, "> tea")
	at := l.Now()
	do(t, l, "> 1")
	require.True(t, l.Undo())
	require.Equal(t, at, l.Now())
	require.Equal(t, "Your tea is ready. You are in Tea drinkers.", do(t, l, "> 2"))
	require.True(t, l.Undo())
	require.True(t, l.Undo())
	require.False(t, l.Undo())
	require.Equal(t, milkAsked, do(t, l, "> tea"))
}

// TestALiveTalkIsPlayedAgainWithOtherFlows changes the flows under it.
func TestALiveTalkIsPlayedAgainWithOtherFlows(t *testing.T) {
	l := live(t, transcript.Begins{})
	for _, line := range []string{"> ask", "> Is it hot?", "staff> It is.", "staff closes"} {
		do(t, l, line)
	}
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS("testdata/town")))
	require.NoError(t, os.WriteFile(dir+"/ask.yaml", []byte("title: Ask\nstart: {words: [ASK]}\nsteps:\n  top: {say: Nobody is here. Text STOP to stop.}\n"), 0o600))
	book, found := flows.Load(os.DirFS(dir))
	require.Len(t, book.Orgs, 1, "%v", found)
	for _, org := range book.Orgs {
		acts := l.Change(org)
		require.Len(t, acts, 4)
		require.Equal(t, "Nobody is here. Text STOP to stop.", acts[0].Said[0].Text)
		require.Equal(t, "no case is open, so there is nobody for staff to write to", acts[2].Failed)
		require.NotContains(t, l.Written("x"), "staff")
	}
	acts := l.Change(town(t))
	require.Empty(t, acts[2].Failed, "and back")
	require.Equal(t, "Sam at Tea Town: It is.", acts[2].Said[0].Text)
}

// TestALiveTalkIsWrittenDownAsATranscriptThatPasses holds talks with all that a
// transcript can have, and runs what was written.
func TestALiveTalkIsWrittenDownAsATranscriptThatPasses(t *testing.T) {
	for name, c := range map[string]struct {
		begins transcript.Begins
		lines  []string
	}{
		"one person":  {transcript.Begins{}, []string{"> tea", "> maybe", "> 1", "> help", "> stop", "> start", "> mydata"}},
		"a name":      {transcript.Begins{Who: "ann"}, []string{"ann > tea", "ann > yes", "bob > ask", "bob > (picture)", "bob > Is it hot?", "staff to bob> It is.", "staff closes bob"}},
		"time passes": {transcript.Begins{}, []string{"> tea", "after 3 hours", "> ask", "> Is it hot?", "after 2 days", "staff> Yes.", "staff closes", "> I want to die", "staff> We are here."}},
	} {
		t.Run(name, func(t *testing.T) {
			l := live(t, c.begins)
			for _, line := range c.lines {
				do(t, l, line)
			}
			written := l.Written("Tea for two")
			require.True(t, strings.HasPrefix(written, "# Tea for two\ngiven now 2026-09-15 11:00\n"))
			report := transcript.Run(town(t), "x.chat", []byte(written))
			require.Equal(t, 1, report.Talks)
			for _, f := range report.Failures {
				t.Error(f)
			}
		})
	}
}
