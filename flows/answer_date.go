package flows

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/connective-messaging/connective/locales"
)

// readDate reads a day: 2 May 2026, May 2, 2/5/26, 2026-05-02, tomorrow,
// Saturday. Numbers stand day first. A day without a year is the next such day.
func (r reader) readDate(text string) (string, bool) {
	words := tokens(locales.FoldAccents(locales.Fold(text)))
	if day, ok := r.namedDay(words); ok {
		return day.Format(dayOnly), true
	}
	var numbers []string
	month, unknown := 0, 0
	for _, word := range words {
		switch n, ok := dayNumber(word); {
		case ok:
			numbers = append(numbers, n)
		case r.month(word) > 0 && month == 0:
			month = r.month(word)
		case r.weekday(word) < 0 && word != "of":
			unknown++
		}
	}
	if unknown > 0 {
		return "", false
	}
	day, ok := r.assemble(numbers, month)
	if !ok {
		return "", false
	}
	return day.Format(dayOnly), true
}

// assemble makes a day from its numbers, in the order in which they stand, and
// from the month if it was named.
func (r reader) assemble(numbers []string, month int) (time.Time, bool) {
	switch {
	case month > 0 && len(numbers) == 1 && len(numbers[0]) <= 2:
		return r.nextDay(whole(numbers[0]), month)
	case month > 0 && len(numbers) == 2:
		if len(numbers[0]) == 4 {
			slices.Reverse(numbers)
		}
		return r.day(numbers[0], month, numbers[1])
	case month == 0 && len(numbers) == 2 && len(numbers[1]) <= 2:
		return r.nextDay(whole(numbers[0]), whole(numbers[1]))
	case month == 0 && len(numbers) == 3:
		if len(numbers[0]) == 4 {
			slices.Reverse(numbers)
		}
		return r.day(numbers[0], whole(numbers[1]), numbers[2])
	}
	return time.Time{}, false
}

// day checks that there is such a day. Two digits of a year mean one that is at
// most ten years ahead.
func (r reader) day(day string, month int, year string) (time.Time, bool) {
	y := whole(year)
	if len(year) == 2 {
		y += r.now.Year() / 100 * 100
		if y > r.now.Year()+10 {
			y -= 100
		}
	} else if len(year) != 4 {
		return time.Time{}, false
	}
	return realDay(whole(day), month, y)
}

func (r reader) nextDay(day, month int) (time.Time, bool) {
	today, _ := realDay(r.now.Day(), int(r.now.Month()), r.now.Year())
	for year := r.now.Year(); year <= r.now.Year()+8; year++ { // 29 February comes again within eight
		if at, ok := realDay(day, month, year); ok && !at.Before(today) {
			return at, true
		}
	}
	return time.Time{}, false
}

func realDay(day, month, year int) (time.Time, bool) {
	at := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return at, at.Day() == day && int(at.Month()) == month && year >= 1900
}

// namedDay reads today, tomorrow, and the next day of a week.
func (r reader) namedDay(words []string) (time.Time, bool) {
	said := strings.Join(words, " ")
	for _, tag := range r.langs {
		switch said {
		case bareWord(tag, "date.today"):
			return r.now, true
		case bareWord(tag, "date.tomorrow"):
			return r.now.AddDate(0, 0, 1), true
		}
	}
	if len(words) == 0 || len(words) > 2 {
		return time.Time{}, false
	}
	day := r.weekday(words[len(words)-1])
	if full := r.weekday(said); full >= 0 {
		day = full
	} else if len(words) == 2 {
		return time.Time{}, false
	}
	if day < 0 {
		return time.Time{}, false
	}
	ahead := (day - int(r.now.Weekday()) + 7) % 7
	if ahead == 0 {
		ahead = 7
	}
	return r.now.AddDate(0, 0, ahead), true
}

func bareWord(tag, id string) string { return locales.FoldAccents(locales.Fold(locales.Say(tag, id))) }

// month returns the number of the month that a word begins, 0 for none.
func (r reader) month(word string) int {
	return r.begins(word, "date.months") + 1
}

// weekday returns the number of the weekday that a word begins, -1 for none.
func (r reader) weekday(word string) int { return r.begins(word, "date.days") }

// begins returns the place of the only name that begins with a word of three
// letters or more.
func (r reader) begins(word, id string) int {
	if utf8.RuneCountInString(word) < 3 {
		return -1
	}
	for _, tag := range r.langs {
		at, many := -1, false
		for i, name := range dateWords(tag, id) {
			name = locales.FoldAccents(locales.Fold(name))
			if name == word {
				return i
			}
			if strings.HasPrefix(name, word) {
				many = at >= 0
				at = i
			}
		}
		if at >= 0 && !many {
			return at
		}
	}
	return -1
}

// dayNumber reads 2, 02, 2nd, 2026.
func dayNumber(word string) (string, bool) {
	for _, ending := range []string{"st", "nd", "rd", "th"} {
		if rest, ok := strings.CutSuffix(word, ending); ok && rest != "" && len(rest) <= 2 {
			word = rest
			break
		}
	}
	if word == "" || len(word) > 4 || strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsDigit(r) }) {
		return "", false
	}
	return word, true
}

func whole(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return -1
	}
	return n
}
