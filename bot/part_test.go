package bot_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/memory"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// cut cuts a text as a network does that leaves the parts apart.
func cut(text string, room int) []string {
	var parts []string
	for letters := []rune(text); len(letters) > 0; {
		n := min(room, len(letters))
		parts, letters = append(parts, string(letters[:n])), letters[n:]
	}
	return parts
}

// story is a text of so many letters.
func story(letters int) string { return strings.Repeat("then it rained again ", 60)[:letters] }

func TestALongTextThatComesInPartsIsOneText(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		room int
	}{
		"two parts":               {story(200), 153},
		"three parts":             {story(400), 153},
		"parts without a header":  {story(300), 160},
		"letters that take more":  {strings.Repeat("Mae'r tŷ yn oer. ", 7), 67},
		"parts that are all full": {story(306), 153},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPhone().at("text")
			whole := newPhone().at("text").text(c.text)
			parts := cut(c.text, c.room)
			for n, part := range parts {
				turn := p.text(part)
				if n < len(parts)-1 {
					require.Equal(t, "part of a long text", turn.Rule)
					require.Empty(t, turn.Say)
					require.Equal(t, p.now.Add(time.Second), turn.WakeAt)
				}
				p.now = p.now.Add(400 * time.Millisecond)
			}
			if len([]rune(parts[len(parts)-1])) == c.room {
				p.waits(time.Second)
			}
			require.Equal(t, said(whole), said(p.turn))
			require.Nil(t, p.turn.Part)
		})
	}
}

func TestWordsOfCrisisAreHeardAcrossParts(t *testing.T) {
	for _, at := range []int{1, 3, 6, 7, 10, 12} {
		const words = "i want to die"
		text := story(153-at-1) + " " + words + " and i am alone"
		parts := cut(text, 153)
		require.Len(t, parts, 2)
		p := newPhone().known()
		require.Equal(t, "part of a long text", p.text(parts[0]).Rule, at)
		requireHelp(t, p.text(parts[1]), text)

		cutOff := newPhone().known() // a network has cut the space off where the parts meet
		cutOff.text(strings.TrimRight(parts[0], " "))
		require.Equal(t, "crisis", cutOff.text(strings.TrimLeft(parts[1], " ")).Rule, at)
	}
}

func TestOwnAndUnclearWordsAreHeardWhereASpaceIsCutOff(t *testing.T) {
	p := newPhone().known()
	watched := *p.org
	watched.Watch.Words = []string{"gone under"}
	p.org = &watched
	p.text(story(147) + "gone")
	require.Equal(t, "crisis", p.text("under").Rule)
	unclear := newPhone().known().texted(story(147) + "cant")
	require.Equal(t, "unclear crisis", unclear.text("cope").Rule)
}

func TestWordsOfCrisisInAPartWaitForNothing(t *testing.T) {
	text := "i want to die " + story(139)
	requireHelp(t, newPhone().known().text(text), text)
	p := newPhone().known().texted(story(153))
	require.Equal(t, "crisis", p.text("i want to die").Rule)
}

func TestAPartThatNothingFollowsIsJudgedAlone(t *testing.T) {
	p := newPhone().at("text")
	want := said(newPhone().at("text").text("it rained"))
	require.Empty(t, p.text(story(153)).Say)
	turn := p.waits(time.Second)
	require.Equal(t, want, said(turn))
	require.Equal(t, providers.Reply, turn.Say[0].Priority, "they have just texted")
	require.Nil(t, turn.Heard)
	require.Empty(t, p.waits(time.Second).Say, "once")
}

func TestStopWaitsForNoPart(t *testing.T) {
	p := newPhone().known().texted(story(153))
	turn := p.text("STOP")
	require.Equal(t, "stop", turn.Rule)
	require.Equal(t, story(153), turn.Notes[0].Text, "people read what came before")
	require.Nil(t, turn.Part)
	require.Empty(t, p.waits(time.Hour).Say)
}

func TestATextThatComesLaterIsNoPart(t *testing.T) {
	store, now := memory.New(), tuesday
	var rules []string
	b := bot.New(bot.Config{
		Threads: store, Now: func() time.Time { return now }, Book: func() *flows.Book { return &flows.Book{Orgs: map[string]*flows.Org{"town": town()}} },
		Seen: func(turn bot.Turn) { rules = append(rules, turn.Rule+fmt.Sprint(" ", len(turn.Say))) },
	})
	p := newPhone()
	for _, text := range []string{"hello", story(153)} {
		require.NoError(t, b.Receive(context.Background(), p.inbound(text)))
	}
	in := p.inbound("MENU")
	in.Received = p.now.Add(4 * time.Second)
	require.NoError(t, b.Receive(context.Background(), in))
	require.Equal(t, []string{"start word 1", "part of a long text 0", "retry 1", "command 1"}, rules, "each is judged, in order")
	require.NoError(t, b.Receive(context.Background(), in))
	require.Len(t, rules, 4)
}

func TestMayGoOn(t *testing.T) {
	for _, c := range []struct {
		text string
		want bool
	}{
		{story(149), false}, {story(150), true}, {story(153), true}, {story(160), true}, {story(161), false}, {"", false},
		{strings.Repeat("ŵ", 63), false}, {strings.Repeat("ŵ", 64), true}, {strings.Repeat("ŵ", 70), true}, {strings.Repeat("ŵ", 71), false},
		{strings.Repeat("€", 76), true}, {strings.Repeat("😀", 33), true},
	} {
		require.Equal(t, c.want, providers.MayGoOn(c.text), "%d letters", len([]rune(c.text)))
	}
}
