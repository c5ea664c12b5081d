package places

import "time"

// Keep makes a place sure: the turn with that token was committed.
func (r Register) Keep(person, token string) Register {
	if e, ok := r.Find(person); ok && e.Token == token && !e.Sure {
		e.Sure = true
		return r.with(e, false)
	}
	return r
}

// Give gives back what somebody has or waits for, if the turn with that token was
// the last that asked. Whoever has asked anew since keeps it. Erased people leave
// nothing behind; others are known to have said no.
func (r Register) Give(person, token string, erased bool, now time.Time) Register {
	e, ok := r.Find(person)
	switch {
	case !ok || e.Token != token:
		return r
	case erased:
		return r.without(person)
	case e.State == Not:
		return r
	}
	gone := Entry{Person: person, State: Not, Token: token, Sure: true, Changed: now.UTC()}
	if r.Off || e.Knows == CancelledFace {
		gone.Knows = CancelledFace
	}
	return r.with(gone, false)
}

// Refuse notes that somebody who never asked has said no.
func (r Register) Refuse(person, token string, now time.Time) Register {
	if _, ok := r.Find(person); ok {
		return r
	}
	return r.with(Entry{Person: person, State: Not, Token: token, Sure: true, Changed: now.UTC()}, false)
}

// Unsure are the entries whose turn was not committed by so long ago, as far as is
// known here.
func (r Register) Unsure(before time.Time) []Entry {
	var all []Entry
	for _, e := range r.People {
		if !e.Sure && e.State != Not && e.Changed.Before(before) {
			all = append(all, e)
		}
	}
	return all
}

// Drop gives back a place whose turn was never committed and can not be any more.
// If it was asked for again since it was looked at, it stays.
func (r Register) Drop(seen Entry) Register {
	e, ok := r.Find(seen.Person)
	if !ok || e.Sure || e.Token != seen.Token || e.Tries != seen.Tries {
		return r
	}
	return r.without(seen.Person)
}

// Remove takes somebody out by hand, whatever they last asked.
func (r Register) Remove(person, token string, now time.Time) Register {
	if e, ok := r.Find(person); !ok || e.State == Not {
		return r
	}
	return r.with(Entry{Person: person, State: Not, Token: token, Sure: true, ByHand: true, Changed: now.UTC()}, false)
}
