package broadcast

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/connective-messaging/connective/flows"
)

// Price is what texts cost with the provider, as the settings of the installation
// say. Zero is not known, or no limit.
type Price struct {
	Part   float64 // pence for one part of a text
	Budget float64 // pounds that broadcasts of one organisation may cost in a calendar month
}

// Bill is what a broadcast costs beside what others have cost this month, in
// pounds. Answers and everything else that is texted are not in it.
type Bill struct {
	Known  bool     `json:"known"` // a price is set
	By     string   `json:"by"`    // the connection that they leave by; empty if it is not known
	Part   float64  `json:"pence"` // for one part
	Costs  float64  `json:"costs"`
	Spent  float64  `json:"spent"`          // on other broadcasts that began in this calendar month
	Budget float64  `json:"budget"`         // for the month; 0 is none
	Each   []Charge `json:"each,omitempty"` // where two connections share them: what leaves by each
}

// Charge is what leaves by one of two connections, and what it costs.
type Charge struct {
	Load
	By    string  `json:"by"`
	Part  float64 `json:"pence"`
	Costs float64 `json:"costs"`
}

// Over is by how many pounds the month's budget does not reach; 0 if it does, or
// if there is none.
func (b Bill) Over() float64 {
	if b.Budget == 0 {
		return 0
	}
	return max(0, b.Spent+b.Costs-b.Budget)
}

// Pounds writes an amount of money.
func Pounds(amount float64) string { return fmt.Sprintf("£%.2f", amount) }

// Bill works out what a broadcast costs for whom it was counted.
func (d *Desk) Bill(ctx context.Context, b Broadcast, c Census) (Bill, error) {
	o, err := d.org(b.Org)
	if err != nil {
		return Bill{}, err
	}
	own, second := d.charges(o, c)
	bill := Bill{By: own.By, Part: own.Part, Budget: d.Price.Budget}
	if len(o.Writes()) > 1 {
		bill.Each = []Charge{own, second}
	}
	if own.Part == 0 || second.Part == 0 {
		bill.Part, bill.Budget = 0, 0
		return bill, nil
	}
	all, err := d.Archive.Broadcasts(ctx, b.Org)
	if err != nil {
		return Bill{}, fmt.Errorf("list the broadcasts: %w", err)
	}
	now, before := d.Now().In(o.Timezone), Census{}
	for _, other := range all {
		if begun := other.Begun.In(o.Timezone); other.ID != b.ID && sameMonth(begun, now) {
			before.Parts += other.Parts
			before.Second.Parts += other.Second
		}
	}
	spentOwn, spentSecond := d.charges(o, before)
	bill.Known, bill.Costs, bill.Spent = true, own.Costs+second.Costs, spentOwn.Costs+spentSecond.Costs
	return bill, nil
}

// charges are what leaves by an organisation's own connection and by its second one.
// Where it has none any more, what has left by that is counted at the own price.
func (d *Desk) charges(o *flows.Org, c Census) (own, second Charge) {
	own.Load = Load{c.People - c.Second.People, c.Parts - c.Second.Parts}
	second.Load = c.Second
	by := d.carriers(o)
	for i, charge := range []*Charge{&own, &second} {
		if len(by) > 0 {
			carrier := by[min(i, len(by)-1)]
			charge.By, charge.Part = carrier.Name, carrier.Part
		}
		charge.Part = cmp.Or(charge.Part, d.Price.Part)
		charge.Costs = float64(charge.Parts) * charge.Part / 100
	}
	return own, second
}

func sameMonth(a, b time.Time) bool { return a.Year() == b.Year() && a.Month() == b.Month() }
