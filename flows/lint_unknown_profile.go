package flows

var checkUnknownProfile = check{
	Code: "unknown-profile",
	What: "Something is kept about people that org.yaml does not list.",
	Why:  "Personal data must have a reason and an end date. That is the law, and it is what people are told when they text MYDATA.",
	Mend: "List it in org.yaml under profile:, with why: and keep:. Or keep it for this conversation alone, without me.",
	Bad: `start: {words: [TEA]}
steps:
  name: {ask: What's your name?, answer: name, save: me.nickname}
`,
	Good: `start: {words: [TEA]}
steps:
  name: {ask: What's your name?, answer: name, save: me.first_name}
`,
	Flow: func(c *flowLint) {
		for _, s := range c.f.Steps {
			c.profile(c.place(s, "save"), s.Save, true)
			for _, a := range s.Set {
				c.profile(c.find(c.place(s, "set"), a.Name), a.Name, true)
			}
			for _, name := range s.Forget {
				c.profile(c.place(s, "forget"), name, name != "all")
			}
		}
	},
}

// profile reports a me. field that org.yaml does not list.
func (c *flowLint) profile(pos Pos, name string, checked bool) {
	field, mine := profileField(name)
	if !checked || !mine || field == "language" || c.names.profiled(field) {
		return
	}
	var there []string
	for _, p := range c.org.Profile {
		there = append(there, "me."+p.Name)
	}
	c.fault("unknown-profile", c.find(pos, name), len(name), name+" is kept about a person but org.yaml doesn't list it.",
		"personal data must have a reason and an end date.", didYouMean(name, there)+"Add it to org.yaml under profile: with why: and keep:.")
}
