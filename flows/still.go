package flows

import (
	"cmp"
	"time"

	"go.yaml.in/yaml/v4"
)

// Bounds of how long people may be silent before they are asked whether it is still
// them. A number that nobody uses can be another person's within months: Ofcom lets
// networks give it out again.
const (
	takesStill = "a length of time from 1 month to 2 years, such as 6 months"

	usualStill = 6 * 30 * 24 * time.Hour
	leastStill = 30 * 24 * time.Hour
	mostStill  = 2 * 365 * 24 * time.Hour
)

// readStill reads after how long a silence people are asked whether it is still them.
func readStill(_ *loader, v *yaml.Node, o *orgFile) bool {
	var after time.Duration
	if !duration(v, &after, longUnits) || after < leastStill || after > mostStill {
		return false
	}
	o.StillYou = after
	return true
}

// Bounds of how often services are asked whether what is shown of them is right.
// More often would be a burden on volunteers, and less often than once a year all
// would be stale.
const (
	takesStillRight = "a length of time from 1 month to 1 year, such as 6 months"

	leastRight = 30 * 24 * time.Hour
	mostRight  = 365 * 24 * time.Hour
)

// readStillRight reads how often services are asked.
func readStillRight(_ *loader, v *yaml.Node, o *orgFile) bool {
	var every time.Duration
	if !duration(v, &every, longUnits) || every < leastRight || every > mostRight {
		return false
	}
	o.AskRight = every
	return true
}

// SilentFor is how long somebody may be silent before it is asked whether their number
// is still theirs: 30 days to 2 years, 180 days where org.yaml says nothing.
func (o *Org) SilentFor() time.Duration { return cmp.Or(o.StillYou, usualStill) }

// Workday tells whether none of the organisation's hours is closed on the day of a
// moment, as on a bank holiday.
func (o *Org) Workday(t time.Time) bool {
	day := o.Today(t)
	for _, h := range o.Hours {
		if h.Closed[day] {
			return false
		}
	}
	return true
}
