package assure

import (
	"time"

	"github.com/connective-messaging/connective/bot/links"
)

// Link is what a letter lets whoever has it do: say whether what people are told of
// one service is right, until a moment.
type Link struct {
	Org, Service string
	Until        time.Time
}

// assuranceLink is the kind of these links.
const assuranceLink = "assurance link 1"

// Token is a link as it stands in an address.
func Token(keys links.Keys, l Link) string {
	return keys.Token(assuranceLink, l.Until, l.Org, l.Service)
}

func readLink(keys links.Keys, token string, now time.Time) (Link, error) {
	fields, until, err := keys.Read(assuranceLink, token, 2, now)
	if err != nil {
		return Link{}, err
	}
	return Link{fields[0], fields[1], until}, nil
}
