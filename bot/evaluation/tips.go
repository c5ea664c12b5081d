package evaluation

// TipCount is how often a tip was asked for, and how many said that it helped.
type TipCount struct {
	Shown, Yes, No int
}

// Helped is the share of answers, from 0 to 1, that said yes; 0 without any.
func (c TipCount) Helped() float64 { return share(c.Yes, c.Yes+c.No) }

// TipCounts counts the rows of tips that people were shown and of what they thought
// of them, by the tip's id. Rows that make no sense are left out. One person can
// stand behind several rows: nothing tells who it was.
func TipCounts(shown, helped []map[string]string) map[string]TipCount {
	all := map[string]TipCount{}
	for _, row := range shown {
		if id := row["tip"]; id != "" {
			c := all[id]
			c.Shown++
			all[id] = c
		}
	}
	for _, row := range helped {
		c, id := all[row["tip"]], row["tip"]
		switch {
		case id == "":
			continue
		case row["helped"] == "yes":
			c.Yes++
		case row["helped"] == "no":
			c.No++
		default:
			continue
		}
		all[id] = c
	}
	return all
}
