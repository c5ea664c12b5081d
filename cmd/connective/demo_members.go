package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/connective-messaging/connective/bot/people"
	"github.com/connective-messaging/connective/flows"
)

// townMembers is how many pretend people are in the groups of the pretend town, so
// that a visitor can write a broadcast and see whom it would reach. Their numbers
// are from Ofcom's range for drama, and none of them is on the page of phones.
const townMembers = 48

// fill puts pretend people into the groups that may be joined by a list.
func (h *house) fill(ctx context.Context, org string) error {
	o := h.shelf.Book().Orgs[org]
	if o == nil || len(o.Consents) == 0 {
		return nil
	}
	groups := slices.DeleteFunc(slices.Clone(o.Groups()), func(g flows.Group) bool {
		_, event := o.Event(g.ID)
		return g.Sensitive || event
	})
	rows := func(yield func(people.Row, error) bool) {
		for n := range townMembers {
			if !yield(member(o, groups, n, time.Now()), nil) {
				return
			}
		}
	}
	_, err := h.peopleDesk().Import(ctx, people.Job{Org: org, By: "the demonstration"}, rows, func(people.Outcome) error { return nil })
	if err != nil {
		return fmt.Errorf("have people join the groups of the pretend town: %w", err)
	}
	return nil
}

// member is one of them: in one to three groups, in a language of the organisation.
func member(o *flows.Org, groups []flows.Group, n int, now time.Time) people.Row {
	row := people.Row{
		Line: n + 2, Number: fmt.Sprintf("07700 900%03d", 600+n), Language: o.Languages[n%7%len(o.Languages)],
		Consent: o.Consents[0].Name, Source: "paper form at the library", Date: now.AddDate(0, 0, -30-n).Format(time.DateOnly),
		Wording: o.Consents[0].Words,
	}
	for i := range min(1+n%3, len(groups)) {
		row.Groups += groups[(n*(i+1)+i)%len(groups)].ID + ","
	}
	return row
}
