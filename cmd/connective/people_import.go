package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/bot/people"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/flows"
)

type peopleImport struct {
	Org     string `arg:"" help:"The organisation."`
	File    string `arg:"" help:"The CSV file."`
	Group   string `help:"A group that everybody in the list joins." placeholder:"GROUP"`
	DryRun  bool   `help:"Only say what would be done."`
	Refused string `help:"Where the refused rows are written; FILE-refused.csv unless you say otherwise." placeholder:"FILE"`
	JSON    bool   `name:"json" help:"Print JSON."`
}

// Help shows an example.
func (peopleImport) Help() string {
	return `The first line of the file names the columns: number, language, consent, consent_source, consent_date,
consent_words, groups, and the profile fields of org.yaml. Without proof of their consent nobody is
taken: what they agreed to (a name of consents: in org.yaml), where, when, and the words that they read.

  number,consent,consent_source,consent_date,consent_words,groups
  07700 900123,updates,paper form at the library,2026-03-31,Texts about our groups,walk

Nobody is texted. Who has texted STOP or was forgotten is never taken. The same file can be
imported again: what is there stays as it is. Refused rows are written to a file of their own, each
with the reason: mend them there, and import that file.

Examples:
  connective people import my-org people.csv --dry-run
  connective people import my-org people.csv --group walk`
}

// Run imports a list.
func (c peopleImport) Run(ctx context.Context, all *Commands, io streams) error {
	d, desk, err := peopleDesk(ctx, all, c.Org)
	if err != nil {
		return err
	}
	defer d.close()
	if err := checkGroup(d.shelf.Book().Orgs[c.Org], c.Group); err != nil {
		return err
	}
	file, err := os.Open(c.File)
	if err != nil {
		return fmt.Errorf("read the list: %w", err)
	}
	defer file.Close()
	sheet, err := people.OpenSheet(file, d.shelf.Book().Orgs[c.Org])
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	p := c.paper(io, sheet)
	if !c.DryRun {
		if err := d.note(ctx, c.Org, staff.Entry{Deed: people.ImportedPeople, Detail: filepath.Base(c.File)}); err != nil {
			return err
		}
	}
	by := atTheMachine(c.Org).Name()
	report, err := desk.Import(ctx, people.Job{Org: c.Org, By: by, Group: c.Group, DryRun: c.DryRun}, sheet.Rows(), p.each)
	if err := errors.Join(err, p.close()); err != nil {
		return fmt.Errorf("%s (%s done): %w", c.File, inRows(report.Rows), err)
	}
	return p.end(report)
}

// checkGroup returns why a whole list cannot join a group.
func checkGroup(o *flows.Org, called string) error {
	if called == "" {
		return nil
	}
	g, ok := o.GroupCalled(called)
	_, event := o.Event(g.ID)
	switch {
	case !ok:
		return errors.New(people.Fault{Reason: people.NoSuchGroup, What: called, Can: people.GroupsOfLists(o)}.Words())
	case g.Sensitive:
		return errors.New(people.Fault{Reason: people.Sensitive, What: g.Name}.Words())
	case event:
		return errors.New(people.Fault{Reason: people.IsEvent, What: g.Name}.Words())
	}
	return nil
}

// importPaper is where it is told what became of a list.
type importPaper struct {
	c      peopleImport
	io     streams
	sheet  *people.Sheet
	path   string // of the refused rows
	file   *os.File
	mend   *people.Mend
	rows   int
	begun  bool // a list of JSON
	screen *os.File
}

// refusedRow is a row that was refused, as scripts read it.
type refusedRow struct {
	Line    int            `json:"line"`
	Person  string         `json:"person,omitempty"` // the end of their number
	Reasons []people.Fault `json:"reasons"`
	Words   []string       `json:"words"`
}

func (c peopleImport) paper(io streams, sheet *people.Sheet) *importPaper {
	p := &importPaper{c: c, io: io, sheet: sheet, path: c.Refused}
	if p.path == "" {
		p.path = strings.TrimSuffix(c.File, filepath.Ext(c.File)) + "-refused.csv"
	}
	if screen, ok := io.err.(*os.File); ok && isTerminal(screen) {
		p.screen = screen
	}
	if c.JSON {
		fmt.Fprint(io.out, `{"refused": [`)
	}
	return p
}

// each tells what became of one row.
func (p *importPaper) each(o people.Outcome) error {
	p.rows++
	if p.screen != nil && p.rows%500 == 0 {
		fmt.Fprintf(p.screen, "\r%d rows", p.rows)
	}
	if o.Verdict != people.Refused {
		return nil
	}
	if err := p.keep(o); err != nil {
		return err
	}
	var words []string
	for _, f := range o.Faults {
		words = append(words, f.Words())
	}
	if p.c.JSON {
		return p.print(refusedRow{o.Row.Line, o.Person, o.Faults, words})
	}
	p.clear()
	fmt.Fprintf(p.io.out, "line %d %s: %s\n", o.Row.Line, o.Person, strings.Join(words, "; "))
	return nil
}

func (p *importPaper) print(row refusedRow) error {
	text, err := json.Marshal(row)
	if err != nil {
		return fmt.Errorf("print a row: %w", err)
	}
	if p.begun {
		fmt.Fprint(p.io.out, ",")
	}
	p.begun = true
	fmt.Fprintf(p.io.out, "\n  %s", text)
	return nil
}

// keep writes a refused row into the file of those, but for a dry run that names
// none. It is full of numbers, and never takes the place of another.
func (p *importPaper) keep(o people.Outcome) error {
	if p.c.DryRun && p.c.Refused == "" {
		return nil
	}
	if p.mend == nil {
		file, err := os.OpenFile(p.path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("%s is there already, and may hold somebody's work: say  --refused FILE", p.path)
		}
		if err != nil {
			return fmt.Errorf("write what was refused: %w", err)
		}
		p.file, p.mend = file, people.NewMend(file, p.sheet)
	}
	return p.mend.Write(o)
}

func (p *importPaper) clear() {
	if p.screen != nil {
		fmt.Fprint(p.screen, "\r\x1b[K")
	}
}

func (p *importPaper) close() error {
	p.clear()
	if p.mend == nil {
		return nil
	}
	return errors.Join(p.mend.Flush(), p.file.Close())
}

// end tells of the whole list. Rows that were refused are a failure, for scripts.
func (p *importPaper) end(r people.Report) error {
	if p.c.JSON {
		text, err := json.Marshal(r)
		if err != nil {
			return fmt.Errorf("print: %w", err)
		}
		fmt.Fprintf(p.io.out, "\n], \"report\": %s}\n", text)
	} else {
		p.summary(r)
	}
	if r.Refused > 0 {
		return failure{errors.New("rows were refused"), true}
	}
	return nil
}

func (p *importPaper) summary(r people.Report) {
	verb := ""
	if r.DryRun {
		verb = "would be "
	}
	fmt.Fprintf(p.io.out, "%s: %d %sadded, %d %supdated, %d unchanged, %d refused.\n", inRows(r.Rows), r.Added, verb, r.Updated, verb, r.Unchanged, r.Refused)
	for _, why := range slices.Sorted(maps.Keys(r.Reasons)) {
		fmt.Fprintf(p.io.out, "%6d %s\n", r.Reasons[why], strings.ReplaceAll(string(why), "_", " "))
	}
	if p.mend != nil {
		fmt.Fprintf(p.io.out, "The refused rows are in %s: mend them there, and import that file.\n", p.path)
	}
	if r.DryRun {
		fmt.Fprintln(p.io.out, "Nothing was written. Without --dry-run it is.")
		return
	}
	fmt.Fprintln(p.io.out, "Nobody was texted.")
}

func inRows(n int) string {
	if n == 1 {
		return "1 row"
	}
	return fmt.Sprint(n, " rows")
}
