package flows

import (
	"regexp"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

// What hours take, as findings say it.
const (
	takesDays  = "days, such as Mon-Fri, Sat or every day"
	takesSpans = "times, such as 09:00-17:00 or 09:00-12:00, 13:00-17:00"
	takesDates = "bank holidays of england, wales, scotland or northern ireland, or dates such as 2026-12-24"
)

func readAllHours(l *loader, v *yaml.Node, o *orgFile) bool {
	o.Hours = map[string]*Hours{}
	return eachEntry(l, v, "hours", func(name string, v *yaml.Node) bool {
		h := &Hours{Closed: map[string]bool{}}
		o.Hours[name] = h
		return readHours(l, v, h)
	})
}

func readHours(l *loader, v *yaml.Node, h *Hours) bool {
	if v.Kind != yaml.MappingNode || len(v.Content) == 0 {
		return false
	}
	for i := 0; i+1 < len(v.Content); i += 2 {
		k, value := v.Content[i], v.Content[i+1]
		if k.Value == "closed" {
			if !readClosed(value, h) {
				l.wrongKind(value, "closed", takesDates)
			}
			continue
		}
		days, ok := parseDays(k.Value)
		if !ok {
			l.wrongKind(k, "this", takesDays)
			continue
		}
		spans, ok := parseSpans(value)
		if !ok {
			l.wrongKind(value, k.Value, takesSpans)
		}
		for _, d := range days {
			h.Days[d] = spans
		}
	}
	return true
}

// readClosed reads the days on which it is closed.
func readClosed(v *yaml.Node, h *Hours) bool {
	items, ok := scalars(v)
	for _, item := range items {
		text := strings.ToLower(strings.TrimSpace(item.Value))
		if region, found := strings.CutSuffix(text, " bank holidays"); found {
			days := bankHolidays(region)
			ok = ok && len(days) > 0
			for _, d := range days {
				h.Closed[d] = true
			}
			continue
		}
		_, err := time.Parse(dayOnly, text)
		ok = ok && err == nil
		h.Closed[text] = true
	}
	return ok
}

// dayNames are the days as they are written, by time.Weekday.
var dayNames = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// parseDays reads "Mon-Fri", "Sat", "Mon, Wed" or "every day".
func parseDays(text string) ([]time.Weekday, bool) {
	text = strings.ToLower(text)
	if text == "every day" {
		text = "mon-sun"
	}
	var days []time.Weekday
	for part := range strings.SplitSeq(text, ",") {
		first, last, ranged := strings.Cut(strings.TrimSpace(part), "-")
		from, ok := parseDay(first)
		until, okLast := from, ok
		if ranged {
			until, okLast = parseDay(last)
		}
		if !ok || !okLast {
			return nil, false
		}
		for d := from; ; d = (d + 1) % 7 {
			days = append(days, d)
			if d == until {
				break
			}
		}
	}
	return days, true
}

// parseDay reads a day's name, short or whole.
func parseDay(text string) (time.Weekday, bool) {
	for i, short := range dayNames {
		whole := strings.ToLower(time.Weekday(i).String())
		if text == short || text == whole {
			return time.Weekday(i), true
		}
	}
	return 0, false
}

// parseSpans reads times in order: "09:00-12:00, 13:00-17:00", or "closed".
func parseSpans(v *yaml.Node) ([]Span, bool) {
	text, ok := scalar(v)
	if !ok || text == "closed" {
		return nil, ok
	}
	var spans []Span
	for part := range strings.SplitSeq(text, ",") {
		span, ok := parseSpan(strings.TrimSpace(part))
		if !ok || span.From >= span.Until || len(spans) > 0 && spans[len(spans)-1].Until > span.From {
			return nil, false
		}
		spans = append(spans, span)
	}
	return spans, true
}

// spanPattern matches "09:00-17:00".
var spanPattern = regexp.MustCompile(`^([01]?\d|2[0-4]):([0-5]\d) ?[-–] ?([01]?\d|2[0-4]):([0-5]\d)$`)

func parseSpan(text string) (Span, bool) {
	m := spanPattern.FindStringSubmatch(text)
	if m == nil {
		return Span{}, false
	}
	s := Span{From: minutes(m[1], m[2]), Until: minutes(m[3], m[4])}
	return s, s.From < minutesADay && s.Until <= minutesADay
}

// minutes is the minutes after midnight of hours and minutes that are digits.
func minutes(hours, mins string) int { return 60*numeral(hours) + numeral(mins) }

func numeral(text string) int {
	n := 0
	for _, d := range text {
		n = 10*n + int(d-'0')
	}
	return n
}
