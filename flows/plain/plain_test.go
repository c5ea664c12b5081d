package plain

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// canText is what people can text in these tests.
func canText(word string) bool { return word == "TEA" || word == "RIVER" }

func TestHardWordsArePutInPlainOnes(t *testing.T) {
	for text, want := range map[string]string{
		"You must notify us prior to Friday.":           "notify: tell, prior to: before",
		"Prior to Friday":                               "Prior to: before",
		"In order to come, ring us.":                    "In order to: to",
		"Whilst you wait, we purchased tea; we retain.": "Whilst: while, purchased: buy, retain: keep",
		"Purchase tea. Then purchase cake.":             "Purchase: buy, purchase: buy",
		"purchase tea, purchase cake":                   "purchase: buy",
		"Tell us before Friday.":                        "",
		"a prior, to":                                   "", // a mark stands between
		"the purchaser":                                 "",
	} {
		var got []string
		for _, f := range Read(text, canText) {
			require.Equal(t, HardWord, f.Kind, text)
			got = append(got, f.Words+": "+f.Instead)
		}
		require.Equal(t, want, strings.Join(got, ", "), text)
	}
}

func TestASentenceMayHave25Words(t *testing.T) {
	of := func(n int) string { return strings.TrimSpace(strings.Repeat("tea ", n)) }
	for name, c := range map[string]struct {
		text string
		want int
	}{
		"25":                             {of(25) + ".", 0},
		"26":                             {of(26) + ".", 26},
		"26 without a stop":              {of(26), 26},
		"two of 20":                      {of(20) + ". " + of(20), 0},
		"two of 20 in lines":             {of(20) + "\n" + of(20), 0},
		"a comma goes on":                {of(20) + ", " + of(20), 40},
		"a list behind a colon":          {of(20) + ": " + of(20), 0},
		"an hour is one word":            {of(24) + " 10:30.", 0},
		"an address is one word":         {of(24) + " millbrook.example/tea.", 0},
		"an apostrophe is in the word":   {of(24) + " isn't.", 0},
		"a dash between words is no end": {of(13) + " - " + of(13), 26},
	} {
		found := Read(c.text, canText)
		if c.want == 0 {
			require.Empty(t, found, name)
			continue
		}
		require.Len(t, found, 1, name)
		require.Equal(t, Found{Kind: LongSentence, Words: "tea tea tea tea", Count: c.want}, found[0], name)
	}
}

func TestCapitalsShoutOrAreShortForms(t *testing.T) {
	for text, want := range map[string][]string{
		"PLEASE DO COME to tea":                   {"capitals: PLEASE DO COME"},
		"Ring the CMHT or your HV.":               {"short form: CMHT", "short form: HV"},
		"Ring the NHS, your GP, or 999 in the UK": nil,
		"Text TEA for tea, or RIVER":              nil,
		"Reply YES, or text ZUMBA.":               nil,
		"Bring your bus pass to WA7 2GX":          nil,
		"I am A person":                           nil,
		"THE HALL":                                {"capitals: THE HALL"},
		"Do NOT ring the hall":                    nil,
		"The NHS UK page":                         nil,
		"Croeso i BAWB":                           {"short form: BAWB"},
		"TEA AND CAKE AND ALL":                    nil,
	} {
		var got []string
		for _, f := range Read(text, canText) {
			got = append(got, string(f.Kind)+": "+f.Words)
		}
		require.Equal(t, want, got, text)
	}
}

func TestTheListOfHardWordsIsInOrder(t *testing.T) {
	require.Greater(t, len(plainer()), 200)
	for hard, instead := range plainer() {
		require.Equal(t, strings.ToLower(hard), hard)
		require.NotEmpty(t, instead, hard)
		require.LessOrEqual(t, len(strings.Fields(hard)), longestPhrase, hard)
		require.Empty(t, Read(instead, canText), "%s is put in words that are hard themselves", hard)
		require.Equal(t, hard, phrase(split(hard)), "it could never be found")
	}
}

// FuzzRead holds that any text can be read, and that what is found stands in it.
func FuzzRead(f *testing.F) {
	for _, text := range []string{"", "Prior to TEA.", "…", "PLEASE DO\nCOME", "isn't", "\xff\xfeA", "a.b.c..d"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, found := range Read(text, canText) {
			require.NotEmpty(t, found.Words)
			if found.Kind != LongSentence {
				require.Contains(t, text, found.Words)
			}
		}
	})
}
