package feed

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot/directory"
)

// when reads opening times, of the service and of the places it is at, and the
// ways in which it is reached.
func (o object) when(s *directory.Service) {
	lists := [][]object{o.list("schedules"), o.list("regular_schedules")} // the latter in version 1
	for _, at := range o.list("service_at_locations") {
		lists = append(lists, at.list("schedules"), at.one("location").list("schedules"), at.list("regular_schedules"))
	}
	holidays := strings.Contains(strings.ToLower(s.Fees+" "+s.About), "school holiday")
	for _, line := range slices.Concat(lists...) {
		opening, ok := line.opening()
		if !ok {
			continue
		}
		opening.Unsettled = opening.Unsettled || holidays
		if !slices.ContainsFunc(s.Openings, func(other directory.Opening) bool { return sameOpening(other, opening) }) {
			s.Openings = append(s.Openings, opening)
		}
		if way := line.way(); way != "" && !s.Reached(way) {
			s.Ways = append(s.Ways, way)
		}
	}
	if len(s.Ways) == 0 && s.Place != nil {
		s.Ways = []directory.Way{directory.AtPlace}
	}
}

func sameOpening(a, b directory.Opening) bool {
	days := slices.Equal(a.Days, b.Days)
	a.Days, b.Days = nil, nil
	return days && equalButDays(a, b)
}

func equalButDays(a, b directory.Opening) bool {
	return a.Nth == b.Nth && a.MonthDay == b.MonthDay && a.Weeks == b.Weeks && a.Opens == b.Opens && a.Closes == b.Closes &&
		a.From == b.From && a.Until == b.Until && a.Untimed == b.Untimed && a.Unsettled == b.Unsettled
}

// way is how a service is reached at those times; empty where it is not said.
func (o object) way() directory.Way {
	switch kind := strings.ToLower(o.text("attending_type", 40)); {
	case kind == "":
		return ""
	case strings.Contains(kind, "phone"):
		return directory.ByPhone
	case strings.Contains(kind, "online") || strings.Contains(kind, "virtual"):
		return directory.Online
	}
	return directory.AtPlace
}

// daysOf are the days as iCalendar writes them (RFC 5545, 3.3.10).
var daysOf = map[string]time.Weekday{
	"MO": time.Monday, "TU": time.Tuesday, "WE": time.Wednesday, "TH": time.Thursday, "FR": time.Friday, "SA": time.Saturday, "SU": time.Sunday,
}

var dayForm = regexp.MustCompile(`^([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)$`)

// opening reads one line of opening times. What is not understood is said, and not
// kept: nobody is sent to a closed door.
func (o object) opening() (directory.Opening, bool) {
	line := directory.Opening{From: o.date("valid_from"), Until: o.date("valid_to")}
	if weeks := o.whole("interval", 52); weeks != nil && *weeks > 1 {
		line.Weeks = *weeks
	}
	if line.Weeks > 1 && line.From == "" {
		line.From = o.date("dtstart")
	}
	freq := strings.ToUpper(o.text("freq", 20))
	if !o.onDays(&line) {
		return line, false
	}
	if n := o.monthDay(); n > 0 {
		line.MonthDay = n
	}
	switch {
	case freq == "MONTHLY" && line.Nth == 0 && line.MonthDay == 0, freq == "YEARLY":
		line.Unsettled = true
	case freq == "MONTHLY" && line.Weeks > 1: // every other month
		line.Unsettled, line.Weeks = true, 0
	case freq == "WEEKLY" && len(line.Days) == 0, freq == "" && len(line.Days) == 0 && line.MonthDay == 0:
		o.r.note(o.at, "these opening times name no day", "nobody can be told when to go", "Fill in byday, such as TU,FR.")
		return line, false
	}
	opens, hasOpens := o.clock("opens_at")
	closes, hasCloses := o.clock("closes_at")
	line.Opens, line.Closes = opens, closes
	line.Untimed = !hasOpens
	if hasCloses && (closes == 0 || closes >= 23*60+59) {
		line.Closes = 24 * 60
	}
	if !hasCloses || line.Untimed {
		line.Closes = 0
	}
	return line, true
}

// onDays reads the days of a line, and the week of the month.
func (o object) onDays(line *directory.Opening) bool {
	words := strings.ToUpper(o.text("byday", mostShort))
	if words == "" {
		words = strings.ToUpper(o.text("weekday", 40)) // version 1
	}
	for _, word := range strings.FieldsFunc(words, func(r rune) bool { return r == ',' || r == ' ' || r == ';' }) {
		m := dayForm.FindStringSubmatch(shortDay(word))
		if m == nil {
			o.r.note(o.pointer("byday"), "these days are not understood", "nobody can be told when to go", "Write them like TU,FR or 1SU.")
			return false
		}
		if m[1] != "" {
			nth, _ := strconv.Atoi(m[1]) // one digit
			if line.Nth != 0 && line.Nth != nth {
				line.Unsettled = true
			}
			line.Nth = max(nth, -1)
			line.Unsettled = line.Unsettled || nth < -1
		}
		if day := daysOf[m[2]]; !slices.Contains(line.Days, day) {
			line.Days = append(line.Days, day)
		}
	}
	return true
}

// shortDay makes TU of TUESDAY.
func shortDay(word string) string {
	if strings.HasSuffix(word, "DAY") && len(word) >= 6 {
		return word[:2]
	}
	return word
}

func (o object) monthDay() int {
	n, err := strconv.Atoi(strings.TrimSpace(o.text("bymonthday", 20)))
	if err != nil || n < 1 || n > 31 {
		return 0
	}
	return n
}

var clockForm = regexp.MustCompile(`^([01]?[0-9]|2[0-4]):([0-5][0-9])(:[0-5][0-9])?(\.[0-9]+)?(Z|[+-][0-9]{2}:?[0-9]{2})?$`)

// clock reads a time of day, in minutes after midnight.
func (o object) clock(key string) (int, bool) {
	text := strings.TrimSpace(o.raw(key))
	if text == "" {
		return 0, false
	}
	m := clockForm.FindStringSubmatch(text)
	if m == nil {
		o.r.note(o.pointer(key), "this is not a time", "nobody can be told when to go", "Write it like 09:30.")
		return 0, false
	}
	hour, _ := strconv.Atoi(m[1]) // the form has digits only
	minute, _ := strconv.Atoi(m[2])
	return min(hour*60+minute, 24*60), true
}
