package web

import (
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// always are words whose number is never 1, and why.
var always = map[string]string{
	"broadcast.many":          "more than 100 people",
	"broadcast.hard.sentence": "more words than a sentence may have",
	"count.one":               "a text with a name is longer than a letter",
	"count.more":              "two parts or more",
	"wrong.b.long":            "longer than a provider takes",
}

// few are words that end like many, and are none.
var few = []string{"is", "was", "has", "as", "this", "stands"}

// TestOneIsNotSaidAsManyInTheConsole puts 1 into every blank of every sentence.
func TestOneIsNotSaidAsManyInTheConsole(t *testing.T) {
	blank, many := regexp.MustCompile(`<(\w+)>`), regexp.MustCompile(`\b1 (people|[a-z]+s)\b`)
	for key, pair := range words {
		var args []any
		for _, b := range blank.FindAllStringSubmatch(pair[0], -1) {
			args = append(args, b[1], 1)
		}
		for _, found := range many.FindAllStringSubmatch(say("en", key, args...), -1) {
			if always[key] == "" && !slices.Contains(few, found[1]) {
				t.Errorf("%s says %q", key, found[0])
			}
		}
	}
	require.Equal(t, "Import 1 person", say("en", "import.do", "n", 1))
	require.Equal(t, "Mewnforio 1 person", say("cy", "import.do", "n", 1))
	require.Equal(t, "Import 12 people", say("en", "import.do", "n", 12))
}
