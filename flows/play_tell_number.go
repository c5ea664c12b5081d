package flows

import (
	"slices"
	"strings"
	"unicode"

	"github.com/connective-messaging/connective/locales"
)

// sharesNumber tells whether the person has agreed in this conversation that
// others see their number.
func (t *turn) sharesNumber() bool {
	frame := t.frame()
	return frame != nil && slices.Contains(frame.Given, shareNumber)
}

// hidden is a value without the person's own number.
func (t *turn) hidden(v Value) Value {
	v.One = t.hideNumber(v.One)
	v.Many = slices.Clone(v.Many)
	for i := range v.Many {
		v.Many[i] = t.hideNumber(v.Many[i])
	}
	return v
}

// fewestDigits is how many digits of the end of a number give it away.
const fewestDigits = 9

// hideNumber takes the person's own number out of what others are told, however
// it is written, unless they have agreed to share it.
func (t *turn) hideNumber(text string) string {
	digits := onlyDigits(t.w.Phone)
	if t.sharesNumber() || len(digits) < fewestDigits {
		return text
	}
	secret := digits[len(digits)-fewestDigits:]
	var out strings.Builder
	letters := []rune(text)
	for at := 0; at < len(letters); {
		end := at
		for end < len(letters) && ofNumber(letters[end]) {
			end++
		}
		run := string(letters[at:end])
		switch {
		case end == at:
			out.WriteRune(letters[at])
			end++
		case strings.Contains(onlyDigits(run), secret):
			lead := run[:len(run)-len(strings.TrimLeft(run, " "))]
			tail := run[len(strings.TrimRight(run, " .")):]
			out.WriteString(lead + locales.Say(t.lang, "told.hidden") + tail)
		default:
			out.WriteString(run)
		}
		at = end
	}
	return out.String()
}

// ofNumber tells whether a letter can stand within a phone number.
func ofNumber(r rune) bool { return unicode.IsDigit(r) || strings.ContainsRune("+ -.()/", r) }

// onlyDigits keeps the digits of a text, whatever their script.
func onlyDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, locales.Fold(text))
}
