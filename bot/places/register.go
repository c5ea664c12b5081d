package places

import (
	"slices"
	"time"
)

// State is where somebody stands with an event.
type State string

// The states of an Entry.
const (
	Coming  State = "coming"  // has their places
	Waiting State = "waiting" // is in line
	Offered State = "offered" // is in line, and places are held for them until they answer
	Not     State = "no"      // has said no, or has given their places back
)

// Entry is one person in a register, and where they stand.
type Entry struct {
	Person  string    `json:"p"`           // their id: an HMAC, shows no number
	State   State     `json:"s"`           //
	Party   int       `json:"n,omitempty"` // places that they have, or ask for
	Offer   int       `json:"o,omitempty"` // places that are held for them while they are Offered
	By      time.Time `json:"by,omitzero"` // when the offer ends
	Told    bool      `json:"t,omitempty"` // of the offer
	After   time.Time `json:"a,omitzero"`  // nothing is offered to them before
	Token   string    `json:"k,omitempty"` // names the turn that asked last
	Tries   int       `json:"i,omitempty"` // how often that turn has asked
	Answer  Answer    `json:"w,omitzero"`  // what it was answered
	Sure    bool      `json:"c,omitempty"` // that turn was committed
	Knows   string    `json:"f,omitempty"` // the Face of the event as they were told it last
	Moves   int       `json:"m,omitempty"` // how often they were told another one
	Moved   time.Time `json:"ma,omitzero"` // when they were told so last
	Changed time.Time `json:"at,omitzero"` // when the state changed last
	ByHand  bool      `json:"h,omitempty"` // staff have put them here
	Since   time.Time `json:"sc,omitzero"` // when they were put in line, or first asked
}

// Register is who comes to an event and who waits, in the order in which they
// asked. The zero value is one of an event that nobody has asked about.
type Register struct {
	People []Entry `json:"people,omitempty"`
	Off    bool    `json:"off,omitempty"`    // staff have cancelled the event, for good
	Places int     `json:"places,omitempty"` // how many staff say there are; 0 is what the event says
}

// Event is what a register must know of its event.
type Event struct {
	Places    int       // how many there are; 0 is no limit
	Starts    time.Time //
	AnswerBy  time.Time // new answers are taken before; zero is until it starts
	Cancelled bool      //
	Face      string    // when and where it is: whoever knows another one is told
}

// Nights tells when nothing is sent that nobody asked for.
type Nights interface {
	QuietAt(now time.Time) bool
	QuietEnds(now time.Time) time.Time
}

// Find returns where somebody stands; false if they never asked.
func (r Register) Find(person string) (Entry, bool) {
	i := r.at(person)
	if i < 0 {
		return Entry{}, false
	}
	return r.People[i], true
}

func (r Register) at(person string) int {
	return slices.IndexFunc(r.People, func(e Entry) bool { return e.Person == person })
}

// Taken is how many places are taken, or held for whoever was offered them.
func (r Register) Taken() int {
	n := 0
	for _, e := range r.People {
		n += e.held()
	}
	return n
}

func (e Entry) held() int {
	switch e.State {
	case Coming:
		return e.Party
	case Offered:
		return e.Offer
	}
	return 0
}

// Left is how many places are neither taken nor held: 0 where they are all gone,
// or where more are taken than there are by now.
func (r Register) Left(e Event) int { return max(0, r.Stands(e).Places-r.Taken()) }

// Line is who waits, or was offered a place, the first first.
func (r Register) Line() []Entry {
	return slices.DeleteFunc(slices.Clone(r.People), func(e Entry) bool { return e.State != Waiting && e.State != Offered })
}

// Coming is who comes, in the order in which they asked.
func (r Register) Coming() []Entry {
	return slices.DeleteFunc(slices.Clone(r.People), func(e Entry) bool { return e.State != Coming })
}

// inLine is the number of somebody in line, from 1; 0 if they are not in it.
func (r Register) inLine(person string) int {
	return 1 + slices.IndexFunc(r.Line(), func(e Entry) bool { return e.Person == person })
}

// with returns the register with an entry put in the place of the person's former
// one: moved to the end where they ask anew.
func (r Register) with(e Entry, toEnd bool) Register {
	i := r.at(e.Person)
	switch {
	case i < 0:
		r.People = append(slices.Clone(r.People), e)
	case toEnd:
		r.People = append(slices.Delete(slices.Clone(r.People), i, i+1), e)
	default:
		r.People = slices.Clone(r.People)
		r.People[i] = e
	}
	return r
}

func (r Register) without(person string) Register {
	r.People = slices.DeleteFunc(slices.Clone(r.People), func(e Entry) bool { return e.Person == person })
	return r
}
