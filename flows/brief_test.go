package flows

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
)

// story is what somebody writes who has much to tell, 640 letters long.
var story = strings.TrimSpace(strings.Repeat("The heating has been off since Monday and nobody comes. ", 12))[:640]

const tellsStory = `record: stories
needs: []
steps:
  what: {ask: "What has happened?", answer: text}
  post:
    save: kept
    set: {kept: <what>}
    tell: {who: group walk, text: "A neighbour says: <what> Text YES if you can help.", options: {yes: "Yes, I can", no: No}, for: 2 days, save: poll}
    say: "We told them: <what> Thank you for that."
  sure: {ask: "Is it right that you wrote <what>?", options: {yes: Yes, no: No}, exact: true}
  desk: {hand_over: {queue: desk, about: "They say: <what>"}}
`

func toldTexts(p Played) []map[string]string {
	var all []map[string]string
	for _, e := range p.Effects {
		if e.Kind == EffectTell {
			all = append(all, e.Tell.Text)
		}
	}
	return all
}

// What people write is what makes a text longer than its flow allows: it is
// shortened, in what others are told and in what is said back, and kept whole
// everywhere else.
func TestWhatPeopleWriteIsShortenedToThePartsOfTheFlow(t *testing.T) {
	for name, c := range map[string]struct {
		wrote string
		least int // letters of it that are told all the same
	}{
		"in the basic alphabet":   {story, 220},
		"in another":              {strings.Repeat("ŵy ŷn ", 106)[:640], 40},
		"emoji":                   {strings.Repeat("👍🏽", 320), 20},
		"one word without an end": {strings.Repeat("a", 640), 220},
	} {
		t.Run(name, func(t *testing.T) {
			k := newTalk(t, loadFlow(t, strings.Replace(tellsStory, "needs: []\n", "", 1)))
			k.begin("main")
			said := k.hear(c.wrote)
			require.LessOrEqual(t, partsOf(said), 2, said)
			require.True(t, strings.HasPrefix(said, "We told them: "), said)
			require.True(t, strings.HasSuffix(said, "?\n1 Yes\n2 No"), "the question is whole: %s", said)
			require.Contains(t, said, "...")
			told := toldTexts(k.last)
			require.Len(t, told, 1)
			for tag, text := range told[0] {
				require.LessOrEqual(t, partsOf(text), 2, tag)
				require.True(t, strings.HasSuffix(text, "... Text YES if you can help.\n1 Yes, I can\n2 No"), text)
				begin := strings.TrimPrefix(text, "A neighbour says: ")
				cut, _, _ := strings.Cut(begin, "...")
				require.True(t, strings.HasPrefix(clip(c.wrote, varLetters), cut), "it is what was written, from its begin")
				require.GreaterOrEqual(t, len([]rune(cut)), c.least)
			}
			require.Equal(t, strings.TrimSpace(clip(c.wrote, varLetters)), k.c.Now.Vars["what"].One, "it is kept whole")
			k.hear("yes")
			require.Equal(t, "They say: "+strings.TrimSpace(clip(c.wrote, varLetters)), k.last.Effects[len(k.last.Effects)-1].Value, "staff read all of it")
		})
	}
}

func TestAWrongReplyToAQuestionWithWhatPeopleWroteKeepsToTheParts(t *testing.T) {
	k := newTalk(t, loadFlow(t, "steps:\n  what: {ask: \"What?\", answer: text}\n  sure: {ask: \"You wrote <what>. Is that right?\", options: {yes: Yes, no: No}}\n"))
	k.begin("main")
	k.hear(story)
	for _, reply := range []string{"bananas", "0", "bananas again"} {
		text := k.hear(reply)
		require.LessOrEqual(t, partsOf(text), 2, text)
		require.NotEmpty(t, text)
	}
	require.LessOrEqual(t, partsOf(k.org.Repeat(k.c, k.w).Text), 2)
}

// What fits is left alone. Where the organisation's own words are too long the text
// takes no more parts than they do.
func TestWhatPeopleWriteIsLeftAloneWhereThatIsNoHelpOrNotNeeded(t *testing.T) {
	fits := story[:200]
	k := newTalk(t, loadFlow(t, "steps:\n  what: {ask: \"What?\", answer: text}\n  thanks: {say: \"You wrote: <what>\"}\n"))
	k.begin("main")
	require.Equal(t, "You wrote: "+strings.TrimSpace(fits), k.hear(fits))

	own := strings.Repeat("Our own words are long. ", 20)
	k = newTalk(t, loadFlow(t, "steps:\n  what: {ask: \"What?\", answer: text}\n  thanks: {say: \""+own+"<what>\"}\n"))
	k.begin("main")
	require.Equal(t, own+strings.TrimSpace(story[:60]), k.hear(story[:60]), "it takes as many parts as without")
	k.begin("main")
	said := k.hear(story)
	require.Equal(t, partsOf(own), partsOf(said))
	require.Greater(t, len(said), len(own)+80, "as much as there is room for")
}

// Half of a number that is cut off could not be found any more.
func TestANumberIsHiddenBeforeATextIsShortened(t *testing.T) {
	for at := 150; at < 300; at++ {
		k := newTalk(t, loadFlow(t, "steps:\n  what: {ask: \"What?\", answer: text}\n  post: {tell: {who: group walk, text: \"<what>\"}, say: Sent.}\n"))
		k.begin("main")
		k.hear(strings.Repeat("x ", at)[:at] + " ring 07700 900123 " + strings.Repeat("y ", 150))
		for _, text := range toldTexts(k.last)[0] {
			require.LessOrEqual(t, partsOf(text), 2)
			require.NotContains(t, text, "0770")
			require.NotContains(t, providers.Smart(text), "9001")
		}
	}
}
