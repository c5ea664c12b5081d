package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/connective-messaging/connective/bot/versions"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/flows/diff"
)

type flowsDiff struct {
	A    string `arg:"" help:"A folder; or a version, as millbrook@1a2b3c4d; or an organisation's id, for what people get now."`
	B    string `arg:"" optional:"" help:"The same. Without it: the folder A against what people get now."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Help shows examples.
func (flowsDiff) Help() string {
	return `Two folders are compared as they are. Where a published version is one of the
two, it also says how many people wait at each step, and what becomes of them when
the second one is published, and when it is published with --move.

Examples:
  connective flows diff flows/millbrook
  connective flows diff millbrook@1a2b3c4d flows/millbrook
  connective flows diff millbrook@1a2b3c4d millbrook
  connective flows diff old/millbrook flows/millbrook`
}

// Run compares, and prints what differs.
func (c flowsDiff) Run(ctx context.Context, all *Commands, io streams) error {
	sets, err := c.compare(ctx, all)
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(io, sets)
	}
	for _, s := range sets {
		fmt.Fprintf(io.out, "%s (%s): %s -> %s\n\n", s.Name, s.Org, versionWords(s.Before), versionWords(s.After))
		if err := s.Print(io.out, "  "); err != nil {
			return fmt.Errorf("print what differs: %w", err)
		}
		fmt.Fprintln(io.out)
	}
	return nil
}

func versionWords(version string) string {
	if version == "" {
		return "nothing"
	}
	return "version " + short(version)
}

// compare finds what is to be compared, and compares it.
func (c flowsDiff) compare(ctx context.Context, all *Commands) ([]*diff.Set, error) {
	if c.B != "" && isFolder(c.A) && isFolder(c.B) {
		before, err := loadOne(c.A)
		if err != nil {
			return nil, err
		}
		after, err := loadOne(c.B)
		if err != nil {
			return nil, err
		}
		return []*diff.Set{diff.Of(before, after)}, nil
	}
	d, err := openDesk(ctx, all)
	if err != nil {
		return nil, err
	}
	defer d.close()
	if c.B == "" {
		return d.compareFolder(ctx, c.A)
	}
	before, err := d.named(ctx, c.A)
	if err != nil {
		return nil, err
	}
	after, err := d.named(ctx, c.B)
	if err != nil {
		return nil, err
	}
	if before.ID != after.ID {
		return nil, fmt.Errorf("%s and %s are two organisations: compare two versions of one", before.ID, after.ID)
	}
	set, err := d.compare(ctx, before, after)
	return []*diff.Set{set}, err
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// compareFolder compares each organisation of a folder with what people get.
func (d *desk) compareFolder(ctx context.Context, dir string) ([]*diff.Set, error) {
	if !isFolder(dir) {
		return nil, fmt.Errorf("there is no folder %s; to compare two published versions, name both", dir)
	}
	f, err := readFolder(dir, nil)
	if err != nil {
		return nil, err
	}
	if n := errorsOf(f.findings); n > 0 {
		return nil, fmt.Errorf("%s has %s: see  connective flows lint %s", dir, counted(n, "error"), dir)
	}
	var sets []*diff.Set
	for _, org := range f.book.ByID() {
		set, err := d.compare(ctx, d.shelf.Book().Orgs[org.ID], org)
		if err != nil {
			return nil, err
		}
		sets = append(sets, set)
	}
	return sets, nil
}

// compare compares two versions of an organisation, of which the first may be
// nil, and tells who waits where.
func (d *desk) compare(ctx context.Context, before, after *flows.Org) (*diff.Set, error) {
	p, err := d.look(ctx, after, false)
	if err != nil {
		return nil, err
	}
	fates, err := p.fates()
	if err != nil {
		return nil, err
	}
	set := diff.Of(before, after)
	for _, f := range fates {
		set.Place(f.Flow, f.Step, diff.People{Waiting: f.Waiting, Calling: f.Calling, OnPublish: becomes(f.Publish), OnMove: becomes(f.Move)})
	}
	return set, nil
}

// named loads what a folder, a version or an organisation's id names.
func (d *desk) named(ctx context.Context, name string) (*flows.Org, error) {
	if isFolder(name) {
		return loadOne(name)
	}
	id, begins, _ := strings.Cut(name, "@")
	history, err := d.published(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("%s is no folder, and as an organisation: %w", name, err)
	}
	p := history[0]
	if begins != "" && !strings.HasPrefix(p.Version, strings.ToLower(begins)) {
		if p, err = chosenVersion(history, begins); err != nil {
			return nil, err
		}
	}
	org, err := d.load(ctx, id, p)
	if errors.Is(err, versions.ErrNoVersion) {
		return nil, fmt.Errorf("version %s was deleted, as nobody was in it any more", short(p.Version))
	}
	return org, err
}
