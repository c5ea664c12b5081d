package flows

import "fmt"

var checkEventPlaces = check{
	Code: "event-places",
	What: "The places of an event are no number, or one person may take more than there are.",
	Why:  "Too many or too few people would be told that they can come.",
	Mend: "Write a whole number in the columns places and party; leave places empty for no limit.",
	Bad: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
-- groups.csv --
id,name,date,places
tea,Tea,2026-09-17 10:00,about twenty
`,
	Good: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
-- groups.csv --
id,name,date,places
tea,Tea,2026-09-17 10:00,20
`,
	Org: func(c *orgLint) {
		for _, column := range []string{eventPlaces, eventParty} {
			c.eachEvent(column, "event-places", func(row Row, value string) (message, why, fix string) {
				_, dated := c.org.localMoment(row[eventDate], "")
				n, all := wholeCell(value, mostPlaces), wholeCell(row[eventPlaces], mostPlaces)
				switch {
				case n == 0:
					return column + " can't be " + quoted(firstLine(value)) + ".", "too many or too few people would be told that they can come.", fmt.Sprintf("write a whole number from 1 to %d.", mostPlaces)
				case !dated:
					return "it has " + column + ", and no date with an hour.", "only events have places.", "write its day and hour in the column date, such as 2026-09-17 10:00."
				case column == eventParty && all > 0 && n > all:
					return fmt.Sprintf("one person may take %d of its %d places.", n, all), "there are not so many.", "write a smaller number in the column party."
				}
				return "", "", ""
			})
		}
	},
}
