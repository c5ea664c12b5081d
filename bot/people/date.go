package people

import (
	"strings"
	"time"
)

// firstDay is when the Privacy and Electronic Communications Regulations 2003
// began, whose regulation 22 wants consent to texts.
var firstDay = time.Date(2003, 12, 11, 0, 0, 0, 0, time.UTC)

// layouts are how dates are written in Britain, and by spreadsheets. The day comes
// before the month.
var layouts = []string{"2006-01-02", "2006/01/02", "2/1/2006", "2-1-2006", "2.1.2006", "2/1/06", "2 January 2006", "2 Jan 2006", "2-Jan-2006", "2-Jan-06", "January 2, 2006"}

// readDate reads the day on which somebody agreed, as the begin of that day in the
// organisation's time. A time behind it is left off.
func readDate(cell string, zone *time.Location, now time.Time) (time.Time, *Fault) {
	cell = strings.Join(strings.Fields(cell), " ")
	fault := func(why Reason, what string) *Fault { return &Fault{Reason: why, Column: ColumnDate, What: what} }
	day, ok := dayIn(cell, zone)
	switch {
	case cell == "":
		return day, fault(NoDate, "")
	case !ok:
		return day, fault(BadDate, clipped(cell))
	case day.After(now):
		return day, fault(FutureDate, cell)
	case day.Before(firstDay):
		return day, fault(OldDate, cell)
	}
	return day, nil
}

func dayIn(cell string, zone *time.Location) (time.Time, bool) {
	try := []string{cell}
	for _, before := range []string{" ", "T"} {
		if date, _, found := strings.Cut(cell, before); found {
			try = append(try, date)
		}
	}
	for _, text := range try {
		for _, layout := range layouts {
			if day, err := time.ParseInLocation(layout, text, zone); err == nil {
				return day, true
			}
		}
	}
	return time.Time{}, false
}
