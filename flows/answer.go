package flows

import (
	"net/mail"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/connective-messaging/connective/locales"
	"github.com/nyaruka/phonenumbers"
)

// The kinds of free answer.
const (
	answerText     = "text"
	answerName     = "name"
	answerNumber   = "number"
	answerPostcode = "postcode"
	answerDate     = "date"
	answerTime     = "time"
	answerPhone    = "phone"
	answerEmail    = "email"
	answerList     = "list"
)

// maxNameLetters is how long a name may be.
const maxNameLetters = 40

// reader reads free answers.
type reader struct {
	now    time.Time // local: a date without a year is the next one
	speaks []*lexicon
	langs  []string
	region string // for phone numbers without a country
}

// read returns the value of an answer in the one form in which it is kept.
func (r reader) read(a *Answer, text string) (Value, bool) {
	text = strings.TrimSpace(text)
	if text == "" || utf8.RuneCountInString(text) > varLetters {
		return Value{}, false
	}
	if a.Kind == answerList {
		return readItems(a, text)
	}
	one, ok := r.readOne(a, text)
	return Value{One: one}, ok
}

func (r reader) readOne(a *Answer, text string) (string, bool) {
	switch a.Kind {
	case answerText:
		return text, true
	case answerName:
		return readName(text)
	case answerNumber:
		return r.readNumber(a, text)
	case answerPostcode:
		return readPostcode(text)
	case answerDate:
		return r.readDate(text)
	case answerTime:
		return readTime(text)
	case answerPhone:
		return r.readPhone(text)
	case answerEmail:
		return readEmail(text)
	}
	return "", false
}

func readName(text string) (string, bool) {
	name := strings.Join(strings.Fields(text), " ")
	odd := strings.ContainsFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune(" .'’-ʼ", r)
	})
	return name, !odd && strings.ContainsFunc(name, unicode.IsLetter) && utf8.RuneCountInString(name) <= maxNameLetters
}

func (r reader) readNumber(a *Answer, text string) (string, bool) {
	folded := locales.Fold(text)
	for _, l := range r.speaks {
		if n, ok := l.number(folded); ok {
			return strconv.Itoa(n), n >= a.Min && n <= a.Max
		}
	}
	return "", false
}

// ReadRating reads a number from 1 to 5 in a language or in English: "5", "five",
// "4 please", "5/5", "4 out of 5".
func ReadRating(tag, text string) (int, bool) {
	text = strings.TrimRight(strings.TrimSpace(locales.Fold(text)), ".! ")
	for _, of := range []string{"/5", "/ 5", " out of 5", " out of five"} {
		text = strings.TrimSpace(strings.TrimSuffix(text, of))
	}
	read := reader{speaks: []*lexicon{lexiconOf(tag), lexiconOf("en")}}
	one, ok := read.readNumber(&Answer{Kind: answerNumber, Min: 1, Max: 5}, text)
	if !ok {
		return 0, false
	}
	n, err := strconv.Atoi(one)
	return n, err == nil
}

// readPhone reads a number that could be somebody's, with or without a country.
func (r reader) readPhone(text string) (string, bool) {
	number, err := phonenumbers.Parse(text, r.region)
	if err != nil || !phonenumbers.IsPossibleNumber(number) {
		return "", false
	}
	whole := phonenumbers.Format(number, phonenumbers.E164)
	again, err := phonenumbers.Parse(whole, "")
	return whole, err == nil && phonenumbers.Format(again, phonenumbers.E164) == whole
}

func readEmail(text string) (string, bool) {
	text = strings.Trim(text, ".,;:!<>()\"' ")
	address, err := mail.ParseAddress(text)
	if err != nil || address.Address != text || len(text) > 254 {
		return "", false
	}
	_, domain, _ := strings.Cut(text, "@")
	return text, strings.Contains(strings.Trim(domain, "."), ".")
}

// readItems reads items between commas, semicolons or lines.
func readItems(a *Answer, text string) (Value, bool) {
	var items []string
	for _, item := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;\n،؛、", r) }) {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return Value{Many: items}, len(items) >= a.Min && len(items) <= a.Max
}
