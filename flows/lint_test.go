package flows

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// lintDay is the day on which the examples of the checks are looked through.
var lintDay = time.Date(2026, time.June, 1, 12, 0, 0, 0, time.UTC)

func TestEveryCheckFindsItsBadExampleAndNothingInItsGoodOne(t *testing.T) {
	for _, check := range checks() {
		t.Run(check.Code, func(t *testing.T) {
			_, found := LoadAt(folder(check.Bad), "", nil, lintDay)
			codes := map[string]bool{}
			for _, f := range found {
				codes[f.Code] = true
				wellExplained(t, f)
			}
			require.Equal(t, map[string]bool{check.Code: true}, codes, printed(found))

			_, found = LoadAt(folder(check.Good), "", nil, lintDay)
			require.Empty(t, printed(found))
		})
	}
}

func TestAFindingIsPrintedWithItsPlaceItsLineAndItsFix(t *testing.T) {
	_, found := Load(folder("start: {words: [TEA]}\nsteps:\n  top:\n    ask: Tea?\n    options:\n      near: See groups near me -> brwse\n  browse: {say: Here.}\n"))
	require.Contains(t, printed(found), `try.yaml:6:35: error: there is no step called "brwse" in this flow. [no-such-step]
    6 |       near: See groups near me -> brwse
      |                                   ^^^^^
  why: the conversation would have nowhere to go.
  fix: did you mean "browse"? Steps: top, browse; or end, menu, back, again, flow NAME.
`)
}

func TestDidYouMeanIsWithinTwoTypos(t *testing.T) {
	names := []string{"browse", "me.first_name", "hi"}
	for word, want := range map[string]string{
		"brwse": "browse", "Browse": "browse", "brose": "browse", "bro": "", "me.frist_name": "me.first_name", "ho": "hi", "xy": "", "": "",
	} {
		got, _ := nearest(word, names)
		require.Equal(t, want, got, word)
	}
}
