package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot/evaluation"
	"github.com/connective-messaging/connective/flows"
)

type tipsCommand struct {
	List  tipsList  `cmd:"" help:"List what there is to read, how often it was asked for, and whether it helped."`
	Stale tipsStale `cmd:"" help:"List what nobody has looked through for a year."`
}

// tipLine is one tip, as scripts read it.
type tipLine struct {
	ID        string   `json:"id"`
	Title     string   `json:"title"`
	Stages    []string `json:"stages"`    // none is everybody
	Languages []string `json:"languages"` // in which it is sent
	Drafts    []string `json:"drafts"`    // in which no speaker has checked it
	Author    string   `json:"author"`
	Reviewer  string   `json:"reviewer"`
	Reviewed  string   `json:"reviewed"` // a day, or empty
	Stale     bool     `json:"stale"`
	Shown     int      `json:"shown"`
	Yes       int      `json:"yes"`
	No        int      `json:"no"`
}

// tipLines returns an organisation's tips with what people think of them, those
// alone that are stale if so asked.
func tipLines(o *flows.Org, counts map[string]evaluation.TipCount, now time.Time, stale bool) []tipLine {
	lines := []tipLine{}
	for _, t := range o.Tips() {
		if stale && !t.Stale(now) {
			continue
		}
		reviewed := ""
		if !t.Reviewed.IsZero() {
			reviewed = t.Reviewed.Format(time.DateOnly)
		}
		c := counts[t.ID]
		lines = append(lines, tipLine{t.ID, t.Name, orNone(t.Stages), orNone(t.Languages), orNone(t.Drafts), t.Author, t.Reviewer, reviewed, t.Stale(now), c.Shown, c.Yes, c.No})
	}
	return lines
}

// orNone is a list that JSON never writes as null.
func orNone(words []string) []string { return append([]string{}, words...) }

func printTips(io streams, lines []tipLine, none string) error {
	if len(lines) == 0 {
		fmt.Fprintln(io.out, none)
		return nil
	}
	w := io.table("TIP", "TITLE", "STAGES", "SENT IN", "REVIEWED", "BY", "SHOWN", "HELPED", "")
	for _, l := range lines {
		helped, note := "", ""
		if l.Yes+l.No > 0 {
			helped = fmt.Sprintf("%d of %d", l.Yes, l.Yes+l.No)
		}
		if l.Stale {
			note = "to be looked through"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%d\t%s\t%s\n", l.ID, l.Title, strings.Join(l.Stages, " "), strings.Join(l.Languages, " "), l.Reviewed, l.Reviewer, l.Shown, helped, note)
	}
	return w.Flush()
}

func runTips(ctx context.Context, all *Commands, io streams, org string, stale, asJSON bool, none string) error {
	d, err := openDeskOf(ctx, all, org)
	if err != nil {
		return err
	}
	defer d.close()
	shown, err := d.store.Rows(ctx, org, flows.TipsShown)
	if err != nil {
		return fmt.Errorf("read which tips were shown: %w", err)
	}
	helped, err := d.store.Rows(ctx, org, flows.TipsHelped)
	if err != nil {
		return fmt.Errorf("read which tips have helped: %w", err)
	}
	lines := tipLines(d.shelf.Book().Orgs[org], evaluation.TipCounts(shown, helped), time.Now(), stale)
	if asJSON {
		return printJSON(io, lines)
	}
	return printTips(io, lines, none)
}

type tipsList struct {
	Org  string `arg:"" help:"The organisation, by the name of its folder."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Help shows an example.
func (tipsList) Help() string {
	return `Tips are the rows of tips.csv. Who has read or answered what is not kept.

Examples:
  connective tips list wenbridge
  connective tips list wenbridge --json`
}

// Run lists the tips.
func (c tipsList) Run(ctx context.Context, all *Commands, io streams) error {
	return runTips(ctx, all, io, c.Org, false, c.JSON, "There are none: tips are the rows of tips.csv.")
}

type tipsStale struct {
	Org  string `arg:"" help:"The organisation, by the name of its folder."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Help shows an example.
func (tipsStale) Help() string {
	return `Have somebody else than the author look each through, write the day and their name under
reviewed and reviewer in tips.csv, and publish. Until then people are still sent them.

Examples:
  connective tips stale wenbridge`
}

// Run lists the tips that must be looked through again.
func (c tipsStale) Run(ctx context.Context, all *Commands, io streams) error {
	return runTips(ctx, all, io, c.Org, true, c.JSON, "All were looked through within a year.")
}
