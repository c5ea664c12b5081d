package flows

import "cmp"

var checkRefer = check{
	Code: "refer",
	What: "A step asks a service to call somebody who has not been asked, or asks no service.",
	Why:  "A number goes to a service once its owner has said yes to that, and to nothing more. Without a yes in the same turn no letter leaves.",
	Mend: "Ask with exact: yes whether the service may have the number, note the yes with opt_in: in the step before, and name the choice from services in refer:.",
	Bad: `start: {words: [TEA]}
steps:
  shop: {ask: Which one?, options: {from: services}}
  pass: {say: We ask them., hand_over: {queue: brewers, refer: <shop>}}
-- services.csv --
id,name,need,area,phone,address
leaf,Leaf Teas,tea,WB1,01632 960101,1 Mill Lane
`,
	Good: `start: {words: [TEA]}
steps:
  shop: {ask: Which one?, options: {from: services}}
  agree:
    ask: May we give them your number? Reply YES or NO.
    exact: yes
    options: {yes: Yes -> allowed, no: No -> end}
  allowed: {opt_in: updates}
  pass: {say: We ask them., hand_over: {queue: brewers, refer: <shop>}}
-- services.csv --
id,name,need,area,phone,address
leaf,Leaf Teas,tea,WB1,01632 960101,1 Mill Lane
`,
	Flow: func(c *flowLint) {
		for _, s := range c.f.Steps {
			if s.Hand == nil {
				continue
			}
			switch r := s.Hand.Refer; {
			case r.To == "" && (r.Shares != "" || r.Within != 0):
				c.referFault(s, quoted(s.Name)+" shares something with nobody.", "shares: and within: are for a service that is asked.", "add refer: with the choice from services, or leave them out.")
			case r.To == "":
			case !c.choosesService(blankName(r.To)):
				c.referFault(s, quoted(r.To)+" is no service that was chosen.", "nobody could be asked.", "name a question with  from: services , by its step or its save:.")
			case !c.agreesOn(s, map[string]bool{}):
				c.referFault(s, quoted(s.Name)+" asks a service before the person has said yes.", "no letter would leave.", "note the yes with opt_in: in a step before this one, without a question between.")
			}
		}
	},
}

func (c *flowLint) referFault(s *Step, what, why, mend string) {
	c.fault("refer", c.place(s, "hand_over"), 0, what, why, mend)
}

// choosesService tells whether a name is filled by a choice from services, here or
// in another flow, which may have handed it over.
func (c *flowLint) choosesService(name string) bool {
	for _, f := range c.flows() {
		for _, s := range f.Steps {
			if s.Options != nil && s.Options.From == fromServices && cmp.Or(s.Save, s.Name) == name {
				return true
			}
		}
	}
	return false
}

// agreesOn tells whether whoever comes to a step has agreed to something in the
// same turn, whichever way they came.
func (c *flowLint) agreesOn(s *Step, seen map[string]bool) bool {
	if len(s.OptIn) > 0 || seen[s.Name] {
		return true
	}
	seen[s.Name] = true
	before := c.graph.into(s.Name)
	for _, b := range before {
		if b.waits() > 0 || !c.agreesOn(b, seen) {
			return false
		}
	}
	return len(before) > 0 && c.f.Steps[0] != s
}
