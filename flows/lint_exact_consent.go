package flows

var checkExactConsent = check{
	Code: "exact-consent",
	What: "A question that records a consent lets the reply be guessed.",
	Why:  "Elsewhere a reply such as \"yeah go on\" is understood. A consent must be given in words that can mean nothing else, so that it can be shown later.",
	Mend: "Add exact: yes to the question, and tell people which word to reply.",
	Bad: `start: {words: [TEA]}
steps:
  top:
    ask: May we text you about tea? Reply YES.
    options: {yes: Yes -> joined, no: No -> end}
  joined: {opt_in: updates, say: Thank you.}
`,
	Good: `start: {words: [TEA]}
steps:
  top:
    ask: May we text you about tea? Reply YES.
    exact: yes
    options: {yes: Yes -> joined, no: No -> end}
  joined: {opt_in: updates, say: Thank you.}
`,
	Flow: func(c *flowLint) {
		faulted := map[string]bool{}
		for _, s := range c.f.Steps {
			if len(s.OptIn) == 0 {
				continue
			}
			for _, q := range c.questionsBefore(s.Name, map[string]bool{}) {
				if !q.Exact && !faulted[q.Name] {
					faulted[q.Name] = true
					c.stepFault("exact-consent", q, quoted(q.Name)+" records a consent but lets the reply be guessed.", "a consent must be given in words that can mean nothing else.", "add  exact: yes.")
				}
			}
		}
	},
}

// questionsBefore returns the questions whose answers lead to a step without
// another question between.
func (c *flowLint) questionsBefore(name string, seen map[string]bool) []*Step {
	if seen[name] {
		return nil
	}
	seen[name] = true
	var questions []*Step
	for _, s := range c.graph.into(name) {
		if s.Ask != nil {
			questions = append(questions, s)
		} else if s.waits() == 0 {
			questions = append(questions, c.questionsBefore(s.Name, seen)...)
		}
	}
	return questions
}
