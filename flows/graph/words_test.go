package graph

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/flows"
)

func TestLengthsOfTimeAreWords(t *testing.T) {
	for text, want := range map[string]string{"1 hour": "1 hour", "36 hours": "36 hours", "2 weeks": "14 days", "90 minutes": "90 minutes"} {
		p := drawn(t, "start: {words: [TEA]}\nsteps:\n  top: {ask: Tea?, answer: text, timeout: {after: "+text+", then: menu}}\n")
		require.True(t, slices.ContainsFunc(p.Arrows, func(a Arrow) bool { return labels(a) == "no reply in "+want }), want)
	}
}

func TestAWaitSaysUntilWhen(t *testing.T) {
	for wait, want := range map[string]string{
		"2 days": "for 2 days", "90 minutes": "for 90 minutes", "until tomorrow 09:00": "until tomorrow 09:00", "until 2027-05-01": "until 2027-05-01",
		"until 17:30": "until 17:30", "until Monday + 2 hours": "until Monday, 2 hours after", "until <day> - 1 day 08:00": "until <day> 08:00, 1 day before",
	} {
		p := drawn(t, "start: {words: [TEA]}\nsteps:\n  day: {ask: Which day?, answer: date}\n  on: {wait: "+wait+"}\n  bye: {say: Bye.}\n")
		require.Equal(t, []string{want}, p.Boxes[2].Notes)
		require.Equal(t, Wait, p.Boxes[2].Kind)
	}
}

func TestWhoIsToldIsSaid(t *testing.T) {
	text := &flows.Text{Source: "Tea  is\nready."}
	for want, tell := range map[string]*flows.Tell{
		"tells the group walkers: Tea is ready.":               {Text: text, Who: flows.Audience{Kind: flows.ToGroup, Name: "walkers"}},
		"tells all others of the group walkers: Tea is ready.": {Text: text, Who: flows.Audience{Kind: flows.ToGroup, Name: "walkers", ExceptMe: true}},
		"tells whoever asked: Tea is ready.":                   {Text: text, Who: flows.Audience{Kind: flows.ToAsker}},
		"tells the queue desk: Tea is ready.":                  {Text: text, Who: flows.Audience{Kind: flows.ToQueue, Name: "desk"}},
		"tells people who have agreed: Tea is ready.":          {Text: text, Who: flows.Audience{Kind: flows.ToPeople}},
	} {
		b := boxOf(&flows.Step{Name: "top", Say: text, Tell: tell})
		require.Equal(t, Say, b.Kind)
		require.Equal(t, []string{want}, b.Notes)
	}
}
