package bot

import (
	"slices"
	"time"

	"github.com/connective-messaging/connective/providers"
)

// markLate marks that the store has not taken a text in time.
func (i *Intake) markLate(w *waiting) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if q := i.lines[w.line()]; q != nil && slices.Contains(q.texts, w) {
		i.setLate(w, !w.refused)
	}
}

// refuse marks whether the store had no memory for a text.
func (i *Intake) refuse(w *waiting, refused bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	w.refused = refused
	if refused {
		i.setLate(w, false)
	}
}

func (i *Intake) setLate(w *waiting, late bool) {
	if w.late == late {
		return
	}
	w.late = late
	from := w.ticket.Inbound.From
	if late {
		i.late[from]++
		return
	}
	if i.late[from]--; i.late[from] == 0 {
		delete(i.late, from)
	}
}

// Settled reports whether the store has seen every text that it was late with:
// what a start found, and what waited while it was away. Texts that are being
// committed for the first time do not count, as nobody has been told yet that
// they were taken; nor do those that the store has no memory for, as they were
// judged and are no STOP.
func (i *Intake) Settled() bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return len(i.late) == 0
}

// CaughtUp reports whether every text that was handled before has been judged
// again.
func (i *Intake) CaughtUp() bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.handled == 0
}

// Pending is how many texts are not finished.
func (i *Intake) Pending() int {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.waiting
}

// Held reports whether the store is late with a text of that person: it may be
// a STOP, so that nothing is sent to them meanwhile.
func (i *Intake) Held(a providers.Address) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.late[a] > 0
}

// Oldest is when the first text arrived of those that are not finished; zero if
// there is none.
func (i *Intake) Oldest() time.Time {
	i.mu.Lock()
	defer i.mu.Unlock()
	var oldest time.Time
	for _, q := range i.lines {
		for _, w := range q.texts {
			if at := w.ticket.Inbound.Received; oldest.IsZero() || at.Before(oldest) {
				oldest = at
			}
		}
	}
	return oldest
}
