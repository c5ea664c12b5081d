package evaluation

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
)

// least is the smallest count that is shown: fewer could tell who it was.
const least = 5

// leastShare is how many answers a share must be of.
const leastShare = 20

// Count is how often something was counted. One that is hidden is from 1 to 4, or is
// left out so that such a one cannot be worked out from the others and their sum.
type Count struct {
	n      int
	hidden bool
}

// Counted is a count that is hidden if it is from 1 to 4.
func Counted(n int) Count { return Count{n, n > 0 && n < least} }

// Value returns the count; false if it is hidden.
func (c Count) Value() (int, bool) {
	if c.hidden {
		return 0, false
	}
	return c.n, true
}

// String is the count, or * if it is hidden.
func (c Count) String() string {
	if c.hidden {
		return "*"
	}
	return strconv.Itoa(c.n)
}

// MarshalJSON writes a hidden count as null.
func (c Count) MarshalJSON() ([]byte, error) {
	if c.hidden {
		return []byte("null"), nil
	}
	return json.Marshal(c.n)
}

// Share is a share in whole per cent; false if it is of too few to be told, or would
// tell that from 1 to 4 are, or are not, among them.
func Share(n, of int) (int, bool) {
	few := func(n int) bool { return n > 0 && n < least }
	if of < leastShare || few(n) || few(of-n) {
		return 0, false
	}
	return (100*n + of/2) / of, true
}

// shield hides cells of a table until no row and no column has a hidden cell alone, or
// hidden cells that come to fewer than 5 together: whoever knows the sum of a line
// could work these out.
func shield(table [][]Count) {
	for again := true; again; {
		again = false
		for _, line := range linesOf(table) {
			again = shieldLine(line) || again
		}
	}
}

// linesOf are the rows and the columns of a table.
func linesOf(table [][]Count) [][]*Count {
	var lines [][]*Count
	for i := range table {
		var row []*Count
		for j := range table[i] {
			row = append(row, &table[i][j])
		}
		lines = append(lines, row)
	}
	for j := range len(slices.Concat(table[:min(1, len(table))]...)) {
		var column []*Count
		for i := range table {
			column = append(column, &table[i][j])
		}
		lines = append(lines, column)
	}
	return lines
}

// shieldLine hides the smallest cell that is shown, one that is not zero before one
// that is, if the hidden ones need company. It reports whether it has hidden one.
func shieldLine(line []*Count) bool {
	hidden, sum := 0, 0
	var shown []*Count
	for _, c := range line {
		if c.hidden {
			hidden, sum = hidden+1, sum+c.n
		} else {
			shown = append(shown, c)
		}
	}
	if hidden == 0 || hidden > 1 && sum >= least || len(shown) == 0 {
		return false
	}
	zeroLast := func(c *Count) int {
		if c.n == 0 {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(shown, func(a, b *Count) int {
		return cmp.Or(cmp.Compare(zeroLast(a), zeroLast(b)), cmp.Compare(a.n, b.n))
	})
	shown[0].hidden = true
	return true
}
