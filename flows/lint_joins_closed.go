package flows

import "slices"

var checkJoinsClosed = check{
	Code:     "joins-closed",
	Severity: Warning,
	What:     "A flow tells everybody that they have joined, though some groups are not open to all.",
	Why:      "Nobody is put into a group that staff decide on (approve), or that is by invitation (invite). They would be told that they are in, and hear nothing.",
	Mend:     "Ask how the group is joined, as in  <group.joining> is approve: ask_first , and tell people there that somebody will answer them. The step that joins keeps their wish, for staff to answer. Or leave such groups out of the choices with where:.",
	Bad: `start: {words: [TEA]}
steps:
  group:
    ask: Which group?
    options: {from: groups, empty: none}
  in: {join: <group>, say: You're in., then: end}
  none: {say: Another day.}
-- groups.csv --
id,name,joining
walkers,Walking group,open
elm,Elm Street,approve
`,
	Good: `start: {words: [TEA]}
steps:
  group:
    ask: Which group?
    options: {from: groups, empty: none}
  how:
    when:
      group.joining is approve: wait
      else: in
  in: {join: <group>, say: You're in., then: end}
  wait: {join: <group>, say: Somebody will text you back., then: end}
  none: {say: Another day.}
-- groups.csv --
id,name,joining
walkers,Walking group,open
elm,Elm Street,approve
`,
	Flow: func(c *flowLint) {
		list := c.org.Lists["groups"]
		if list == nil || !slices.ContainsFunc(list.Rows, func(r Row) bool { j := groupOf(r).Joining; return j == Approve || j == ByInvite }) {
			return
		}
		for _, s := range c.f.Steps {
			if !isBlank(s.Join) {
				continue
			}
			name, asks := blankName(s.Join), false
			c.eachTest(func(a asked) {
				asks = asks || a.left.text == name+".joining" || a.column() && a.left.text == "joining"
			})
			if !asks {
				c.warn("joins-closed", c.place(s, "join"), len([]rune(s.Join)), "some groups are not open to all, and this tells everybody that they are in.",
					"they would wait for texts that never come.", "ask first how it is joined:  when: {"+name+".joining is approve: …}")
			}
		}
	},
}
