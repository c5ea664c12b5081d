package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/people"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/providers"
)

type peopleCommand struct {
	Import peopleImport `cmd:"" help:"Take a list of people who have agreed to texts elsewhere."`
	Export peopleExport `cmd:"" help:"Write a list of everybody whom an organisation knows."`
	Dead   peopleDead   `cmd:"" help:"List the numbers to which texts fail for good."`
	Forget peopleForget `cmd:"" help:"Erase what is kept of one person, and never text them again."`
}

// numbers says which numbers may be texted.
func (s Settings) numbers() providers.Numbers {
	return providers.Numbers{AllowTest: s.AllowTestNumbers, Production: s.Env == "production", FakeOrLoopback: s.providersAreHere()}
}

// peopleDesk opens what the commands on people need.
func peopleDesk(ctx context.Context, all *Commands, org string) (*desk, *people.Desk, error) {
	d, err := openDeskOf(ctx, all, org)
	if err != nil {
		return nil, nil, err
	}
	return d, &people.Desk{Register: d.store, Versions: d.shelf, Book: d.shelf.Book, MayText: d.settings.numbers().MayText, Now: time.Now}, nil
}

type peopleExport struct {
	Org  string `arg:"" help:"The organisation."`
	File string `arg:"" help:"The file to write. One that is there already is not written over."`
}

// Help shows an example.
func (peopleExport) Help() string {
	return `The list has numbers, what people told, what they agreed to and when, and their groups but for
sensitive ones. It can be imported again. The audit log keeps who wrote it.

Example:
  connective people export wenbridge people.csv`
}

// Run writes the list.
func (c peopleExport) Run(ctx context.Context, all *Commands, io streams) error {
	d, desk, err := peopleDesk(ctx, all, c.Org)
	if err != nil {
		return err
	}
	defer d.close()
	file, err := os.OpenFile(c.File, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) // it is full of numbers
	if err != nil {
		return fmt.Errorf("write the list: %w", err)
	}
	n := 0
	if err = d.note(ctx, c.Org, staff.Entry{Deed: people.ExportedPeople}); err == nil {
		n, err = desk.Export(ctx, d.store, c.Org, file)
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, os.Remove(c.File))
	}
	fmt.Fprintf(io.out, "%s: %s. It holds their numbers: keep it where only you can read it, and delete it soon.\n", c.File, inPeople(n))
	return nil
}

type peopleForget struct {
	Org    string `arg:"" help:"The organisation."`
	Number string `arg:"" help:"Their number, such as 07700 900123."`
	Reason string `help:"Who asked for it and why, for the audit log." required:"" placeholder:"WHY"`
}

// Help shows an example.
func (peopleForget) Help() string {
	return `What they told, their groups and their consents are erased. That they must not be texted is kept,
without their number: no list that is imported later brings them back. Only they can, by texting
START. They are not told. Cases that staff have closed stay for 90 days.

Example:
  connective people forget wenbridge "07700 900123" --reason "asked by phone on 3 May"`
}

// Run erases somebody.
func (c peopleForget) Run(ctx context.Context, all *Commands, io streams) error {
	d, _, err := peopleDesk(ctx, all, c.Org)
	if err != nil {
		return err
	}
	defer d.close()
	who, thread, err := d.person(ctx, c.Org, c.Number)
	if err != nil {
		return err
	}
	if err := d.note(ctx, c.Org, staff.Entry{Deed: people.ForgotPerson, Person: thread.ID, Reason: c.Reason}); err != nil {
		return err
	}
	var open *bot.OpenError
	err = d.bot.Erase(ctx, c.Org, who, rand.Text())
	if errors.As(err, &open) {
		return fmt.Errorf("staff have a conversation with this person (case %s): close it first", open.CaseID)
	}
	if err != nil {
		return fmt.Errorf("erase somebody: %w", err)
	}
	fmt.Fprintln(io.out, "Erased. They are texted no more, and no list brings them back.")
	if thread.Version == 0 {
		fmt.Fprintln(io.out, "Nothing was kept of that number before.")
	}
	return nil
}

// person finds somebody by their number, as it was typed; a new thread if nothing is
// kept of them.
func (d *desk) person(ctx context.Context, org, number string) (providers.Address, bot.Thread, error) {
	who := providers.ParseAddress(number, "GB")
	if !who.Answerable() {
		return who, bot.Thread{}, errors.New("that is not a phone number: write it like 07700 900123")
	}
	thread, err := d.store.Thread(ctx, bot.Key{Org: org, Address: who})
	if err != nil {
		return who, thread, fmt.Errorf("find somebody: %w", err)
	}
	return who, thread, nil
}

// note writes down in the audit log what somebody at this machine does.
func (d *desk) note(ctx context.Context, org string, e staff.Entry) error {
	return newStaffDesk(d.store, nil).Note(ctx, atTheMachine(org), e)
}

func inPeople(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprint(n, " people")
}
