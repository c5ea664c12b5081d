package locales_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/locales"
)

func TestCrisisConsentAndStopNeverComeFromADraft(t *testing.T) {
	drafts, guarded := 0, 0
	for _, language := range locales.Languages() {
		require.Equal(t, language.Draft, locales.IsDraft(language.Tag))
		require.Equal(t, language.Draft, locales.IsDraft(language.Tag+"-GB"))
		if !language.Draft {
			continue
		}
		drafts++
		for _, id := range said(texts(t, language.Tag)) {
			words := locales.SayCount(language.Tag, id, 3, "org", "Tea Town")
			group, _, _ := strings.Cut(id, ".")
			switch {
			case group == "crisis", group == "loss", group == "stop", group == "start", group == "forget", group == "wrong", id == "retry.yes_no",
				locales.TellsStop(locales.AsWritten("en", id, 3)):
				guarded++
				require.Equal(t, locales.SayCount("en", id, 3, "org", "Tea Town"), words, "%s %s", language.Tag, id)
			case id != "date.at" && id != "person.from":
				require.Equal(t, locales.AsWritten(language.Tag, id, 3, "org", "Tea Town", "n", "3"), words, "%s %s", language.Tag, id)
			}
		}
	}
	require.Positive(t, drafts)
	require.Greater(t, guarded, 20*drafts)
	require.False(t, locales.IsDraft("en"))
	require.False(t, locales.IsDraft("ar"), "a language that the engine does not speak is English anyway")
}

func TestACheckedLanguageSaysEverythingItself(t *testing.T) {
	file := func(draft, done, menu string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("draft: \"" + draft + "\"\nname: X\nnames: x\nwords: {stop: \"STOP, ATAL\"}\nstop: {done: \"" + done + "\"}\nmenu: {top: \"" + menu + "\"}\n")}
	}
	for draft, want := range map[string][2]string{"yes": {"Done.", "Y dechrau."}, "no": {"Iawn.", "Y dechrau."}} {
		done, menu, err := locales.SayFrom(fstest.MapFS{
			"active.en.yaml": file("no", "Done.", "The start."), "active.cy.yaml": file(draft, "Iawn.", "Y dechrau."),
		}, "cy", "stop.done", "menu.top")
		require.NoError(t, err)
		require.Equal(t, want, [2]string{done, menu}, "draft: %s", draft)
	}
}

func TestTellsStop(t *testing.T) {
	for text, want := range map[string]bool{
		"Text STOP at any time.": true, "STOPIO yw'r gair.": true, "REZYGNUJĘ": true, "(STOP)": true,
		"Stop smoking": false, "Text STOPPED.": false, "": false, "Text MENU for more.": false,
	} {
		require.Equal(t, want, locales.TellsStop(text), text)
	}
}
