package flows

var checkNoSuchList = check{
	Code: "no-such-list",
	What: "Choices come from a list that is not there.",
	Why:  "People would be shown nothing to choose from.",
	Mend: "Correct the name, or put the CSV file into the organisation's folder. Its first columns are id and name.",
	Bad: `start: {words: [TEA]}
steps:
  top:
    ask: Which tea?
    options: {from: teas, empty: end}
`,
	Good: `start: {words: [TEA]}
steps:
  top:
    ask: Which group?
    options: {from: groups, empty: end}
`,
	Flow: func(c *flowLint) {
		for _, s := range c.f.Steps {
			if s.Options == nil || s.Options.From == "" {
				continue
			}
			if from := s.Options.From; from != "languages" && !isBlank(from) && c.org.listOf(from) == nil {
				c.list(c.place(s, "options", "from"), from)
			}
			if s.Options.Near != "" && c.org.Lists[outcodes] == nil {
				c.list(c.place(s, "options", "near"), outcodes)
			}
		}
	},
}

// list reports a CSV file that is not there.
func (c *flowLint) list(pos Pos, name string) {
	if name == fromMyGroups || name == fromEvents {
		name = "groups"
	}
	there := []string{"groups", "my groups", "events", "services", "tips", "languages"}
	for base := range c.org.Lists {
		there = append(there, base)
	}
	columns := "id and name"
	if name == outcodes {
		columns = "id, lat and lon"
	}
	c.fault("no-such-list", c.find(pos, name), len(name), "there is no list "+quoted(name)+".", "people would be shown nothing to choose from.",
		didYouMean(name, there)+"Put "+name+".csv in this folder, with columns "+columns+".")
}
