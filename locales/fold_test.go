package locales

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"":                         "",
		"yes":                      "yes",
		"  YES \n please ":         "yes please",
		"Stop.":                    "stop",
		"(1)":                      "1",
		"1.":                       "1",
		"#1":                       "1",
		"... 1 ...":                "1",
		"1️⃣":                      "1",
		"١":                        "1",
		"۱":                        "1",
		"१":                        "1",
		"১":                        "1",
		"１":                        "1",
		"①":                        "1",
		"¹":                        "1",
		"𝟙":                        "1",
		"٠١٢٣٤٥٦٧٨٩":               "0123456789",
		"०१२३४५६७८९":               "0123456789",
		"I can’t go on":            "i can't go on",
		"I can`t":                  "i can't",
		"can´t":                    "can't",
		"“Litter pick”":            "litter pick",
		"self–harm":                "self-harm",
		"st\u200bop":               "stop",
		"\u202estop\u202c":         "stop",
		"\u2067بند\u2069":          "بند",
		"ST\ufeffOP":               "stop",
		"\x00STOP\x00":             "stop",
		"S\u00adTOP":               "stop",
		"Straße":                   "strasse",
		"REZYGNUJĘ":                "rezygnuję",
		"Cafe\u0301":               "café",
		"ﬁnd":                      "find",
		"no\u00a0thank\u2003you":   "no thank you",
		"😂😂":                       "😂😂",
		"👍":                        "👍",
		"???":                      "",
		"بس۔":                      "بس",
		"خودكشي":                   "خودکشی",
		"don't  stop, please":      "don't stop, please",
		"ＳＴＯＰ":                     "stop",
		"WB2 4AA":                  "wb2 4aa",
		"\tname@example.org,\r\n ": "name@example.org",
	} {
		require.Equal(t, want, Fold(text), "%q", text)
	}
}

func TestFoldKnowsTheDigitsOfEveryScript(t *testing.T) {
	for _, zero := range []rune{'٠', '۰', '߀', '०', '০', '੦', '૦', '୦', '௦', '౦', '೦', '൦', '๐', '໐', '༠', '၀', '០', '᠐', '０', '𝟎', '𝟘', '𝟢', '𝟬', '𝟶', '𞥐'} {
		for value := range rune(10) {
			require.Equal(t, string('0'+value), Fold(string(zero+value)), "%U", zero+value)
		}
	}
}

func TestFoldingTwiceChangesNothingMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := Fold(rapid.String().Draw(t, "text"))
		require.Equal(t, once, Fold(once))
	})
	rapid.Check(t, func(t *rapid.T) {
		once := Fold(rapid.StringMatching(`[ -~\t\n]{0,40}`).Draw(t, "plain text"))
		require.Equal(t, once, Fold(once))
	})
}

func TestFoldTreatsPlainTextsAsItTreatsOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[ -~\t\n\r]{0,40}`).Draw(t, "plain text")
		require.Equal(t, foldOnce(foldOnce(text)), foldASCII(text))
	})
}

func TestFoldAccents(t *testing.T) {
	for text, want := range map[string]string{
		"pomiń":       "pomin",
		"chcę umrzeć": "chce umrzec",
		"dołącz":      "dolacz",
		"tŷ":          "ty",
		"dŵr":         "dwr",
		"ёлка":        "елка",
		"άλφα":        "αλφα",
		"हिंदी":       "हिंदी",
		"مُدد":        "مُدد",
		"stop":        "stop",
	} {
		require.Equal(t, want, FoldAccents(Fold(text)), "%q", text)
	}
}

func TestFoldHomoglyphs(t *testing.T) {
	for text, want := range map[string]string{
		"ѕтор": "stop",
		"ЅТОР": "stop",
		"ΜΕΝU": "menu",
		"stop": "stop",
		"بند":  "بند",
	} {
		require.Equal(t, want, FoldHomoglyphs(Fold(text)), "%q", text)
	}
}

func FuzzFold(f *testing.F) {
	for _, seed := range []string{"1️⃣", "Stop.", "ΐ", "ẞ", "\u0345α", "ﷺ"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if once := Fold(text); Fold(once) != once {
			t.Fatalf("folding %q twice gives another text than folding it once", text)
		}
	})
}

func BenchmarkFold(b *testing.B) {
	for name, text := range map[string]string{
		"folded": "the nurse please", "plain": "The nurse, please.", "keycap": "1️⃣", "urdu": "بند کریں",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Fold(text)
			}
		})
	}
}
