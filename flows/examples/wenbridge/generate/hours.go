package main

import (
	"fmt"
	"strings"
)

// schedule is one line of opening times.
type schedule struct {
	Frequency string `json:"freq"`
	Days      string `json:"byday"` // "MO,TU", or "1SU" in a month
	Opens     string `json:"opens_at"`
	Closes    string `json:"closes_at"`
	Attending string `json:"attending_type"`
}

// week gives the place of each of Open Referral's days, Monday first.
var week = map[string]int{"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}

// hours says when a service is open, in plain words.
func (s service) hours(in language) (string, error) {
	var lines []string
	for _, line := range s.Schedules {
		text, err := line.plain(in)
		if err != nil {
			return "", err
		}
		lines = append(lines, text)
	}
	if len(lines) == 0 {
		return "", fmt.Errorf("it has no opening times")
	}
	return strings.Join(lines, "; "), nil
}

// plain says one line of opening times: "Tuesday and Friday 10am to 1pm".
func (l schedule) plain(in language) (string, error) {
	if l.Frequency == "MONTHLY" {
		return l.monthly(in)
	}
	var days []int
	for day := range strings.SplitSeq(l.Days, ",") {
		n, ok := week[day]
		if !ok || l.Frequency != "WEEKLY" {
			return "", fmt.Errorf("opening times %q %q are not understood", l.Frequency, l.Days)
		}
		days = append(days, n)
	}
	if len(days) == 7 && l.Opens == "00:00:00" && l.Closes == "23:59:00" {
		return in.always, nil
	}
	return in.dayList(days) + " " + l.times(in), nil
}

// monthly says a line such as the first Sunday of each month.
func (l schedule) monthly(in language) (string, error) {
	n, ok := week[strings.TrimPrefix(l.Days, "1")]
	if !ok || !strings.HasPrefix(l.Days, "1") {
		return "", fmt.Errorf("opening times %q %q are not understood", l.Frequency, l.Days)
	}
	return fmt.Sprintf(in.firstOfMonth, in.days[n]) + " " + l.times(in), nil
}

// times says from when until when.
func (l schedule) times(in language) string {
	return in.clock(l.Opens) + in.until + in.clock(l.Closes)
}

// dayList names days: three or more that follow each other as from and to.
func (in language) dayList(days []int) string {
	last := len(days) - 1
	if last >= 2 && days[last]-days[0] == last {
		return in.days[days[0]] + in.through + in.days[days[last]]
	}
	names := make([]string, len(days))
	for i, day := range days {
		names[i] = in.days[day]
	}
	if last == 0 {
		return names[0]
	}
	return strings.Join(names[:last], ", ") + " " + in.and + " " + names[last]
}

// clock says a time of day: 10am, 9.30am, noon; 13:30 where all count to 24.
func (in language) clock(at string) string {
	var hour, minute int
	if _, err := fmt.Sscanf(at, "%d:%d", &hour, &minute); err != nil {
		return at
	}
	if in.hours24 {
		return fmt.Sprintf("%d:%02d", hour, minute)
	}
	half := "am"
	if hour >= 12 {
		half = "pm"
	}
	switch {
	case hour == 12 && minute == 0:
		return in.noon
	case minute != 0:
		return fmt.Sprintf("%d.%02d%s", (hour+11)%12+1, minute, half)
	}
	return fmt.Sprintf("%d%s", (hour+11)%12+1, half)
}
