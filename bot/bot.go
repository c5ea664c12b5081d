package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
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

// Receive handles one text. A repeat of one that was handled is done already
// and nil. An error that wraps ErrUnavailable means that the text may be given
// again.
func (b *Bot) Receive(ctx context.Context, in providers.Inbound) error {
	switch orgs := b.Addressed(in); len(orgs) {
	case 0:
		return b.apart(ctx, in)
	case 1:
		return b.receive(withText(ctx, eventOf(in), ""), orgs[0], in)
	default:
		return b.shared(ctx, orgs, in)
	}
}

// Addressed returns the organisations that a text may be for, by id: those with
// the number that it came to, on the connection that it came by, for people of its
// kind of line. A text that another company's signature brings is for none of them.
func (b *Bot) Addressed(in providers.Inbound) []*flows.Org {
	return slices.DeleteFunc(b.c.Book().ByNumber(in.To.Value), func(o *flows.Org) bool {
		return !slices.ContainsFunc(o.Lines(), func(l flows.Line) bool {
			came := b.c.Provider == "" || cmp.Or(l.Provider, b.c.Provider) == in.Provider
			return came && l.Number == in.To.Value && l.Reaches(in.From)
		})
	})
}

func (b *Bot) receive(ctx context.Context, org *flows.Org, in providers.Inbound) error {
	return b.inOrder(ctx, org, in, func(org *flows.Org, t Thread) Turn {
		return Judge(org, t, in, b.now(org), b.members(org))
	})
}

// inOrder judges a text, after the beginning of a long text that it is no part of.
func (b *Bot) inOrder(ctx context.Context, org *flows.Org, in providers.Inbound, judge func(*flows.Org, Thread) Turn) error {
	key := Key{org.ID, in.From}
	for {
		err := b.turn(ctx, org, key, func(org *flows.Org, t Thread) (Turn, error) {
			if comesBetween([]*flows.Org{org}, t, in) {
				return Turn{}, errPartFirst
			}
			return judge(org, t), nil
		})
		if !errors.Is(err, errPartFirst) {
			return err
		}
		err = b.turn(ctx, org, key, func(org *flows.Org, t Thread) (Turn, error) {
			return b.judgePart(org, t), nil
		})
		if err != nil {
			return err
		}
	}
}

// judgePart judges the beginning of a long text of which no rest has come.
func (b *Bot) judgePart(org *flows.Org, t Thread) Turn {
	if t.Part != nil && t.Part.Which {
		if all := b.c.Book().ByNumber(org.Number); len(all) > 1 {
			return judgeWhichPart(org, all, t, b.now(org))
		}
	}
	return JudgePart(org, t, b.now(org), b.members(org))
}

// Park keeps a text that could not be judged for staff, and tells the person
// so.
func (b *Bot) Park(ctx context.Context, in providers.Inbound) error {
	switch orgs := b.Addressed(in); len(orgs) {
	case 0:
		return b.apart(ctx, in)
	case 1:
		return b.park(ctx, orgs[0], in)
	default:
		return b.parkShared(ctx, orgs, in)
	}
}

func (b *Bot) park(ctx context.Context, org *flows.Org, in providers.Inbound) error {
	return b.turn(ctx, org, Key{org.ID, in.From}, func(org *flows.Org, t Thread) (Turn, error) {
		return JudgeFailed(org, t, in, b.now(org)), nil
	})
}

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
