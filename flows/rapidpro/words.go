package rapidpro

import (
	"strconv"
	"strings"
)

// family is what kind of reply a test is of.
type family string

const (
	wordFamily   family = "words"
	numberFamily family = "number"
	dateFamily   family = "date"
	timeFamily   family = "time"
	phoneFamily  family = "phone"
	emailFamily  family = "email"
	textFamily   family = "text"
	noFamily     family = "" // it has no counterpart here
)

// familyOf returns what kind of reply a test is of.
func familyOf(t test) family {
	for _, a := range t.Arguments {
		if p := parse(a); len(p) > 1 || len(p) == 1 && p[0].words == "" {
			return noFamily // it compares with something that is filled in
		}
	}
	switch t.Type {
	case "has_any_word", "has_all_words", "has_phrase", "has_only_phrase", "has_only_text", "has_beginning":
		return wordFamily
	case "has_number", "has_number_between", "has_number_eq", "has_number_lt", "has_number_lte", "has_number_gt", "has_number_gte":
		if _, _, ok := bounds(t); ok {
			return numberFamily
		}
	case "has_date":
		return dateFamily
	case "has_time":
		return timeFamily
	case "has_phone":
		return phoneFamily
	case "has_email":
		return emailFamily
	case "has_text":
		return textFamily
	}
	return noFamily
}

// wordsOf returns the words that a test looks for.
func wordsOf(t test) []string {
	if len(t.Arguments) == 0 || familyOf(t) == noFamily {
		return nil
	}
	all := cut(oneLine(harmless(t.Arguments[0])), mostOfLabel)
	if t.Type == "has_any_word" {
		return strings.Fields(strings.ReplaceAll(all, ",", " "))
	}
	if low, high, ok := bounds(t); ok && familyOf(t) == numberFamily && low == high {
		return []string{strconv.Itoa(low)}
	}
	if familyOf(t) != wordFamily || all == "" {
		return nil
	}
	return []string{all}
}

// The least and the largest number that is taken where a test names none.
const (
	leastNumber   = 0
	largestNumber = 999999
)

// bounds returns the whole numbers that a test of a number lets through.
func bounds(t test) (low, high int, ok bool) {
	var n [2]int
	for i, a := range t.Arguments[:min(len(t.Arguments), 2)] {
		x, err := strconv.ParseFloat(strings.TrimSpace(a), 64)
		if err != nil || x < -largestNumber || x > largestNumber || x != float64(int(x)) {
			return 0, 0, false
		}
		n[i] = int(x)
	}
	low, high = leastNumber, largestNumber
	switch {
	case t.Type == "has_number":
		return low, high, true
	case t.Type == "has_number_between" && len(t.Arguments) >= 2:
		low, high = n[0], n[1]
	case len(t.Arguments) == 0:
		return 0, 0, false
	case t.Type == "has_number_eq":
		low, high = n[0], n[0]
	case t.Type == "has_number_lt":
		low, high = min(low, n[0]-1), n[0]-1
	case t.Type == "has_number_lte":
		low, high = min(low, n[0]), n[0]
	case t.Type == "has_number_gt":
		low = n[0] + 1
	case t.Type == "has_number_gte":
		low = n[0]
	default:
		return 0, 0, false
	}
	return low, high, low <= high
}

// digitOf returns the number that chooses a choice in a menu that was written
// into the text; false where there is none, or several.
func digitOf(c choice) (int, bool) {
	found, n := 0, 0
	for _, t := range c.tests {
		for _, w := range wordsOf(t) {
			if d, err := strconv.Atoi(w); err == nil {
				found, n = d, n+1
			}
		}
	}
	return found, n == 1
}
