package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"text/tabwriter"

	"github.com/connective-messaging/connective/bot/versions"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/flows/diff"
)

// preview is what would become of an organisation's people if another version
// was published.
type preview struct {
	org     string
	next    *flows.Org
	now     *flows.Org // what people get; nil for a first version, or one that cannot be loaded
	history []versions.Publication
	census  versions.Census
	move    bool
	open    func(versions.Publication) (*flows.Org, error)
}

// look reads all that a preview needs.
func (d *desk) look(ctx context.Context, next *flows.Org, move bool) (*preview, error) {
	p := &preview{org: next.ID, next: next, now: d.shelf.Book().Orgs[next.ID], move: move}
	var err error
	if p.history, err = d.store.History(ctx, p.org); err != nil {
		return nil, err
	}
	if p.census, err = d.store.Waiting(ctx, p.org); err != nil {
		return nil, err
	}
	p.open = d.opener(ctx, next)
	return p, nil
}

// opener loads versions by their publications; nil for one that is not kept, or
// that this program cannot read.
func (d *desk) opener(ctx context.Context, next *flows.Org) func(versions.Publication) (*flows.Org, error) {
	loaded := map[string]*flows.Org{next.Version: next}
	return func(p versions.Publication) (*flows.Org, error) {
		if o, ok := loaded[p.Version]; ok {
			return o, nil
		}
		o, err := d.load(ctx, next.ID, p)
		if errors.Is(err, errUnreadable) {
			o, err = nil, nil
		}
		loaded[p.Version] = o
		return o, err
	}
}

// last is the number of the last publication, 0 for none.
func (p *preview) last() int64 {
	if len(p.history) == 0 {
		return 0
	}
	return p.history[0].N
}

// fates tells what becomes of everybody who is in the middle, the most first.
func (p *preview) fates() ([]versions.Fate, error) {
	return versions.Fates(p.next, p.history, p.census, p.open)
}

// becomes says what becomes of people.
func becomes(o versions.Outcome) string {
	switch o.Becomes {
	case versions.GetWords:
		return "go on with the new words"
	case versions.Finish:
		return "finish on version " + short(o.Version)
	case versions.Moves:
		return "move to " + o.Step
	case versions.AskedAgain:
		return "move to " + o.Step + "; a number in reply gets the question once more, as its numbers are others"
	}
	return "are told that it has changed: their version is lost"
}

// fateWords say what becomes of people at one place by what is about to be done.
func (p *preview) fateWords(f versions.Fate) string {
	switch {
	case p.move:
		return becomes(f.Move)
	case f.Publish.Becomes == versions.Finish && f.Move.Becomes != versions.Finish:
		return becomes(f.Publish) + "; --move would take them along"
	}
	return becomes(f.Publish)
}

// print shows what changes and what becomes of whom. The folder is that of the
// files that findings name.
func (p *preview) print(out io.Writer, dir string) error {
	before := "nothing"
	if len(p.history) > 0 {
		before = "version " + short(p.history[0].Version)
	}
	fmt.Fprintf(out, "%s (%s): %s -> version %s\n\nWhat changes\n", p.next.Name, p.org, before, short(p.next.Version))
	if err := p.changes(out); err != nil {
		return err
	}
	fates, err := p.fates()
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "\nWho is in the middle")
	if len(fates) == 0 {
		fmt.Fprintln(out, "  nobody")
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, f := range fates {
		fmt.Fprintf(table, "  %d\tat %s/%s\t%s\n", f.Waiting+f.Calling, f.Flow, f.Step, p.fateWords(f))
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("print who is in the middle: %w", err)
	}
	fmt.Fprintln(out)
	for _, f := range fates {
		if finding, gone := p.next.GoneStep(f.Frame(), f.Waiting+f.Calling); gone && f.Publish.Becomes != versions.GetWords {
			finding.Pos.File = path.Join(dir, finding.Pos.File)
			fmt.Fprintf(out, "%s\n\n", finding)
		}
	}
	return nil
}

// changes shows step by step what another version changes.
func (p *preview) changes(out io.Writer) error {
	if p.now == nil {
		fmt.Fprintln(out, "  the first version: "+listed(slices.Sorted(maps.Keys(p.next.Flows))))
		return nil
	}
	return diff.Of(p.now, p.next).Print(out, "  ")
}
