package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

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
