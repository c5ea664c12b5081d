package bot

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/connective-messaging/connective/locales"
)

func TestPlainWords(t *testing.T) {
	for folded, want := range map[string]string{
		"": "  ", "…": "  ", "'": "  ", "stop": " stop ", "don't  stop": " dont stop ", "a-b.c": " a b c ", "chcę umrzeć": " chce umrzec ", "ѕтор": " stop ", "بند کریں": " بند کریں ", " 1) ": " 1 ",
	} {
		require.Equal(t, want, plainWords(folded), "%q", folded)
	}
}

func TestPlainWordsOfASCIIAreTheSameEitherWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[ -~\n]{0,40}`).Draw(t, "text")
		plain, ok := plainASCII(text)
		require.True(t, ok)
		require.Equal(t, plainLetters(text), plain)
	})
}

// TestAListFindsWhatASearchForEachPhraseFinds compares a lexis with the simple
// way to do the same.
func TestAListFindsWhatASearchForEachPhraseFinds(t *testing.T) {
	lists := []string{"words.crisis", "words.crisis_unclear", "words.stop", "words.stop_sentences", "words.join", "words.yes"}
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SampledFrom(lists).Draw(t, "list")
		all := locales.AllWords(list)
		piece := rapid.OneOf(rapid.SampledFrom(all), rapid.SampledFrom([]string{"i", "want", "to", "die", "stop", "خود", "się", "my", "self", "x"}), rapid.StringMatching(`[a-z]{1,6}`))
		plain := plainWords(locales.Fold(strings.Join(rapid.SliceOfN(piece, 0, 5).Draw(t, "pieces"), " ")))
		whole, within, following := false, false, false
		for _, word := range all {
			phrase := plainWords(word)
			whole = whole || plain == phrase
			within = within || strings.Contains(plain, phrase)
			rest, ok := strings.CutPrefix(plain, phrase)
			following = following || ok && rest != ""
		}
		l := lexisOf(list)
		require.Equal(t, whole, l.whole(plain))
		require.Equal(t, within, l.within(plain) != "")
		_, ok := l.following(plain)
		require.Equal(t, following, ok)
	})
}
