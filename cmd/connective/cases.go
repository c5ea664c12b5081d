package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot"
)

type casesCommand struct {
	List  casesList  `cmd:"" help:"List who waits for a person, the longest first."`
	Show  casesShow  `cmd:"" help:"Show one conversation."`
	Reply casesReply `cmd:"" help:"Answer one conversation."`
	Close casesClose `cmd:"" help:"Close one conversation; the bot goes on from there."`
}

type casesList struct {
	Org  string `help:"Only this organisation." placeholder:"ORG"`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Help shows an example.
func (casesList) Help() string { return "Example:\n  connective cases list" }

// caseLine is one open case, as scripts read it.
type caseLine struct {
	Org    string    `json:"org"`
	ID     string    `json:"id"`
	Queue  string    `json:"queue"`
	Reason string    `json:"reason"`
	Urgent bool      `json:"urgent"`
	Phone  string    `json:"phone"`
	Opened time.Time `json:"opened"`
	Texts  int       `json:"texts"`
}

// Run lists the open cases, urgent ones first.
func (c casesList) Run(ctx context.Context, all *Commands, io streams) error {
	d, err := openDesk(ctx, all)
	if err != nil {
		return err
	}
	defer d.close()
	var lines []caseLine
	for org := range d.shelf.Book().Orgs {
		if c.Org != "" && c.Org != org {
			continue
		}
		open, err := d.store.OpenCases(ctx, org)
		if err != nil {
			return fmt.Errorf("list the cases of %s: %w", org, err)
		}
		for _, f := range open {
			lines = append(lines, caseLine{org, f.ID, f.Queue, f.Reason, f.Urgent, f.Key.Address.Masked(), f.Opened, len(f.Notes)})
		}
	}
	slices.SortFunc(lines, func(a, b caseLine) int {
		if a.Urgent != b.Urgent {
			return map[bool]int{true: -1, false: 1}[a.Urgent]
		}
		return a.Opened.Compare(b.Opened)
	})
	if c.JSON {
		return printJSON(io, lines)
	}
	return printCases(io, lines, time.Now())
}

func printCases(io streams, lines []caseLine, now time.Time) error {
	if len(lines) == 0 {
		fmt.Fprintln(io.out, "Nobody is waiting.")
		return nil
	}
	w := io.table("CASE", "ORGANISATION", "QUEUE", "WHY", "PHONE", "WAITING", "TEXTS", "")
	for _, l := range lines {
		urgent := ""
		if l.Urgent {
			urgent = "URGENT"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%d\t%s\n", l.ID, l.Org, l.Queue, l.Reason, l.Phone, now.Sub(l.Opened).Round(time.Minute), l.Texts, urgent)
	}
	return w.Flush()
}

type casesShow struct {
	ID   string `arg:"" help:"The case, as cases list prints it."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Help shows an example.
func (casesShow) Help() string { return "Example:\n  connective cases show c-7KQ2" }

// Run shows one case with its lines.
func (c casesShow) Run(ctx context.Context, all *Commands, io streams) error {
	d, err := openDesk(ctx, all)
	if err != nil {
		return err
	}
	defer d.close()
	_, file, err := d.find(ctx, c.ID)
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(io, file.Notes)
	}
	fmt.Fprintf(io.out, "%s, %s, phone %s, since %s\n", file.ID, file.Reason, file.Key.Address.Masked(), file.Opened.Format("Mon 2 Jan 15:04"))
	if file.About != "" {
		fmt.Fprintln(io.out, "About:", file.About)
	}
	if r := file.Referral; r != nil {
		fmt.Fprintln(io.out, "Asked:", r.Name+",", referralState(r))
	}
	for _, n := range file.Notes {
		fmt.Fprintf(io.out, "%s  %-8s  %s\n", n.At.Format("15:04"), n.Who, strings.ReplaceAll(n.Text, "\n", "\n                 "))
	}
	return nil
}

// referralState is how far a service is with a referral.
func referralState(r *bot.Referral) string {
	switch {
	case r.Answer == bot.SaysYes:
		return "which says that it will call them"
	case r.Answer == bot.SaysCannot:
		return "which cannot help: " + bot.CannotReasons.Label(r.Reason)
	case r.Staff:
		return "which has not answered; staff go on"
	case !r.Seen.IsZero():
		return "which has read it"
	case !r.Mailed.IsZero():
		return "which has a letter and has not answered"
	}
	return "to which a letter is about to leave"
}

type casesReply struct {
	ID   string   `arg:"" help:"The case, as cases list prints it."`
	Text []string `arg:"" help:"What to say."`
	Name string   `help:"Who says it." default:"Staff"`
}

// Help shows an example.
func (casesReply) Help() string {
	return `Example:
  connective cases reply c-7KQ2 --name Sam "Hello. How can I help?"`
}

// Run sends a reply.
func (c casesReply) Run(ctx context.Context, all *Commands, io streams) error {
	d, err := openDesk(ctx, all)
	if err != nil {
		return err
	}
	defer d.close()
	org, _, err := d.find(ctx, c.ID)
	if err != nil {
		return err
	}
	err = d.bot.Act(ctx, org, c.ID, inTerminal(c.Name), rand.Text(), bot.Reply{Text: strings.Join(c.Text, " ")})
	if errors.Is(err, bot.ErrStopped) {
		return errors.New("they have texted STOP, so nothing can be sent to them")
	}
	if errors.Is(err, bot.ErrUnanswerable) {
		return errors.New("this text came from a name or a short code, which cannot be texted back; close the case when it is dealt with")
	}
	if err != nil {
		return fmt.Errorf("reply: %w", err)
	}
	fmt.Fprintln(io.out, "Sent to the outbox.")
	return nil
}

type casesClose struct {
	ID   string `arg:"" help:"The case, as cases list prints it."`
	Name string `help:"Who closes it." default:"Staff"`
}

// Help shows an example.
func (casesClose) Help() string { return "Example:\n  connective cases close c-7KQ2" }

// Run closes a case.
func (c casesClose) Run(ctx context.Context, all *Commands, io streams) error {
	d, err := openDesk(ctx, all)
	if err != nil {
		return err
	}
	defer d.close()
	org, _, err := d.find(ctx, c.ID)
	if err != nil {
		return err
	}
	if err := d.bot.Act(ctx, org, c.ID, inTerminal(c.Name), rand.Text(), bot.Close{Force: true}); err != nil {
		return fmt.Errorf("close: %w", err)
	}
	fmt.Fprintln(io.out, "Closed.")
	return nil
}

// find returns the case and its organisation.
func (d *desk) find(ctx context.Context, id string) (string, bot.CaseFile, error) {
	for org := range d.shelf.Book().Orgs {
		file, err := d.store.Case(ctx, org, id)
		if err == nil {
			return org, file, nil
		}
		if !errors.Is(err, bot.ErrNoCase) {
			return "", file, fmt.Errorf("read the case: %w", err)
		}
	}
	return "", bot.CaseFile{}, fmt.Errorf("there is no case %s: see  connective cases list", id)
}

// inTerminal is somebody of the staff who uses the commands.
func inTerminal(name string) bot.Staff { return bot.Staff{ID: "terminal:" + name, Name: name} }
