package web_test

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// phone is what the phone shows of an answer, without its tags.
func phone(body string) string {
	_, body, _ = strings.Cut(body, `<ol>`)
	body, _, _ = strings.Cut(body, `<div class="row"><label for="who"`)
	return strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(body, " ")), " ")
}

// text does something on the phone, and returns what it shows.
func (s *study) text(sent string, pairs ...string) string {
	s.t.Helper()
	answer := s.post("/flows/teas/tea.yaml", append([]string{"sent", sent}, pairs...)...)
	require.Equal(s.t, 200, answer.Code, answer.Body.String())
	return phone(answer.Body.String())
}

func TestThePhoneTellsHowATextWasUnderstoodAndWhatItCosts(t *testing.T) {
	s := learn(t)
	require.Equal(t, "Ann TEA Understood: it is a word that starts a flow (start word) . It went to tea/milk "+
		"To Ann Milk? Text STOP to stop. 1 Yes 2 No 1 part, GSM alphabet Waits for an answer to tea/milk .", s.text("0", "do", "text", "text", "TEA"))
	shown := s.text("1", "do", "text", "text", "1")
	require.Contains(t, shown, "Ann 1 Understood: it is a number as it was shown (number) . It went to tea/sugar To Ann Sugar? 1 One 2 Two")
	require.Contains(t, s.text("2", "do", "after", "lapse", "2 days"), "2 days later")
	require.Contains(t, s.text("3", "do", "text", "text", "TEA", "who", "bob"), "Bob TEA")
}

func TestThePhoneIsAnsweredByTheTextInTheEditor(t *testing.T) {
	s := learn(t)
	require.Contains(t, s.text("0", "do", "text", "text", "TEA", "source", s.with("Milk?", "Oat milk?")), "Oat milk?")
	require.NotContains(t, string(s.files["tea.yaml"]), "Oat", "nothing is saved")
	require.Contains(t, s.text("1", "do", "text", "text", "1", "source", s.with("Milk?", "<nobody> milk?")), "Sugar?", "with errors people's version answers")
}

func TestTheConversationIsPlayedAgainAndSaysWhereAnAnswerDoesNotFit(t *testing.T) {
	s := learn(t)
	s.text("0", "do", "text", "text", "TEA")
	s.text("1", "do", "text", "text", "2")
	s.text("2", "do", "text", "text", "2")
	require.Equal(t, 303, s.post("/flows/teas/tea.yaml", "do", "save", "source", s.with("{one: One, two: Two}", "{one: Just one}")).Code)
	shown := phone(s.page("/flows/teas/tea.yaml"))
	require.Contains(t, shown, "Sugar? 1 Just one")
	require.Contains(t, shown, "Ann 2 It goes otherwise now. This was an answer to tea/sugar. Now nothing understands it.")
	require.Equal(t, 1, strings.Count(shown, "It goes otherwise now."))
}

func TestTheLastTextIsTakenBackAndTheTalkBegunAgain(t *testing.T) {
	s := learn(t)
	s.text("0", "do", "text", "text", "TEA")
	s.text("1", "do", "text", "text", "2")
	require.NotContains(t, s.text("2", "do", "undo"), "Sugar?")
	require.NotContains(t, s.text("1", "do", "again"), "Milk?")
	require.Contains(t, s.text("0", "do", "undo"), "Text something", "there is nothing to take back")
}

func TestAFormThatIsSentTwiceTextsOnce(t *testing.T) {
	s := learn(t)
	s.text("0", "do", "text", "text", "TEA")
	require.Equal(t, 1, strings.Count(s.text("0", "do", "text", "text", "TEA"), "Understood"))
}

func TestStaffAnswerOnThePhone(t *testing.T) {
	s := learn(t)
	require.Contains(t, s.text("0", "do", "staff", "staff", "Hello."), "That cannot be done: no case is open")
	s.text("0", "do", "text", "text", "PERSON")
	s.text("1", "do", "text", "text", "I need a cup")
	answer := s.post("/flows/teas/tea.yaml", "do", "enter", "staff", "Here you are.", "sent", "2").Body.String()
	require.Contains(t, phone(answer), "Staff to Ann Here you are.")
	require.Contains(t, phone(answer), "Sam at Tea Town: Here you are.")
	require.Contains(t, answer, "Answer as the staff")
	require.Contains(t, s.text("3", "do", "close"), "Staff closed the conversation with Ann.")
}

func TestEnterSendsTheText(t *testing.T) {
	s := learn(t)
	require.Contains(t, s.text("0", "do", "enter", "text", "TEA", "staff", ""), "Milk?")
	require.Contains(t, s.text("1", "do", "enter", "text", ""), "Write something first.")
}

func TestAConversationIsKeptAsATranscript(t *testing.T) {
	s := learn(t)
	require.Contains(t, s.text("0", "do", "write", "transcript", "first"), "There is nothing to write down yet")
	s.text("0", "do", "text", "text", "TEA")
	for _, name := range []string{"", "../first", "a b", ".hidden"} {
		require.Contains(t, s.text("1", "do", "write", "transcript", name), "A transcript needs a name")
	}
	require.Contains(t, s.post("/flows/teas/tea.yaml", "do", "write", "transcript", "first").Body.String(), "stands in first.chat now")
	require.Equal(t, "# first\ngiven now 2026-09-15 11:00\nann > TEA\nann < Milk? Text STOP to stop.\nann < 1 Yes\nann < 2 No\n", string(s.files["first.chat"]))
	s.post("/flows/teas/tea.yaml", "do", "write", "transcript", "first.chat")
	require.Equal(t, 2, strings.Count(string(s.files["first.chat"]), "# first"), "the next one stands behind it")
	require.Contains(t, s.page("/flows/teas/first.chat"), "2 conversations, each as written.")
}

func TestATextCannotBeMoreThanOneLineOfATalk(t *testing.T) {
	s := learn(t)
	require.Contains(t, s.text("0", "do", "text", "text", "TEA\nstaff> hello\r\n= stopped"), "Ann TEA staff&gt; hello = stopped")
	require.Contains(t, s.text("1", "do", "text", "who", "ann > x\nbob", "text", "<b>"), "Ann &lt;b&gt;")
}

func TestEachAuthorHasAConversationOfTheirOwn(t *testing.T) {
	s := learn(t)
	s.text("0", "do", "text", "text", "TEA")
	require.Contains(t, phone(s.page("/flows/teas/org.yaml")), "Milk?", "it is the same from file to file")
	s.cookie = "author-2"
	require.NotContains(t, phone(s.page("/flows/teas/tea.yaml")), "Milk?")
}

func TestManyTextsAtOnceFromOnePageAreOne(t *testing.T) {
	s := learn(t)
	s.cookie = "author-1"
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if answer := s.post("/flows/teas/tea.yaml", "do", "text", "text", "TEA"); answer.Code != 200 {
				t.Errorf("answered %d", answer.Code)
			}
		})
	}
	wg.Wait()
	require.Equal(t, 1, strings.Count(phone(s.page("/flows/teas/tea.yaml")), "Understood"))
}

func TestOnlySoManyConversationsAreRemembered(t *testing.T) {
	s := learn(t)
	for n := range 101 {
		s.cookie = fmt.Sprintf("author-%d", n)
		s.now = s.now.Add(time.Minute)
		s.text("0", "do", "text", "text", "TEA")
	}
	require.Contains(t, phone(s.page("/flows/teas/tea.yaml")), "Milk?")
	s.cookie = "author-0"
	require.NotContains(t, phone(s.page("/flows/teas/tea.yaml")), "Milk?", "the oldest made room")
	s.cookie = "author-1"
	require.Contains(t, phone(s.page("/flows/teas/tea.yaml")), "Milk?")
}

func TestTheStaffBoxIsThatOfThePersonWhoIsChosen(t *testing.T) {
	s := learn(t)
	s.text("0", "do", "text", "text", "PERSON", "who", "bob")
	s.text("1", "do", "text", "text", "Hello", "who", "bob")
	require.NotContains(t, s.post("/flows/teas/tea.yaml/look", "do", "who", "who", "ann", "sent", "2").Body.String(), "Answer as the staff")
	require.Contains(t, s.post("/flows/teas/tea.yaml/look", "do", "who", "who", "bob", "sent", "2").Body.String(), "Answer as the staff")
}
