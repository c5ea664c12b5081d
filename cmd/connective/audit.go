package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/connective-messaging/connective/bot/staff"
)

type auditCommand struct {
	List   auditList   `cmd:"" help:"List who saw and did what, the newest first."`
	Verify auditVerify `cmd:"" help:"Find entries that were changed, taken or moved."`
}

// logs are the organisations that have an audit log, or the one that is named, and
// last what concerns no single one.
func (d *desk) logs(ctx context.Context, org string) ([]string, error) {
	if org != "" {
		return []string{org}, nil
	}
	orgs := []string{staff.House}
	for id := range d.shelf.Book().Orgs {
		orgs = append(orgs, id)
	}
	accounts, err := d.store.AllAccounts(ctx)
	if err != nil {
		return nil, fmt.Errorf("see whose audit logs there are: %w", err)
	}
	for _, a := range accounts { // of organisations that are not published any more
		orgs = append(orgs, a.Orgs()...)
	}
	slices.Sort(orgs)
	found, err := d.store.Audited(ctx, slices.Compact(orgs))
	if err != nil {
		return nil, fmt.Errorf("see whose audit logs there are: %w", err)
	}
	return found, nil
}

// eachLog does something with the audit log of one organisation, or of each that
// has one.
func eachLog(ctx context.Context, all *Commands, org string, do func(d *desk, org string) error) error {
	d, err := openDesk(ctx, all)
	if err != nil {
		return err
	}
	defer d.close()
	orgs, err := d.logs(ctx, org)
	if err != nil {
		return err
	}
	for _, org := range orgs {
		if err := do(d, org); err != nil {
			return err
		}
	}
	return nil
}

type auditList struct {
	Org  string `help:"Only this organisation; * is what concerns no single one." placeholder:"ORG"`
	Last int    `help:"How many entries of each." default:"50" placeholder:"N"`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Help shows an example.
func (auditList) Help() string { return "Example:\n  connective audit list --org wenbridge --last 20" }

// auditLine is one entry, as scripts read it.
type auditLine struct {
	Org string `json:"org"`
	staff.Entry
}

// Run lists the entries.
func (c auditList) Run(ctx context.Context, all *Commands, io streams) error {
	lines := []auditLine{}
	err := eachLog(ctx, all, c.Org, func(d *desk, org string) error {
		entries, err := d.store.Entries(ctx, atTheMachine(org), 0, c.Last)
		if err != nil {
			return fmt.Errorf("read the audit log of %s: %w", org, err)
		}
		for _, e := range entries {
			lines = append(lines, auditLine{org, e})
		}
		return nil
	})
	switch {
	case err != nil:
		return err
	case c.JSON:
		return printJSON(io, lines)
	}
	w := io.table("ORGANISATION", "NO.", "WHEN", "WHO", "WHAT", "")
	for _, l := range lines {
		fmt.Fprintf(w, "%s\t%d\t%s\t%s\t%s\t%s\n", l.Org, l.N, l.At.Local().Format("2006-01-02 15:04"), whoOf(l.Entry), l.Deed, whomOf(l.Entry))
	}
	return w.Flush()
}

// whoOf says who did it.
func whoOf(e staff.Entry) string {
	switch {
	case e.Who == staff.Machine:
		return e.Name + " at the machine"
	case e.Name != "":
		return e.Name
	case e.Who != "":
		return e.Who
	}
	return "somebody unknown"
}

// whomOf says what it was done to, and why.
func whomOf(e staff.Entry) string {
	said := e.Detail
	for _, part := range []struct{ name, value string }{{"case", e.Case}, {"person", e.Person}, {"account", e.Account}, {"because", e.Reason}} {
		if part.value != "" && part.value != e.Who {
			said += "  " + part.name + " " + part.value
		}
	}
	return said
}

type auditVerify struct {
	Org  string `help:"Only this organisation; * is what concerns no single one." placeholder:"ORG"`
	Head string `help:"An end of the log that was printed before, and must be found in it; needs --org." placeholder:"HEAD"`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Help shows an example.
func (auditVerify) Help() string {
	return `Each entry holds the hash of the one before, and is sealed with its place. An entry that was changed, taken
or moved is named, and the exit status is 1. Somebody who puts a whole older copy of Redis back cannot be found
that way: keep the end that this prints elsewhere, once a day, and give it with --head.

Examples:
  connective audit verify
  connective audit verify --org wenbridge --head 123-5f2c...`
}

// auditFinding is what was found in one log, as scripts read it.
type auditFinding struct {
	Org     string   `json:"org"`
	Entries int64    `json:"entries"`
	Head    string   `json:"head"`
	Faults  []string `json:"faults"`
}

// Run verifies the logs.
func (c auditVerify) Run(ctx context.Context, all *Commands, io streams) error {
	var known *staff.Head
	if c.Head != "" {
		head, err := staff.ReadHead(c.Head)
		if err != nil {
			return err
		}
		if c.Org == "" {
			return fmt.Errorf("--head needs --org: each organisation has a log of its own")
		}
		known = &head
	}
	found := []auditFinding{}
	err := eachLog(ctx, all, c.Org, func(d *desk, org string) error {
		v, err := d.store.VerifyAudit(ctx, atTheMachine(org), known)
		if err != nil {
			return fmt.Errorf("verify the audit log of %s: %w", org, err)
		}
		found = append(found, auditFinding{org, v.Head.N, v.Head.String(), v.Faults})
		return nil
	})
	if err != nil {
		return err
	}
	return c.say(io, found)
}

// say prints what was found; a log with a fault is a failure.
func (c auditVerify) say(io streams, found []auditFinding) error {
	faults := 0
	for _, f := range found {
		faults += len(f.Faults)
		if c.JSON {
			continue
		}
		if len(f.Faults) == 0 {
			fmt.Fprintf(io.out, "%s: %s as written. The end: %s\n", f.Org, inEntries(int(f.Entries)), f.Head)
		}
		for _, fault := range f.Faults {
			fmt.Fprintf(io.out, "%s: %s\n", f.Org, fault)
		}
	}
	if c.JSON {
		if err := printJSON(io, found); err != nil {
			return err
		}
	}
	if faults > 0 {
		return failure{error: fmt.Errorf("the audit log was changed"), quiet: c.JSON}
	}
	return nil
}
