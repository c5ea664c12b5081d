package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/memory"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// terminalPhone is a phone in the terminal: the real mind on a store in memory,
// with a clock that can be moved on.
type terminalPhone struct {
	org   *flows.Org
	from  providers.Address
	now   time.Time
	store *memory.Store
	bot   *bot.Bot
	out   io.Writer
	texts int
	late  []bot.Outgoing // unasked texts that wait for the morning
}

func newPhone(org *flows.Org, from providers.Address, language string, now time.Time, out io.Writer) *terminalPhone {
	p := &terminalPhone{org: org, from: from, now: now, store: memory.New(), out: out}
	book := &flows.Book{Orgs: map[string]*flows.Org{org.ID: org}}
	p.bot = bot.New(bot.Config{
		Threads: languageFirst{p.store, language}, Book: func() *flows.Book { return book }, Now: func() time.Time { return p.now },
		Lines: p.store, Jobs: p.store, Tallies: p.store, Starts: p.store, Members: p.store.Members, Seen: p.seen, Log: slog.New(slog.DiscardHandler),
		Quarantine: func(context.Context, providers.Inbound) error { return errors.New("no organisation has this line") },
	})
	return p
}

// languageFirst gives a person not met before the language that was asked for.
type languageFirst struct {
	*memory.Store
	language string
}

func (l languageFirst) Thread(ctx context.Context, key bot.Key) (bot.Thread, error) {
	t, err := l.Store.Thread(ctx, key)
	if t.Version == 0 && l.language != "" {
		t.Person.Language = l.language
	}
	return t, err
}

// line does what one line asks for.
func (p *terminalPhone) line(ctx context.Context, line string) error {
	command, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	switch command {
	case "/staff":
		return p.staff(ctx, func(id string) error { return p.bot.StaffReply(ctx, p.org.ID, id, "Sam", rest, p.event()) })
	case "/close":
		return p.staff(ctx, func(id string) error { return p.bot.StaffClose(ctx, p.org.ID, id, "Sam", p.event()) })
	case "/after":
		return p.after(ctx, rest)
	}
	p.now = p.now.Add(time.Second)
	in := providers.Inbound{
		Provider: "terminal", EventID: p.event(), From: p.from, To: providers.Address{Kind: providers.Phone, Value: p.org.Number},
		Text: line, Sent: p.now, Received: p.now,
	}
	if err := p.bot.Receive(ctx, in); err != nil {
		return fmt.Errorf("answer a text: %w", err)
	}
	return p.tellOthers(ctx)
}

// tellOthers passes on what was told to others.
func (p *terminalPhone) tellOthers(ctx context.Context) error {
	for done := 1; done > 0; {
		var err error
		if done, err = p.bot.Work(ctx); err != nil {
			return fmt.Errorf("tell others: %w", err)
		}
	}
	return nil
}

// event makes a new id for each thing that happens.
func (p *terminalPhone) event() string {
	p.texts++
	return strconv.Itoa(p.texts)
}

// staff acts on the case that has waited longest.
func (p *terminalPhone) staff(ctx context.Context, act func(caseID string) error) error {
	open, err := p.store.OpenCases(ctx, p.org.ID)
	if err != nil {
		return fmt.Errorf("list the cases: %w", err)
	}
	if len(open) == 0 {
		fmt.Fprintln(p.out, "  (nobody is waiting for a person)")
		return nil
	}
	if err := act(open[0].ID); errors.Is(err, bot.ErrStopped) {
		fmt.Fprintln(p.out, "  (they have texted STOP: nothing can be sent)")
	} else if err != nil {
		return fmt.Errorf("act as the staff: %w", err)
	}
	return nil
}

// after moves the clock, and stops wherever something is due.
func (p *terminalPhone) after(ctx context.Context, length string) error {
	d, err := readLength(length)
	if err != nil {
		fmt.Fprintln(p.out, "  (/after needs a length of time such as 30m, 2h or 3d)")
		return nil
	}
	end := p.now.Add(d)
	for range 1000 { // a bound that no real conversation comes near
		due, err := p.store.Due(ctx, end, 1)
		if err != nil {
			return fmt.Errorf("see what is due: %w", err)
		}
		if len(due) == 0 {
			break
		}
		if due[0].At.After(p.now) {
			p.now = due[0].At
		}
		if err := p.bot.Wake(ctx, due[0]); err != nil {
			return fmt.Errorf("let time pass: %w", err)
		}
		if err := p.tellOthers(ctx); err != nil {
			return err
		}
	}
	p.now = end
	p.release()
	return nil
}

func readLength(text string) (time.Duration, error) {
	text = strings.ReplaceAll(text, " ", "")
	if days, ok := strings.CutSuffix(strings.TrimSuffix(strings.TrimSuffix(text, "ays"), "ay"), "d"); ok {
		n, err := strconv.Atoi(days)
		return time.Duration(n) * 24 * time.Hour, err
	}
	return time.ParseDuration(text)
}

// seen prints what a turn sends, and keeps for the morning what must wait.
func (p *terminalPhone) seen(t bot.Turn) {
	p.late = append(p.late, t.Say...)
	p.release()
}

func (p *terminalPhone) release() {
	late := p.late
	p.late = nil
	for _, o := range late {
		if o.NotBefore.After(p.now) {
			p.late = append(p.late, o)
			continue
		}
		count := providers.Segments(o.Text)
		fmt.Fprintf(p.out, "< %s\n  (%s, %d %s)\n", strings.ReplaceAll(o.Text, "\n", "\n  "), count.Encoding, count.Parts, partsWord(count.Parts))
	}
}

func partsWord(n int) string {
	if n == 1 {
		return "part"
	}
	return "parts"
}
