package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/locales"
	"github.com/connective-messaging/connective/providers"
)

// callsForHelp tells whether a text holds words of crisis of any of the
// organisations on a number.
func callsForHelp(orgs []*flows.Org, text string) bool {
	h := hearing{plain: plainWords(locales.Fold(text))}
	return h.cry().clear() || slices.ContainsFunc(orgs, func(o *flows.Org) bool {
		return slices.ContainsFunc(o.Watch.Words, h.holdsPhrase)
	})
}

// stopsAll tells whether a text stops every organisation on its number: STOP ALL,
// or a STOP that the provider tells us of, which it obeys for the whole number.
func stopsAll(in providers.Inbound) bool {
	h := hearing{plain: plainWords(locales.Fold(in.Text))}
	return in.OptOut == providers.OptOutStop || h.whole("words.stop_all")
}

// stopsAllMark tells the STOP of one organisation among several from the text
// that it came with.
const stopsAllMark = ":all"

// stopOne stops one organisation on a number. The person goes on with the one that
// they spoke with, or with another whose question is open.
func (b *Bot) stopOne(ctx context.Context, orgs []*flows.Org, last string, org *flows.Org, in providers.Inbound) error {
	next, err := b.goesOnWith(ctx, orgs, last, org, in.From)
	if err != nil {
		return err
	}
	return b.inOrder(ctx, org, in, func(org *flows.Org, t Thread) Turn {
		turn := Judge(org, t, in, b.now(org), b.members(org))
		turn.Speaks = &next
		return turn
	})
}

// goesOnWith finds whom somebody speaks with who stops an organisation: the one
// that they spoke with if that is another, else the one whose open question they
// heard last, else that organisation still.
func (b *Bot) goesOnWith(ctx context.Context, orgs []*flows.Org, last string, stops *flows.Org, from providers.Address) (string, error) {
	next, heard := stops.ID, time.Time{}
	for _, o := range orgs {
		if o == stops {
			continue
		}
		if o.ID == last {
			return last, nil
		}
		t, err := b.c.Threads.Thread(ctx, Key{o.ID, from})
		switch {
		case errors.Is(err, ErrDuplicate): // then the STOP changes nothing any more
			return next, nil
		case err != nil:
			return "", fmt.Errorf("read a thread: %w", err)
		}
		if !t.Stopped && waits(o, t) && t.Person.Heard.After(heard) {
			next, heard = o.ID, t.Person.Heard
		}
	}
	return next, nil
}

// waits tells whether an organisation waits for an answer of somebody, or its
// people speak with them.
func waits(o *flows.Org, t Thread) bool {
	return o.Waiting(t.Conversation) || t.Case != nil || t.Asking != nil || t.Soft != nil
}

// stopAll stops every organisation on a number. One answers for all, unless each
// was stopped before. A text that is given again goes on where it was left.
func (b *Bot) stopAll(ctx context.Context, orgs []*flows.Org, last string, in providers.Inbound) error {
	ctx = withText(ctx, eventOf(in)+stopsAllMark, "")
	answers := orgs[0]
	if i := slices.IndexFunc(orgs, func(o *flows.Org) bool { return o.ID == last }); i >= 0 {
		answers = orgs[i]
	}
	any := false
	stop := func(org *flows.Org, answer bool) error {
		return b.turn(ctx, org, Key{org.ID, in.From}, func(org *flows.Org, t Thread) (Turn, error) {
			turn := judgeStopAll(org, t, in, b.now(org), answer && (any || !t.Stopped))
			any = any || !t.Stopped
			return turn, nil
		})
	}
	for _, o := range orgs {
		if o != answers {
			if err := stop(o, false); err != nil {
				return err
			}
		}
	}
	return stop(answers, true)
}

// judgeStopAll is the STOP of one organisation on a number that all stop. Of
// somebody whom it has never met nothing else is kept.
func judgeStopAll(o *flows.Org, thread Thread, in providers.Inbound, now time.Time, answers bool) Turn {
	h := newHearing(o, thread, eventOf(in)+stopsAllMark, now, nil)
	h.hear(in)
	h.t.Rule = "stop all"
	h.t.Speaks = nil
	h.stop(true)
	if answers && in.OptOut != providers.OptOutStop {
		h.say(h.words("stop.all")).Closing = true
	}
	turn := h.finish()
	turn.Forget = turn.Forget || turn.Version == 0
	return turn
}
