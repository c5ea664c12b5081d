package inbox

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/connective-messaging/connective/bot"
)

// Version tells whether what a page shows has changed since: two that are equal are
// of the same cases.
type Version struct {
	Open   int64 // anything of an open case
	Closed int64 // which cases are closed
	Doubts int64 // whom texts may not have reached; see Desk.Doubts
}

// Changed returns a channel that is closed when anything of the organisation's
// changes after this call.
func (b *Board) Changed(org string) <-chan struct{} {
	d := b.desk(org)
	b.mu.Lock()
	defer b.mu.Unlock()
	return d.changed
}

// Counts is how many open cases are in each list, for somebody of the staff.
func (b *Board) Counts(ctx context.Context, org, me string) (map[List]int, error) {
	d := b.desk(org)
	b.mu.Lock()
	if d.fresh {
		defer b.mu.Unlock()
		return Counts(maps.Values(d.open), me), nil
	}
	b.mu.Unlock()
	all, err := b.Open(ctx, org)
	return Counts(slices.Values(all), me), err
}

// Version is the version of what Open returns, or a later call of it.
func (b *Board) Version(org string) Version {
	d := b.desk(org)
	b.mu.Lock()
	defer b.mu.Unlock()
	return d.version
}

// CaseVersion tells whether one case has changed since.
func (b *Board) CaseVersion(org, id string) Version {
	d := b.desk(org)
	b.mu.Lock()
	defer b.mu.Unlock()
	return Version{Open: max(d.stamps[id], d.stamps[""])}
}

// Open returns every open case of the organisation, in no order.
func (b *Board) Open(ctx context.Context, org string) ([]bot.CaseFile, error) {
	d := b.desk(org)
	if all, fresh := b.known(d); fresh {
		return all, nil
	}
	d.reading.Lock()
	defer d.reading.Unlock()
	if all, fresh := b.known(d); fresh { // somebody else has read them meanwhile
		return all, nil
	}
	b.mu.Lock()
	d.fresh = true // unless something is missed while they are read
	b.mu.Unlock()
	heads, err := b.cases.OpenHeads(ctx, org)
	b.mu.Lock()
	if err != nil {
		d.fresh = false
		b.mu.Unlock()
		return nil, fmt.Errorf("read the open cases: %w", err)
	}
	d.open = make(map[string]bot.CaseFile, len(heads))
	for _, f := range heads {
		d.open[f.ID] = f
	}
	b.mu.Unlock()
	return heads, nil
}

func (b *Board) known(d *desk) ([]bot.CaseFile, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !d.fresh {
		return nil, false
	}
	all := make([]bot.CaseFile, 0, len(d.open))
	for _, f := range d.open {
		all = append(all, f)
	}
	return all, true
}
