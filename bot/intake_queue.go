package bot

import (
	"context"
	"slices"
	"sync/atomic"

	"github.com/connective-messaging/connective/providers"
)

// lineKey is one person on one line.
type lineKey struct{ from, to providers.Address }

// queue is the texts of one person that are unfinished, in order. The first is
// being judged; or, while the store has no memory for it, one behind it that may
// be a STOP or a call for help.
type queue struct {
	texts []*waiting
	more  context.CancelFunc // ends a wait for memory, if there is one: another text has come
}

// waiting is one text that is being handled.
type waiting struct {
	ticket    Ticket
	journaled bool        // it is in the journal
	again     bool        // judging it was begun before, and the journal must be told that it begins once more
	noted     bool        // the journal has been told so
	before    Repeat      // what is known of an earlier answer to it
	late      bool        // the store has not taken it in time
	refused   bool        // it was judged, and the store has no memory for the turn: a STOP it was not
	dropped   atomic.Bool // nobody waits for it, and no journal holds it
	done      chan struct{}
	err       error
}

func (w *waiting) line() lineKey { return lineKey{w.ticket.Inbound.From, w.ticket.Inbound.To} }

// add queues a text behind what is unfinished of the same person.
func (i *Intake) add(w *waiting) {
	i.mu.Lock()
	defer i.mu.Unlock()
	q := i.queue(w.line())
	i.insert(q, len(q.texts), w)
}

// addAgain queues a text of the journal where it belongs: before those of the
// same person that came after it. It does nothing if the text is there already.
func (i *Intake) addAgain(w *waiting) {
	i.mu.Lock()
	defer i.mu.Unlock()
	q := i.queue(w.line())
	at := len(q.texts)
	for n, other := range slices.Backward(q.texts) {
		switch {
		case other.journaled && other.ticket.ID == w.ticket.ID:
			return
		case !other.journaled || other.ticket.ID > w.ticket.ID:
			at = n
		}
	}
	i.insert(q, at, w)
	i.setLate(w, true)
}

// queue is that of a person on a line. A new one is emptied once something is in
// it.
func (i *Intake) queue(key lineKey) *queue {
	q := i.lines[key]
	if q == nil {
		q = &queue{}
		i.lines[key] = q
		if i.started {
			i.begin(key, q)
		}
	}
	return q
}

func (i *Intake) insert(q *queue, at int, w *waiting) {
	i.waiting++
	if w.before == Handled {
		i.handled++
	}
	q.texts = slices.Insert(q.texts, at, w)
	if q.more != nil {
		q.more()
	}
}

// start begins to judge what was queued before.
func (i *Intake) start() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.started = true
	for key, q := range i.lines {
		i.begin(key, q)
	}
}

// begin has a queue emptied. Whoever has emptied another and waits takes it over:
// a new goroutine would grow its stack anew for each text.
func (i *Intake) begin(key lineKey, q *queue) {
	i.work.Add(1)
	empty := func() { defer i.work.Done(); i.drain(key, q) }
	select {
	case i.next <- empty:
	default:
		go i.emptyAll(empty)
	}
}

// emptyAll empties a queue, and then others as they come. No more wait for others
// than are judged at once.
func (i *Intake) emptyAll(empty func()) {
	for {
		empty()
		if i.idle.Add(1) > mostAtOnce {
			i.idle.Add(-1)
			return
		}
		select {
		case empty = <-i.next:
			i.idle.Add(-1)
		case <-i.context.Done():
			return
		}
	}
}

// stop makes texts of people who have none under way stay in their queues.
func (i *Intake) stop() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.started = false
}

// drain handles one person's texts until none is left. Which comes first is
// looked up for each try: after a failover an older one may have come back.
func (i *Intake) drain(key lineKey, q *queue) {
	for left := true; left; {
		w, urgent := i.first(q)
		if w.refused && !i.awaitMemory(q) {
			continue
		}
		finished, open := i.attempt(w, urgent)
		switch {
		case !open:
			return // stopping: the journal has what is left
		case finished:
			left = i.drop(key, q, w)
			close(w.done)
		default:
			sleep(i.context, notYetPause)
		}
	}
}

// first is the text to judge next. It is urgent if others wait before it that
// the store has no memory for.
func (i *Intake) first(q *queue) (w *waiting, urgent bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	for n, w := range q.texts {
		if !w.refused {
			return w, n > 0
		}
	}
	return q.texts[0], false
}

// awaitMemory waits until a text that the store had no memory for is worth
// another try; false if another text comes first, which may be a STOP.
func (i *Intake) awaitMemory(q *queue) bool {
	ctx, cancel := context.WithCancel(i.context)
	defer cancel()
	i.mu.Lock()
	come := slices.ContainsFunc(q.texts, func(w *waiting) bool { return !w.refused })
	q.more = cancel
	i.mu.Unlock()
	passed := !come && i.memory.pass(ctx)
	i.mu.Lock()
	defer i.mu.Unlock()
	q.more = nil
	return passed || i.context.Err() != nil
}

// drop takes a text that is finished off its queue and reports whether more are
// in it. An empty one is gone.
func (i *Intake) drop(key lineKey, q *queue, w *waiting) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.waiting--
	if w.before == Handled {
		i.handled--
	}
	i.setLate(w, false)
	at := slices.Index(q.texts, w)
	q.texts = slices.Delete(q.texts, at, at+1)
	if len(q.texts) > 0 {
		return true
	}
	delete(i.lines, key)
	return false
}
