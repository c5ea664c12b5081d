package places

import "time"

// Kind is what became of somebody's yes.
type Kind string

// The kinds of answer.
const (
	Got       Kind = "got"       // they come, with Party places
	Line      Kind = "line"      // they are in line, at Place; Left places are free, fewer than they ask for
	Begun     Kind = "begun"     // it has begun: nothing is counted
	Closed    Kind = "closed"    // answers were taken until earlier
	Cancelled Kind = "cancelled" // it does not take place
	Gone      Kind = "gone"      // it is not listed any more
)

// Answer is what becomes of somebody's yes.
type Answer struct {
	Kind  Kind `json:"k,omitempty"`
	Party int  `json:"n,omitempty"` // places that they have, or wait for
	Place int  `json:"p,omitempty"` // in line, from 1
	Left  int  `json:"l,omitempty"` // places that are free while they wait for more
	Again bool `json:"a,omitempty"` // nothing changed: they had them before
}

// lastOffers is how long before an event places are offered for the last time.
// Later ones go to whoever asks first.
const lastOffers = time.Hour

// Ask is somebody's yes, for a party of so many, themselves among them; 0 is a yes
// without a number, which is for as many as they asked for before, or for one. The
// token names the turn that asks: the same one is answered the same again.
func (r Register) Ask(e Event, person string, party int, token string, now time.Time) (Register, Answer) {
	e = r.Stands(e)
	entry, known := r.Find(person)
	if known && entry.Token == token && entry.Answer.Kind != "" {
		entry.Tries++
		return r.with(entry, false), entry.Answer
	}
	if kind := e.closed(entry, now); kind != "" {
		return r, Answer{Kind: kind}
	}
	if party <= 0 {
		party = max(1, entry.Party)
	}
	before := entry
	entry.Person, entry.Token, entry.Tries, entry.Sure, entry.Knows = person, token, 1, false, e.Face
	switch before.State {
	case Coming:
		entry = r.resize(e, entry, party)
	case Offered:
		entry.State, entry.Party = Coming, min(party, before.Offer)
	default:
		entry = r.enter(e, entry, party, now)
	}
	anew := before.State != entry.State && before.State != Waiting && before.State != Offered
	if before.State != entry.State || before.Party != entry.Party {
		entry.Changed = now.UTC()
	}
	if anew {
		entry.Since = now.UTC()
	}
	if entry.State == Coming {
		entry.Offer, entry.By, entry.Told, entry.After = 0, time.Time{}, false, time.Time{}
	}
	next := r.with(entry, anew)
	entry.Answer = next.answer(e, entry, before, party)
	return next.with(entry, false), entry.Answer
}

// closed is why no yes is taken now; empty if one is.
func (e Event) closed(entry Entry, now time.Time) Kind {
	switch {
	case e.Cancelled:
		return Cancelled
	case !now.Before(e.Starts):
		return Begun
	case !e.AnswerBy.IsZero() && !now.Before(e.AnswerBy) && entry.State != Offered && entry.State != Coming:
		return Closed
	}
	return ""
}

// enter gives somebody their places, or puts them in line: behind everybody who
// waits already.
func (r Register) enter(e Event, entry Entry, party int, now time.Time) Entry {
	entry.Party = party
	fits := e.Places == 0 || party <= r.Left(e)
	if fits && (r.nobodyBefore(entry.Person) || !now.Before(e.Starts.Add(-lastOffers))) {
		entry.State = Coming
		return entry
	}
	entry.State = Waiting
	return entry
}

// nobodyBefore tells whether nobody waits before a person: whoever was offered a
// place has it held.
func (r Register) nobodyBefore(person string) bool {
	for _, e := range r.Line() {
		if e.Person == person {
			return true
		}
		if e.State == Waiting {
			return false
		}
	}
	return true
}

// resize changes the party of somebody who comes. More places than are left, or
// than nobody else waits for, are not given: they keep what they have.
func (r Register) resize(e Event, entry Entry, party int) Entry {
	more := party - entry.Party
	if more <= 0 || e.Places == 0 || more <= r.Left(e) && r.nobodyBefore("") {
		entry.Party = party
	}
	return entry
}

func (r Register) answer(e Event, entry, before Entry, party int) Answer {
	if entry.State == Coming {
		a := Answer{Kind: Got, Party: entry.Party, Again: before.State == Coming && before.Party == entry.Party}
		if party > entry.Party && e.Places > 0 {
			a.Left = r.Left(e)
		}
		return a
	}
	a := Answer{Kind: Line, Party: entry.Party, Place: r.inLine(entry.Person), Again: before.State == Waiting && before.Party == entry.Party}
	if r.nobodyBefore(entry.Person) {
		a.Left = r.Left(e)
	}
	return a
}
