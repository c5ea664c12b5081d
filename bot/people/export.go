package people

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// Roll is everybody whom organisations know, in partitions. Errors wrap
// bot.ErrUnavailable.
type Roll interface {
	Partitions() int
	// Threads gives the threads of a partition to visit, some at a time: those of
	// the members of any of the groups, or of everybody if no group is named. An
	// error of visit ends it.
	Threads(ctx context.Context, org string, groups []string, partition int, visit func([]bot.Thread) error) error
}

// Export writes everybody whom an organisation knows as a list that can be
// imported again, and returns how many they are: the consent that they gave last,
// and in the column state whether they have stopped. Sensitive groups are left out, and events, into which
// nobody is put by a list.
// It reads some people at a time.
func (d *Desk) Export(ctx context.Context, roll Roll, org string, w io.Writer) (int, error) {
	o := d.Book().Orgs[org]
	if o == nil {
		return 0, ErrNoOrg
	}
	out := csv.NewWriter(w)
	if err := out.Write(append(exported(o), ColumnState)); err != nil {
		return 0, fmt.Errorf("write the list: %w", err)
	}
	n := 0
	for p := range roll.Partitions() {
		err := roll.Threads(ctx, org, nil, p, func(threads []bot.Thread) error {
			for some := range slices.Chunk(threads, atOnce) {
				if err := d.exportSome(ctx, o, some, out); err != nil {
					return err
				}
				n += len(some)
			}
			return nil
		})
		if err != nil {
			return n, fmt.Errorf("read people: %w", err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return n, fmt.Errorf("write the list: %w", err)
	}
	return n, nil
}

func (d *Desk) exportSome(ctx context.Context, o *flows.Org, threads []bot.Thread, out *csv.Writer) error {
	numbers := make([]providers.Address, len(threads))
	for i, t := range threads {
		numbers[i] = t.Key.Address
	}
	known, err := d.Register.Known(ctx, o.ID, numbers)
	if err != nil {
		return fmt.Errorf("read ledgers: %w", err)
	}
	for _, k := range known {
		if err := out.Write(rowOf(o, k)); err != nil {
			return fmt.Errorf("write the list: %w", err)
		}
	}
	return nil
}

// rowOf is what the list says of somebody.
func rowOf(o *flows.Org, k Known) []string {
	p := k.Thread.Person
	row := []string{providers.National(k.Thread.Key.Address)}
	for _, f := range o.Profile {
		row = append(row, p.Me[f.Name])
	}
	last := lastGiven(k.Ledger, p.Consents)
	row = append(row, p.Language, strings.Join(p.Consents, ", "), last.source(), last.day(o.Timezone), last.words(), strings.Join(namedGroups(o, p.Groups), ", "))
	for i, cell := range row {
		row[i] = harmless(cell)
	}
	state := ""
	if k.Thread.Stopped {
		state = "stopped"
	}
	return append(row, state)
}

// evidence is an entry of the ledger, as the list tells of it.
type evidence struct{ bot.Consent }

// lastGiven is the newest entry of a consent that holds.
func lastGiven(ledger []bot.Consent, hold []string) evidence {
	for _, c := range slices.Backward(ledger) {
		if c.Given && slices.Contains(hold, c.Name) {
			return evidence{c}
		}
	}
	return evidence{}
}

func (e evidence) source() string {
	switch {
	case e.Name == "" || !e.Agreed.IsZero():
		return e.Source
	case e.Source == "":
		return "text message"
	}
	return "text message, " + e.Source
}

func (e evidence) day(zone *time.Location) string {
	at := e.At
	if !e.Agreed.IsZero() {
		at = e.Agreed
	}
	if at.IsZero() {
		return ""
	}
	return at.In(zone).Format(time.DateOnly)
}

func (e evidence) words() string {
	if e.Wording != "" {
		return e.Wording
	}
	return e.Consent.Words
}

func namedGroups(o *flows.Org, ids []string) []string {
	var out []string
	for _, id := range ids {
		_, event := o.Event(id)
		if g, ok := o.Group(id); ok && !g.Sensitive && !event {
			out = append(out, id)
		}
	}
	return out
}
