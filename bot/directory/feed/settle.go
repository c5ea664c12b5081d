package feed

import (
	"context"
	"fmt"

	"github.com/connective-messaging/connective/bot/directory"
)

// place is what is remembered of a service: the last row with its id counts.
type place struct {
	row             int
	was             change
	standing        directory.Standing
	noPhone, noDate bool
}

// change is what an import does to a service.
type change byte

const (
	added change = iota
	changed
	unchanged
)

// settle counts a row, and tells its faults.
func (i *importing) settle(e *entry) error {
	i.report.Rows++
	if e.refused() {
		i.report.Refused++
		i.refused[e.service.ID] = true
	} else if len(e.faults) > 0 {
		i.report.Notes++
	}
	for _, f := range e.faults {
		if err := i.tell(f); err != nil {
			return err
		}
	}
	for _, f := range e.against {
		if err := i.tell(f); err != nil {
			return err
		}
	}
	if e.refused() {
		return nil
	}
	if len(e.against) > 0 {
		i.report.Differs++
	}
	s := &e.service
	if before, twice := i.at[s.ID]; twice {
		i.report.Duplicates++
		err := i.tell(Fault{Row: e.row.Number, Service: s.ID, Where: "/id", What: fmt.Sprintf("row %d has the same id", before.row), Why: "only one of them can be shown; this one, the last, is", Mend: "Leave one of them out.", Kept: true})
		if err != nil {
			return err
		}
	}
	p := place{row: e.row.Number, standing: s.Standing(i.Now), noPhone: len(s.Phones) == 0, noDate: s.Assured == ""}
	if n := e.was.Now; n != nil {
		p.was = changed
		if n.Mark() == s.Mark() {
			p.was = unchanged
		}
	}
	i.at[s.ID] = p
	return nil
}

func (i *importing) tell(f Fault) error {
	if i.Fault == nil {
		return nil
	}
	return i.Fault(f)
}

// count adds up what is known of each service once the last row with its id is.
func (i *importing) count() {
	r := &i.report
	for _, p := range i.at {
		r.Services++
		switch p.was {
		case added:
			r.Added++
		case changed:
			r.Changed++
		case unchanged:
			r.Unchanged++
		}
		switch p.standing {
		case directory.Stale:
			r.Stale++
		case directory.Shut, directory.Over:
			r.Hidden++
		}
		if p.noPhone {
			r.NoPhone++
		}
		if p.noDate {
			r.NoDate++
		}
	}
	r.Removed = r.Before - r.Changed - r.Unchanged
}

// publish has people get the draft, if it is not suddenly much smaller than what
// they get now.
func (i *importing) publish(ctx context.Context) error {
	before, now := i.report.Before, i.report.Services
	if now == 0 {
		return ErrEmpty
	}
	if 5*now < 4*before {
		yes := false
		if i.Shrink != nil {
			yes = i.Shrink(before, now)
		}
		if !yes {
			return &ShrunkError{before, now}
		}
	}
	var gone []string
	for _, id := range i.draft.IDs {
		if _, there := i.at[id]; !there {
			gone = append(gone, id)
		}
	}
	if len(gone) > 0 {
		if err := i.Drafts.Shelve(ctx, i.draft, nil, gone); err != nil {
			return fmt.Errorf("write services: %w", err)
		}
	}
	head := directory.Head{N: i.draft.Head.N + 1, Edition: i.draft.Edition, Services: now, At: i.Now.UTC(), Source: i.Source.Name, Full: i.full()}
	if err := i.Drafts.Issue(ctx, i.draft, head); err != nil {
		return fmt.Errorf("issue the directory: %w", err)
	}
	i.report.Done = true
	return nil
}
