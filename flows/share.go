package flows

import (
	"crypto/sha256"
	"encoding/binary"

	"github.com/connective-messaging/connective/providers"
)

// shares reports whether people are shared out between the organisation's own line
// and its second one.
func (o *Org) shares() bool {
	return o.Fallback.Share > 0 && o.Fallback.Provider != "" && !o.Shared
}

// LineFor is the line by which what is not an answer leaves to a person. Without a
// share that is LineTo. With one, nobody sees their talk go from one number to
// another: who has texted is written to from the number that they texted last, and of
// all others each is always written to by the same line. Last is the number of their
// last text, empty for the organisation's own.
func (o *Org) LineFor(a providers.Address, texted bool, last string) Line {
	own := o.LineTo(a)
	if app, _ := a.App(); app != "" || !o.shares() {
		return own
	}
	second := o.Lines()[1]
	switch known := texted && own.Number != second.Number; {
	case known && last == second.Number, !known && standing(o.ID, a.Value) < o.Fallback.Share:
		return second
	}
	return own
}

// Writes are the lines by which texts to phones leave that are not an answer: the
// organisation's own, and the second if it has a share.
func (o *Org) Writes() []Line {
	if o.shares() {
		return o.Lines()[:2]
	}
	return []Line{o.Line()}
}

// standing is where a number stands among a hundred, the same for ever: a share that
// grows takes more people and lets nobody go.
func standing(org, number string) int {
	sum := sha256.Sum256([]byte(org + "\x00" + number))
	return int(binary.BigEndian.Uint64(sum[:8]) % 100)
}
