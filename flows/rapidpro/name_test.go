package rapidpro

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/connective-messaging/connective/flows"
)

func TestNamesAreMadeOfWords(t *testing.T) {
	for words, want := range map[string]string{
		"Mill Lea": "mill_lea", "  What's on? ": "whats_on", "Łódź café": "odz_cafe", "2 teas": "n2_teas", "مدد": "", "": "", "a_b": "a_b", "__": "",
		"A very long name that goes on and on": "a_very_long_name_that_goes_on_a",
	} {
		require.Equal(t, want, slug(words), words)
	}
	require.Equal(t, "see_you_on_monday", shortly("See you on Monday at the hall"))
	require.Equal(t, "welcome", shortly("Welcome to the Llanfairpwllgwyngyll hall"))
}

func TestNamesAreUnlikeEachOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, seen := newNamer(reserved...), map[string]bool{}
		for range rapid.IntRange(1, 60).Draw(t, "names") {
			name := n.fresh(rapid.SampledFrom([]string{"end", "Tea", "tea", "", "A very long name that goes on and on", "tea_2", "9"}).Draw(t, "words"), "step")
			require.Regexp(t, `^[a-z][a-z0-9_]{0,30}$`, name)
			require.False(t, seen[name], name)
			require.NotContains(t, reserved, name)
			seen[name] = true
		}
	})
}

func TestLanguagesHaveTheirShortNames(t *testing.T) {
	for code, want := range map[string]string{"eng": "en", "cym": "cy", "pol": "pl", "urd": "ur", "base": "en", "": "en", "und": "en", "por": "pt"} {
		tag, known := tagOf(code)
		require.Equal(t, want, tag, code)
		require.True(t, known, code)
	}
	_, known := tagOf("???")
	require.False(t, known)
}

func TestAnyTextComesBackFromItsYAML(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := tidy(harmless(rapid.OneOf(anyWords, rapid.String()).Draw(t, "text")))
		if text == "" || len([]rune(text)) > mostLetters {
			return
		}
		var l lines
		l.key(0, "start", "{words: [TEA]}")
		l.key(0, "steps", "")
		l.key(1, "top", "")
		l.text(2, "say", text)
		l.key(1, "end_2", "{say: "+scalar(oneLine(text))+"}")
		fsys, err := flows.Files{"org.yaml": []byte("name: Town\nnumber: \"+447700900000\"\n"), "tea.yaml": []byte(l.String())}.FS("town")
		require.NoError(t, err)
		book, found := flows.Load(fsys)
		require.Len(t, book.Orgs, 1, "%s\n%v", l.String(), found)
		steps := book.Orgs["town"].Flows["tea"].Steps
		require.Equal(t, text, steps[0].Say.Source)
		require.Equal(t, oneLine(text), steps[1].Say.Source)
	})
}

func TestLengthsOfTime(t *testing.T) {
	for minutes, want := range map[int]string{1: "1 minute", 60: "1 hour", 90: "90 minutes", 720: "12 hours", 1440: "1 day", 10080: "7 days", 43201: "30 days", 99999999: "1000 days"} {
		require.Equal(t, want, duration(minutes), time.Duration(minutes)*time.Minute)
	}
}
