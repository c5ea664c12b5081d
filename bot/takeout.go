package bot

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// TakeOut takes somebody out of a group, for an organisation that does so itself.
// They are not texted. Who is not in the group stays out of it. The same id does it
// once. Errors wrap ErrUnavailable.
func (b *Bot) TakeOut(ctx context.Context, org string, who providers.Address, group, by, id string) error {
	o := b.c.Book().Orgs[org]
	if o == nil {
		return errNoOrg
	}
	err := b.turn(ctx, o, Key{org, who}, func(o *flows.Org, t Thread) (Turn, error) {
		if t.Version == 0 || !slices.Contains(t.Person.Groups, group) {
			return Turn{}, errNothing
		}
		return JudgeTakeOut(o, t, group, by, id, b.now(o)), nil
	})
	if errors.Is(err, errNothing) {
		return nil
	}
	return err
}

// JudgeTakeOut decides what it changes that staff take somebody out of a group. It
// is pure. The ledger says by whom, so that a list from before puts nobody back.
func JudgeTakeOut(o *flows.Org, thread Thread, group, by, id string, now time.Time) Turn {
	h := newHearing(o, thread, "takeout:"+id, now, nil)
	h.t.Rule, h.t.Speaks = "takeout", nil
	h.t.Person.Groups = slices.DeleteFunc(h.t.Person.Groups, func(g string) bool { return g == group })
	h.t.Left = append(h.t.Left, group)
	h.consent(Consent{Name: "leave:" + group, By: by})
	h.t.WakeAt = h.nextDue()
	return h.t
}
