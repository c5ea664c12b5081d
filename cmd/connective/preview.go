package main

import (
	"cmp"
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

// fate is what becomes of the people at one place.
type fate struct {
	versions.Place
	versions.Count
	words string
	gone  bool // the new version has no place for them
}

// fates tells what becomes of everybody who is in the middle, the most first.
func (p *preview) fates() ([]fate, error) {
	after := slices.Concat([]versions.Publication{{Version: p.next.Version, Shapes: p.next.Shapes(), Move: p.move}}, p.history)
	var all []fate
	for place, count := range p.census {
		f := fate{Place: place, Count: count}
		frame := place.Frame()
		at, err := versions.Follow(after, frame, p.open)
		if err != nil {
			return nil, err
		}
		moved, fits := p.next.Move(frame)
		switch {
		case at == 0 && moved.Ver == frame.Ver:
			f.words = "go on with the new words"
		case at == 0 || at < 0 && fits:
			f.words = "move to " + moved.Step
		case at < 0:
			f.words, f.gone = "are told that it has changed: their version is lost", true
		case fits:
			f.words = "finish on version " + short(after[at].Version) + "; --move would take them along"
		default:
			f.words, f.gone = "finish on version "+short(after[at].Version), true
		}
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b fate) int {
		return cmp.Or(cmp.Compare(b.Waiting+b.Calling, a.Waiting+a.Calling), cmp.Compare(a.Flow, b.Flow), cmp.Compare(a.Step, b.Step), cmp.Compare(a.Shape, b.Shape))
	})
	return all, nil
}

// print shows what changes and what becomes of whom. The folder is that of the
// files that findings name.
func (p *preview) print(out io.Writer, dir string) error {
	before := "nothing"
	if len(p.history) > 0 {
		before = "version " + short(p.history[0].Version)
	}
	fmt.Fprintf(out, "%s (%s): %s -> version %s\n\nWhat changes\n", p.next.Name, p.org, before, short(p.next.Version))
	for _, line := range p.changes() {
		fmt.Fprintln(out, "  "+line)
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
		fmt.Fprintf(table, "  %d\tat %s/%s\t%s\n", f.Waiting+f.Calling, f.Flow, f.Step, f.words)
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("print who is in the middle: %w", err)
	}
	fmt.Fprintln(out)
	for _, f := range fates {
		if finding, gone := p.next.GoneStep(f.Frame(), f.Waiting+f.Calling); gone && f.gone {
			finding.Pos.File = path.Join(dir, finding.Pos.File)
			fmt.Fprintf(out, "%s\n\n", finding)
		}
	}
	return nil
}

// changes tells flow by flow what another version changes.
func (p *preview) changes() []string {
	if p.now == nil {
		return []string{"the first version: " + listed(slices.Sorted(maps.Keys(p.next.Flows)))}
	}
	var lines []string
	for _, id := range slices.Sorted(maps.Keys(p.next.Flows)) {
		if p.now.Flows[id] == nil {
			lines = append(lines, id+": new")
		}
	}
	for _, id := range slices.Sorted(maps.Keys(p.now.Flows)) {
		next := p.next.Flows[id]
		switch {
		case next == nil:
			lines = append(lines, id+": gone")
		case next.Shape != p.now.Flows[id].Shape:
			lines = append(lines, id+": other steps, answers or arrows")
		}
	}
	if len(lines) == 0 && p.now.Version != p.next.Version {
		lines = append(lines, "words, lists or settings only")
	} else if len(lines) == 0 {
		lines = append(lines, "nothing")
	}
	return lines
}
