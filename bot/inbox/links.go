package inbox

import (
	"time"

	"github.com/connective-messaging/connective/bot/links"
)

// Link is what a letter to a service lets whoever has it do: answer one referral,
// until a moment.
type Link struct {
	Org, Case, Referral string
	Until               time.Time
}

// ErrLink is returned for a link that was not made here, or is over.
var ErrLink = links.ErrLink

// Links makes and reads the links of referrals.
type Links struct{ Keys links.Keys }

// referralLink is the kind of these links.
const referralLink = "referral link 1"

// Token is a link as it stands in an address.
func (l Links) Token(k Link) string {
	return l.Keys.Token(referralLink, k.Until, k.Org, k.Case, k.Referral)
}

// Read returns the link of a token; ErrLink for any other text, and once it is over.
func (l Links) Read(token string, now time.Time) (Link, error) {
	fields, until, err := l.Keys.Read(referralLink, token, 3, now)
	if err != nil {
		return Link{}, err
	}
	return Link{Org: fields[0], Case: fields[1], Referral: fields[2], Until: until}, nil
}
