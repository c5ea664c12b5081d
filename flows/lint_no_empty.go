package flows

var checkNoEmpty = check{
	Code:     "no-empty",
	Severity: Warning,
	What:     "A question does not say what to do when there is nothing to choose.",
	Why:      "Its choices depend on who asks, and for some people there may be none. They would be shown the menu without a word of why.",
	Mend:     "Add empty: and the step to go to. In a written list, add a choice without if:.",
	Bad: `start: {words: [TEA]}
steps:
  top:
    ask: Which group?
    options: {from: groups, where: not joined}
  thanks: {say: "<top.name>: <top.about>", then: end}
`,
	Good: `start: {words: [TEA]}
steps:
  top:
    ask: Which group?
    options: {from: groups, where: not joined, empty: none}
  thanks: {say: "<top.name>: <top.about>", then: end}
  none: {say: You are in all our groups.}
`,
	Flow: func(c *flowLint) {
		for _, s := range c.f.Steps {
			if !s.mayBeEmpty() || s.Options.Empty != nil || c.neverEmpty(s.Options) {
				continue
			}
			fix := "add  empty: end  or the step to go to."
			if s.Options.From == "" {
				fix = "add a choice without if:."
			}
			c.warn("no-empty", c.place(s, "options"), 1, quoted(s.Name)+" doesn't say what to do when there is nothing to list.", "people would be shown the menu, without a word of why.", fix)
		}
	},
}

// neverEmpty tells whether there is always something to list: the languages, a
// list that somebody has given, or a list with rows of which all are offered.
func (c *flowLint) neverEmpty(opts *Options) bool {
	if opts.From == fromLanguages || isBlank(opts.From) {
		return true
	}
	if opts.From == "" {
		return len(opts.Fixed) == 0 // it has a finding already
	}
	list := c.org.listOf(opts.From)
	return opts.From != fromMyGroups && !c.org.comingEvents(opts.From) && opts.Where == nil && (list == nil || len(list.Rows) > 0)
}
