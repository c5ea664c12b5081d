package flows

import (
	"fmt"
	"time"
)

var checkQuiet = check{
	Code:     "quiet",
	Severity: Warning,
	What:     "A flow starts, or goes on, in quiet hours.",
	Why:      "Nothing that nobody has asked for is sent at night. It goes out when the quiet hours end, which may be too late for what it says, and many texts go out at once then.",
	Mend:     "Write a time of the day, or change quiet: in org.yaml.",
	Bad: `start: {every: Monday 22:00, to: group walkers}
steps:
  top: {say: We walk tomorrow.}
`,
	Good: `start: {every: Monday 18:00, to: group walkers}
steps:
  top: {say: We walk tomorrow.}
`,
	Flow: func(c *flowLint) {
		for _, at := range c.f.Start.Every {
			c.quiet(c.find(c.f.places["start.every"], at.Text), at.Clock, "this starts at")
		}
		for _, s := range c.f.Steps {
			if s.Wait != nil && s.Wait.Clock >= 0 && s.Wait.Shift == 0 {
				c.quiet(c.place(s, "wait"), s.Wait.Clock, "this goes on at")
			}
		}
	},
}

// quiet reports a time of day that is in quiet hours. The clock is in minutes after
// midnight.
func (c *flowLint) quiet(pos Pos, clock int, what string) {
	summer := time.Date(2026, time.June, 1, clock/60, clock%60, 0, 0, c.org.zone())
	if !c.org.QuietAt(summer) {
		return
	}
	until := c.org.Quiet.Until
	c.warn("quiet", pos, 1, fmt.Sprintf("%s %s, in quiet hours, so it will go out at %02d:%02d.", what, summer.Format(timeOnly), until/60, until%60),
		"it may be too late then for what it says.", "write a time of the day, or change quiet: in org.yaml.")
}
