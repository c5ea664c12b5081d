package flows

import (
	"regexp"
	"strings"

	"github.com/connective-messaging/connective/locales"
)

var (
	outwardForm = regexp.MustCompile(`^[A-Z]{1,2}[0-9][A-Z0-9]?$`)
	wholeForm   = regexp.MustCompile(`^([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})$`)
)

// readPostcode reads a postcode or its outward half, in any case, with or
// without spaces. In a longer sentence only a whole postcode counts, since words
// such as "b4" look like half of one.
func readPostcode(text string) (string, bool) {
	words := tokens(strings.ToUpper(locales.Fold(text)))
	if code, ok := postcode(strings.Join(words, "")); ok && len(words) <= 3 {
		return code, true
	}
	found := ""
	for i, word := range words {
		for _, try := range []string{word, pair(words, i)} {
			if code, ok := postcode(try); ok && strings.Contains(code, " ") {
				if found != "" && found != code {
					return "", false
				}
				found = code
			}
		}
	}
	if found == "" {
		return soleOutward(words)
	}
	return found, true
}

// soleOutward finds the outward half in "in wa7" or "wa7 please".
func soleOutward(words []string) (string, bool) {
	found := ""
	for _, word := range words {
		if outwardForm.MatchString(word) {
			if found != "" {
				return "", false
			}
			found = word
		}
	}
	return found, found != "" && len(words) <= 3
}

// pair joins a word and the next.
func pair(words []string, i int) string {
	if i+1 == len(words) {
		return ""
	}
	return words[i] + words[i+1]
}

// postcode returns a postcode in its usual form from its letters alone.
func postcode(letters string) (string, bool) {
	if m := wholeForm.FindStringSubmatch(letters); m != nil {
		return m[1] + " " + m[2], true
	}
	return letters, outwardForm.MatchString(letters)
}

// outward returns the first half of a postcode.
func outward(code string) (string, bool) {
	first, _, _ := strings.Cut(strings.ToUpper(strings.TrimSpace(code)), " ")
	return first, outwardForm.MatchString(first)
}
