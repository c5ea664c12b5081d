package broadcast

import (
	"cmp"
	"fmt"

	"github.com/connective-messaging/connective/bot"
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

// CarriersOf are the carriers of an organisation's broadcasts: its own, and its
// second one if that has a share. It is empty where nothing is known.
func (d *Desk) CarriersOf(org string) ([]Carrier, error) {
	o, err := d.org(org)
	if err != nil {
		return nil, err
	}
	return d.carriers(o), nil
}

func (d *Desk) carriers(o *flows.Org) []Carrier {
	if d.Carrier == nil {
		return nil
	}
	var all []Carrier
	for _, line := range o.Writes() {
		all = append(all, d.Carrier(line))
	}
	return all
}

// bySecond reports whether a broadcast's text to somebody leaves by the second
// connection of the organisation.
func bySecond(o *flows.Org, t bot.Thread) bool { return t.LineOf(o) != o.LineTo(t.Key.Address) }

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
	for _, c := range d.carriers(o) {
		if !c.Caps.Takes(longest) {
			return &TooLongError{c.Name, longest.Units, c.Caps.Most(longest.Encoding)}
		}
	}
	return nil
}
