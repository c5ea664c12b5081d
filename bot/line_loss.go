package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// lossMark tells what a text that tells of a loss changes with an organisation that
// it is not for.
const lossMark = ":loss"

// tellingOfLoss finds whom a text is for that tells of a loss, perhaps: the
// organisation that sends its owner texts about a baby, unless people of the one that
// it seems to be for have the word, it sends some too, or it has the beginning of a long
// text.
func (b *Bot) tellingOfLoss(ctx context.Context, orgs []*flows.Org, seems *flows.Org, in providers.Inbound) (*flows.Org, error) {
	found := seems
	for _, o := range orgs {
		t, err := b.c.Threads.Thread(ctx, Key{o.ID, in.From})
		if errors.Is(err, ErrDuplicate) {
			return seems, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read a thread: %w", err)
		}
		awaits := newHearing(o, t, "", b.now(o), nil).awaits()
		if o == seems && (awaits || t.Case != nil && t.Case.Holds || t.Part != nil) {
			return seems, nil
		}
		if awaits && found == seems {
			found = o
		}
	}
	return found, nil
}

// endBeside ends the courses about a baby of every organisation on a number whose
// owner tells one of them of a loss, perhaps. The text was judged by that one. A
// text that is given again goes on where it was left.
func (b *Bot) endBeside(ctx context.Context, orgs []*flows.Org, in providers.Inbound) error {
	if !TellsOfLoss(in.Text) {
		return nil
	}
	ctx = withText(ctx, eventOf(in)+lossMark, "")
	for _, o := range orgs {
		err := b.turn(ctx, o, Key{o.ID, in.From}, func(o *flows.Org, t Thread) (Turn, error) {
			if len(t.Person.Courses)+len(t.Person.Parted) == 0 {
				return Turn{}, errNothing
			}
			return judgeLossBeside(o, t, in, b.now(o)), nil
		})
		if err != nil && !errors.Is(err, errNothing) {
			return err
		}
	}
	return nil
}

// judgeLossBeside ends the courses of an organisation whose text it is not. What was
// texted is not theirs to read, so nothing of it is kept with them.
func judgeLossBeside(o *flows.Org, thread Thread, in providers.Inbound, now time.Time) Turn {
	h := newHearing(o, thread, eventOf(in)+lossMark, now, nil)
	h.set(in.Text)
	h.t.Rule, h.t.Speaks = "loss", nil
	h.endForLoss()
	for i := range h.t.Ledger {
		h.t.Ledger[i].Words = ""
	}
	return h.finish()
}
