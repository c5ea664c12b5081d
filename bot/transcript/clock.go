package transcript

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// started is when a talk begins that does not say otherwise: a Tuesday morning,
// in office hours.
func started(zone *time.Location) time.Time { return time.Date(2026, 9, 15, 10, 0, 0, 0, zone) }

var units = map[string]time.Duration{
	"second": time.Second, "minute": time.Minute, "hour": time.Hour, "day": 24 * time.Hour, "week": 7 * 24 * time.Hour,
}

// duration reads "2 days" or "1 hour 30 minutes".
func duration(words string) (time.Duration, error) {
	fields := strings.Fields(words)
	var all time.Duration
	for i := 0; i+1 < len(fields); i += 2 {
		n, err := strconv.Atoi(fields[i])
		unit, known := units[strings.TrimSuffix(fields[i+1], "s")]
		if err != nil || !known || n < 0 || n > 10_000 {
			all = -1
			break
		}
		all += time.Duration(n) * unit
	}
	if all < 0 || len(fields) == 0 || len(fields)%2 != 0 {
		return 0, fmt.Errorf(`I can't read the time in "after %s". It can be  2 days, 3 hours  or  1 hour 30 minutes`, words)
	}
	return all, nil
}

// moment reads "2026-09-15 10:02".
func (p *parser) moment(words string) (time.Time, error) {
	when, err := time.ParseInLocation("2006-01-02 15:04", words, p.zone)
	if err != nil {
		return time.Time{}, fmt.Errorf(`I can't read the date in "%s". It is written like  2026-09-15 10:02`, words)
	}
	return when, nil
}
