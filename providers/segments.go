package providers

// Encoding is the alphabet that a text goes out in.
type Encoding string

// The two alphabets of SMS. One letter that GSM7 lacks turns the whole text
// into UCS2.
const (
	GSM7 Encoding = "GSM7"
	UCS2 Encoding = "UCS2"
)

// Room in a text that stands alone, and in one part of a longer text, whose
// header takes some of it.
const (
	gsmAlone, gsmPart   = 160, 153
	ucs2Alone, ucs2Part = 70, 67
)

// Count is what a text takes on the wire: Units are septets for GSM7 and UTF-16
// code units for UCS2, Parts are the texts that are paid for.
type Count struct {
	Encoding Encoding
	Units    int
	Parts    int
}

// Segments counts exactly: an escape pair or a surrogate pair never straddles
// two parts, so that a text can take a part more than its units divided. An
// empty text counts as one part.
func Segments(text string) Count {
	units := 0
	for _, r := range text {
		n := septetsOf(r)
		if n == 0 {
			return segmentsUCS2(text)
		}
		units += n
	}
	c := Count{Encoding: GSM7, Units: units, Parts: 1}
	if units > gsmAlone {
		c.Parts = parts(text, gsmPart, septetsOf)
	}
	return c
}

func segmentsUCS2(text string) Count {
	units := 0
	for _, r := range text {
		units += codeUnits(r)
	}
	c := Count{Encoding: UCS2, Units: units, Parts: 1}
	if units > ucs2Alone {
		c.Parts = parts(text, ucs2Part, codeUnits)
	}
	return c
}

// parts fills parts letter by letter, and begins another whenever the next
// letter does not fit whole.
func parts(text string, room int, cost func(rune) int) int {
	n, used := 1, 0
	for _, r := range text {
		c := cost(r)
		if used+c > room {
			n, used = n+1, 0
		}
		used += c
	}
	return n
}

// codeUnits returns how many UTF-16 code units a letter takes.
func codeUnits(r rune) int {
	if r >= 0x10000 {
		return 2
	}
	return 1
}

// MayGoOn tells whether a text leaves so little room that it may be the beginning
// of a longer one, of which a network has not put the parts together: a part with
// a header has room for 153 septets or 67 code units (3GPP TS 23.040 §9.2.3.24.1),
// one without for 160 or 70. A pair of units that does not fit, and spaces at the
// end that some networks cut off, can leave a few empty.
func MayGoOn(text string) bool {
	c := Segments(text)
	room := gsmPart
	if c.Encoding == UCS2 {
		room = ucs2Part
	}
	return c.Parts == 1 && c.Units >= room-3
}
