package flows

import (
	"cmp"
	"strconv"
	"strings"
	"time"
)

// The forms in which a day, a time of day and a moment are written and kept.
const (
	dayOnly    = "2006-01-02"
	timeOnly   = "15:04"
	dayAndTime = "2006-01-02 15:04"
)

// sameValue tells whether two values are the same word, whatever the case, or
// the same number.
func sameValue(a, b string) bool {
	if strings.EqualFold(a, b) {
		return true
	}
	if !beginsNumber(a) || !beginsNumber(b) {
		return false
	}
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	return errX == nil && errY == nil && x == y
}

// beginsNumber tells whether a word may be a number, by its first letter: Inf and NaN
// are numbers too. It spares most words a try that fails.
func beginsNumber(word string) bool {
	return word != "" && strings.IndexByte("0123456789+-.iInN", word[0]) >= 0
}

// startsWith tells whether a begins with b, whatever the case.
func startsWith(a, b string) bool {
	return strings.HasPrefix(strings.ToLower(a), strings.ToLower(b))
}

// inOrder compares two numbers, two days, two times of day or two moments. A
// moment compares with a day by its day, with a time of day by its time. What
// cannot be compared is in no order.
func inOrder(a, order, b string) bool {
	if x, err := strconv.ParseFloat(a, 64); err == nil {
		y, err := strconv.ParseFloat(b, 64)
		return err == nil && holds(order, cmp.Compare(x, y))
	}
	x, layoutX, okX := readMoment(a)
	y, layoutY, okY := readMoment(b)
	if !okX || !okY {
		return false
	}
	layout := layoutX
	if layout == dayAndTime {
		layout = layoutY
	}
	if layoutX != layoutY && layoutX != dayAndTime && layoutY != dayAndTime {
		return false
	}
	return holds(order, strings.Compare(x.Format(layout), y.Format(layout)))
}

// readMoment reads a day, a time of day or a moment, and tells which it is.
func readMoment(text string) (t time.Time, layout string, ok bool) {
	for _, layout := range []string{dayOnly, timeOnly, dayAndTime} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, layout, true
		}
	}
	return time.Time{}, "", false
}

// holds tells whether a comparison's outcome is in the order asked for.
func holds(order string, outcome int) bool {
	switch order {
	case "<":
		return outcome < 0
	case "<=":
		return outcome <= 0
	case ">":
		return outcome > 0
	default:
		return outcome >= 0
	}
}
