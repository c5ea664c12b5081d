package providers

import (
	"errors"
	"fmt"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// ErrNumber is wrapped by every refusal of Numbers.MayText.
var ErrNumber = errors.New("texts to this number are not allowed")

// Numbers says which numbers may be texted: British mobiles, and outside
// production none that could be a real person's.
type Numbers struct {
	AllowTest         bool // Ofcom's drama numbers count as real ones
	Production        bool
	FakeOrLoopback    bool // the provider is the fake one, or on this machine: nothing leaves it
	CrownDependencies bool // Guernsey, Jersey and Man, which cost more, may be texted too
}

// MayText returns nil if a text may go to the address, or an error that wraps
// ErrNumber and says why not, without the number.
func (n Numbers) MayText(a Address) error {
	if !a.Answerable() {
		return refuse("it cannot be answered")
	}
	if isDrama(a.Number()) {
		if n.AllowTest {
			return nil
		}
		return refuse("test numbers are not switched on")
	}
	if !n.Production {
		if n.AllowTest && n.FakeOrLoopback && (a.Kind == Opaque || isUnassigned(a.Value)) {
			return nil
		}
		return refuse("only test numbers may be texted outside production")
	}
	if a.Kind == Opaque {
		return nil
	}
	return n.mobile(a.Value)
}

// mobile refuses all but British mobiles. Numbers that begin 070 are personal
// numbers and 076 pagers; both look like mobiles and cost a great deal.
func (n Numbers) mobile(number string) error {
	if !isBritishMobile(number) {
		return refuse("it is not a British mobile")
	}
	parsed, err := phonenumbers.Parse(number, "GB")
	if err != nil {
		return refuse("it is not a phone number")
	}
	switch phonenumbers.GetRegionCodeForNumber(parsed) {
	case "GB":
		if phonenumbers.GetNumberType(parsed) == phonenumbers.MOBILE {
			return nil
		}
	case "GG", "JE", "IM":
		if n.CrownDependencies {
			return nil
		}
		return refuse("it belongs to Guernsey, Jersey or Man")
	}
	return refuse("no such mobile is in use")
}

// isBritishMobile knows the shape alone. Man's mobiles begin 07624, so that 076
// is left to the caller's list of numbers in use.
func isBritishMobile(number string) bool {
	return len(number) == 13 && strings.HasPrefix(number, "+447") && allDigits(number[1:]) &&
		number[4] != '0' && (number[4] != '6' || strings.HasPrefix(number, "+447624"))
}

// isDrama knows the mobiles that Ofcom keeps for drama, 07700 900000 to 900999.
func isDrama(number string) bool {
	return len(number) == 13 && strings.HasPrefix(number, "+447700900") && allDigits(number[10:])
}

// isUnassigned knows +999 and nine to twelve digits: a country that does not
// exist. Fifteen digits are the most that E.164 allows.
func isUnassigned(number string) bool {
	return len(number) >= 13 && len(number) <= 16 && strings.HasPrefix(number, "+999") && allDigits(number[4:])
}

func allDigits(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

func refuse(why string) error { return fmt.Errorf("%w: %s", ErrNumber, why) }
