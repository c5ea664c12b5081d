package broadcast

import (
	"cmp"
	"context"
	"fmt"
	"time"
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
	Known  bool    `json:"known"` // a price is set
	By     string  `json:"by"`    // the connection that they leave by; empty if it is not known
	Part   float64 `json:"pence"` // for one part
	Costs  float64 `json:"costs"`
	Spent  float64 `json:"spent"`  // on other broadcasts that began in this calendar month
	Budget float64 `json:"budget"` // for the month; 0 is none
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

// Bill works out what so many parts of a broadcast cost.
func (d *Desk) Bill(ctx context.Context, b Broadcast, parts int) (Bill, error) {
	o, err := d.org(b.Org)
	if err != nil {
		return Bill{}, err
	}
	by, err := d.CarrierOf(b.Org)
	if err != nil {
		return Bill{}, err
	}
	price := cmp.Or(by.Part, d.Price.Part)
	if price == 0 {
		return Bill{By: by.Name}, nil
	}
	all, err := d.Archive.Broadcasts(ctx, b.Org)
	if err != nil {
		return Bill{}, fmt.Errorf("list the broadcasts: %w", err)
	}
	now, spent := d.Now().In(o.Timezone), 0
	for _, other := range all {
		if begun := other.Begun.In(o.Timezone); other.ID != b.ID && sameMonth(begun, now) {
			spent += other.Parts
		}
	}
	pounds := func(parts int) float64 { return float64(parts) * price / 100 }
	return Bill{true, by.Name, price, pounds(parts), pounds(spent), d.Price.Budget}, nil
}

func sameMonth(a, b time.Time) bool { return a.Year() == b.Year() && a.Month() == b.Month() }
