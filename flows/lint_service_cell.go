package flows

import (
	"path"
	"time"
)

// serviceAssured is the column of services.csv with the day on which somebody last
// saw that the row is right.
const serviceAssured = "assured"

var checkServiceCell = check{
	Code: "service-cell",
	What: "The list of services says in a way that is not known when a service was seen to be right.",
	Why:  "A service that nobody has looked at for a year is hidden or marked, and the day says since when.",
	Mend: "Write the day like 2026-03-31, or leave it empty where nobody knows.",
	Bad: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
-- services.csv --
id,name,need,assured
leaf,Leaf Teas,tea,31/03/2026
`,
	Good: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
-- services.csv --
id,name,need,assured
leaf,Leaf Teas,tea,2026-03-31
`,
	Org: func(c *orgLint) {
		list := c.org.Lists[fromServices]
		s := c.sources[path.Join(c.dir, c.file.services)]
		if list == nil || s == nil {
			return
		}
		for _, row := range list.Rows {
			value := row[serviceAssured]
			message, why, fix := "", "", ""
			if day, err := time.Parse(dayOnly, value); value != "" && err != nil {
				message, why, fix = "assured can't be "+quoted(firstLine(value))+".", "nobody would know since when the service may be out of date.", "write the day like 2026-03-31."
			} else if value != "" && !c.now.IsZero() && day.After(c.now.AddDate(0, 0, 1)) {
				message, why, fix = "it was seen to be right on a day to come.", "it would seem fresh for longer than it is.", "write the day on which somebody looked."
			}
			if message != "" {
				pos := s.find(Pos{Line: list.lines[row["id"]], Column: 1}, value)
				s.report(Finding{Code: "service-cell", Severity: Error, Pos: pos, Width: len([]rune(value)), Message: "the service " + quoted(row["id"]) + ": " + message, Why: why, Fix: fix})
			}
		}
	},
}
