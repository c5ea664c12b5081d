package flows

var checkEventDate = check{
	Code: "event-date",
	What: "A moment of an event in the list of groups cannot be read, or comes too late.",
	Why:  "Nobody would be asked, reminded or stopped from saying yes at the hour that was meant.",
	Mend: "Write a day and an hour, such as 2026-09-17 10:00. People are asked, and answer, before it begins.",
	Bad: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
-- groups.csv --
id,name,date,answer_by
tea,Tea,2026-09-17 10:00,noon on Tuesday
`,
	Good: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
-- groups.csv --
id,name,date,answer_by
tea,Tea,2026-09-17 10:00,2026-09-15 12:00
`,
	Org: func(c *orgLint) {
		for _, column := range []string{eventDate, eventEnds, eventAnswerBy, eventInviteAt} {
			c.eachEvent(column, "event-date", func(row Row, value string) (message, why, fix string) {
				starts, dated := c.org.localMoment(row[eventDate], "")
				day := ""
				if column == eventEnds && dated {
					day = starts.Format(dayOnly)
				}
				at, reads := c.org.localMoment(value, day)
				switch {
				case column == eventDate && isDay(value) && row[eventPlaces]+row[eventInvites] == "":
					return "", "", "" // a day alone is for reading
				case !reads:
					return column + " can't be " + quoted(firstLine(value)) + ".", "nobody would be told at the hour that is meant.", "write a day and an hour, such as 2026-09-17 10:00."
				case column == eventDate:
				case !dated:
					return "it has " + column + ", and no date with an hour.", "it is no event that people can say yes to.", "write its day and hour in the column date, such as 2026-09-17 10:00."
				case column == eventEnds && !at.After(starts):
					return "it ends before it begins.", "people would be told wrong.", "write when it ends, such as 12:00."
				case column != eventEnds && !at.Before(starts):
					return column + " comes after it begins.", "by then it is too late.", "write a moment before " + starts.Format(dayAndTime) + "."
				}
				return "", "", ""
			})
		}
	},
}
