package bot

import (
	"context"
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
	return h.holds("words.crisis") || slices.ContainsFunc(orgs, func(o *flows.Org) bool {
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
