package sink

import (
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
	"slices"
)

// Mode is how the sink deals with one call.
type Mode string

// The modes. In those that have accepted in their description the text is on
// its way whatever the caller hears.
const (
	OK           Mode = "ok"            // accepted
	Fail         Mode = "fail"          // 500
	FailAccepted Mode = "fail_accepted" // accepted, then 500
	TooMany      Mode = "too_many"      // 429, Retry-After: 1
	BadKey       Mode = "bad_key"       // 401
	NoCredit     Mode = "no_credit"     // no credit is left
	Cut          Mode = "cut"           // the connection breaks
	CutAccepted  Mode = "cut_accepted"  // accepted, then the connection breaks
	HangAccepted Mode = "hang_accepted" // accepted, then silence until the caller gives up
	SlowAccepted Mode = "slow_accepted" // accepted, and the answer comes in drops
	HTML         Mode = "html"          // 502 in HTML
	Partial      Mode = "partial"       // half of the recipients accepted, then 422 for all; a lone one is accepted
)

// Report is what the sink reports of one text that it accepted.
type Report string

// The reports.
const (
	Silent     Report = "silent"     // none
	Delivered  Report = "delivered"  // sent, then delivered
	OptedOut   Report = "opted_out"  // refused, as the person had said STOP
	Lost       Report = "lost"       // failed, as the phone was off
	Twice      Report = "twice"      // delivered, and delivered again
	Early      Report = "early"      // delivered, before the call is answered
	OutOfOrder Report = "disordered" // delivered, then sent
)

// Mix is how often each of several things happens, as weights; the default has
// what is left of 1 if they add up to less.
type Mix[T ~string] map[T]float64

// pick chooses by a number from 0 to 1.
func (m Mix[T]) pick(at float64, otherwise T) T {
	names := make([]T, 0, len(m))
	total := 0.0
	for name, weight := range m {
		names = append(names, name)
		total += weight
	}
	slices.Sort(names)
	at *= max(total, 1)
	for _, name := range names {
		if at -= m[name]; at < 0 {
			return name
		}
	}
	return otherwise
}

// draws returns numbers from 0 to 1 that follow from a seed and a name.
func draws(seed uint64, name string) func() float64 {
	sum := sha256.Sum256([]byte(name))
	return rand.New(rand.NewPCG(seed, binary.LittleEndian.Uint64(sum[:]))).Float64
}
