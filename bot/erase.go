package bot

import (
	"context"
	"time"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// Erase forgets somebody as FORGET ME does, for who has asked for it otherwise.
// Only that they must not be texted is kept, for a number that is not known too:
// no import brings them back. They are not texted. The same id does it once. Errors
// are an *OpenError for somebody who has an open case, which is to be closed first,
// or wrap ErrUnavailable.
func (b *Bot) Erase(ctx context.Context, org string, who providers.Address, id string) error {
	o := b.c.Book().Orgs[org]
	if o == nil {
		return errNoOrg
	}
	return b.turn(ctx, o, Key{org, who}, func(o *flows.Org, t Thread) (Turn, error) {
		return JudgeErase(o, t, id, b.now(o))
	})
}

// JudgeErase decides what it changes that staff have somebody forgotten. It is
// pure.
func JudgeErase(o *flows.Org, thread Thread, id string, now time.Time) (Turn, error) {
	if thread.Case != nil {
		return Turn{}, &OpenError{thread.Case.ID}
	}
	h := newHearing(o, thread, "erase:"+id, now, nil)
	h.t.Rule, h.t.Speaks = "erase", nil
	h.erase()
	return h.finish(), nil
}
