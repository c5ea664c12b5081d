package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
)

type doctorCommand struct {
	NewSecret      bool   `help:"Print a new secret for CONNECTIVE_SECRET, and nothing else."`
	ReleaseReplica string `help:"Give up on a replica that will not come back, so that sending goes on. What its journal holds is answered only when it starts again." placeholder:"ID"`
}

// Help shows an example.
func (doctorCommand) Help() string {
	return `Every fault is listed at once, with how to mend it. Secrets are never printed, and nobody is texted.

Each company is asked for the key, the balance and the numbers of org.yaml. While serve runs, every webhook address is called from outside as its company does.

Examples:
  connective doctor
  connective doctor --new-secret`
}

// check is one line of the doctor's report: what was looked at, and each fault.
type check struct {
	subject string
	faults  []string
	notes   []string
	blind   bool // not all could be looked at
}

// unsure adds what could not be looked at.
func (c *check) unsure(why string) { c.blind, c.notes = true, append(c.notes, why) }

// Run examines the set-up and fails if anything is wrong.
func (c doctorCommand) Run(ctx context.Context, all *Commands, io streams) error {
	if c.NewSecret {
		fmt.Fprintln(io.out, store.NewSecret())
		return nil
	}
	settings, err := readSettings(all.Config, os.Getenv)
	if c.ReleaseReplica != "" {
		return releaseReplica(ctx, all, io, c.ReleaseReplica)
	}
	checks := []check{
		{subject: "Settings", faults: lines(errors.Join(err, settings.check()))},
		checkFlows(settings),
		checkJournal(settings),
		checkRedis(ctx, settings),
	}
	checks = append(checks, checkConnections(ctx, settings)...)
	if webhooks := checkWebhooks(ctx, settings); !webhooks.empty() {
		checks = append(checks, webhooks)
	}
	bad := 0
	for _, c := range checks {
		bad += len(c.faults)
		c.print(io)
	}
	if bad > 0 {
		return failure{errors.New(counted(bad, "fault")), true}
	}
	return nil
}

func (c check) print(io streams) {
	mark := "well"
	switch {
	case len(c.faults) > 0:
		mark = "WRONG"
	case c.blind:
		mark = "not seen"
	}
	fmt.Fprintf(io.out, "%-10s %s\n", c.subject, mark)
	for _, n := range c.notes {
		fmt.Fprintf(io.out, "           %s\n", n)
	}
	for _, f := range c.faults {
		fmt.Fprintf(io.out, "         - %s\n", f)
	}
}

func (c check) empty() bool { return len(c.faults)+len(c.notes) == 0 }

// lines splits a joined error into its faults.
func lines(err error) []string {
	if err == nil {
		return nil
	}
	return strings.Split(err.Error(), "\n")
}

func checkFlows(s Settings) check {
	c := check{subject: "Flows"}
	book, findings, err := loadFolder(s.Flows)
	if err != nil {
		c.faults = []string{err.Error() + ": set CONNECTIVE_FLOWS to the folder that has one folder for each organisation"}
		return c
	}
	if n := errorsOf(findings); n > 0 {
		c.faults = append(c.faults, fmt.Sprintf("%s: see  connective flows lint %s", counted(n, "error"), s.Flows))
	}
	if len(book.Orgs) == 0 {
		c.faults = append(c.faults, "no organisation in "+s.Flows+" can be served")
	}
	for _, org := range book.Orgs {
		c.notes = append(c.notes, fmt.Sprintf("%s: %s, line %s", org.Name, counted(len(org.Flows), "flow"), org.Number))
		c.faults = append(c.faults, lineFault(org)...)
	}
	c.faults = append(append(c.faults, notSetUp(book, s.set())...), wrongLines(book, s.set())...)
	sayDrafts(book, func(words string) { c.notes = append(c.notes, words) })
	for _, f := range findings {
		if f.Severity == flows.Note {
			c.notes = append(c.notes, f.Pos.File+": "+f.Message)
		}
	}
	return c
}

// lineFault says whether people could answer the organisation's line.
func lineFault(org *flows.Org) []string {
	if !providers.ParseAddress(org.Number, "GB").Answerable() {
		return []string{org.Name + " has a number that nobody can text: give the whole number, such as +44..., in org.yaml"}
	}
	return nil
}

func checkJournal(s Settings) check {
	c := check{subject: "Journal", faults: lines(checkDisk(s))}
	if len(c.faults) == 0 {
		c.faults = lines(tryFolder(journalFolder(s)))
	}
	return c
}

// tryFolder makes a folder if there is none, and a file in it that it takes away
// again.
func tryFolder(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("make the journal's folder: %w", settledByData(err))
	}
	file, err := os.CreateTemp(folder, ".doctor-")
	if err != nil {
		return fmt.Errorf("write to the journal's folder: %w", settledByData(err))
	}
	return errors.Join(file.Close(), os.Remove(file.Name()))
}

func checkRedis(ctx context.Context, s Settings) check {
	c := check{subject: "Redis"}
	url := s.RedisURL
	if url == "" {
		own, err := filepath.Abs(filepath.Join(s.Data, "redis", "redis.sock"))
		if err != nil || !(&ownRedis{socket: own}).answers() {
			c.notes = []string{"CONNECTIVE_REDIS_URL is not set: serve starts one of its own, which is not running now"}
			return c
		}
		url = "unix://" + own
	}
	keys, err := store.DeriveKeys(s.Secret, s.SecretOld)
	if err != nil || s.checkRedisAddress() != nil {
		c.unsure("not asked: mend the settings first")
		return c
	}
	opened, err := store.Open(ctx, store.Options{URL: url, Keys: keys, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		c.faults = lines(err)
		return c
	}
	defer func() { _ = opened.Close() }() // nothing was written
	problems, err := opened.CheckServer(ctx, s.AcceptLoss)
	for _, p := range problems {
		c.faults = append(c.faults, p.String())
	}
	c.faults = append(c.faults, lines(err)...)
	c.notes = append(c.notes, waiting(ctx, opened)...)
	for i, connection := range s.set() {
		c.faults = append(c.faults, halted(ctx, opened, connection, i == 0)...)
	}
	notes, faults := checkPublished(ctx, opened, s)
	c.notes, c.faults = append(c.notes, notes...), append(c.faults, faults...)
	return c
}

// waiting tells what people should look at, which is no fault of the set-up.
func waiting(ctx context.Context, s *store.Store) []string {
	now, err := s.Gauges(ctx, time.Now())
	if err != nil {
		return nil
	}
	var notes []string
	if now.CasesOverADay > 0 {
		notes = append(notes, fmt.Sprintf("conversations that have waited for a person for more than a day: %d, see  connective cases list", now.CasesOverADay))
	}
	if now.Unknown > 0 {
		notes = append(notes, fmt.Sprintf("texts that may not have arrived: %d, see  connective outbox list", now.Unknown))
	}
	if now.Quarantined > 0 {
		notes = append(notes, fmt.Sprintf("texts kept apart for a week: %d, see  connective quarantine list", now.Quarantined))
	}
	if now.UnopenedNews > 0 {
		notes = append(notes, fmt.Sprintf("facts that organisations' webhooks are not told, as no secret here opens them: %d; add the secret they were sealed with to CONNECTIVE_SECRET_OLD within 30 days, and start again", now.UnopenedNews))
	}
	return notes
}

func releaseReplica(ctx context.Context, all *Commands, io streams, id string) error {
	d, err := openDesk(ctx, all)
	if err != nil {
		return err
	}
	defer d.close()
	if err := d.store.ReleaseReplica(ctx, id); err != nil {
		return fmt.Errorf("release the replica: %w", err)
	}
	fmt.Fprintln(io.out, "Released", id+". Start it again when you can: texts in its journal wait for that.")
	return nil
}
