package providers

import (
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// Use is what a phone number is for.
type Use string

// The uses. Only a mobile can be texted and can answer.
const (
	Mobile   Use = "mobile"
	Landline Use = "landline" // 01, 02 and 03, and calls over the internet
	Premium  Use = "premium"  // 070, 080, 084, 087, 09 and the like: calls to services
	Pager    Use = "pager"    // 076
	Islands  Use = "islands"  // mobiles of Guernsey, Jersey and Man, which cost more
	Abroad   Use = "abroad"
	NoUse    Use = "no number" // nobody can have it
)

// UseOf says what an address is for, by the United Kingdom's numbering plan
// (Ofcom) as libphonenumber has it. Ofcom's numbers for drama count as what they
// look like, so that they can be tried: 07700 900000 to 900999 are mobiles, 01632
// 960000 to 960999 landlines.
func UseOf(a Address) Use {
	number := a.Value
	switch {
	case a.Kind != Phone:
		return NoUse
	case isDrama(number):
		return Mobile
	case isUnassigned(number):
		return Abroad
	case !strings.HasPrefix(number, "+44"):
		return foreign(number)
	case strings.HasPrefix(number, "+4470"), strings.HasPrefix(number, "+448"), strings.HasPrefix(number, "+449"):
		return british(number, Premium)
	case strings.HasPrefix(number, "+4476") && !strings.HasPrefix(number, "+447624"):
		return british(number, Pager)
	case strings.HasPrefix(number, "+441"), strings.HasPrefix(number, "+442"), strings.HasPrefix(number, "+443"), strings.HasPrefix(number, "+445"):
		return british(number, Landline)
	case !isBritishMobile(number):
		return NoUse
	}
	return mobileOf(number)
}

// british is that use for a number of a possible length, which is what people
// need to know of one that cannot be texted.
func british(number string, use Use) Use {
	if n := len(number); n < 10 || n > 13 {
		return NoUse
	}
	return use
}

func foreign(number string) Use {
	parsed, err := phonenumbers.Parse(number, "GB")
	if err != nil || !phonenumbers.IsPossibleNumber(parsed) {
		return NoUse
	}
	return Abroad
}

func mobileOf(number string) Use {
	parsed, err := phonenumbers.Parse(number, "GB")
	if err != nil {
		return NoUse
	}
	switch phonenumbers.GetRegionCodeForNumber(parsed) {
	case "GB":
		if phonenumbers.GetNumberType(parsed) == phonenumbers.MOBILE {
			return Mobile
		}
	case "GG", "JE", "IM":
		return Islands
	}
	return NoUse
}

// National is a British number as it is written in Britain, 07700 900123: a
// spreadsheet takes it for words, and leaves it as it is. Others are as they are.
func National(a Address) string {
	digits, british := strings.CutPrefix(a.Value, "+44")
	if a.Kind != Phone || !british || len(digits) != 10 {
		return a.Value
	}
	return "0" + digits[:4] + " " + digits[4:]
}
