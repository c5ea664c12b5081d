package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/connective-messaging/connective/bot/directory"
	"github.com/connective-messaging/connective/bot/directory/feed"
)

type directoryImport struct {
	Org    string `arg:"" help:"The organisation, by the name of its folder."`
	From   string `arg:"" help:"The address of a feed, or a file." name:"feed"`
	Shrink bool   `help:"It is right that more than a fifth of the services are gone."`
	Full   bool   `help:"Read all of the feed, not only what it says has changed."`
	JSON   bool   `help:"As JSON, for scripts."`
}

// Help shows an example.
func (directoryImport) Help() string {
	return `A feed is Open Referral UK (HSDS 3.0, or version 1): its address is that of /services. People get
the new directory once all of it is there. A feed that is away, or breaks off, changes nothing;
the same import goes on where it was if it is run again within a day. A feed with a fifth fewer
services than before asks first. Of an API only what has changed since the last import is asked
for, and once a week, or with --full, all of it.

Examples:
  connective directory import wenbridge https://directory.example.org/api/services
  connective directory import wenbridge services.json --json`
}

// Run imports a directory.
func (c directoryImport) Run(ctx context.Context, all *Commands, io streams) error {
	d, err := openDeskOf(ctx, all, c.Org)
	if err != nil {
		return err
	}
	defer d.close()
	job := feed.Job{Org: c.Org, Drafts: d.store, Shelf: d.store, Whole: c.Full, Shrink: func(before, now int) bool { return c.Shrink || c.smaller(io, before, now) }}
	report, err := runFeed(ctx, io, c.From, d.settings, job, c.JSON)
	if err != nil {
		return err
	}
	org := d.shelf.Book().Orgs[c.Org]
	if lacks := org.LacksOf(directory.NewIndex(nil, nil).List(org.Languages, time.Now(), false)); len(lacks) > 0 {
		fmt.Fprintf(io.err, "Flows go on with services.csv: it has columns that no directory has, %s. Leave them out there, and publish the flows.\n", strings.Join(lacks, ", "))
	}
	if !c.JSON {
		if !report.Since.IsZero() {
			fmt.Fprintf(io.out, "The feed was asked for what has changed since %s; %s it said nothing of stay as they were.\n", report.Since.Format(time.DateOnly), counted(report.Carried, "service"))
		}
		fmt.Fprintf(io.out, "People get %s now: %d new, %d changed, %d as before, %d gone.\n",
			counted(report.Services, "service"), report.Added, report.Changed, report.Unchanged, report.Removed)
	}
	return nil
}

// smaller asks whoever sits at a terminal whether a smaller directory is right.
func (c directoryImport) smaller(io streams, before, now int) bool {
	file, ok := io.in.(*os.File)
	if !ok || !isTerminal(file) {
		return false
	}
	fmt.Fprintf(io.err, "\nThere would be %s, in place of %d. Is this right? [y/N] ", counted(now, "service"), before)
	answer, _ := bufio.NewReader(io.in).ReadString('\n') // no answer is no
	answer = strings.ToLower(strings.TrimSpace(answer))
	return answer == "y" || answer == "yes"
}

type directoryCheck struct {
	From string `arg:"" help:"The address of a feed, or a file." name:"feed"`
	JSON bool   `help:"As JSON, for scripts."`
}

// Help shows an example.
func (directoryCheck) Help() string {
	return `Nothing is kept, and no other part of Connective needs to run. The exit status is 1 if a row
would be left out.

Examples:
  connective directory check https://directory.example.org/api/services
  connective directory check services.json`
}

// Run checks a feed.
func (c directoryCheck) Run(ctx context.Context, all *Commands, io streams) error {
	settings, err := readSettings(all.Config, os.Getenv)
	if err != nil {
		return err
	}
	report, err := runFeed(ctx, io, c.From, settings, feed.Job{}, c.JSON)
	if err != nil {
		return err
	}
	if report.Refused > 0 {
		return failure{errors.New("rows are wrong"), true}
	}
	return nil
}

// mostFaults is how many faults are printed; all are counted.
const mostFaults = 200

// runFeed runs an import or a check, shows how far it is, and prints what is wrong
// and what became of it.
func runFeed(ctx context.Context, io streams, from string, settings Settings, job feed.Job, asJSON bool) (feed.Report, error) {
	source, err := feed.Open(from, feed.UsualLimits, settings.Env != "production")
	if err != nil {
		return feed.Report{}, err
	}
	faults := []feed.Fault{} // scripts read a list, also where there is nothing in it
	all := 0
	job.Source, job.Now, job.Schema = source, time.Now(), true
	job.Fault = func(f feed.Fault) error {
		if all++; len(faults) < mostFaults {
			faults = append(faults, f)
		}
		return nil
	}
	bar, done := showSteps(io, asJSON)
	job.Step = bar
	report, err := feed.Run(ctx, job)
	done()
	if asJSON {
		return report, errors.Join(printJSON(io, struct {
			feed.Report
			Faults []feed.Fault `json:"faults"`
			Error  string       `json:"error,omitempty"`
		}{report, faults, words(err)}), err)
	}
	for _, f := range faults {
		fmt.Fprintln(io.out, f)
	}
	if more := all - len(faults); more > 0 {
		fmt.Fprintf(io.out, "… and %d more like these.\n", more)
	}
	printFeedReport(io, report)
	return report, err
}

func words(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func printFeedReport(io streams, r feed.Report) {
	fmt.Fprintf(io.out, "%s read: %d can be used, %d left out, %d doubled.\n", counted(r.Rows, "row"), r.Services, r.Refused, r.Duplicates)
	fmt.Fprintf(io.out, "Of those that can be used, people are not shown %d (closed or over) and %d (nobody has assured them for a year). Without a phone number: %d; without a date when they were assured: %d.\n",
		r.Hidden, r.Stale, r.NoPhone, r.NoDate)
	if r.Differs > 0 {
		fmt.Fprintf(io.out, "Of those that can be used, %s not as the schema of HSDS 3.0 UK has it.\n", map[bool]string{true: "1 row is", false: fmt.Sprintf("%d rows are", r.Differs)}[r.Differs == 1])
	}
}

// showSteps draws a bar on a terminal; a pipe stays quiet.
func showSteps(io streams, quiet bool) (step func(read, total int), done func()) {
	screen, ok := io.err.(*os.File)
	if quiet || !ok || !isTerminal(screen) {
		return nil, func() {}
	}
	bar := progressbar.NewOptions(-1, progressbar.OptionSetWriter(screen), progressbar.OptionSetDescription("services"),
		progressbar.OptionShowCount(), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100*time.Millisecond))
	return func(read, total int) {
		if total > 0 && bar.GetMax() != total {
			bar.ChangeMax(total)
		}
		_ = bar.Set(min(read, max(total, read))) // what cannot be drawn is not missed
	}, func() { _ = bar.Finish() }
}
