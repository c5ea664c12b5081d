package flows

var checkAskWhat = check{
	Code: "ask-what",
	What: "A question does not say which answers it takes, or takes answers but asks nothing.",
	Why:  "The bot must know what it waits for: one of some choices, or an answer of a certain kind.",
	Mend: "Add options: for a numbered list, or answer: for the person's own words. A step has one of the two, together with ask:.",
	Bad: `start: {words: [TEA]}
steps:
  top: {ask: How do you like your tea?}
`,
	Good: `start: {words: [TEA]}
steps:
  top: {ask: How do you like your tea?, answer: text}
`,
	Flow: func(c *flowLint) {
		for _, s := range c.f.Steps {
			takes := s.Options != nil || s.Answer != nil
			switch {
			case s.Ask != nil && !takes:
				c.stepFault("ask-what", s, quoted(s.Name)+" asks something but doesn't say what answers it takes.", "the bot could not tell what a reply means.",
					"add options: (a numbered list) or answer: text, number 1-5, …")
			case s.Ask == nil && takes:
				c.stepFault("ask-what", s, quoted(s.Name)+" takes an answer but asks nothing.", "people would not know what to reply.", "add ask: with the question.")
			case s.Options != nil && s.Answer != nil:
				c.stepFault("ask-what", s, quoted(s.Name)+" has both options: and answer:.", "only one of them could be taken.", "keep one, or ask in two steps.")
			}
		}
	},
}
