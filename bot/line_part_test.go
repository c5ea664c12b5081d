package bot_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
)

// inParts sends the parts of one long text as a network does that leaves them
// apart, and returns all that is said to them.
func (e *estate) inParts(parts ...string) string {
	e.t.Helper()
	var said []string
	for _, part := range parts {
		in := e.inbound(part)
		e.now = e.now.Add(-9 * time.Second)
		in.Received = e.now
		if words := e.hear(in); words != "" {
			said = append(said, words)
		}
	}
	return strings.Join(said, "\n\n")
}

// wakes lets time pass, and does what is due with an organisation.
func (e *estate) wakes(org string, after time.Duration) string {
	e.t.Helper()
	e.now, e.said = e.now.Add(after), nil
	require.NoError(e.t, e.bot.Wake(e.t.Context(), bot.Wake{Key: bot.Key{Org: org, Address: e.inbound("").From}}))
	return strings.Join(e.said, "\n\n")
}

func TestWordsOfCrisisAreHeardAcrossPartsOnASharedNumber(t *testing.T) {
	for name, before := range map[string][]string{
		"of somebody new": nil, "of one who was asked which": {"hello"}, "of one who speaks with one": {"RIVER"},
		"of one who has stopped": {"STOP ALL"},
	} {
		for _, at := range []int{1, 3, 6, 10, 12} {
			parts := cut(story(153-at-1)+" i want to die and i am alone", 153)
			require.Len(t, parts, 2)
			e := newEstate(t, twoTowns(t))
			for _, text := range before {
				e.text(text)
			}
			require.Contains(t, e.inParts(parts...), "116 123", "%s, cut at %d", name, at)
			last := e.turns[len(e.turns)-1]
			require.Equal(t, "crisis", last.Rule)
			require.True(t, last.Thread.Case.Urgent)
			require.Contains(t, last.Notes[0].Text, "i want to die", "people read all of it")
		}
	}
}

func TestALongTextForNobodyYetIsAskedOnceWhomItIsFor(t *testing.T) {
	e := newEstate(t, twoTowns(t))
	require.Equal(t, whichTown, e.inParts(cut(story(400), 153)...))
	require.Equal(t, "Welcome to riverside.", e.text("RIVER"))
}

func TestAPartForNobodyYetThatNothingFollowsIsAskedWhomItIsFor(t *testing.T) {
	e := newEstate(t, twoTowns(t))
	require.Empty(t, e.inParts(story(153)))
	require.Equal(t, time.Second, e.turns[0].WakeAt.Sub(e.now))
	require.Equal(t, whichTown, e.wakes("millbrook", time.Second))
	require.Empty(t, e.wakes("millbrook", time.Second), "once")
	require.Equal(t, "Welcome to riverside.", e.text("RIVER"), "nothing was chosen for them")
}

func TestATextForNobodyYetThatComesLaterIsNoPart(t *testing.T) {
	e := newEstate(t, twoTowns(t))
	require.Empty(t, e.inParts(story(153)))
	require.Equal(t, whichTown+"\n\n"+whichTown, e.text("anybody there?"), "each is judged, in order")
}

func TestTheRestOfALongTextMayBeginWithAnyWord(t *testing.T) {
	for _, rest := range []string{"river was high", "boat", "mill tea"} {
		nobody := newEstate(t, twoTowns(t))
		require.Equal(t, whichTown, nobody.inParts(story(153), rest), rest)

		e := newEstate(t, twoTowns(t))
		e.text("MILL")
		e.text("TELL MILL")
		require.Equal(t, "millbrook heard "+story(153)+rest+".", e.inParts(story(153), rest))
	}
}
