package providers

import (
	"strings"
	"unicode/utf8"

	"github.com/nyaruka/phonenumbers"
)

// maxLetters is the longest alphanumeric sender that networks carry.
const maxLetters = 11

// ParseAddress reads an address as providers write it: +447…, 447…, 0044…, or
// 07… in the region's own form, with or without spaces; 3 to 8 digits are a
// short code; everything else is a sender of letters, which nobody can answer.
// It reads what is there and does not judge it: see Numbers.
func ParseAddress(raw, region string) Address {
	raw = strings.TrimSpace(raw)
	digits, plus, ok := dialled(raw)
	switch {
	case raw == "":
		return Address{}
	case !ok || len(digits) < 3 || len(digits) > 17:
		return Address{Letters, cutRunes(raw, maxLetters)}
	case !plus && len(digits) <= 8:
		return Address{ShortCode, digits}
	}
	return Address{Phone, e164(digits, plus, region)}
}

// decoration is what people put between the digits of a number.
const decoration = " -.()/"

// dialled returns the digits of a number without its decoration. A number with
// 00 in front counts as one with a plus.
func dialled(raw string) (digits string, plus, ok bool) {
	digits, plus = strings.CutPrefix(raw, "+")
	if strings.ContainsAny(digits, decoration) {
		digits = strings.Replace(digits, "(0)", "", 1) // +44 (0)7700 …
		digits = strings.Map(func(r rune) rune {
			if strings.ContainsRune(decoration, r) {
				return -1
			}
			return r
		}, digits)
	}
	if international, found := strings.CutPrefix(digits, "00"); found && !plus {
		digits, plus = international, true
	}
	return digits, plus, digits != "" && allDigits(digits)
}

// e164 finds the country of the digits. Providers leave out the plus, people
// leave out the country; the first that makes a possible number wins.
func e164(digits string, plus bool, region string) string {
	switch {
	case len(digits) == 12 && strings.HasPrefix(digits, "447"), isUnassigned("+" + digits):
		return "+" + digits
	case !plus && len(digits) == 11 && region == "GB" && strings.HasPrefix(digits, "07"):
		return "+44" + digits[1:]
	}
	if !strings.HasPrefix(digits, "0") {
		if number, ok := possible("+"+digits, region); ok {
			return number
		}
	}
	if !plus {
		if number, ok := possible(digits, region); ok {
			return number
		}
	}
	return "+" + digits
}

func possible(raw, region string) (string, bool) {
	number, err := phonenumbers.Parse(raw, region)
	if err != nil || !phonenumbers.IsPossibleNumber(number) {
		return "", false
	}
	return phonenumbers.Format(number, phonenumbers.E164), true
}

func cutRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return strings.ToValidUTF8(s[:i], "\ufffd")
		}
		n--
	}
	if utf8.ValidString(s) {
		return s
	}
	return strings.ToValidUTF8(s, "\ufffd")
}
