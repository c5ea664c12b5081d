package plain

import (
	_ "embed"
	"encoding/csv"
	"strings"
	"sync"
)

//go:embed words.csv
var wordsFile string

// plainer is every hard phrase, in small letters with one space between its
// words, and what to write in its place.
var plainer = sync.OnceValue(func() map[string]string {
	rows, err := csv.NewReader(strings.NewReader(wordsFile)).ReadAll()
	if err != nil {
		panic("words.csv cannot be read: " + err.Error()) // it is a part of the program, and a test reads it
	}
	out := map[string]string{}
	for _, row := range rows[1:] {
		for form := range strings.SplitSeq(row[0], "|") {
			out[form] = row[1]
		}
	}
	return out
})

// longestPhrase is how many words the longest hard phrase has.
const longestPhrase = 5

// hardWords finds words and phrases for which there are plainer ones, the longest
// at each place.
func hardWords(tokens []token) []spot {
	var found []spot
	for i := 0; i < len(tokens); i++ {
		for n := min(longestPhrase, len(tokens)-i); n > 0; n-- {
			instead, hard := plainer()[phrase(tokens[i:i+n])]
			if !hard {
				continue
			}
			found = append(found, spot{tokens[i].at, Found{Kind: HardWord, Words: firstWords(tokens[i:], n), Instead: instead}})
			i += n - 1
			break
		}
	}
	return found
}

// phrase is the words in small letters, with one space between; nothing if
// anything but spaces stands between them.
func phrase(tokens []token) string {
	var b strings.Builder
	for i, t := range tokens {
		if i > 0 {
			if strings.TrimSpace(tokens[i-1].after) != "" {
				return ""
			}
			b.WriteByte(' ')
		}
		b.WriteString(strings.ToLower(t.word))
	}
	return b.String()
}
