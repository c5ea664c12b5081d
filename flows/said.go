package flows

import (
	"fmt"
	"strings"
	"time"
)

// Length is a length of time in words, such as 2 days.
func Length(d time.Duration) string {
	for _, u := range []struct {
		name string
		size time.Duration
	}{{"day", 24 * time.Hour}, {"hour", time.Hour}, {"minute", time.Minute}} {
		if n := d / u.size; n > 0 && d%u.size == 0 {
			return counted(int(n), u.name)
		}
	}
	return d.String()
}

// String says what a step waits for, such as "until tomorrow 09:00".
func (w Wait) String() string {
	if w.For > 0 {
		return "for " + Length(w.For)
	}
	at := w.Until
	if w.Clock >= 0 {
		at += fmt.Sprintf(" %02d:%02d", w.Clock/60, w.Clock%60)
	}
	for _, shift := range []time.Duration{time.Duration(w.Days) * 24 * time.Hour, w.Shift} {
		switch {
		case shift > 0:
			at += ", " + Length(shift) + " after"
		case shift < 0:
			at += ", " + Length(-shift) + " before"
		}
	}
	return "until " + strings.TrimSpace(at)
}

// String says who is told, such as "the group walkers".
func (a Audience) String() string {
	switch a.Kind {
	case ToAsker:
		return "whoever asked"
	case ToQueue:
		return "the queue " + a.Name
	case ToPeople:
		return "people who have agreed"
	}
	if a.ExceptMe {
		return "all others of the group " + a.Name
	}
	return "the group " + a.Name
}

// String says where a conversation goes next, as it is written: a step's name,
// end, or flow and its name.
func (t Target) String() string {
	switch t.Kind {
	case ToStep:
		return t.Name
	case ToFlow:
		return "flow " + t.Name
	}
	return string(t.Kind)
}
