package bot_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestACallForHelpInTwoTextsIsHeard(t *testing.T) {
	for first, second := range map[string]string{
		"i want to": "die", "hi its me. i wanna": "kill myself", "sorry but im going to kill": "my self tonight", "he hit": "me again", "chce sie": "zabic",
	} {
		p := newPhone().known()
		require.NotEqual(t, "crisis", p.text(first).Rule, first)
		turn := p.text(second)
		require.Equal(t, "crisis", turn.Rule, "%s + %s", first, second)
		require.True(t, turn.Thread.Case.Urgent)
		require.Empty(t, turn.Person.Begun)
	}
}

func TestWhatIsNoCallForHelpInTwoTexts(t *testing.T) {
	p := newPhone().known()
	require.NotEmpty(t, p.text("i want to").Person.Begun)
	require.Empty(t, p.waits(3*time.Minute).Say)
	require.NotEqual(t, "crisis", p.text("die hard is on at the hall").Rule, "it came too late to end it")

	p = newPhone().known()
	require.Empty(t, p.text("which groups meet on fridays").Person.Begun, "nothing of it is kept")
	p.text("i want to")
	require.NotEqual(t, "crisis", p.text("join the walking group").Rule)
}
