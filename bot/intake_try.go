package bot

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// triesBeforeParking is how often judging a text may begin and not end before
// the text goes to people instead, and how often that is tried.
const triesBeforeParking = 3

// tryFor is how long judging one text may take, with every turn that is stale.
const tryFor = 10 * time.Second

// finish handles one text, however long the store is away; false when the
// intake is closed first. A text that is in no journal is not kept so long.
func (i *Intake) finish(w *waiting) bool {
	select {
	case i.slots <- struct{}{}:
		defer func() { <-i.slots }()
	case <-i.context.Done():
		return false
	}
	for !w.dropped.Load() {
		if !i.store.pass(i.context) {
			return false
		}
		err := i.try(w)
		switch {
		case err == nil:
			i.store.report(true)
			i.finished(w)
			return true
		case i.context.Err() != nil:
			return false
		case storeAway(err):
			i.store.report(false)
			if !w.journaled {
				w.err = fmt.Errorf("%w: %w", ErrUnavailable, err)
				return true
			}
			i.spare(w)
			i.markLate(w)
		case i.failed(w, err):
			return true
		}
	}
	return true
}

func storeAway(err error) bool {
	return errors.Is(err, ErrUnavailable) || errors.Is(err, context.DeadlineExceeded)
}

// try judges a text once, or gives it to people when judging it has begun too
// often. That judging begins again is on disk first: this text may be what ends
// the program.
func (i *Intake) try(w *waiting) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("judging a text broke (%T)", r)
		}
	}()
	ctx, cancel := context.WithTimeout(i.context, tryFor)
	defer cancel()
	if w.ticket.Tries >= triesBeforeParking {
		return i.c.Park(ctx, w.ticket.Inbound)
	}
	if w.again && w.journaled {
		w.noted = i.c.Journal.Tried(ctx, w.ticket) == nil // a disk that fails must not keep a text from a store that works
	}
	return i.c.Receive(ctx, w.ticket.Inbound)
}

// failed counts a try that the text itself made fail. It reports true when
// nothing more can be done: the next start tries again what neither could be
// judged nor kept for people.
func (i *Intake) failed(w *waiting, err error) bool {
	i.store.report(true)
	w.ticket.Tries++
	w.again, w.noted = true, false
	i.c.Log.Error("a text could not be judged", "try", w.ticket.Tries, "why", err)
	if w.ticket.Tries < 2*triesBeforeParking {
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
