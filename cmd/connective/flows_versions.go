package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/versions"
	"github.com/connective-messaging/connective/flows"
)

// errUnreadable is a version that is kept no longer, or that this program cannot
// read.
var errUnreadable = errors.New("this version cannot be used any more")

// load loads a version of the history. The error wraps errUnreadable, or tells
// that the store is away.
func (d *desk) load(ctx context.Context, org string, p versions.Publication) (*flows.Org, error) {
	files, err := d.store.Files(ctx, org, p.Version)
	if err == nil {
		var o *flows.Org
		if o, err = flows.LoadPublished(org, files, p.Shapes); err == nil {
			return o, nil
		}
	}
	if errors.Is(err, bot.ErrUnavailable) {
		return nil, err
	}
	return nil, fmt.Errorf("%w: %w", errUnreadable, err)
}

var errNothingPublished = errors.New("nothing is published yet: publish with  connective flows publish DIR")

// published returns an organisation's history, which must not be empty.
func (d *desk) published(ctx context.Context, org string) ([]versions.Publication, error) {
	history, err := d.store.History(ctx, org)
	if err != nil {
		return nil, err
	}
	if len(history) > 0 {
		return history, nil
	}
	heads, err := d.store.Heads(ctx)
	if err != nil {
		return nil, err
	}
	var ids []string
	for id := range heads {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	if len(ids) == 0 {
		return nil, errNothingPublished
	}
	return nil, fmt.Errorf("there is no organisation %q; there is %s", org, listed(ids))
}

type flowsVersions struct {
	Org  string `arg:"" help:"The organisation's id: the name of its folder."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Help shows an example.
func (flowsVersions) Help() string {
	return `The version that people get now has a star. IN IT is how many are in the middle
of a conversation that goes on in it.

Example:
  connective flows versions millbrook`
}

// versionLine is one publication, as scripts read it.
type versionLine struct {
	Version string       `json:"version"`
	At      time.Time    `json:"at"`
	By      string       `json:"by"`
	How     versions.How `json:"how"`
	Move    bool         `json:"move"`
	Now     bool         `json:"now"`  // people get it
	Kept    bool         `json:"kept"` // its files are there
	People  int          `json:"people"`
}

// Run lists what was published.
func (c flowsVersions) Run(ctx context.Context, all *Commands, io streams) error {
	d, err := openDesk(ctx, all)
	if err != nil {
		return err
	}
	defer d.close()
	lines, err := d.versionLines(ctx, c.Org)
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(io, lines)
	}
	zone := time.UTC
	if org := d.shelf.Book().Orgs[c.Org]; org != nil {
		zone = org.Timezone
	}
	w := io.table("  VERSION", "WHEN", "BY", "HOW", "IN IT")
	for _, l := range lines {
		star, how, people := " ", string(l.How), fmt.Sprint(l.People)
		if l.Now {
			star = "*"
		}
		if l.Move {
			how += ", moving people"
		}
		if !l.Kept {
			people = "deleted"
		}
		fmt.Fprintf(w, "%s %s\t%s\t%s\t%s\t%s\n", star, short(l.Version), l.At.In(zone).Format("2006-01-02 15:04"), l.By, how, people)
	}
	return w.Flush()
}

// versionLines puts a history together with who is in which version. People are
// counted at the last time that their version was published.
func (d *desk) versionLines(ctx context.Context, org string) ([]versionLine, error) {
	history, err := d.published(ctx, org)
	if err != nil {
		return nil, err
	}
	census, err := d.store.Waiting(ctx, org)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, p := range history {
		names = append(names, p.Version)
	}
	kept, err := d.store.Kept(ctx, org, names)
	if err != nil {
		return nil, err
	}
	lines := make([]versionLine, len(history))
	for i, p := range history {
		lines[i] = versionLine{Version: p.Version, At: p.At, By: p.By, How: p.How, Move: p.Move, Now: i == 0, Kept: kept[i]}
	}
	open := d.opener(ctx, &flows.Org{ID: org})
	for place, count := range census {
		at, err := versions.Follow(history, place.Frame(), open)
		if err != nil {
			return nil, err
		}
		if at >= 0 {
			lines[at].People += count.Waiting
		}
	}
	return lines, nil
}

type flowsRollback struct {
	Org        string `arg:"" help:"The organisation's id: the name of its folder."`
	Version    string `arg:"" optional:"" help:"The version, or the first letters of it. Without it: the one before."`
	publishing `embed:""`
}

// Help shows an example.
func (flowsRollback) Help() string {
	return `The older version becomes the newest of the history. People who are in the middle
of the one that is taken back end as they began.

Examples:
  connective flows rollback millbrook
  connective flows rollback millbrook 1a2b3c4d --yes`
}

// Run publishes an older version again.
func (c flowsRollback) Run(ctx context.Context, all *Commands, io streams) error {
	d, err := openDesk(ctx, all)
	if err != nil {
		return err
	}
	defer d.close()
	history, err := d.published(ctx, c.Org)
	if err != nil {
		return err
	}
	back, err := chosenVersion(history, c.Version)
	if err != nil {
		return err
	}
	files, err := d.store.Files(ctx, c.Org, back.Version)
	if errors.Is(err, versions.ErrNoVersion) {
		return fmt.Errorf("version %s was deleted, as nobody was in it any more: publish it from its files", short(back.Version))
	}
	if err != nil {
		return err
	}
	org, err := flows.LoadPublished(c.Org, files, back.Shapes)
	if err != nil {
		return err
	}
	if err := d.clash(c.Org, files); err != nil {
		return err
	}
	return c.publish(ctx, d, io, "", org, files, versions.ByRollback)
}

// chosenVersion finds the version that begins with some letters; without any, the
// last one before what people get now.
func chosenVersion(history []versions.Publication, begins string) (versions.Publication, error) {
	var found []versions.Publication
	for _, p := range history {
		same := func(f versions.Publication) bool { return f.Version == p.Version }
		if strings.HasPrefix(p.Version, strings.ToLower(begins)) && p.Version != history[0].Version && !slices.ContainsFunc(found, same) {
			found = append(found, p)
		}
	}
	switch {
	case begins == "" && len(found) == 0:
		return versions.Publication{}, errors.New("there is no version before this one")
	case len(found) == 0 && strings.HasPrefix(history[0].Version, strings.ToLower(begins)):
		return versions.Publication{}, errors.New("people get this version already")
	case len(found) == 0:
		return versions.Publication{}, fmt.Errorf("no version begins with %s", begins)
	case len(found) > 1 && begins != "":
		return versions.Publication{}, fmt.Errorf("several versions begin with %s: give more of its letters", begins)
	}
	return found[0], nil
}
