package bot_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/flows"
)

// teller makes somebody in an organisation whose flow tells the group walk, and
// another group, when they text a word.
func teller(t *testing.T) *phone {
	t.Helper()
	o, err := flows.LoadPublished("mill", flows.Files{
		"org.yaml":   []byte("name: Mill\nnumber: \"+447700900001\"\nquiet: none\n"),
		"groups.csv": []byte("id,name\nwalk,Walkers\nknit,Knitters\n"),
		"walk.yaml":  []byte("start: {words: [WALK]}\nsteps:\n  top: {tell: {who: group walk, text: Hello.}, say: Sent.}\n"),
		"knit.yaml":  []byte("start: {words: [KNIT]}\nsteps:\n  top: {tell: {who: group knit, text: Hello.}, say: Sent.}\n"),
		"late.yaml":  []byte("start: {words: [LATE]}\nsteps:\n  top: {say: Later., wait: 10 minutes}\n  told: {tell: {who: group walk, text: Result.}}\n"),
	}, nil)
	require.NoError(t, err)
	p := newPhone().known()
	p.org, p.thread.Key.Org, p.thread.Person.Groups = o, "mill", []string{"walk", "knit"}
	return p
}

func TestOneMemberTellsOneGroupFiveTimesAnHour(t *testing.T) {
	p := teller(t)
	first := p.now
	for range 5 {
		turn := p.text("WALK")
		require.Equal(t, "Sent.", turn.Say[0].Text)
		require.Len(t, turn.Jobs, 1)
		p.now = p.now.Add(5 * time.Minute)
	}
	turn := p.text("WALK")
	require.Contains(t, turn.Say[0].Text, "Not sent. You can send Walkers five texts an hour.")
	require.Empty(t, turn.Jobs)
	require.Len(t, p.text("KNIT").Jobs, 1, "another group is another matter")
	p.now = first.Add(59 * time.Minute)
	require.Empty(t, p.text("WALK").Jobs)
	p.now = first.Add(time.Hour)
	require.Len(t, p.text("WALK").Jobs, 1)
	require.LessOrEqual(t, len(p.thread.Guard.Tells["walk"]), 5, "no more is remembered than is needed")
	p.now = first.Add(3 * time.Hour)
	require.Len(t, p.text("KNIT").Jobs, 1)
	require.NotContains(t, p.thread.Guard.Tells, "walk")
}

func TestWhatAFlowTellsByItselfLaterIsNotRefused(t *testing.T) {
	p := teller(t)
	p.text("LATE")
	for range 5 {
		p.text("WALK")
	}
	turn := p.waits(10 * time.Minute)
	require.Len(t, turn.Jobs, 1)
	require.Empty(t, turn.Say)
}
