package people

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"

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

// Group is one group with its counts, or bot.ErrNoGroup.
func (d *GroupDesk) Group(ctx context.Context, by staff.Scope, id string) (GroupLine, []bot.Thread, error) {
	o, err := d.org(by)
	if err != nil {
		return GroupLine{}, nil, err
	}
	g, ok := o.Group(id)
	if !ok {
		return GroupLine{}, nil, bot.ErrNoGroup
	}
	counts, err := d.Circles.MemberCounts(ctx, o.ID, []string{id})
	if err != nil {
		return GroupLine{}, nil, err
	}
	wanting, err := d.Circles.Wanting(ctx, o.ID)
	if err != nil {
		return GroupLine{}, nil, err
	}
	asking := askers(wanting, id)
	_, event := o.Event(id)
	return GroupLine{g, counts[id], len(asking), event}, asking, nil
}

// askers are those of the people who ask to join a group, the longest waiting first.
func askers(wanting []bot.Thread, group string) []bot.Thread {
	var out []bot.Thread
	for _, t := range wanting {
		if slices.ContainsFunc(t.Wants, func(w bot.Want) bool { return w.Group == group }) {
			out = append(out, t)
		}
	}
	slices.SortStableFunc(out, func(a, b bot.Thread) int { return a.Wants[0].At.Compare(b.Wants[0].At) })
	return out
}

// membersAtOnce is how many members a page shows, about.
const membersAtOnce = 50

// Members are the members of a group from a partition on, and the partition with
// which the next page begins; -1 behind the last.
func (d *GroupDesk) Members(ctx context.Context, by staff.Scope, group string, from int) (members []bot.Thread, next int, err error) {
	if err := by.Must(staff.KeepPeople); err != nil {
		return nil, -1, err
	}
	for p := max(from, 0); p < d.Circles.Partitions(); p++ {
		if len(members) >= membersAtOnce {
			return members, p, nil
		}
		err := d.Circles.Threads(ctx, by.Org(), []string{group}, p, func(threads []bot.Thread) error {
			members = append(members, threads...)
			return nil
		})
		if err != nil {
			return nil, -1, fmt.Errorf("read the members of a group: %w", err)
		}
	}
	return members, -1, nil
}

// deeds of groups, as the audit log has them.
var deeds = map[bot.MembershipDeed]staff.Deed{
	bot.Accept: "let somebody into a group", bot.Refuse: "refused somebody a group",
	bot.Put: "put somebody into a group", bot.TakeOut: "took somebody out of a group",
}

// The deeds of invitations.
const (
	Invited   staff.Deed = "invited somebody to a group"
	Uninvited staff.Deed = "took an invitation to a group back"
)

// Decide does something with one of the organisation's people, by their id, once
// for each key. Put and TakeOut want a reason.
func (d *GroupDesk) Decide(ctx context.Context, by staff.Scope, person, key string, m bot.Membership) error {
	if err := by.Must(staff.KeepPeople); err != nil {
		return err
	}
	who, err := d.whose(ctx, by, person)
	if err != nil {
		return err
	}
	return d.decide(ctx, by, who, person, key, m)
}

// whose finds one of the organisation's people by their id, or ErrNoPerson.
func (d *GroupDesk) whose(ctx context.Context, by staff.Scope, person string) (providers.Address, error) {
	who, known, err := d.Circles.Whose(ctx, by.Org(), person)
	if err == nil && !known {
		err = ErrNoPerson
	}
	return who, err
}

// Put puts somebody into a group by their number, who has agreed to texts.
func (d *GroupDesk) Put(ctx context.Context, by staff.Scope, number, key string, m bot.Membership) error {
	if err := by.Must(staff.KeepPeople); err != nil {
		return err
	}
	who, err := d.number(number)
	if err != nil {
		return err
	}
	m.Do = bot.Put
	return d.decide(ctx, by, who, "", key, m)
}

func (d *GroupDesk) decide(ctx context.Context, by staff.Scope, who providers.Address, person, key string, m bot.Membership) error {
	if m.Reason == "" && (m.Do == bot.Put || m.Do == bot.TakeOut) {
		return ErrReason
	}
	o, err := d.org(by)
	if err != nil {
		return err
	}
	if _, ok := o.Group(m.Group); !ok {
		return bot.ErrNoGroup
	}
	if err := d.Audit.Note(ctx, by, staff.Entry{Deed: deeds[m.Do], Detail: m.Group, Person: person, Reason: m.Reason}); err != nil {
		return err
	}
	m.ID, m.By = key, bot.Staff{ID: by.Account(), Name: by.Name()}
	if m.ID == "" {
		m.ID = rand.Text()
	}
	return d.Gate.Decide(ctx, o.ID, who, m)
}

// Invite lets a number join a group that is by invitation, or takes that back. The
// person is not texted: who runs the group tells them.
func (d *GroupDesk) Invite(ctx context.Context, by staff.Scope, group, number string, back bool) error {
	if err := by.Must(staff.KeepPeople); err != nil {
		return err
	}
	o, err := d.org(by)
	if err != nil {
		return err
	}
	if _, ok := o.Group(group); !ok {
		return bot.ErrNoGroup
	}
	who, err := d.number(number)
	if err != nil {
		return err
	}
	deed, do := Invited, d.Circles.Invite
	if back {
		deed, do = Uninvited, d.Circles.Uninvite
	}
	if err := d.Audit.Note(ctx, by, staff.Entry{Deed: deed, Detail: group}); err != nil {
		return err
	}
	return do(ctx, o.ID, group, who)
}

func (d *GroupDesk) number(said string) (providers.Address, error) {
	who, fault, _ := readNumber(said)
	if fault != nil {
		return who, ErrNumber
	}
	if d.MayText != nil && d.MayText(who) != nil {
		return who, ErrNumber
	}
	return who, nil
}

func (d *GroupDesk) org(by staff.Scope) (*flows.Org, error) {
	if o := d.Book().Orgs[by.Org()]; o != nil {
		return o, nil
	}
	return nil, ErrNoOrg
}
