package broadcast

import (
	"cmp"
	"fmt"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// Carrier is what is known of the connection by which an organisation's broadcasts
// leave. The zero one is not known.
type Carrier struct {
	Name string         // the connection
	Part float64        // pence for one part of a text; 0 is the Price of the installation
	Caps providers.Caps // the longest texts that it takes, among others
}

// Takes reports whether the carrier takes a text of that length.
func (c Carrier) Takes(n providers.Count) bool {
	most := c.most(n.Encoding)
	return most == 0 || n.Units <= most
}

func (c Carrier) most(e providers.Encoding) int {
	if e == providers.UCS2 {
		return c.Caps.MaxUnitsUCS2
	}
	return c.Caps.MaxUnitsGSM
}

// CarrierOf is the carrier of an organisation.
func (d *Desk) CarrierOf(org string) (Carrier, error) {
	o, err := d.org(org)
	if err != nil || d.Carrier == nil {
		return Carrier{}, err
	}
	return d.Carrier(o), nil
}

// TooLongError is a text that the carrier does not take: of all that would leave
// the one with the most parts.
type TooLongError struct {
	Carrier string
	Units   int // of the text
	Most    int // that the carrier takes in its letters
}

func (e *TooLongError) Error() string {
	return fmt.Sprintf("the longest text has %d letters, and %s takes at most %d of their kind: write less", e.Units, cmp.Or(e.Carrier, "the provider"), e.Most)
}

// fits refuses what the carrier would refuse of every text or of some.
func (d *Desk) fits(o *flows.Org, longest providers.Count) error {
	if d.Carrier == nil {
		return nil
	}
	if c := d.Carrier(o); !c.Takes(longest) {
		return &TooLongError{c.Name, longest.Units, c.most(longest.Encoding)}
	}
	return nil
}
