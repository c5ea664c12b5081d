package providers

import "slices"

// Size bounds how long a text can be of which not every letter is known: one of
// several texts, or one with blanks to fill in. Parts never says less than
// Segments counts for any text that fits the Size. The zero Size is an empty
// text.
type Size struct {
	septets int  // of the longest text that is all GSM-7
	escaped int  // letters of two septets in it, at most
	wide    bool // no text is all GSM-7
	units   int  // UTF-16 code units of the longest text, whatever its letters
	paired  int  // letters of two code units, at most
	odd     rune // a letter that GSM-7 lacks, if any text has one
	oddest  int  // code units of the longest text with such a letter
}

// What one letter of somebody's can become once Smart has been at it: an ellipsis
// is three letters, and a musical note that Unicode composes of three has six
// code units.
const (
	mostSeptets, mostUnits = 3, 6
	anyLetter              = '\ufffd'
)

// Measure is the Size of one text, as it goes out: after Smart.
func Measure(text string) Size {
	var s Size
	for _, r := range Smart(text) {
		n := septetsOf(r)
		switch {
		case n == 0 && s.odd == 0:
			s.odd, s.wide = r, true
		case n == 2:
			s.escaped++
		}
		s.septets += n
		s.units += codeUnits(r)
		if codeUnits(r) == 2 {
			s.paired++
		}
	}
	if s.wide {
		s.septets, s.escaped, s.oddest = 0, 0, s.units
	}
	return s
}

// PlainLetters is the Size of at most n letters that each take one unit, in the
// alphabet of whatever stands beside them.
func PlainLetters(n int) Size { return Size{septets: n, units: n} }

// AnyLetters is the Size of at most n letters of any alphabet, emoji among them.
func AnyLetters(n int) Size {
	if n == 0 {
		return Size{}
	}
	return Size{septets: mostSeptets * n, escaped: n, units: mostUnits * n, paired: mostUnits / 2 * n, odd: anyLetter, oddest: mostUnits * n}
}

// Then is the Size of a text with another behind it.
func (s Size) Then(next Size) Size {
	all := Size{wide: s.wide || next.wide, units: s.units + next.units, paired: s.paired + next.paired, odd: s.odd}
	if !all.wide {
		all.septets, all.escaped = s.septets+next.septets, s.escaped+next.escaped
	}
	if s.odd != 0 {
		all.oddest = s.oddest + next.units
	}
	if next.odd != 0 {
		all.oddest = max(all.oddest, s.units+next.oddest)
	}
	if all.odd == 0 || all.odd == anyLetter && next.odd != 0 {
		all.odd = next.odd
	}
	return all
}

// Or is the Size of whichever of two texts is sent.
func (s Size) Or(other Size) Size {
	either := Size{
		septets: max(s.septets, other.septets), escaped: max(s.escaped, other.escaped), wide: s.wide && other.wide,
		units: max(s.units, other.units), paired: max(s.paired, other.paired), odd: s.odd, oddest: max(s.oddest, other.oddest),
	}
	if other.odd != 0 && (s.odd == 0 || other.oddest > s.oddest) {
		either.odd = other.odd
	}
	return either
}

// Longest is the Size of the n longest of several texts, one behind the other.
func Longest(n int, all []Size) Size {
	var s Size
	take := func(of func(Size) int) (sum int) {
		values := make([]int, len(all))
		for i := range all {
			values[i] = of(all[i])
		}
		slices.Sort(values)
		for _, v := range values[max(0, len(values)-n):] {
			sum += v
		}
		return sum
	}
	s.wide = len(all) > 0
	for _, one := range all {
		s.wide = s.wide && one.wide
		if one.odd != 0 && s.odd == 0 {
			s.odd = one.odd
		}
	}
	s.septets, s.escaped = take(func(s Size) int { return s.septets }), take(func(s Size) int { return s.escaped })
	s.units, s.paired = take(func(s Size) int { return s.units }), take(func(s Size) int { return s.paired })
	if s.odd != 0 {
		s.oddest = s.units
	}
	return s
}

// Parts is the most parts that the text can take.
func (s Size) Parts() int {
	n := 1
	if !s.wide {
		n = atMost(s.septets, s.escaped, gsmAlone, gsmPart)
	}
	if s.odd != 0 {
		n = max(n, atMost(s.oddest, s.paired, ucs2Alone, ucs2Part))
	}
	return n
}

// atMost is the most parts of a text of so many units. A letter of two units can
// leave one unit empty at the end of each part but the last.
func atMost(units, double, alone, room int) int {
	if units <= alone {
		return 1
	}
	n := (units + room - 1) / room
	for n*room-min(double, n-1) < units {
		n++
	}
	return n
}

// Count is the text that takes the most parts: its alphabet, its units and its
// parts.
func (s Size) Count() Count {
	c := Count{Encoding: GSM7, Units: s.septets, Parts: s.Parts()}
	if s.odd != 0 && (s.wide || atMost(s.septets, s.escaped, gsmAlone, gsmPart) < c.Parts || s.septets < s.oddest) {
		c.Encoding, c.Units = UCS2, s.oddest
	}
	return c
}

// Odd returns a letter because of which the text can need UCS-2. It reports false
// if there is none, or none that is known.
func (s Size) Odd() (rune, bool) { return s.odd, s.odd != 0 && s.odd != anyLetter }

// Empty tells whether nothing is said at all.
func (s Size) Empty() bool { return s.units == 0 }

// InUCS2 is the Size of the same text with one letter in it that GSM-7 lacks.
func (s Size) InUCS2() Size {
	if s.odd == 0 {
		s.odd = anyLetter
	}
	s.wide, s.septets, s.escaped, s.oddest = true, 0, 0, s.units
	return s
}

// Room is how many units fit into so many parts of an alphabet.
func Room(e Encoding, parts int) int {
	alone, part := gsmAlone, gsmPart
	if e == UCS2 {
		alone, part = ucs2Alone, ucs2Part
	}
	if parts <= 1 {
		return alone
	}
	return parts * part
}
