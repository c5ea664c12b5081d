package bot

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/locales"
)

// kindOf is the kind of call for help that a text is heard as: the name of its list.
func kindOf(text string) string {
	c := listens().hear(plainWords(locales.Fold(text)))
	if c == nil {
		return ""
	}
	if !c.clear() {
		return "unclear"
	}
	return strings.TrimPrefix(calls[c.kind].words, "words.")
}

func TestCallsForHelpAreHeardAsWhatTheyAre(t *testing.T) {
	file, err := os.Open("testdata/calls.csv")
	require.NoError(t, err)
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	require.NoError(t, err)
	for _, row := range rows[1:] {
		if got := kindOf(row[0]); got != row[1] {
			t.Errorf("%q is heard as %q, not %q", row[0], got, row[1])
		}
	}
}

func TestAPhraseIsNotWornDownToAWord(t *testing.T) {
	e := listens()
	for _, c := range calls {
		for _, phrase := range locales.AllWords(c.words) {
			plain := plainWords(phrase)
			if len(strings.Fields(plain)) > 1 {
				require.Greater(t, len(strings.Fields(e.meant(plain))), 1, "%s: it means %q", phrase, e.meant(plain))
			}
		}
	}
}
