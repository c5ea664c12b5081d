package broadcast

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/flows"
)

// mostEvery is how many days and times a series can name.
const mostEvery = 7

// checkTimes finds what is wrong with the hours and days of a broadcast.
func checkTimes(b Broadcast) []error {
	var faults []error
	if span, ok := flows.ReadSpan(b.Between); b.Between != "" && (!ok || span.From >= span.Until) {
		said := fmt.Sprintf("%q are no hours of a day: write two times, the earlier one first, such as 10:00-16:00", b.Between)
		faults = append(faults, &Fault{Kind: NoHours, Name: b.Between, said: said})
	}
	if b.Repeat == nil {
		return faults
	}
	r := *b.Repeat
	if len(r.Every) == 0 || len(r.Every) > mostEvery {
		faults = append(faults, &Fault{Kind: NoSchedule, said: fmt.Sprintf("a series names from 1 to %d days and times, such as Monday 09:00", mostEvery)})
	}
	for _, every := range r.Every {
		if s, ok := flows.ReadSchedule(every); !ok || s.Date != "" {
			said := fmt.Sprintf("%q is no day and time that comes again: write day 09:00, weekday 09:00, Monday 09:00 or 1st 10:00", every)
			faults = append(faults, &Fault{Kind: NoSchedule, Name: every, said: said})
		}
	}
	if r.Except != "" && !slices.Contains(flows.Regions, r.Except) {
		said := fmt.Sprintf("no bank holidays are known of %q; they are of %s", r.Except, strings.Join(flows.Regions, ", "))
		faults = append(faults, &Fault{Kind: NoRegion, Name: r.Except, Known: flows.Regions, said: said})
	}
	if _, err := time.Parse(time.DateOnly, r.Until); r.Until != "" && err != nil {
		said := fmt.Sprintf("%q is no last day: write it like 2027-03-31", r.Until)
		faults = append(faults, &Fault{Kind: NoLastDay, Name: r.Until, said: said})
	}
	return faults
}
