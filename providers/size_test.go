package providers

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// pieces are the kinds of letters that a text is made of: plain, of two septets,
// beyond GSM-7, of two code units, and some that Smart changes.
var pieces = []rune("abc 1\n{€łŵعż💚😀…’\u200d")

func TestASizeOfOneTextCountsAsSegmentsDoes(t *testing.T) {
	for name, text := range map[string]string{
		"empty": "", "one part": strings.Repeat("a", 160), "two": strings.Repeat("a", 161), "two full": strings.Repeat("a", 306),
		"three": strings.Repeat("a", 307), "Welsh": strings.Repeat("ŵ", 70), "Welsh, two": strings.Repeat("ŵ", 71), "curly": strings.Repeat("’", 160),
	} {
		require.Equal(t, Segments(Smart(text)), Measure(text).Count(), name)
	}
}

func TestASizeNeverSaysLessThanSegments(t *testing.T) {
	letters := rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 120)
	rapid.Check(t, func(t *rapid.T) {
		texts := []string{""}
		var size Size
		for range rapid.IntRange(1, 4).Draw(t, "pieces") {
			one, other := string(letters.Draw(t, "one")), string(letters.Draw(t, "other"))
			size = size.Then(Measure(one).Or(Measure(other)))
			var longer []string
			for _, text := range texts {
				longer = append(longer, text+one, text+other)
			}
			texts = longer
		}
		most := 0
		for _, text := range texts {
			most = max(most, Segments(Smart(text)).Parts)
		}
		require.GreaterOrEqual(t, size.Parts(), most)
		require.GreaterOrEqual(t, size.InUCS2().Parts(), most)
	})
}

func TestASizeSaysNoMoreThanNeedBe(t *testing.T) {
	plain, welsh := Measure(strings.Repeat("a", 150)), Measure("ŵ")
	require.Equal(t, 1, plain.Parts())
	require.Equal(t, 3, plain.Then(welsh).Parts(), "one letter turns them all")
	require.Equal(t, 1, plain.Or(welsh).Parts(), "but not those that are sent in its place")
	require.Equal(t, Count{UCS2, 151, 3}, plain.Then(welsh.Or(Measure("a"))).Count())
	require.Equal(t, 2, Measure(strings.Repeat("a", 303)+"{").Then(PlainLetters(0)).Parts())
	require.Equal(t, 3, Measure(strings.Repeat("a", 152)+"{"+strings.Repeat("a", 152)).Parts(), "a pair that straddles two parts")
	odd, known := plain.Then(welsh).Odd()
	require.True(t, known)
	require.Equal(t, 'ŵ', odd)
	_, known = AnyLetters(3).Odd()
	require.False(t, known)
	odd, known = AnyLetters(3).Then(welsh).Odd()
	require.True(t, known)
	require.Equal(t, 'ŵ', odd)
}

func TestLettersOfPeopleAreBounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 300).Draw(t, "letters")
		text := rapid.StringN(0, n, -1).Draw(t, "text")
		require.GreaterOrEqual(t, AnyLetters(n).Parts(), Segments(Smart(text)).Parts)
		require.GreaterOrEqual(t, Measure("Ann: ").Then(AnyLetters(n)).Parts(), Segments(Smart("Ann: "+text)).Parts)
	})
	require.GreaterOrEqual(t, AnyLetters(100).Parts(), Segments(Smart(strings.Repeat("\U0001d160", 100))).Parts)
	require.True(t, AnyLetters(0).Empty())
}

func TestTheLongestOfSeveralAreNoShorterThanAnyOfThem(t *testing.T) {
	letters := rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 60)
	rapid.Check(t, func(t *rapid.T) {
		var sizes []Size
		var texts []string
		for range rapid.IntRange(1, 6).Draw(t, "texts") {
			text := string(letters.Draw(t, "text"))
			texts, sizes = append(texts, text), append(sizes, Measure(text))
		}
		n := rapid.IntRange(1, 3).Draw(t, "n")
		at := rapid.Permutation(texts).Draw(t, "order")
		picked := strings.Join(at[:min(n, len(at))], "")
		require.GreaterOrEqual(t, Longest(n, sizes).Parts(), Segments(Smart(picked)).Parts)
	})
	require.Equal(t, Size{}, Longest(3, nil))
}

func TestRoomIsWhatSegmentsFill(t *testing.T) {
	for parts := 1; parts < 4; parts++ {
		for letter, e := range map[string]Encoding{"a": GSM7, "ł": UCS2} {
			require.Equal(t, parts, Segments(strings.Repeat(letter, Room(e, parts))).Parts)
			require.Equal(t, parts+1, Segments(strings.Repeat(letter, Room(e, parts)+1)).Parts)
		}
	}
}
