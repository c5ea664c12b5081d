package people

import (
	"context"
	"fmt"
	"slices"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/staff"
)

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
