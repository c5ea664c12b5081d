package flows

var checkNoSuchQueue = check{
	Code: "no-such-queue",
	What: "A conversation is handed to a queue that org.yaml does not have.",
	Why:  "Nobody would see the conversation, and the person would wait for ever.",
	Mend: "Correct the name, or add the queue to org.yaml under queues:.",
	Bad: `start: {words: [TEA]}
steps:
  top: {say: A brewer will text you back., hand_over: brewer}
`,
	Good: `start: {words: [TEA]}
steps:
  top: {say: A brewer will text you back., hand_over: brewers}
`,
	Flow: func(c *flowLint) {
		for _, a := range c.f.Start.After {
			if a.Kind == AfterClosed {
				c.queue(c.source, c.f.places["start.after"], a.Name)
			}
		}
		for _, s := range c.f.Steps {
			if s.Tell != nil && s.Tell.Who.Kind == ToQueue {
				c.queue(c.source, c.place(s, "tell", "who"), s.Tell.Who.Name)
			}
			if s.Hand != nil {
				c.queue(c.source, c.place(s, "hand_over"), s.Hand.Queue)
			}
		}
	},
	Org: func(c *orgLint) {
		if q := c.org.Watch.Queue; q != "" {
			c.queue(c.said.source, c.said.places["watch.queue"], q)
		}
	},
}

// queue reports a queue that org.yaml does not have.
func (c *orgLint) queue(s *source, pos Pos, name string) {
	if _, ok := c.org.queue(name); ok {
		return
	}
	var there []string
	for _, q := range c.org.Queues {
		there = append(there, q.Name)
	}
	s.missing("no-such-queue", pos, name, "org.yaml has no queue called "+quoted(name)+".", "nobody would see this conversation.", there, "Queues")
}
