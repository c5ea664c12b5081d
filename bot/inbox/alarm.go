package inbox

import (
	"fmt"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
)

// Kind is what an alarm is about.
type Kind string

// The kinds of alarm.
const (
	IsUrgent   Kind = "urgent"   // an urgent case that nobody has claimed
	IsUnread   Kind = "unread"   // what the resident wrote has not been read
	IsPromised Kind = "promised" // an answer was promised by now
)

// Kinds are all kinds.
var Kinds = []Kind{IsUrgent, IsUnread, IsPromised}

const (
	urgentAgain = 5 * time.Minute
	unreadAfter = 2 * time.Hour // in the queue's open time
	leadAfter   = 5 * time.Hour // in the queue's open time: the lead is told too
	again       = 2 * time.Hour // in the queue's open time, after that
	leadUrgent  = 2             // alarms that the lead is not told of, of an urgent case
)

// Alarm is word that a case presses, for those who are on the rota.
type Alarm struct {
	Kind Kind
	Name string    // the same for the same alarm, wherever it is worked out
	At   time.Time // when it was due
	Lead bool      // for the lead as well
}

// Alarms returns what presses about an open case at a moment: of each kind the
// last that is due. It is pure. An urgent case rings at once and every 5 minutes,
// at any hour, until somebody claims it; what nobody has read rings after 2 open
// hours, and for the lead after 5; an answer that was promised rings when it is
// due. Both ring again every 2 open hours.
func Alarms(o *flows.Org, f bot.CaseFile, now time.Time) []Alarm {
	var all []Alarm
	add := func(kind Kind, since time.Time, n int, at time.Time, lead bool) {
		all = append(all, Alarm{kind, fmt.Sprintf("%s:%d:%d", kind, since.Unix(), n), at, lead})
	}
	if f.Urgent && f.Holder.ID == "" && !f.Pressed.IsZero() && !f.Pressed.After(now) {
		n := int(now.Sub(f.Pressed) / urgentAgain)
		add(IsUrgent, f.Pressed, n, f.Pressed.Add(time.Duration(n)*urgentAgain), n >= leadUrgent)
	}
	if f.Unread > 0 && !f.Waits.IsZero() {
		lead := o.AfterOpen(f.Queue, f.Waits, leadAfter)
		if n, at := rung(o, f.Queue, o.AfterOpen(f.Queue, f.Waits, unreadAfter), lead, now); n >= 0 {
			add(IsUnread, f.Waits, n, at, n > 0)
		}
	}
	if due := dueOf(f); !due.IsZero() {
		if n, at := rung(o, f.Queue, due, o.AfterOpen(f.Queue, due, again), now); n >= 0 {
			add(IsPromised, due, n, at, n > 0)
		}
	}
	return all
}

// mostRung is how often one thing rings: by then weeks have passed.
const mostRung = 100

// rung returns which ring of a bell was the last by now, that rings at two moments
// and then again and again; -1 before the first.
func rung(o *flows.Org, queue string, first, second, now time.Time) (n int, at time.Time) {
	n = -1
	for next := first; !next.After(now) && n < mostRung; {
		at, n = next, n+1
		if next = second; n > 0 {
			next = o.AfterOpen(queue, at, again)
		}
	}
	return n, at
}
