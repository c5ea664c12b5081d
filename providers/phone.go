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

// dialled returns the digits of a number without its decoration. A number with
// 00 in front counts as one with a plus.
func dialled(raw string) (digits string, plus, ok bool) {
	rest, plus := strings.CutPrefix(raw, "+")
	for i := range len(rest) {
		switch c := rest[i]; {
		case c >= '0' && c <= '9':
		case strings.IndexByte(" -.()/", c) >= 0:
			// The slow way, for people's own spelling.
			rest = strings.Map(func(r rune) rune {
				if strings.ContainsRune(" -.()/", r) {
					return -1
				}
				return r
			}, strings.Replace(rest, "(0)", "", 1))
			return dialled(prefixed(plus, rest))
		default:
			return "", false, false
		}
	}
	if international, found := strings.CutPrefix(rest, "00"); found && !plus {
		return international, true, true
	}
	return rest, plus, rest != ""
}

func prefixed(plus bool, digits string) string {
	if plus {
		return "+" + digits
	}
	return digits
}

// e164 finds the country of the digits. Providers leave out the plus, people
// leave out the country; the first that makes a possible number wins.
func e164(digits string, plus bool, region string) string {
	switch {
	case len(digits) == 12 && strings.HasPrefix(digits, "447"):
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
