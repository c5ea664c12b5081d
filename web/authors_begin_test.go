package web_test

import (
	"archive/zip"
	"bytes"
	"html"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/rehearsal"
)

func TestANewFileBeginsWithSomethingThatWorks(t *testing.T) {
	s := learn(t)
	answer := s.do(asked("/flows/teas/new?name=news"))
	require.Equal(t, 303, answer.Code)
	require.Equal(t, "/flows/teas/news.yaml", answer.Header().Get("Location"))
	body := s.page("/flows/teas/news.yaml")
	require.Contains(t, body, "title: News\nstart: {words: [NEWS]}")
	require.Contains(t, body, "Nothing is wrong here.")
	require.Nil(t, s.files["news.yaml"], "nothing is written before it is saved")
	require.Equal(t, "/flows/teas/..%2Fx.yaml", s.do(asked("/flows/teas/new?name=../x")).Header().Get("Location"), "which is no file of the folder")
}

func TestATranslationIsBegunAndBroughtIntoStep(t *testing.T) {
	s := learn(t)
	s.files["org.yaml"] = []byte(teaOrg + "languages: [en, cy]\n")
	require.Contains(t, s.page("/flows/teas/"), `<a href="/flows/teas/tea.cy.yaml">Begin the Welsh</a>`)
	begun := s.page("/flows/teas/tea.cy.yaml")
	require.Contains(t, html.UnescapeString(begun), `milk.ask:`)
	old := "language: cy\ntexts:\n  milk.ask: {en: \"Milk?\", cy: \"Llaeth?\"}\n"
	s.files["tea.cy.yaml"] = []byte(old)
	body := html.UnescapeString(s.post("/flows/teas/tea.cy.yaml", "do", "update", "source", old, "was", rehearsal.Mark([]byte(old))).Body.String())
	require.Contains(t, body, "Llaeth?")
	require.Contains(t, body, "sugar.ask:")
	require.Regexp(t, `[1-9]\d* to do, [1-9]\d* to check. It is not saved yet.`, body)
	require.Equal(t, old, string(s.files["tea.cy.yaml"]))

	broken := "language: cy\ntexts: [\n"
	body = s.post("/flows/teas/tea.cy.yaml", "do", "update", "source", broken, "was", rehearsal.Mark([]byte(old))).Body.String()
	require.Contains(t, body, "The translation was left as it is, because of tea.cy.yaml")
	require.Contains(t, body, "texts: [")
}

func TestEverythingCanBeDownloaded(t *testing.T) {
	s := learn(t)
	answer := s.do(asked("/flows/teas/teas.zip"))
	require.Equal(t, 200, answer.Code)
	require.Equal(t, "attachment; filename=teas.zip", answer.Header().Get("Content-Disposition"))
	z, err := zip.NewReader(bytes.NewReader(answer.Body.Bytes()), int64(answer.Body.Len()))
	require.NoError(t, err)
	got := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		require.NoError(t, err)
		text, err := io.ReadAll(r)
		require.NoError(t, err)
		got[f.Name] = string(text)
	}
	require.Equal(t, teaFlow, got["teas/tea.yaml"])
	require.Contains(t, got, "teas/tea.chat")
	require.Equal(t, 404, s.do(asked("/flows/teas/other.zip")).Code)

	one := s.do(asked("/flows/teas/tea.yaml?download=1"))
	require.Equal(t, teaFlow, one.Body.String())
	require.Equal(t, "attachment; filename=tea.yaml", one.Header().Get("Content-Disposition"))
}

func TestTranscriptsAreRunAndShowWhereTheyDoNotGoAsWritten(t *testing.T) {
	s := learn(t)
	require.Contains(t, s.page("/flows/teas/transcripts"), "1 conversation, each as written.")
	s.files["wrong.chat"] = []byte("# Wrong\n> TEA\n< <b>Coffee?</b>\n")
	body := s.page("/flows/teas/transcripts")
	for _, words := range []string{"2 conversations, 1 place not as written.", `href="/flows/teas/wrong.chat#line-3"`, "- &lt;b&gt;Coffee?&lt;/b&gt;", "Milk? Text STOP to stop."} {
		require.Contains(t, body, words)
	}
	s.files["tea.yaml"] = []byte(strings.Replace(teaFlow, "Enjoy.", "\"<nobody>\"", 1))
	require.Contains(t, s.page("/flows/teas/transcripts"), "so the transcripts were played with what people get")
}
