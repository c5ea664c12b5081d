package bot

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// TriesBeforeParking is how often judging a text may begin and not end before
// the text goes to people instead, and how often that is tried.
const TriesBeforeParking = 3

// triesBeforeApart is how often handling a text may begin and not end before
// nothing looks at it any more: giving it to people ends the program too.
const triesBeforeApart = 4 * TriesBeforeParking

// tryFor is how long judging one text may take, with every turn that is stale.
const tryFor = 10 * time.Second

// notYetPause is how long a text waits for those that were before it.
const notYetPause = 20 * time.Millisecond

// attempt tries to handle one text once the store is worth a try. It reports
// whether nothing more is to be done with the text, and false for open when the
// intake is closed. A text that is in no journal is kept only while somebody
// waits for it. Of those that may be what ended the program one is tried at a
// time, so that no other is taken for it; they wait before they take up a place.
func (i *Intake) attempt(w *waiting, urgent bool) (finished, open bool) {
	if w.ticket.Tries > 0 {
		select {
		case i.suspects <- struct{}{}:
			defer func() { <-i.suspects }()
		case <-i.context.Done():
			return false, false
		}
	}
	select {
	case i.slots <- struct{}{}:
		defer func() { <-i.slots }()
	case <-i.context.Done():
		return false, false
	}
	if w.dropped.Load() {
		return true, true
	}
	if !i.store.pass(i.context) {
		return false, false
	}
	err := i.try(w, urgent)
	if w.refused || errors.Is(err, ErrFull) && !urgent {
		i.memory.report(!errors.Is(err, ErrFull))
	}
	if err == nil {
		i.store.report(true)
		i.finished(w)
		return true, true
	}
	return i.unfinished(w, err)
}

// unfinished deals with a text whose try came to nothing.
func (i *Intake) unfinished(w *waiting, err error) (finished, open bool) {
	switch {
	case i.context.Err() != nil:
		return false, false
	case !storeAway(err):
		return i.failed(w, err), true
	}
	answers := errors.Is(err, ErrNotYet) || errors.Is(err, ErrFull)
	i.store.report(answers)
	if !w.journaled {
		w.err = fmt.Errorf("%w: %w", ErrUnavailable, err)
		return true, true
	}
	if !answers {
		w.before = max(w.before, Tried)
	}
	i.spare(w)
	i.refuse(w, errors.Is(err, ErrFull))
	i.markLate(w)
	return false, true
}

func storeAway(err error) bool {
	return errors.Is(err, ErrUnavailable) || errors.Is(err, context.DeadlineExceeded)
}

// try judges a text once, or gives it to people when judging it has begun too
// often. That judging begins again is on disk first: this text may be what ends
// the program.
func (i *Intake) try(w *waiting, urgent bool) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("judging a text broke (%T)", r)
		}
	}()
	ctx, cancel := context.WithTimeout(withTry(i.context, Try{Before: w.before, Urgent: urgent}), tryFor)
	defer cancel()
	if w.again && w.journaled {
		w.noted = i.c.Journal.Tried(ctx, w.ticket) == nil // a disk that fails must not keep a text from a store that works
	}
	switch {
	case w.ticket.Tries < TriesBeforeParking:
		return i.c.Receive(ctx, w.ticket.Inbound)
	case w.ticket.Tries < triesBeforeApart:
		return i.c.Park(ctx, w.ticket.Inbound)
	}
	i.c.Log.Error("a text is kept apart that nobody has read: both judging it and giving it to people end the program", "tries", w.ticket.Tries)
	return i.c.Apart(ctx, w.ticket.Inbound)
}

// failed counts a try that the text itself made fail. It reports true when
// nothing more can be done: the next start tries again what neither could be
// judged nor kept for people.
func (i *Intake) failed(w *waiting, err error) bool {
	i.store.report(true)
	w.ticket.Tries++
	w.again, w.noted, w.before = true, false, max(w.before, Tried)
	i.c.Log.Error("a text could not be judged", "try", w.ticket.Tries, "why", err)
	if w.ticket.Tries < 2*TriesBeforeParking {
		return false
	}
	i.c.Log.Error("a text could neither be judged nor kept for people; it is tried again at the next start")
	w.err = fmt.Errorf("%w: %w", ErrUnavailable, err)
	return true
}

// spare takes back that judging began: the store was away, which is no fault of
// the text.
func (i *Intake) spare(w *waiting) {
	if !w.noted {
		return
	}
	w.noted = false
	if err := i.c.Journal.Spared(w.ticket); err != nil {
		i.c.Log.Warn("the journal was not told that the store was away; the try counts")
	}
}

func (i *Intake) finished(w *waiting) {
	if !w.journaled {
		return
	}
	if err := i.c.Journal.Done(w.ticket); err != nil {
		i.c.Log.Warn("a finished text was not noted in the journal; it will be found to be handled")
	}
}
