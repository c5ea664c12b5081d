package flows

var checkEventInvites = check{
	Code: "event-invites",
	What: "An event asks the members of a group that is not there, or nobody at the hour that it names.",
	Why:  "Nobody would be asked whether they come.",
	Mend: "Write a group's id in the column invites. Write yes in the column cancelled, or leave it empty.",
	Bad: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
-- groups.csv --
id,name,date,invites
walkers,Walking group,,
tea,Tea,2026-09-17 10:00,walker
`,
	Good: `start: {words: [TEA]}
steps:
  top: {say: Tea comes.}
-- groups.csv --
id,name,date,invites
walkers,Walking group,,
tea,Tea,2026-09-17 10:00,walkers
`,
	Org: func(c *orgLint) {
		var there []string
		for _, g := range c.org.Groups() {
			there = append(there, g.ID)
		}
		c.eachEvent(eventInvites, "event-invites", func(row Row, value string) (message, why, fix string) {
			_, dated := c.org.localMoment(row[eventDate], "")
			switch {
			case c.org.List(fromGroups).Row(value) == nil:
				return "there is no group called " + quoted(firstLine(value)) + " to ask.", "nobody would be asked whether they come.", didYouMean(value, there) + "Write the id of a group."
			case value == row["id"]:
				return "it asks only those who come already.", "nobody would be asked whether they come.", "write the id of the group whose members may come."
			case !dated:
				return "it asks people, and has no date with an hour.", "nobody could be told when it is.", "write its day and hour in the column date, such as 2026-09-17 10:00."
			}
			return "", "", ""
		})
		c.eachEvent(eventCancelled, "event-invites", func(_ Row, value string) (message, why, fix string) {
			if isYes(value) || value == "no" {
				return "", "", ""
			}
			return "cancelled can't be " + quoted(firstLine(value)) + ".", "people would come to what does not take place.", "write yes, or leave it empty."
		})
	},
}

// eachEvent is eachGroup for what must stop an event from being published.
func (c *orgLint) eachEvent(column, code string, wrong func(row Row, value string) (message, why, fix string)) {
	list := c.org.Lists[fromGroups]
	if list == nil {
		return
	}
	for _, row := range list.Rows {
		c.eachCell(row, column, code, Error, func(value string) (message, why, fix string) { return wrong(row, value) })
	}
}
