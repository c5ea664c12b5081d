package main

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/bot/versions"
	"github.com/connective-messaging/connective/store"
)

type broadcastCommand struct {
	New     broadcastNew     `cmd:"" help:"Keep a broadcast as a draft and show what it would be."`
	List    broadcastList    `cmd:"" help:"List an organisation's broadcasts."`
	Preview broadcastPreview `cmd:"" help:"Show who would get it, who not and why, and what they would read."`
	Test    broadcastTest    `cmd:"" help:"Text it to one of the staff, marked as a test."`
	Send    broadcastSend    `cmd:"" help:"Send a draft now or at a time."`
	Approve broadcastApprove `cmd:"" help:"Approve a broadcast to many people that somebody else has written."`
	Status  broadcastStatus  `cmd:"" help:"Show how far it is."`
	Missed  broadcastMissed  `cmd:"" help:"List whom it has not reached, and why."`
	Pause   broadcastPause   `cmd:"" help:"Stop it for now."`
	Resume  broadcastResume  `cmd:"" help:"Let it go on."`
	Cancel  broadcastCancel  `cmd:"" help:"End it: what has not left never does."`
}

// which broadcast a command is about.
type whichBroadcast struct {
	Org string `arg:"" help:"The organisation."`
	ID  string `arg:"" help:"The broadcast, as broadcast list prints it."`
}

// organiser opens what the commands of an organisation's broadcasts need.
func organiser(ctx context.Context, all *Commands, org string) (*desk, *broadcast.Desk, error) {
	d, err := openDeskOf(ctx, all, org)
	if err != nil {
		return nil, nil, err
	}
	return d, newBroadcastDesk(d.settings, d.store, d.bot, d.shelf, slog.New(slog.DiscardHandler)), nil
}

func newBroadcastDesk(settings Settings, s *store.Store, b *bot.Bot, shelf *versions.Shelf, log *slog.Logger) *broadcast.Desk {
	people := newStaffDesk(s, log)
	return &broadcast.Desk{
		Archive: s, People: s, Outbox: s, Audit: people, Counted: s, Phones: people, Notifier: b, Caps: s, Cap: settings.WeeklyCap, Halts: haltsOf{s, shelf, settings.Provider, settings.mend}, Fates: s,
		Price: broadcast.Price{Part: settings.PartPrice, Budget: settings.MonthBudget}, Book: shelf.Book, Now: time.Now,
		Carrier: settings.carriers(),
	}
}

// asker is who asks at the machine: by the name that is given, or the one that the
// machine knows them by.
func asker(org, name string) staff.Scope {
	if name == "" {
		return atTheMachine(org)
	}
	return staff.AtTheMachine(org, name)
}

type broadcastNew struct {
	File string `arg:"" help:"The YAML file that says what it is."`
	By   string `required:"" help:"Who writes it." placeholder:"NAME"`
	Key  string `help:"A name for this request: said again with the same key, it makes no second broadcast." placeholder:"KEY"`
}

// Help shows an example.
func (broadcastNew) Help() string {
	return `The file says for whom it is and what it says, in each language:

  org: wenbridge
  to: {group: allotment}
  say:
    en: Seed swap this Saturday, 10am to 12, Mill Lane. Bring what you can.
    cy: Cyfnewid hadau ddydd Sadwrn, 10am tan 12, Mill Lane.

The group's name is put before the words, and how to stop behind them.

Example:
  connective broadcast new seed-swap.yaml --by Ada`
}

// Run keeps a draft.
func (c broadcastNew) Run(ctx context.Context, all *Commands, io streams) error {
	b, err := readBroadcast(c.File)
	if err != nil {
		return err
	}
	d, desk, err := organiser(ctx, all, b.Org)
	if err != nil {
		return err
	}
	defer d.close()
	if b, err = desk.Write(ctx, asker(b.Org, c.By), b, c.Key); err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	p, err := desk.Preview(ctx, b)
	if err != nil {
		return fmt.Errorf("it is kept as %s, and cannot be shown: %w", b.ID, err)
	}
	fmt.Fprintf(io.out, "Kept as %s.\n\n", b.ID)
	if err := showPreview(ctx, io, desk, b, p); err != nil {
		return err
	}
	fmt.Fprintf(io.out, "\nSend it with:  connective broadcast send %s %s\n", b.Org, b.ID)
	return nil
}

type broadcastPreview struct{ whichBroadcast }

// Help shows an example.
func (broadcastPreview) Help() string {
	return "Example:\n  connective broadcast preview wenbridge b-MFRGGZDFMZ"
}

// Run shows what a broadcast would be.
func (c broadcastPreview) Run(ctx context.Context, all *Commands, io streams) error {
	d, desk, err := organiser(ctx, all, c.Org)
	if err != nil {
		return err
	}
	defer d.close()
	b, err := d.store.Broadcast(ctx, c.Org, c.ID)
	if err != nil {
		return err
	}
	p, err := desk.Preview(ctx, b)
	if err != nil {
		return err
	}
	return showPreview(ctx, io, desk, b, p)
}

// showPreview prints for whom a broadcast is, what it costs and what people read.
func showPreview(ctx context.Context, io streams, desk *broadcast.Desk, b broadcast.Broadcast, p broadcast.Preview) error {
	bill, err := desk.Bill(ctx, b, p.Census)
	if err != nil {
		return err
	}
	fmt.Fprintf(io.out, "%s, %s in all; the longest text has %s.\n", countedPeople(p.People), inParts(p.Parts), inParts(p.Longest.Parts))
	fmt.Fprintln(io.out, billWords(bill))
	for _, charge := range bill.Each {
		fmt.Fprintln(io.out, chargeWords(charge))
	}
	hard, err := desk.Hard(b)
	if err != nil {
		return err
	}
	for _, f := range hard {
		fmt.Fprintln(io.out, "Easier to read:", f.Advice()+".")
	}
	all, err := desk.CarriersOf(b.Org)
	if err != nil {
		return err
	}
	for _, by := range all {
		if by.Name != "" {
			fmt.Fprintln(io.out, carrierWords(by, p, len(all) > 1))
		}
	}
	refuse, err := desk.Halted(ctx, b.Org)
	if err != nil {
		return err
	}
	for _, h := range refuse {
		fmt.Fprintln(io.out, "Now the provider refuses every text:", cmp.Or(h.Mend, mends[h.Class])+".")
	}
	for _, why := range slices.Sorted(maps.Keys(p.LeftOut)) {
		fmt.Fprintf(io.out, "%d left out: %s\n", p.LeftOut[why], why.Words())
	}
	for _, lang := range slices.Sorted(maps.Keys(p.Samples)) {
		for _, s := range p.Samples[lang] {
			fmt.Fprintf(io.out, "\n%s to %s (%d letters, %s):\n%s\n", lang, s.Person, len([]rune(s.Text)), inParts(s.Count.Parts), s.Text)
		}
	}
	return nil
}

// chargeWords say what leaves by one of two connections.
func chargeWords(c broadcast.Charge) string {
	said := fmt.Sprintf("By %s: %s, %s", c.By, countedPeople(c.People), inParts(c.Parts))
	if c.Part == 0 {
		return said + "; its price is not known."
	}
	return said + fmt.Sprintf(", %s at %gp a part.", broadcast.Pounds(c.Costs), c.Part)
}

// carrierWords say by which connection texts leave, and whether it takes them all.
func carrierWords(by broadcast.Carrier, p broadcast.Preview, one bool) string {
	whose := "They"
	if one {
		whose = "Some"
	}
	said := fmt.Sprintf("%s leave by %s, which takes at most %d plain letters in a text, or %d with letters such as ŵ or an emoji", whose, by.Name, by.Caps.MaxUnitsGSM, by.Caps.MaxUnitsUCS2)
	if !by.Caps.Takes(p.Longest) {
		return said + ": the longest is too long, and it cannot be sent."
	}
	return said + "."
}

// billWords say what a broadcast costs.
func billWords(b broadcast.Bill) string {
	if !b.Known {
		return "What it costs is not known: no price is set (CONNECTIVE_PART_PRICE, pence for a part)."
	}
	said := fmt.Sprintf("It costs %s, at %gp a part. Others have cost %s this month", broadcast.Pounds(b.Costs), b.Part, broadcast.Pounds(b.Spent))
	if len(b.Each) > 0 {
		said = fmt.Sprintf("It costs %s. Others have cost %s this month", broadcast.Pounds(b.Costs), broadcast.Pounds(b.Spent))
	}
	switch {
	case b.Over() > 0:
		return said + fmt.Sprintf(", and the month's budget is %s: that is %s too much.", broadcast.Pounds(b.Budget), broadcast.Pounds(b.Over()))
	case b.Budget > 0:
		return said + fmt.Sprintf(", of %s.", broadcast.Pounds(b.Budget))
	}
	return said + "."
}

func inParts(n int) string {
	if n == 1 {
		return "1 part"
	}
	return fmt.Sprint(n, " parts")
}

type broadcastList struct {
	Org  string `arg:"" help:"The organisation."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Help shows an example.
func (broadcastList) Help() string { return "Example:\n  connective broadcast list wenbridge" }

// Run lists an organisation's broadcasts, the newest first.
func (c broadcastList) Run(ctx context.Context, all *Commands, io streams) error {
	d, err := openDesk(ctx, all)
	if err != nil {
		return err
	}
	defer d.close()
	found, err := d.store.Broadcasts(ctx, c.Org)
	if err != nil {
		return fmt.Errorf("list the broadcasts: %w", err)
	}
	if c.JSON {
		return printJSON(io, found)
	}
	w := tabwriter.NewWriter(io.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "BROADCAST\tSTATE\tBY\tWRITTEN\tPEOPLE")
	for _, b := range found {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\n", b.ID, b.State, b.By, b.Made.Local().Format("2006-01-02 15:04"), b.People)
	}
	return w.Flush()
}
