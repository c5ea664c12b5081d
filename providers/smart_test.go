package providers

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestSmartChangesPunctuationAndSpacesOnly(t *testing.T) {
	for name, c := range map[string]struct{ in, out string }{
		"curly apostrophe":              {"don’t", "don't"},
		"quotes, dash, dots":            {"“hi” – ok…", `"hi" - ok...`},
		"low quotes":                    {"‚low„", `'low"`},
		"minus and joined hyphen":       {"5−2 a‑b—c", "5-2 a-b-c"},
		"invisible marks":               {"a\u200bb\ufeffc\u2060d\u180ee", "abcde"},
		"hard and narrow spaces, tab":   {"a\u00a0b\tc\u202fd", "a b c d"},
		"line separators":               {"a\u2028b\u2029c", "a\nb\nc"},
		"joiner between plain letters":  {"a\u200db", "ab"},
		"Welsh letters stay":            {"tŷ dŵr Siân", "tŷ dŵr Siân"},
		"other letters stay":            {"ç ñ Łódź ™ 你 `", "ç ñ Łódź ™ 你 `"},
		"emoji stay":                    {"👍🏽 ok", "👍🏽 ok"},
		"a joined emoji stays joined":   {"👩\u200d👧", "👩\u200d👧"},
		"an Urdu word keeps its shape":  {"می\u200cخواہم", "می\u200cخواہم"},
		"an accent apart is joined":     {"cafe\u0301", "café"},
		"extension letters stay":        {"€5 [ok]", "€5 [ok]"},
		"nothing to do, nothing is new": {"plain", "plain"},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.out, Smart(c.in)) })
	}
}

// The sanitiser of a national service does more than ours; where the two differ
// is the whole of our promise: letters and emoji are left alone.
func TestSmartAgainstASanitiserThatReplacesLetters(t *testing.T) {
	var file struct{ Cases []struct{ In, Out string } }
	readJSON(t, "testdata/notify-sanitiser.json", &file)
	require.NotEmpty(t, file.Cases)
	left := map[string]string{
		"ç ñ ã ő": "ç ñ ã ő",
		"Łōdź":    "Łōdź",
		"™ 你 😀 `": "™ 你 😀 `",
		"e\u0301": "é",
	}
	for _, c := range file.Cases {
		want, differs := left[c.In]
		if !differs {
			want = c.Out
		}
		require.Equal(t, want, Smart(c.In))
	}
}

func TestSmartOnceIsEnoughAndNeverCostsMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		once := Smart(text)
		require.Equal(t, once, Smart(once))
		if before := Segments(norm.NFC.String(text)); before.Encoding == GSM7 {
			require.Equal(t, before.Parts, Segments(once).Parts)
		}
	})
}

func TestGSMOnlyListsWhatItRefuses(t *testing.T) {
	require.NoError(t, GSMOnly("Texts at £5 or €6 [net]\n"))
	err := GSMOnly("Siân, tŷ, Siân 😀")
	require.EqualError(t, err, "not in the basic SMS alphabet: â ŷ 😀")
	var refused *AlphabetError
	require.ErrorAs(t, err, &refused)
	require.Equal(t, []rune("âŷ😀"), refused.Letters)
}
