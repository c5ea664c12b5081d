package web_test

import (
	"html"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/rehearsal"
)

func TestWhatIsSavedIsWrittenAndSaidToBePublished(t *testing.T) {
	s := learn(t)
	changed := s.with("Milk?", "Any milk?")
	answer := s.post("/flows/teas/tea.yaml", "do", "save", "source", strings.ReplaceAll(changed, "\n", "\r\n"))
	require.Equal(t, 303, answer.Code)
	require.Equal(t, changed, string(s.files["tea.yaml"]), "browsers send the line ends of Windows")
	require.Contains(t, s.page(answer.Header().Get("Location")), "Saved and published: people get it from their next text on.")
}

func TestAFileWithErrorsIsSavedAndNotPublished(t *testing.T) {
	s := learn(t)
	wrong := s.with("say: Enjoy.", "say: \"<nobody> enjoy.\"")
	answer := s.post("/flows/teas/tea.yaml", "do", "save", "source", wrong)
	require.Equal(t, 303, answer.Code)
	require.Equal(t, wrong, string(s.files["tea.yaml"]))
	body := s.page(answer.Header().Get("Location"))
	require.Contains(t, body, "Saved, but not published: there is 1 error. Until that is mended, people keep what they had.")
	require.Contains(t, body, "is never filled in")
}

func TestAFileThatSomebodyElseChangedIsNotOverwrittenAndNothingIsLost(t *testing.T) {
	s := learn(t)
	was := rehearsal.Mark(s.files["tea.yaml"])
	mine := s.with("Milk?", "Any milk?")
	theirs := s.with("Sugar?", "Any <sugar>?")
	s.files["tea.yaml"] = []byte(theirs)
	answer := s.post("/flows/teas/tea.yaml", "do", "save", "source", mine, "was", was)
	require.Equal(t, 200, answer.Code)
	require.Equal(t, theirs, string(s.files["tea.yaml"]))
	body := answer.Body.String()
	require.Contains(t, body, "Nothing was saved: somebody else has changed this file")
	require.Contains(t, body, "Any milk?", "the author's text stays in the editor")
	require.Regexp(t, `<span class="other"> +8      ask: Any &lt;sugar&gt;\?`, body, "theirs is shown, with what is other in it")

	answer = s.post("/flows/teas/tea.yaml", "do", "save", "source", mine, "was", rehearsal.Mark([]byte(theirs)))
	require.Equal(t, 303, answer.Code, "who has seen theirs can save")
	require.Equal(t, mine, string(s.files["tea.yaml"]))
}

func TestSavingWhatIsThereAlreadyIsNoConflict(t *testing.T) {
	s := learn(t)
	answer := s.post("/flows/teas/tea.yaml", "do", "save", "was", "0123")
	require.Equal(t, 303, answer.Code, "a form that is sent twice")
}

func TestWhatCannotBeSavedIsNotLost(t *testing.T) {
	s := learn(t)
	s.full = true
	answer := s.post("/flows/teas/tea.yaml", "do", "save", "source", s.with("Milk?", "Any milk?"))
	require.Equal(t, 200, answer.Code)
	require.Contains(t, answer.Body.String(), "It could not be saved")
	require.Contains(t, answer.Body.String(), "Any milk?")
	require.NotContains(t, string(s.files["tea.yaml"]), "Any milk?")
}

func TestAFileThatWasDeletedIsNotMadeAgainUnasked(t *testing.T) {
	s := learn(t)
	mine, was := string(s.files["bus.csv"]), rehearsal.Mark(s.files["bus.csv"])
	delete(s.files, "bus.csv")
	answer := s.post("/flows/teas/bus.csv", "do", "save", "source", mine, "was", was)
	require.Equal(t, 200, answer.Code)
	require.Contains(t, answer.Body.String(), "somebody has deleted this file")
	require.Nil(t, s.files["bus.csv"])
	require.Equal(t, 303, s.post("/flows/teas/bus.csv", "do", "save", "source", mine, "was", "").Code)
	require.Equal(t, mine, string(s.files["bus.csv"]))
}

func TestAnAuthorHearsThatSomebodyElseHasChangedTheFile(t *testing.T) {
	s := learn(t)
	answer := s.post("/flows/teas/tea.yaml/look", "do", "look", "source", s.with("Milk?", "Any milk?"), "was", "0123")
	require.Contains(t, answer.Body.String(), "Somebody else has changed this file since you opened it.")
}

func TestAFileKeepsItsLineEndsAndItsMark(t *testing.T) {
	for name, c := range map[string]struct{ saved, sent, want string }{
		"line feeds":            {"id,name\na,Ash\n", "id,name\r\na,Oak\r\n", "id,name\na,Oak\n"},
		"line ends of Windows":  {"id,name\r\na,Ash\r\n", "id,name\r\na,Oak\r\n", "id,name\r\na,Oak\r\n"},
		"a mark of an editor":   {"\ufeffid,name\na,Ash\n", "id,name\na,Oak\n", "\ufeffid,name\na,Oak\n"},
		"no end of the last":    {"id,name\na,Ash", "id,name\na,Oak", "id,name\na,Oak"},
		"an empty first line":   {"id,name\n", "\r\nid,name\r\n", "\nid,name\n"},
		"letters of every kind": {"id,name\n", "id,name\na,Ynys Môn 👍 ل\n", "id,name\na,Ynys Môn 👍 ل\n"},
	} {
		t.Run(name, func(t *testing.T) {
			s := learn(t)
			s.files["bus.csv"] = []byte(c.saved)
			require.Equal(t, 303, s.post("/flows/teas/bus.csv", "do", "save", "source", c.sent, "was", rehearsal.Mark([]byte(c.saved))).Code)
			require.Equal(t, c.want, string(s.files["bus.csv"]))
		})
	}
}

func TestAnEmptyFirstLineComesBackAsItIs(t *testing.T) {
	s := learn(t)
	s.files["tea.yaml"] = append([]byte("\n\n"), s.files["tea.yaml"]...)
	_, field, _ := strings.Cut(s.page("/flows/teas/tea.yaml"), "<textarea")
	_, field, _ = strings.Cut(field, ">\n") // a browser drops the first line feed of a field
	field, _, _ = strings.Cut(field, "</textarea>")
	require.Equal(t, string(s.files["tea.yaml"]), html.UnescapeString(field))
}

func TestWhatIsTooLongIsNotTaken(t *testing.T) {
	s := learn(t)
	long := strings.Repeat("a", 64<<10)
	require.Equal(t, 303, s.post("/flows/teas/bus.csv", "do", "save", "source", long, "was", rehearsal.Mark(s.files["bus.csv"])).Code, "64 KB are taken")
	require.Equal(t, 413, s.post("/flows/teas/bus.csv", "do", "save", "source", long+"a", "was", rehearsal.Mark([]byte(long))).Code)
	require.Equal(t, long, string(s.files["bus.csv"]))
	huge := s.post("/flows/teas/bus.csv", "do", "save", "source", strings.Repeat("é", 1<<20))
	require.Equal(t, 413, huge.Code)
	require.Contains(t, huge.Body.String(), "it is still in the editor there")
	s.files["bus.csv"] = []byte(long + "ab")
	code, _ := s.get("/flows/teas/bus.csv")
	require.Equal(t, 413, code)
}

func TestWhatIsNoPlainTextIsNotOpened(t *testing.T) {
	s := learn(t)
	for _, saved := range []string{"\xff\xfei\x00d\x00", "caf\xe9", "a\x00b"} {
		s.files["bus.csv"] = []byte(saved)
		code, words := s.get("/flows/teas/bus.csv")
		require.Equal(t, 415, code)
		require.Contains(t, words, "Save it as UTF-8 in your editor first")
		require.Equal(t, 415, s.post("/flows/teas/bus.csv", "do", "save", "source", "x", "was", rehearsal.Mark([]byte(saved))).Code)
	}
}

func TestATranscriptIsRunWhereItIsWritten(t *testing.T) {
	s := learn(t)
	require.Contains(t, s.page("/flows/teas/tea.chat"), "1 conversation, each as written.")
	body := s.post("/flows/teas/tea.chat", "do", "look", "source", "# Tea\n> TEA\n< Coffee?\n").Body.String()
	for _, words := range []string{"In “Tea”: the text was not as written.", `href="#line-3"`, `<span class="expected">- Coffee?`, `<span class="sent">&#43; Milk? Text STOP to stop.`} {
		require.Contains(t, body, words)
	}
	body = s.post("/flows/teas/tea.chat", "do", "update", "source", "# Tea\n> TEA\n< Coffee?\n", "was", rehearsal.Mark(s.files["tea.chat"])).Body.String()
	require.Contains(t, html.UnescapeString(body), "# Tea\n> TEA\n< Milk? Text STOP to stop.\n< 1 Yes\n< 2 No\n")
	require.Contains(t, body, "It is not saved yet.")
	require.NotContains(t, string(s.files["tea.chat"]), "Coffee")
}

func TestAddressesOfOddNamesLeadToTheirFiles(t *testing.T) {
	s := learn(t)
	odd := "tea & #1 100%.csv"
	s.files[odd] = []byte("id,name\n")
	body := s.page("/flows/teas/")
	require.Contains(t, body, `href="/flows/teas/`+html.EscapeString(url.PathEscape(odd))+`"`)
	require.Contains(t, s.page("/flows/teas/"+url.PathEscape(odd)), "tea &amp; #1 100%.csv")
}
