package flows

import "time"

var checkPast = check{
	Code:     "past",
	Severity: Warning,
	What:     "A flow waits for a moment that is over, or starts on a day that is over.",
	Why:      "A wait for a moment that is over does not wait: the next text goes out at once, such as a reminder of what was last year. A start on such a day never comes.",
	Mend:     "Write a day to come, or take the step out.",
	Bad: `start: {words: [FAIR]}
steps:
  top: {say: We'll remind you of the fair.}
  eve: {wait: until 2026-05-01 17:00}
  reminder: {say: The fair is tomorrow.}
`,
	Good: `start: {words: [FAIR]}
steps:
  top: {say: We'll remind you of the fair.}
  eve: {wait: until 2099-05-01 17:00}
  reminder: {say: The fair is tomorrow.}
`,
	Flow: func(c *flowLint) {
		if c.now.IsZero() {
			return
		}
		now := c.now.In(c.org.zone())
		for _, s := range c.f.Steps {
			if s.Wait == nil {
				continue
			}
			if _, err := time.Parse(dayOnly, s.Wait.Until); err != nil {
				continue
			}
			if at, ok := s.Wait.moment(now, nil); ok && !at.After(now) {
				c.past(c.place(s, "wait"), at.Format(dayAndTime), "nobody would wait here: what follows goes out at once.")
			}
		}
		for _, at := range c.f.Start.Every {
			day, err := time.ParseInLocation(dayOnly, at.Date, now.Location())
			if err == nil && !shows(day.Add(12*time.Hour), at.Clock).After(now) {
				c.past(c.find(c.f.places["start.every"], at.Text), at.Text, "the flow would never start by itself.")
			}
		}
	},
}

func (c *flowLint) past(pos Pos, moment, why string) {
	c.warn("past", pos, 1, moment+" is over.", why, "write a day to come, or take it out.")
}
