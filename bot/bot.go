package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/connective-messaging/connective/bot/directory"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// mostStale is how often a turn is judged again because another was quicker.
const mostStale = 50

// Config is what a Bot needs. Versions, Lines, Seen and Members may be nil.
type Config struct {
	Threads    Threads
	Book       func() *flows.Book          // the organisations as they are now
	Versions   Versions                    // nil knows none but those of Book
	Services   func(*flows.Org) *flows.Org // gives an organisation its imported directory; nil leaves its own list
	Lines      Lines                       // needed where organisations share a number
	Provider   string                      // the connection of organisations that name none; empty looks at nobody's connection
	Clock      Clock                       // puts off what cannot be done when it is due; nil leaves it due
	Now        func() time.Time
	Members    func(org, group string) int
	Jobs       Jobs    // needed where flows tell others; only by Work
	Tallies    Tallies // needed where flows ask others
	Starts     Starts  // needed where flows start by the clock; only by Schedule
	Places     Places  // needed where groups have dates
	Fates      Fates   // nil takes every lesson of a course for sent
	WeeklyCap  int     // how many texts that nobody asked for a number gets in seven days; 0 is no limit
	Missed     func(org, flow string)
	Again      func()                                                // is told of each turn that is judged again because another was quicker
	Quarantine func(ctx context.Context, in providers.Inbound) error // keeps a text to a line that no organisation has
	Seen       func(Turn)                                            // is told of every turn after its commit, of several at once
	Log        *slog.Logger
}

// Bot is the shell round the judging: it reads a thread, judges, and commits,
// again if another turn of the person was quicker.
type Bot struct {
	c       Config
	doors   doors
	faces   faces
	started sync.Map // what is known of flows that start by the clock, by name; it never changes
}

// New returns a bot.
func New(c Config) *Bot {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Seen == nil {
		c.Seen = func(Turn) {}
	}
	if c.Again == nil {
		c.Again = func() {}
	}
	if c.Missed == nil {
		c.Missed = func(string, string) {}
	}
	return &Bot{c: c}
}

// errGivenUp ends a turn that always finds another was quicker.
var errGivenUp = errors.New("the thread kept changing")

// turn reads, judges and commits until nothing was quicker. The organisation is
// the same from its begin to its end, whatever is published meanwhile.
func (b *Bot) turn(ctx context.Context, org *flows.Org, key Key, judge func(*flows.Org, Thread) (Turn, error)) error {
	claimed, token := map[string]bool{}, ""
	done := func() error { return b.unclaim(ctx, org, key, token, claimed) }
	for range mostStale {
		thread, err := b.c.Threads.Thread(ctx, key)
		if errors.Is(err, ErrDuplicate) {
			return done()
		}
		if err != nil {
			return fmt.Errorf("read a thread: %w", err)
		}
		with, err := b.beside(ctx, org, thread.Conversation)
		if err != nil {
			return fmt.Errorf("find the flows of a conversation: %w", err)
		}
		if thread.Answers, err = b.answers(ctx, thread.Conversation); err != nil {
			return fmt.Errorf("count answers: %w", err)
		}
		if thread.Fates, err = b.fates(ctx, thread, b.now(org)); err != nil {
			return fmt.Errorf("read what has become of a lesson: %w", err)
		}
		thread.Off = b.faces.offOf(org.ID)
		turn, err := judge(with, thread)
		for err == nil && len(turn.Asks) > 0 {
			if thread.Claims, err = b.claim(ctx, org, turn); err != nil {
				return fmt.Errorf("ask for a place: %w", err)
			}
			for event := range thread.Claims {
				claimed[event], token = true, turn.Event
			}
			turn, err = judge(with, thread)
		}
		if err != nil && len(claimed) > 0 {
			return errors.Join(err, done())
		}
		if err != nil {
			return err
		}
		b.capPlanned(turn)
		err = b.c.Threads.Commit(ctx, turn)
		switch {
		case err == nil:
			b.c.Seen(turn)
			for event := range turn.Claims {
				delete(claimed, event) // what it wants of them it says in its jobs
			}
			return done()
		case errors.Is(err, ErrDuplicate):
			return done()
		case !errors.Is(err, ErrStale):
			return fmt.Errorf("commit a turn: %w", err)
		}
		b.c.Again()
	}
	return errGivenUp
}

// answers counts the answers to the questions that the person has put to others
// and may still tell of.
func (b *Bot) answers(ctx context.Context, c flows.Conversation) (map[string][]int, error) {
	asked := c.Polls()
	if len(asked) == 0 || b.c.Tallies == nil {
		return nil, nil
	}
	answers := map[string][]int{}
	for _, tell := range asked {
		counts, err := b.c.Tallies.Answers(ctx, tell)
		if err != nil {
			return nil, err
		}
		answers[tell] = counts
	}
	return answers, nil
}

// beside returns the organisation with the older versions of its flows that a
// conversation stands in, and with its directory.
func (b *Bot) beside(ctx context.Context, org *flows.Org, c flows.Conversation) (*flows.Org, error) {
	if b.c.Versions != nil {
		var err error
		if org, err = b.c.Versions.Beside(ctx, org, c); err != nil {
			return nil, err
		}
	}
	if b.c.Services != nil {
		return b.c.Services(org), nil
	}
	return directory.Dated(org, b.c.Now()), nil
}

func (b *Bot) apart(ctx context.Context, in providers.Inbound) error {
	if err := b.c.Quarantine(ctx, in); err != nil {
		return fmt.Errorf("keep a text for an unknown line apart: %w", err)
	}
	return nil
}

func (b *Bot) now(org *flows.Org) time.Time { return b.c.Now().In(org.Timezone) }

func (b *Bot) members(org *flows.Org) func(string) int {
	if b.c.Members == nil {
		return nil
	}
	return func(group string) int { return b.c.Members(org.ID, group) }
}
