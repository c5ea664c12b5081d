package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"strconv"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/evaluation"
	"github.com/connective-messaging/connective/flows"
)

type directoryFigures struct {
	Org     string `arg:"" help:"The organisation, by the name of its folder."`
	Quarter string `help:"A quarter, such as 2026-Q4; this one if it is left out." placeholder:"QUARTER"`
	CSV     bool   `name:"csv" xor:"form" help:"As CSV, for a spreadsheet."`
	JSON    bool   `name:"json" xor:"form" help:"As JSON, for scripts."`
}

// Help shows an example.
func (directoryFigures) Help() string {
	return `What people looked for by need and outcode, needs for which there was nothing, the services that
were shown most, and what came of it. Counts from 1 to 4 are hidden, as *, and so are those from
which they could be worked out; shares of fewer than 20 are left out. Publish a quarter once it
is over.

Examples:
  connective directory figures wenbridge
  connective directory figures wenbridge --quarter 2026-Q3 --csv > signposting.csv`
}

// Run prints the figures of a quarter.
func (c directoryFigures) Run(ctx context.Context, all *Commands, io streams) error {
	quarter := evaluation.QuarterOf(time.Now())
	if c.Quarter != "" {
		var err error
		if quarter, err = evaluation.ReadQuarter(c.Quarter); err != nil {
			return err
		}
	}
	d, err := openDeskOf(ctx, all, c.Org)
	if err != nil {
		return err
	}
	defer d.close()
	var rows evaluation.Rowsets
	for set, into := range map[string]*[]map[string]string{
		flows.ServicesShown: &rows.Shown, flows.Unmet: &rows.Unmet, bot.FollowedSet: &rows.Asked, bot.OutcomeSet: &rows.Outcome,
	} {
		if *into, err = d.store.Rows(ctx, c.Org, set); err != nil {
			return fmt.Errorf("read the rows of %s: %w", set, err)
		}
	}
	figures := evaluation.Signpost(rows, quarter)
	switch {
	case c.JSON:
		return printJSON(io, figures)
	case c.CSV:
		return printFiguresCSV(io, figures)
	}
	return printFigures(io, figures)
}

// percentOf is a share in words.
func percentOf(p *int) string {
	if p == nil {
		return "too few to tell"
	}
	return strconv.Itoa(*p) + " %"
}

func printFigures(io streams, f evaluation.Signposting) error {
	fmt.Fprintf(io.out, "%s\nSearches for which there was nothing: %s\nAsked what came of it: %s, of whom have said: %s (%s)\nGot it, of those who got it or not yet: %s\n\n",
		f.Quarter, percentOf(f.Gap), f.Asked, f.Answered, percentOf(f.Reply), percentOf(f.Got))
	w := io.table("NEED", "AREA", "SHOWN", "NOTHING FOUND")
	for _, c := range f.Needs {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", c.Need, c.Area, c.Met, c.Not)
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("print figures: %w", err)
	}
	for _, table := range figureTables(f) {
		fmt.Fprintln(io.out)
		w := io.table(table.head, "COUNT")
		for _, n := range table.rows {
			fmt.Fprintf(w, "%s\t%s\n", n.Name, n.Count)
		}
		if err := w.Flush(); err != nil {
			return fmt.Errorf("print figures: %w", err)
		}
	}
	return nil
}

// figureTable is one of the plain lists of the figures.
type figureTable struct {
	name, head string
	rows       []evaluation.Named
}

func figureTables(f evaluation.Signposting) []figureTable {
	return []figureTable{{"unmet", "NOTHING FOUND FOR", f.Unmet}, {"service", "SHOWN MOST", f.Services}, {"outcome", "WHAT CAME OF IT", f.Outcomes}}
}

// printFiguresCSV prints one row for each count. A count or a share that is not told
// is empty.
func printFiguresCSV(io streams, f evaluation.Signposting) error {
	w := csv.NewWriter(io.out)
	row := func(table, name, area, measure, value string) {
		_ = w.Write([]string{f.Quarter, table, name, area, measure, value}) // Flush and Error tell
	}
	_ = w.Write([]string{"quarter", "table", "name", "area", "measure", "value"})
	for _, c := range f.Needs {
		row("need", c.Need, c.Area, "shown", told(c.Met))
		row("need", c.Need, c.Area, "unmet", told(c.Not))
	}
	for _, table := range figureTables(f) {
		for _, n := range table.rows {
			row(table.name, n.Name, "", "count", told(n.Count))
		}
	}
	row("follow_up", "asked", "", "count", told(f.Asked))
	row("follow_up", "answered", "", "count", told(f.Answered))
	for _, share := range []struct {
		table, name string
		percent     *int
	}{{"follow_up", "answered", f.Reply}, {"follow_up", "got", f.Got}, {"search", "unmet", f.Gap}} {
		value := ""
		if share.percent != nil {
			value = strconv.Itoa(*share.percent)
		}
		row(share.table, share.name, "", "percent", value)
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return fmt.Errorf("print figures: %w", err)
	}
	return nil
}

// told is a count as a cell: empty where it is hidden.
func told(c evaluation.Count) string {
	if n, ok := c.Value(); ok {
		return strconv.Itoa(n)
	}
	return ""
}
