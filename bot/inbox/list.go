package inbox

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"github.com/connective-messaging/connective/bot"
)

// List is one of the lists that staff choose from.
type List string

// The lists of open cases; closed ones are read from the store.
const (
	New     List = "new"     // nobody has claimed them
	Mine    List = "mine"    // I have
	Waiting List = "waiting" // for the resident
	Unread  List = "unread"  // the resident has written, and nobody has read it
	Urgent  List = "urgent"  //
	All     List = "all"     // every open one
	Closed  List = "closed"  //
)

// Lists are all lists, in the order of the page.
var Lists = []List{New, Mine, Waiting, Unread, Urgent, All, Closed}

// Has reports whether an open case is in a list, for somebody of the staff.
func (l List) Has(f bot.CaseFile, me string) bool {
	switch l {
	case New:
		return f.State() == bot.StateNew
	case Mine:
		return me != "" && f.Holder.ID == me
	case Waiting:
		return f.State() == bot.StateWaiting
	case Unread:
		return f.Unread > 0
	case Urgent:
		return f.Urgent
	}
	return l == All
}

// Counts is how many open cases are in each list.
func Counts(open iter.Seq[bot.CaseFile], me string) map[List]int {
	counts := make(map[List]int, len(Lists))
	for f := range open {
		for _, l := range Lists {
			if l != Closed && l.Has(f, me) {
				counts[l]++
			}
		}
	}
	return counts
}

// Of returns the open cases of a list: urgent ones first, then those whose answer
// is promised soonest, then the oldest.
func Of(l List, open []bot.CaseFile, me string) []bot.CaseFile {
	listed := slices.DeleteFunc(slices.Clone(open), func(f bot.CaseFile) bool { return !l.Has(f, me) })
	slices.SortFunc(listed, func(a, b bot.CaseFile) int {
		return cmp.Or(first(a.Urgent, b.Urgent), first(owed(a), owed(b)), soonest(dueOf(a), dueOf(b)), a.Opened.Compare(b.Opened), cmp.Compare(a.ID, b.ID))
	})
	return listed
}

func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// soonest puts no time behind all times.
func soonest(a, b time.Time) int {
	if a.IsZero() || b.IsZero() {
		return first(!a.IsZero(), !b.IsZero())
	}
	return a.Compare(b)
}

// owed tells whether the resident waits for staff.
func owed(f bot.CaseFile) bool { return f.State() != bot.StateWaiting }

// dueOf is when a first answer is promised; zero once there was one.
func dueOf(f bot.CaseFile) time.Time {
	if !f.Answered.IsZero() {
		return time.Time{}
	}
	return f.Due
}

// Late reports whether an answer was promised by now, and there is none.
func Late(f bot.CaseFile, now time.Time) bool {
	due := dueOf(f)
	return !due.IsZero() && due.Before(now)
}
