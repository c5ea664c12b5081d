package versions_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
)

const (
	askDrink = "Tea or milk?\n1 Tea\n2 Milk"
	changed  = "We've changed how this works, sorry. Text MENU to start again."
)

func TestAConversationEndsInTheVersionItBeganWith(t *testing.T) {
	h := newHouse(t, tea, 1)
	b := h.bots[0]
	require.Equal(t, askDrink, h.text(b, 1, "hello"))
	h.publish(moreMilk(t), false)
	h.refresh()
	require.Equal(t, "Sugar in your Milk?", h.text(b, 1, "2"))
	require.Equal(t, "Tea, milk or water?\n1 Tea\n2 Milk\n3 Water", h.text(b, 2, "hello"), "whoever begins now")
	require.Equal(t, "Milk, two.", h.text(b, 1, "two"))
	require.Equal(t, "Tea, milk or water?\n1 Tea\n2 Milk\n3 Water", h.text(b, 1, "tea"))
}

func TestOtherWordsReachEverybodyAtOnce(t *testing.T) {
	h := newHouse(t, tea, 1)
	b := h.bots[0]
	h.text(b, 1, "hello")
	h.publish(other(t, "Sugar in", "Any sugar in"), false)
	h.refresh()
	require.Equal(t, "Any sugar in your Milk?", h.text(b, 1, "2"))

	// Words that were mended in the version that people are still in, too.
	h.publish(moreMilk(t), false)
	h.publish(other(t, "<drink>, <sugar>.", "<drink> with <sugar>."), false)
	h.publish(moreMilk(t), false)
	h.refresh()
	require.Equal(t, "Milk with two.", h.text(b, 1, "two"))
}

func TestARollbackBringsNobodyInTheMiddleOutOfStep(t *testing.T) {
	h := newHouse(t, tea, 1)
	b := h.bots[0]
	h.text(b, 1, "hello")
	h.publish(moreMilk(t), false)
	h.refresh()
	h.text(b, 2, "hello")
	h.publish(tea, false)
	h.refresh()
	require.Equal(t, "Sugar in your Water?", h.text(b, 2, "3"))
	require.Equal(t, "Sugar in your Milk?", h.text(b, 1, "2"))
	require.Equal(t, askDrink, h.text(b, 3, "hello"))
	require.Equal(t, "Water, no.", h.text(b, 2, "no"))
}

func TestPeopleMoveWhereTheSameIsAsked(t *testing.T) {
	h := newHouse(t, tea, 1)
	b := h.bots[0]
	h.text(b, 1, "hello")
	h.text(b, 2, "hello")
	h.text(b, 2, "2")
	h.publish(sameDrink(t), true)
	h.refresh()
	require.Equal(t, "Hot or cold?", h.text(b, 1, "2"), "moved")
	h.publish(moreMilk(t), false)
	h.refresh()
	require.Equal(t, "Sugar in your Milk?", h.text(b, 1, "hot"), "goes on in the version it moved to")
	require.Equal(t, "Milk, no.", h.text(b, 2, "no"))
	require.Equal(t, "Milk, yes.", h.text(b, 1, "yes"))
}

func TestAMoveLeavesThoseInPeaceWhomItCannotTake(t *testing.T) {
	h := newHouse(t, tea, 1)
	b := h.bots[0]
	h.text(b, 1, "hello")
	h.publish(moreMilk(t), true)
	h.refresh()
	require.Equal(t, "Sugar in your Milk?", h.text(b, 1, "2"))
	require.Equal(t, "Milk, no.", h.text(b, 1, "no"))
}

func TestAMoveIsFollowedByAMove(t *testing.T) {
	h := newHouse(t, tea, 1)
	b := h.bots[0]
	h.text(b, 1, "hello")
	h.publish(sameDrink(t), true)
	h.publish(other(t, "  sugar: {", "  warm: {ask: \"Warm?\", answer: text}\n  sugar: {", "drink:\n", "what:\n    was: drink\n    save: drink\n"), true)
	h.refresh()
	require.Equal(t, "Warm?", h.text(b, 1, "2"))
	require.Equal(t, "what", h.conversation(1).Now.Trail[0])
	h = newHouse(t, tea, 1)
	b = h.bots[0]
	h.text(b, 1, "hello")
	h.publish(sameDrink(t), true)
	h.publish(moreMilk(t), true)
	h.refresh()
	require.Equal(t, "Hot or cold?", h.text(b, 1, "2"), "the second move has no place for it")
}

func TestAQuestionWhoseNumbersChangedIsSentAgain(t *testing.T) {
	h := newHouse(t, tea, 1)
	b := h.bots[0]
	h.text(b, 1, "hello")
	h.text(b, 2, "hello")
	h.publish(other(t, "{tea: Tea, milk: Milk}", "{milk: Milk, tea: Tea}"), true)
	h.refresh()
	require.Equal(t, "The choices have changed. Please choose again.\nTea or milk?\n1 Milk\n2 Tea", h.text(b, 1, "2"))
	require.Equal(t, "Sugar in your Tea?", h.text(b, 1, "2"))
	require.Equal(t, "Sugar in your Tea?", h.text(b, 2, "tea"), "words mean what they say")
}

func TestALostVersionTakesNobodyOutOfTheirConversation(t *testing.T) {
	h := newHouse(t, tea, 1)
	first := h.conversation(1)
	require.Nil(t, first.Now)
	h.text(h.bots[0], 1, "hello")
	h.text(h.bots[0], 2, "hello")
	h.archive.Wipe()
	h.publish(sameDrink(t), false)
	restarted := h.start(h.archive)
	require.Equal(t, "Hot or cold?", h.text(restarted, 1, "2"), "the newest asks the same")

	h.archive.Wipe()
	h.publish(moreMilk(t), false)
	restarted = h.start(h.archive)
	require.Equal(t, changed, h.text(restarted, 2, "2"))
	require.Equal(t, "Mill Town. Reply with a number.\n1 Tea", h.text(restarted, 2, "menu"))
}

func TestAVersionWhoseFilesAreLostIsLikeOneThatIs(t *testing.T) {
	h := newHouse(t, tea, 1)
	h.text(h.bots[0], 1, "hello")
	version := h.bots[0].shelf.Book().Orgs["mill"].Version
	h.publish(moreMilk(t), false)
	h.archive.Lose("mill", version)
	require.Equal(t, changed, h.text(h.start(h.archive), 1, "2"))
}

// TestAProcessThatHasNotLookedYetFindsWhatAnotherHasBegun has one process answer
// in a version of which the other has not heard.
func TestAProcessThatHasNotLookedYetFindsWhatAnotherHasBegun(t *testing.T) {
	h := newHouse(t, tea, 2)
	h.publish(moreMilk(t), false)
	require.NoError(t, h.bots[0].shelf.Refresh(ctx))
	require.Equal(t, "Tea, milk or water?\n1 Tea\n2 Milk\n3 Water", h.text(h.bots[0], 1, "hello"))
	require.Equal(t, "Sugar in your Water?", h.text(h.bots[1], 1, "3"))
	require.Equal(t, h.bots[0].shelf.Standings(), h.bots[1].shelf.Standings())
}

// TestNobodyIsLeftSilentWhateverIsPublished publishes after each text of sixty
// people one of many versions, with and without a move, lost or kept.
func TestNobodyIsLeftSilentWhateverIsPublished(t *testing.T) {
	flowsOf := []string{tea, moreMilk(t), sameDrink(t), other(t, "drink:\n", "what:\n    was: drink\n"), other(t, "answer: text", "answer: number 1-5"),
		other(t, "  done: {", "  sure: {ask: \"Sure?\", options: {yes: Yes, no: No -> drink}}\n  done: {"), other(t, "{tea: Tea, milk: Milk}", "{milk: Milk, tea: Tea}")}
	h := newHouse(t, tea, 2)
	texts := []string{"1", "2", "3", "milk", "yes", "two", "tea"}
	for n := range 600 {
		p := h.publish(flowsOf[(n*n+n/7)%len(flowsOf)], n%3 == 0)
		if n%2 == 0 {
			require.NoError(t, h.bots[n/2%2].shelf.Refresh(ctx))
		}
		if n%50 == 49 {
			h.archive.Lose("mill", p.Version)
		}
		said := h.text(h.bots[n%2], n%60, texts[n%len(texts)])
		require.NotEmpty(t, said, "text %d", n)
		require.NotContains(t, said, "something went wrong")
		require.NotContains(t, said, "nobody has this line")
	}
}

// slow is threads that let something happen between the reading and the commit.
type slow struct {
	bot.Threads
	meanwhile func()
}

func (s *slow) Commit(c context.Context, turn bot.Turn) error {
	if f := s.meanwhile; f != nil {
		s.meanwhile = nil
		f()
		return bot.ErrStale
	}
	return s.Threads.Commit(c, turn)
}

// TestATextIsJudgedWithOneVersion publishes while a text is being judged: all
// that it says comes from one version.
func TestATextIsJudgedWithOneVersion(t *testing.T) {
	h := newHouse(t, tea, 1)
	b := h.bots[0]
	seen := map[string]bool{}
	for n := range 20 {
		flow := other(t, "Tea or milk?", fmt.Sprintf("Tea or milk %d?", n), "tea: Tea", fmt.Sprintf("tea: Tea %d", n))
		threads := &slow{Threads: h.threads, meanwhile: func() { h.publish(flow, false); h.refresh() }}
		p := *b
		p.Bot = bot.New(bot.Config{Threads: threads, Book: b.shelf.Book, Versions: b.shelf, Now: b.now(h), Seen: func(turn bot.Turn) {
			p.said = []string{turn.Say[0].Text}
		}})
		said := h.text(&p, n, "hello")
		whole := func(n any) string { return fmt.Sprintf("Tea or milk%v?\n1 Tea%v\n2 Milk", n, n) }
		require.Contains(t, []string{whole(""), whole(fmt.Sprintf(" %d", n-1)), whole(fmt.Sprintf(" %d", n))}, said)
		seen[said] = true
	}
	require.Greater(t, len(seen), 10)
}

// TestACaseOutlivesTheVersionThatOpenedIt has staff take over in a version of
// which the flow, or the queue, is gone when they close.
func TestACaseOutlivesTheVersionThatOpenedIt(t *testing.T) {
	hand := other(t, "  done: {say: \"<drink>, <sugar>.\"}", "  person: {say: Please wait., hand_over: kitchen}\n  after: {say: \"Enjoy your <drink>.\"}")
	org := func(queue string) []byte { return []byte(strings.Replace(orgYAML, "desk:", queue+":", 1)) }
	begin := func() (*house, *process) {
		h := newHouse(t, tea, 0)
		h.publishFiles(flows.Files{"org.yaml": org("kitchen"), "tea.yaml": []byte(hand)}, false)
		b := h.start(h.archive)
		h.text(b, 1, "hello")
		h.text(b, 1, "2")
		return h, b
	}
	closeCase := func(h *house, b *process) (queue, said string) {
		open, err := h.threads.OpenCases(ctx, "mill")
		require.NoError(t, err)
		require.Len(t, open, 1)
		b.said = nil
		require.NoError(t, b.Act(ctx, "mill", open[0].ID, bot.Staff{ID: "sam", Name: "Sam"}, "1", bot.Close{}))
		return open[0].Queue, strings.Join(b.said, "\n")
	}

	h, b := begin()
	h.publishFiles(flows.Files{"org.yaml": org("desk"), "tea.yaml": []byte(tea)}, false)
	require.NoError(t, b.shelf.Refresh(ctx))
	require.Equal(t, "Please wait.", h.text(b, 1, "one"))
	queue, said := closeCase(h, b)
	require.Equal(t, "desk", queue, "a queue that nobody looks at any more takes nobody")
	require.Equal(t, "Enjoy your Milk.", said)

	h, b = begin()
	h.text(b, 1, "one")
	h.archive.Wipe()
	h.publish(tea, false)
	_, said = closeCase(h, h.start(h.archive))
	require.Equal(t, "This chat is now closed. Text MENU for more.", said)
	require.Nil(t, h.conversation(1).Now)
}
