package graph

import (
	"strings"
	"unicode"
)

// The measures of a picture, in the pixels of its viewBox.
const (
	fontSize    = 14.0
	labelSize   = 13.0
	smallSize   = 12.0
	leastSize   = 10.0
	lineHeight  = 19.0
	labelHeight = 17.0
	boxWidth    = 260.0
	padding     = 14.0
	boxGap      = 26.0 // between two boxes of a layer
	lineGap     = 16.0 // between an arrow and what stands beside it
	layerGap    = 26.0 // the least between two layers
	margin      = 32.0
)

// width is how wide words are at a size of the font, a little more than in
// Arial and the fonts that stand in for it.
func width(words string, size float64) float64 {
	total := 0.0
	for _, r := range words {
		total += letterWidth(r)
	}
	return total * size * 1.05
}

// letterWidth is the width of a letter in Arial, as a part of the font's size.
func letterWidth(r rune) float64 {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r >= 0x1f000:
		return 1.4
	case r > 0x2e7f && r < 0xfb00, r == '…', r == '@', r == '%', r == '—':
		return 1
	case strings.ContainsRune("ijlI.,:;'|!ft /·[]", r):
		return 0.28
	case strings.ContainsRune("r-()\"", r):
		return 0.35
	case strings.ContainsRune("cksvxyzJ", r):
		return 0.5
	case strings.ContainsRune("wCDGHNOQRU", r):
		return 0.75
	case strings.ContainsRune("mMW", r):
		return 0.9
	case unicode.IsUpper(r), r == '&':
		return 0.67
	}
	return 0.58
}

// wrapped breaks words into lines of at most a width.
func wrapped(words string, most, size float64) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(words) {
		for width(word, size) > most { // a link, or a language without spaces
			if line != "" {
				lines, line = append(lines, line), ""
			}
			n := fitting(word, most, size)
			lines = append(lines, string([]rune(word)[:n]))
			word = string([]rune(word)[n:])
		}
		switch {
		case line == "":
			line = word
		case width(line+" "+word, size) > most:
			lines, line = append(lines, line), word
		default:
			line += " " + word
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// fitting is how many letters of a word fit a width, at least one.
func fitting(word string, most, size float64) int {
	letters, n, used := []rune(word), 0, 0.0
	for n < len(letters) {
		used += width(string(letters[n]), size)
		if n > 0 && used > most {
			break
		}
		n++
	}
	return n
}

// cutTo shortens words to a width.
func cutTo(words string, most, size float64) string {
	if width(words, size) <= most {
		return words
	}
	return cut(words, max(fitting(words, most-width("…", size), size)+1, 2))
}
