package flows

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

// How far ahead a flow may wait: for a length of time, and until a day.
const (
	longestWait  = 90 * 24 * time.Hour
	furthestWait = 366 * 24 * time.Hour
)

// nine is the time of a day that is written without one: 09:00.
const nine = 9 * 60

// Wait parks a flow for a length of time, or until a moment. Meanwhile the
// person can text anything else.
type Wait struct {
	For   time.Duration // zero for until
	Until string        // 2026-05-01, today, tomorrow, a weekday, or <variable>; empty for the next time that the clock shows
	Clock int           // minutes after midnight; -1 where no time is written
	Days  int           // so many days later; before, if below 0
	Shift time.Duration // and so much more
}

const takesWait = "a length of time, such as 2 days, or until and a moment, such as until tomorrow 09:00"

// waitPattern reads what stands after until: a day, a time, or both, and how
// much later or earlier.
var waitPattern = regexp.MustCompile(`^until(?: (\d{4}-\d\d-\d\d|[A-Za-z]+|<[a-z][a-z0-9_.]*>))?(?: (\d\d:\d\d))?(?: ([+-]) (\d{1,4} [a-z]+)(?: (\d\d:\d\d))?)?$`)

func readWait(_ *loader, v *yaml.Node, s *Step) bool {
	w, ok := parseWait(v)
	if ok {
		s.Wait = &w
	}
	return ok
}

func parseWait(v *yaml.Node) (Wait, bool) {
	w := Wait{Clock: -1}
	text, ok := scalar(v)
	if ok && !strings.HasPrefix(text, "until") {
		return w, duration(v, &w.For, nil) && w.For <= longestWait
	}
	m := waitPattern.FindStringSubmatch(strings.Join(strings.Fields(text), " "))
	if m == nil || m[1] == "" && m[2] == "" || m[2] != "" && m[5] != "" {
		return w, false
	}
	w.Until = m[1]
	if clock := m[2] + m[5]; clock != "" {
		at, err := time.Parse(timeOnly, clock)
		if err != nil {
			return w, false
		}
		w.Clock = at.Hour()*60 + at.Minute()
	}
	return w, isDay(w.Until) && w.shift(m[3], m[4])
}

// isDay tells whether a day is written in a way that is known.
func isDay(day string) bool {
	switch day {
	case "", "today", "tomorrow":
		return true
	}
	if _, weekday := weekdays[strings.ToLower(day)]; weekday || isPath(day) {
		return true
	}
	_, err := time.Parse(dayOnly, day)
	return err == nil
}

// isPath tells whether a text is one blank and nothing else, perhaps with a
// column, such as <event.date>.
func isPath(text string) bool { return len(text) > 2 && text[0] == '<' && text[len(text)-1] == '>' }

// shift reads how much later or earlier a moment is meant. Days are days of the
// calendar, whatever the clocks do.
func (w *Wait) shift(sign, length string) bool {
	if sign == "" {
		return true
	}
	var much time.Duration
	amount, unit, _ := strings.Cut(length, " ")
	n, err := strconv.Atoi(amount)
	size := units[strings.TrimSuffix(unit, "s")]
	if much = time.Duration(n) * size; err != nil || much <= 0 || much > longestWait {
		return false
	}
	if sign == "-" {
		much = -much
	}
	w.Days, w.Shift = int(much/(24*time.Hour)), much%(24*time.Hour)
	return true
}

// weekdays are the days of the week as authors write them.
var weekdays = map[string]time.Weekday{
	"sunday": time.Sunday, "monday": time.Monday, "tuesday": time.Tuesday, "wednesday": time.Wednesday,
	"thursday": time.Thursday, "friday": time.Friday, "saturday": time.Saturday,
}

// moment returns when the wait ends. It reports false where nothing says when,
// or only a moment that is too far ahead. The value of a variable is given.
func (w Wait) moment(now time.Time, value func(name string) string) (time.Time, bool) {
	if w.Until == "" && w.Clock < 0 {
		return now.Add(w.For), true
	}
	day, clock, ok := w.day(now, value)
	if !ok {
		return time.Time{}, false
	}
	if w.Clock >= 0 {
		clock = w.Clock
	}
	at := shows(day.AddDate(0, 0, w.Days), clock).Add(w.Shift)
	return at, at.Sub(now) <= furthestWait
}

// day returns the day that is waited for, and the time of it that goes with it.
func (w Wait) day(now time.Time, value func(name string) string) (time.Time, int, bool) {
	midday := noon(now, 0)
	weekday, named := weekdays[strings.ToLower(w.Until)]
	switch {
	case w.Until == "":
		if !shows(midday, w.Clock).After(now) {
			return noon(now, 1), w.Clock, true
		}
		return midday, w.Clock, true
	case w.Until == "today":
		return midday, nine, true
	case w.Until == "tomorrow":
		return noon(now, 1), nine, true
	case named:
		return noon(now, 1+(int(weekday-now.Weekday())+6)%7), nine, true
	}
	text := w.Until
	if isPath(text) {
		text = value(blankName(text))
	}
	at, layout, ok := readMoment(text)
	switch layout {
	case dayOnly:
		return inZone(at, now), nine, ok
	case dayAndTime:
		return inZone(at, now), clock(at), ok
	case timeOnly:
		next := Wait{Clock: clock(at)}
		return next.day(now, value)
	}
	return time.Time{}, 0, false
}

// inZone is the middle of a day in the zone of now.
func inZone(day, now time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), 12, 0, 0, 0, now.Location())
}
