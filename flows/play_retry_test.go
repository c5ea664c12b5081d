package flows

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWrongRepliesToAMenu(t *testing.T) {
	k := newTalk(t, loadFlow(t, shop))
	menu := []string{"Which fruit?", "1 Apple", "2 Pear", "3 None of these"}
	k.begin("main")
	says(t, k.hear("bananas"), append([]string{"Sorry, I didn't follow that. Reply with a number."}, menu...)...)
	require.False(t, k.last.Understood || k.last.GaveUp)
	require.Equal(t, 1, k.c.Now.Tries)
	says(t, k.hear("bananas"), append([]string{"Sorry, that's still not clear to me. Reply with a number. Or text MENU to start again, HELP for help."}, menu...)...)
	says(t, k.hear("bananas"), "Sorry, I could not follow. Text MENU to start again.")
	require.True(t, k.last.GaveUp)
	require.Equal(t, 3, k.last.Lost, "the flow does not say what follows")
	require.Nil(t, k.c.Now)
	require.Equal(t, 1, k.c.Misses)
}

func TestAReplyThatIsUnderstoodForgetsTheWrongOnes(t *testing.T) {
	k := newTalk(t, loadFlow(t, shop))
	k.begin("main")
	k.c.Misses = 1
	k.hear("bananas")
	k.hear("apple")
	require.Zero(t, k.c.Now.Tries)
	require.Zero(t, k.c.Misses)
}

func TestAHintAndAWayOut(t *testing.T) {
	k := newTalk(t, loadFlow(t, `
steps:
  where:
    ask: Where are you?
    answer: postcode
    hint: It looks like WB2.
    else: nowhere
  near: {say: "Near <where>.", then: end}
  nowhere: {ask: "How many?", answer: number 1-5, tries: 1}
  done: {say: Done.}
`))
	k.begin("main")
	says(t, k.hear("the church"), "It looks like WB2.", "Where are you?")
	says(t, k.hear("the church"), "It looks like WB2. Or text MENU to start again, HELP for help.", "Where are you?")
	says(t, k.hear("the church"), "How many?")
	require.True(t, k.last.GaveUp)
	require.Zero(t, k.last.Lost, "the flow says what follows")
	require.Equal(t, 1, k.c.Misses)
	says(t, k.hear("nine"), "Sorry, I didn't follow that. It is a number from 1 to 5.", "How many?")
	says(t, k.hear("nine"), "Sorry, I could not follow. Text MENU to start again.")
	require.Equal(t, 2, k.c.Misses, "two questions given up in a row")
}

func TestTheWordIsNeededForAConsent(t *testing.T) {
	k := newTalk(t, loadFlow(t, `
steps:
  agree: {ask: "May we text you?", exact: yes, options: {yes: Yes, no: No}, tries: 0}
  ok: {opt_in: updates, say: Thanks.}
`))
	k.begin("main")
	require.True(t, k.org.Exact(k.c))
	says(t, k.hear("ok"), "Sorry, I could not follow. Text MENU to start again.")
	k.begin("main")
	k.org.Flows["main"].Step("agree").Tries = 2
	says(t, k.hear("👍"), "Please reply YES or NO. We need the word to be sure.", "May we text you?", "1 Yes", "2 No")
	says(t, k.hear("YES"), "Thanks.")
}

func TestWhatTwoChoicesFitIsAskedAbout(t *testing.T) {
	k := newTalk(t, loadFlow(t, `
steps:
  club: {ask: "Which?", options: {bird: Bird walks, hill: Hill walks, tea: Tea}}
  done: {say: "<club>."}
`))
	k.begin("main")
	before := k.c
	says(t, k.hear("the bird walks or the hill walks"), "Did you mean 1 Bird walks or 2 Hill walks?")
	require.False(t, k.last.Understood)
	require.Equal(t, ByMean, k.last.Rule)
	require.Equal(t, before.Now.Shown, k.c.Now.Shown, "numbers keep their meaning")
	require.Zero(t, k.c.Now.Tries)
	says(t, k.take(k.org.Retry(k.c, k.w, "the bird walks or the hill walks")), "Did you mean 1 Bird walks or 2 Hill walks?")
	says(t, k.hear("2"), "Hill walks.")
}

func TestFreeTextIsWhateverSomebodyWrites(t *testing.T) {
	o := loadFlow(t, `
steps:
  text: {ask: "Tell us.", answer: text}
  name: {ask: "Name?", answer: name}
  code: {ask: "Postcode?", answer: postcode}
`)
	k := newTalk(t, o)
	require.False(t, o.Waiting(k.c) || o.FreeText(k.c) || o.Exact(k.c))
	k.begin("main")
	require.True(t, o.FreeText(k.c))
	k.hear("1 or 2")
	require.Equal(t, "1 or 2", k.c.Now.Vars["text"].One)
	require.True(t, o.FreeText(k.c))
	k.hear("Sam")
	require.False(t, o.FreeText(k.c))
	require.False(t, o.Exact(k.c))
}

const slow = `
steps:
  fruit: {ask: "Fruit?", options: {apple: Apple, pear: Pear}, remind: 20 hours}
  why: {ask: "Why?", answer: text, timeout: {after: 30 minutes, then: late}}
  done: {say: Thanks., then: end}
  late: {say: Never mind.}
`

func TestTimeoutsAndReminders(t *testing.T) {
	k := newTalk(t, loadFlow(t, slow))
	k.begin("main")
	require.Equal(t, &Due{Is: DueRemind, At: morning.Add(20 * time.Hour), Then: morning.Add(24 * time.Hour)}, k.c.Now.Due)
	require.Equal(t, Played{Conversation: k.c}, k.org.Due(k.c, k.w), "nothing is due yet")
	says(t, k.after(21*time.Hour), "Fruit?", "1 Apple", "2 Pear")
	require.Equal(t, &Due{Is: DueTimeout, At: morning.Add(24 * time.Hour)}, k.c.Now.Due, "reminded once")
	says(t, k.hear("2"), "Why?")
	require.Equal(t, &Due{Is: DueTimeout, At: k.w.Now.Add(30 * time.Minute)}, k.c.Now.Due)
	says(t, k.after(30*time.Minute), "Never mind.")
	require.Nil(t, k.c.Now)
}

func TestAReminderThatCameTooLateIsATimeout(t *testing.T) {
	k := newTalk(t, loadFlow(t, slow))
	k.begin("main")
	require.Empty(t, k.after(30*time.Hour))
	require.Nil(t, k.c.Now)
	require.NoError(t, k.last.Fault)
}

func TestAWrongReplyWaitsAfreshButRemindsOnce(t *testing.T) {
	k := newTalk(t, loadFlow(t, slow))
	k.begin("main")
	k.after(20 * time.Hour)
	k.w.Now = k.w.Now.Add(time.Hour)
	k.hear("bananas")
	require.Equal(t, &Due{Is: DueTimeout, At: k.w.Now.Add(24 * time.Hour)}, k.c.Now.Due)
}

func TestATimeoutInACalledFlowGoesBackToTheCaller(t *testing.T) {
	k := newTalk(t, load(t, map[string]string{"main.yaml": caller, "other.yaml": called}))
	k.begin("main")
	k.hear("hat")
	says(t, k.after(24*time.Hour), "Back with hat.")
	require.Equal(t, "hat!", k.last.Effects[0].Row["given"])
}

func TestRepeatAsksAgainAndCountsNothing(t *testing.T) {
	k := newTalk(t, loadFlow(t, shop))
	k.begin("main")
	k.hear("bananas")
	says(t, k.take(k.org.Repeat(k.c, k.w)), "Which fruit?", "1 Apple", "2 Pear", "3 None of these")
	require.Equal(t, 1, k.c.Now.Tries)
	require.Equal(t, Played{}, k.org.Repeat(Conversation{}, k.w))
}

func TestAWrongReplyCostsNoPartMoreThanTheFlowAllows(t *testing.T) {
	long := strings.Repeat("Which of these fruit is it? ", 9) // 252 letters
	for _, c := range []struct{ question, want string }{
		{long[:160], "Sorry, that's still not clear to me. Reply with a number. Or text MENU to start again, HELP for help."},
		{long[:224], "Sorry, I didn't follow that. Reply with a number."},
		{long[:250], "Sorry, I didn't follow that."},
		{long[:251] + strings.Repeat("?", 39), long[:251] + strings.Repeat("?", 39)},
	} {
		k := newTalk(t, loadFlow(t, "steps:\n  top: {ask: \""+c.question+"\", options: {apple: Apple, pear: Pear}}\n"))
		k.begin("main")
		k.hear("bananas")
		text := k.hear("bananas")
		require.Equal(t, c.want, strings.Split(text, "\n")[0])
		require.Contains(t, text, "1 Apple\n2 Pear")
		require.LessOrEqual(t, partsOf(text), 2)
		require.Equal(t, 2, k.c.Now.Tries)
		k.hear("pear")
		require.True(t, k.last.Understood)
	}
}

func TestDidYouMeanIsNotAskedWhereItDoesNotFit(t *testing.T) {
	long := func(word string) string { return word + strings.Repeat(" walk of the walks", 4)[:66] }
	k := newTalk(t, loadFlow(t, "parts: 1\nsteps:\n  top: {ask: \"Which?\", options: {a: \""+long("Red")+"\", b: \""+long("Tan")+"\"}}\n"))
	asked := k.begin("main")
	require.Equal(t, 1, partsOf(asked))
	says(t, k.hear("walk"), asked)
	require.Equal(t, 1, k.c.Now.Tries)
}
