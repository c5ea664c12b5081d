package people

import (
	"context"
	"errors"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// Circles are the members of groups, who asks to be one, who was invited, and who
// cannot be reached.
// Errors wrap bot.ErrUnavailable.
type Circles interface {
	Roll
	MemberCounts(ctx context.Context, org string, groups []string) (map[string]int, error)
	Wanting(ctx context.Context, org string) ([]bot.Thread, error)
	Whose(ctx context.Context, org, id string) (providers.Address, bool, error)
	Invite(ctx context.Context, org, group string, who providers.Address) error
	Uninvite(ctx context.Context, org, group string, who providers.Address) error
	Dead(ctx context.Context, org string) ([]bot.Thread, error)
	Lift(ctx context.Context, org string, who providers.Address) error
}

// Gate lets people into groups and takes them out: a bot.Bot.
type Gate interface {
	Decide(ctx context.Context, org string, who providers.Address, m bot.Membership) error
}

// Notes is the audit log: a staff.Desk.
type Notes interface {
	Note(ctx context.Context, by staff.Scope, e staff.Entry) error
}

// GroupDesk is where staff look after groups. What a group is stands in the list of
// groups, which is published like the conversations; who is in it, here.
type GroupDesk struct {
	Circles Circles
	Gate    Gate
	Audit   Notes
	Book    func() *flows.Book
	MayText func(providers.Address) error // nil lets every mobile be texted
}

// Errors of a GroupDesk, beside those of a bot.Membership.
var (
	ErrNoPerson = errors.New("nobody of that id is known")
	ErrNumber   = errors.New("that is no number that can be texted")
	ErrReason   = errors.New("a reason must be given")
)

// GroupLine is a group in the list of them.
type GroupLine struct {
	flows.Group
	Members int
	Asking  int // people who ask to join and were not answered
	Event   bool
}

// Groups are an organisation's groups, in the order of its list.
func (d *GroupDesk) Groups(ctx context.Context, by staff.Scope) ([]GroupLine, error) {
	o, err := d.org(by)
	if err != nil {
		return nil, err
	}
	all := o.Groups()
	ids := make([]string, len(all))
	for i, g := range all {
		ids[i] = g.ID
	}
	counts, err := d.Circles.MemberCounts(ctx, o.ID, ids)
	if err != nil {
		return nil, err
	}
	wanting, err := d.Circles.Wanting(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	out := make([]GroupLine, len(all))
	for i, g := range all {
		_, event := o.Event(g.ID)
		out[i] = GroupLine{Event: event, Group: g, Members: counts[g.ID], Asking: len(askers(wanting, g.ID))}
	}
	return out, nil
}

func (d *GroupDesk) org(by staff.Scope) (*flows.Org, error) {
	if o := d.Book().Orgs[by.Org()]; o != nil {
		return o, nil
	}
	return nil, ErrNoOrg
}
