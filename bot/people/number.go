package people

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/connective-messaging/connective/providers"
)

// Note is what was read otherwise than it was written, or not kept, and is no
// fault.
type Note string

// Notes of a row.
const (
	LostZero Note = "the 0 in front was missing and was put back"
	TooOld   Note = "something told so long ago is not kept"
)

var (
	// Spreadsheets show long numbers as 4.47701E+11, and save what they show.
	inPowers = regexp.MustCompile(`^\+?\d([.,]\d+)?[eE]\+?\d+$`)
	asFloat  = regexp.MustCompile(`^(\+?\d{10,15})[.,]0+$`)
	asWords  = regexp.MustCompile(`^="(.*)"$`) // what keeps a spreadsheet from counting with it
	narrow   = regexp.MustCompile(`^#+$`)
)

// readNumber reads a phone number as people and spreadsheets write it. It guesses
// nothing: what could be two numbers is none.
func readNumber(cell string) (providers.Address, *Fault, []Note) {
	number := tidy(cell)
	switch {
	case inPowers.MatchString(number), narrow.MatchString(number):
		return providers.Address{}, &Fault{Reason: Damaged, Column: ColumnNumber}, nil
	case digitsIn(number) > 17:
		return providers.Address{}, &Fault{Reason: TwoNumbers, Column: ColumnNumber}, nil
	case strings.ContainsFunc(number, unicode.IsLetter):
		return providers.Address{}, &Fault{Reason: NotNumber, Column: ColumnNumber}, nil
	}
	var notes []Note
	switch digits := onlyDigits(number); {
	case len(digits) == 10 && !strings.HasPrefix(number, "+") && digits[0] != '0':
		number, notes = "0"+digits, []Note{LostZero}
	case strings.HasPrefix(digits, "440") && len(digits) == 13: // +44 07700 900123
		number = "+44" + digits[3:]
	case strings.HasPrefix(digits, "00440") && len(digits) == 15:
		number = "+44" + digits[5:]
	}
	a := providers.ParseAddress(number, "GB")
	reason, refused := unfit[providers.UseOf(a)]
	if refused {
		return providers.Address{}, &Fault{Reason: reason, Column: ColumnNumber}, nil
	}
	return a, nil, notes
}

var unfit = map[providers.Use]Reason{
	providers.Landline: Landline, providers.Premium: Premium, providers.Pager: Pager, providers.Islands: Islands, providers.Abroad: Abroad, providers.NoUse: NotNumber,
}

// tidy takes off what spreadsheets, chats and web pages leave round a number.
func tidy(cell string) string {
	number := strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r): // marks of direction, spaces without width
			return -1
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Pd, r): // dashes of every length
			return '-'
		}
		return r
	}, cell)
	if m := asWords.FindStringSubmatch(strings.TrimSpace(number)); m != nil {
		number = m[1]
	}
	number = strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(number), "'’`"))
	if m := asFloat.FindStringSubmatch(number); m != nil {
		number = m[1]
	}
	return strings.TrimSpace(strings.TrimPrefix(strings.ToLower(number), "tel:"))
}

func digitsIn(s string) int { return len(onlyDigits(s)) }

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}
