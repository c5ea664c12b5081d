package locales_test

import (
	"testing"

	"github.com/agnivade/levenshtein"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/connective-messaging/connective/locales"
)

func TestTypos(t *testing.T) {
	for _, c := range []struct {
		word, meant string
		want        int
	}{
		{"", "", 0}, {"die", "die", 0}, {"dye", "die", 1}, {"suicde", "suicide", 1}, {"suicidee", "suicide", 1}, {"siucide", "suicide", 1}, {"myslef", "myself", 1},
		{"brith", "birth", 1}, {"ab", "ba", 1}, {"abc", "bca", 2}, {"x", "", 1}, {"xy", "", 2}, {"łam", "lam", 1}, {"ął", "łą", 1}, {"lending", "ending", 1}, {"spend", "ending", 5},
	} {
		require.Equal(t, c.want, locales.Typos(c.word, c.meant), "%s for %s", c.word, c.meant)
		require.Equal(t, c.want, locales.Typos(c.meant, c.word), "%s for %s", c.meant, c.word)
	}
}

func TestOneTypoIsWhatTheDistanceSaysButForSwaps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[abł]{0,5}`)
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		if distance := levenshtein.ComputeDistance(a, b); distance != 2 {
			require.Equal(t, distance <= 1, locales.OneTypo(a, b))
		}
		require.Equal(t, locales.OneTypo(a, b), locales.OneTypo(b, a))
	})
}
