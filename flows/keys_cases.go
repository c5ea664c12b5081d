package flows

import (
	"time"

	"go.yaml.in/yaml/v4"
)

// What the keys of cases: take that nothing else does.
const (
	takesCases = "reasons:, outcomes:, risks:, survey: and more"
	takesCodes = "a list of reasons, outcomes and risks, such as [complaint]"
	takesClose = "a length of time of at least 2 days, such as 5 days, or never"
)

// casesKeys is what cases: of org.yaml can have.
func casesKeys() []key[Closings] {
	return []key[Closings]{
		{"reasons", "names, each with what staff read", "a list that fits most", "Why people wrote, for staff to choose from when they close a case.", func(l *loader, v *yaml.Node, c *Closings) bool {
			return readCodes(l, v, "a reason", &c.Reasons)
		}},
		{"outcomes", "names, each with what staff read", "a list that fits most", "What cases came to.", func(l *loader, v *yaml.Node, c *Closings) bool {
			return readCodes(l, v, "an outcome", &c.Outcomes)
		}},
		{"risks", "names, each with what staff read", "none, watch, safeguarding and crisis", "The risk that staff saw.", func(l *loader, v *yaml.Node, c *Closings) bool {
			return readCodes(l, v, "a risk", &c.Risks)
		}},
		{"survey", takesYes, "no", "Asks whoever staff have answered, once a case is closed, whether it helped, from 1 to 5. Never after a crisis, a matter of safety or STOP.", func(_ *loader, v *yaml.Node, c *Closings) bool {
			return yesNo(v, &c.Survey)
		}},
		{"no_survey", takesCodes, "none", "More reasons, outcomes and risks after which nothing is asked, beside the built-in ones.", func(_ *loader, v *yaml.Node, c *Closings) (ok bool) {
			c.NoSurvey, ok = names(v, namePattern)
			return ok
		}},
		{"close_after", takesClose, "3 days", "How long a case waits for the resident before it closes by itself, in the queue's open days; they are told a day before.", readCloseAfter},
		{"templates", "names, each with a text", "none", "Replies to begin with. Staff fill their blanks, such as <date>.", func(l *loader, v *yaml.Node, c *Closings) bool {
			return eachEntry(l, v, "a template", func(name string, v *yaml.Node) bool {
				text, ok := scalar(v)
				c.Templates = append(c.Templates, Template{name, text})
				return ok && text != ""
			})
		}},
		{"areas", takesAreas, "none", "Where a case of somebody who lives elsewhere can go, once they agree to it by text.", readAreas},
		{"takes_from", takesNames, "none", "The organisations on this install whose cases are taken here.", func(_ *loader, v *yaml.Node, c *Closings) (ok bool) {
			c.TakesFrom, ok = names(v, namePattern)
			return ok
		}},
	}
}

// What closes a case by itself is told this long before, and so takes longer.
const leastClose = 2 * 24 * time.Hour

func readCloseAfter(_ *loader, v *yaml.Node, c *Closings) bool {
	if text, _ := scalar(v); text == "never" {
		c.CloseAfter = Never
		return true
	}
	return duration(v, &c.CloseAfter, nil) && c.CloseAfter >= leastClose
}

func readCodes(l *loader, v *yaml.Node, what string, into *Codes) bool {
	*into = Codes{}
	return eachEntry(l, v, what, func(name string, v *yaml.Node) bool {
		label, ok := scalar(v)
		*into = append(*into, Code{name, label})
		return ok && label != ""
	})
}
