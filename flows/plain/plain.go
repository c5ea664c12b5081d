package plain

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Kind is what makes a text hard to read.
type Kind string

// The kinds.
const (
	HardWord     Kind = "hard word"     // there is a plainer one
	LongSentence Kind = "long sentence" // more than MostWords
	Capitals     Kind = "capitals"      // several words in a row
	ShortForm    Kind = "short form"    // letters that not everybody can spell out
)

// MostWords is how many words a sentence may have. GOV.UK's content guidance has
// longer ones split up or checked.
const MostWords = 25

// Found is one place of a text that is hard to read.
type Found struct {
	Kind    Kind
	Words   string // as they stand in the text; of a sentence its first words
	Instead string // what to write in place of a hard word
	Count   int    // how many words a long sentence has
}

// Advice says what is hard to read, and what to do about it.
func (f Found) Advice() string {
	switch f.Kind {
	case HardWord:
		return fmt.Sprintf("%q is hard to read for some: write %q", f.Words, f.Instead)
	case LongSentence:
		return fmt.Sprintf("the sentence that begins %q has %d words: make two of it, of %d at most", f.Words, f.Count, MostWords)
	case ShortForm:
		return fmt.Sprintf("not everybody knows what %s stands for: write it in full", f.Words)
	}
	return fmt.Sprintf("%q seems to shout: write it in small letters", f.Words)
}

// spot is something found, and where it begins.
type spot struct {
	at int
	Found
}

// Read returns what is hard to read in an English text, in the order in which it
// stands there, each thing once. Words that known takes, such as those that
// people can text, may stand in capitals.
func Read(text string, known func(word string) bool) []Found {
	tokens := split(text)
	spots := slices.Concat(hardWords(tokens), longSentences(tokens), capitals(tokens, known))
	slices.SortStableFunc(spots, func(a, b spot) int { return cmp.Compare(a.at, b.at) })
	var found []Found
	for _, s := range spots {
		if !slices.Contains(found, s.Found) {
			found = append(found, s.Found)
		}
	}
	return found
}

// token is one word of a text, and how a sentence stands to it.
type token struct {
	word  string // with its capitals, without marks round it
	at    int    // where it begins, in bytes
	after string // the marks and spaces between it and the next one
}

// split cuts a text into words. What has no letter, such as a number or a sign,
// counts as a word too, as it is read as one.
func split(text string) []token {
	var out []token
	for at := 0; at < len(text); {
		begin := at + strings.IndexFunc(text[at:], isWord)
		if begin < at {
			break
		}
		end := begin + lengthOfWord(text[begin:])
		if len(out) > 0 {
			last := &out[len(out)-1]
			last.after = text[last.at+len(last.word) : begin]
		}
		out = append(out, token{word: text[begin:end], at: begin})
		at = end
	}
	if len(out) > 0 {
		last := &out[len(out)-1]
		last.after = text[last.at+len(last.word):]
	}
	return out
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// lengthOfWord is that of the word at the beginning of a text, in bytes: marks
// between two letters belong to it, as in isn't, 10:30 and millbrook.example.
func lengthOfWord(text string) int {
	end := 0
	for i, r := range text {
		switch {
		case isWord(r):
			end = i + len(string(r))
		case unicode.IsSpace(r) || i != end:
			return end
		}
	}
	return end
}

// endsSentence reports whether the marks behind a word end a sentence. A colon
// before a list does, and so does a line's end.
func (t token) endsSentence() bool {
	return strings.ContainsAny(t.after, ".!?\n:;") || t.after == ""
}

// longSentences finds those of more than MostWords.
func longSentences(tokens []token) []spot {
	var found []spot
	begin := 0
	for i, t := range tokens {
		if !t.endsSentence() && i < len(tokens)-1 {
			continue
		}
		if n := i + 1 - begin; n > MostWords {
			found = append(found, spot{tokens[begin].at, Found{Kind: LongSentence, Words: firstWords(tokens[begin:], 4), Count: n}})
		}
		begin = i + 1
	}
	return found
}

// firstWords are the first n words, as they stand in the text.
func firstWords(tokens []token, n int) string {
	var b strings.Builder
	for i, t := range tokens[:min(n, len(tokens))] {
		b.WriteString(t.word)
		if i < n-1 {
			b.WriteString(t.after)
		}
	}
	return strings.TrimSpace(b.String())
}
