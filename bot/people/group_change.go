package people

import (
	"context"
	"crypto/rand"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/providers"
)

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
