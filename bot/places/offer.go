package places

import (
	"slices"
	"time"
)

// Bounds of how long an offer stands: a quarter of the time that is left, and in
// any case so long.
const (
	shortestOffer = time.Hour
	longestOffer  = 24 * time.Hour
	wholeHalves   = 30 * time.Minute
	morning       = time.Hour // an offer that would end at night stands until so long after it
)

// Advance ends the offers that nobody has answered, and offers the places that are
// left to the first in line: one after another, never at night, and never within an
// hour of the beginning. Whoever did not answer is out of the line.
func (r Register) Advance(e Event, nights Nights, now time.Time) Register {
	e = r.Stands(e)
	if e.Cancelled || !now.Before(e.Starts) {
		return r
	}
	for _, entry := range r.People {
		if entry.State == Offered && !now.Before(entry.By) {
			r = r.with(Entry{Person: entry.Person, State: Not, Token: entry.Token, Sure: true, Changed: now.UTC()}, false)
		}
	}
	if e.Places == 0 || nights.QuietAt(now) {
		return r
	}
	by := replyBy(e.Starts, nights, now)
	for _, entry := range slices.Clone(r.People) {
		left := r.Left(e)
		if left == 0 || by.IsZero() {
			break
		}
		if entry.State != Waiting || !entry.Sure || now.Before(entry.After) {
			continue
		}
		entry.State, entry.Offer, entry.By, entry.Told, entry.Changed = Offered, min(left, entry.Party), by.UTC(), false, now.UTC()
		r = r.with(entry, false)
	}
	return r
}

// replyBy is until when an offer stands that is made now: to the half hour, not at
// night, and at the latest half an hour before the beginning; zero if there is no
// time left to offer anything.
func replyBy(starts time.Time, nights Nights, now time.Time) time.Time {
	if starts.Sub(now) < lastOffers {
		return time.Time{}
	}
	last := starts.Add(-wholeHalves)
	by := now.Add(min(max(starts.Sub(now)/4, shortestOffer), longestOffer)).Round(wholeHalves)
	if nights.QuietAt(by) || nights.QuietAt(by.Add(-morning)) {
		by = nights.QuietEnds(by).Add(morning)
	}
	if by.After(last) {
		by = last
	}
	for nights.QuietAt(by) && by.After(now) { // it begins early in the morning: answers are needed the evening before
		by = by.Add(-wholeHalves)
	}
	if !by.After(now) {
		return time.Time{}
	}
	return by
}

// Untold are those who were not told yet of what they are offered.
func (r Register) Untold() []Entry {
	var all []Entry
	for _, e := range r.People {
		if e.State == Offered && !e.Told {
			all = append(all, e)
		}
	}
	return all
}

// WasTold notes that somebody was told of the offer that ends then.
func (r Register) WasTold(person string, by time.Time) Register {
	if e, ok := r.Find(person); ok && e.State == Offered && e.By.Equal(by) {
		e.Told = true
		return r.with(e, false)
	}
	return r
}

// Lapsed are the offers that have ended by a moment, and that nobody has answered.
func (r Register) Lapsed(now time.Time) []Entry {
	var all []Entry
	for _, e := range r.People {
		if e.State == Offered && !now.Before(e.By) {
			all = append(all, e)
		}
	}
	return all
}

// Hold takes an offer back from somebody who cannot be told now. They keep their
// place in line, and are asked again after a while.
func (r Register) Hold(person string, by, until time.Time) Register {
	e, ok := r.Find(person)
	if !ok || e.State != Offered || !e.By.Equal(by) {
		return r
	}
	e.State, e.Offer, e.By, e.Told, e.After = Waiting, 0, time.Time{}, false, until.UTC()
	return r.with(e, false)
}

// Unaware are those who come, wait or were offered a place, know the event as it was
// before, and are to be told now.
func (r Register) Unaware(e Event, now time.Time) []Entry {
	e = r.Stands(e)
	var all []Entry
	for _, entry := range r.People {
		told := e.Cancelled || !now.Before(entry.Moved.Add(entry.pause()))
		if entry.State != Not && entry.Sure && entry.Knows != e.Face && told {
			all = append(all, entry)
		}
	}
	return all
}

// Bounds of how soon somebody is told of another change: two at once, and then each
// after twice as long. Two processes that do not agree how an event is would tell
// people every second.
const (
	movesAtOnce  = 2
	shortestStay = 10 * time.Minute
	mostDoubled  = 6
)

func (e Entry) pause() time.Duration {
	if e.Moves < movesAtOnce || e.Moved.IsZero() {
		return 0
	}
	return shortestStay << min(e.Moves-movesAtOnce, mostDoubled)
}

// Aware notes that somebody was told how the event is now.
func (r Register) Aware(person, face string, now time.Time) Register {
	if e, ok := r.Find(person); ok && e.Knows != face {
		e.Knows, e.Moved = face, now.UTC()
		e.Moves++
		return r.with(e, false)
	}
	return r
}

// Due is when something changes by itself next: an offer ends. Zero is never.
func (r Register) Due() time.Time {
	var next time.Time
	for _, e := range r.People {
		if e.State == Offered && (next.IsZero() || e.By.Before(next)) {
			next = e.By
		}
	}
	return next
}
