package flows

import "slices"

// Code is a word that staff choose, as it is counted, and as they read it.
type Code struct{ ID, Label string }

// Codes are words to choose from, in the order of the file.
type Codes []Code

// Has reports whether a word is among them.
func (c Codes) Has(id string) bool {
	return slices.ContainsFunc(c, func(code Code) bool { return code.ID == id })
}

// Label is what people read for a word; the word itself if it is no longer listed.
func (c Codes) Label(id string) string {
	if i := slices.IndexFunc(c, func(code Code) bool { return code.ID == id }); i >= 0 {
		return c[i].Label
	}
	return id
}

// Closings is what a case can come to, as an organisation lists it, and the
// replies that it keeps for staff to send.
type Closings struct {
	Reasons, Outcomes, Risks Codes
	Templates                []Template
}

// Template is a reply to begin with. Its blanks, such as <date>, are for staff to
// fill.
type Template struct{ Name, Text string }

// graveRisks are those after which nobody is asked whether it helped.
var graveRisks = []string{"safeguarding", "crisis"}

// Grave reports whether a risk is a matter of somebody's safety.
func (c Closings) Grave(risk string) bool { return slices.Contains(graveRisks, risk) }

// orDefaults gives what an organisation does not list.
func (c Closings) orDefaults() Closings {
	if c.Reasons == nil {
		c.Reasons = Codes{
			{"information", "Information"}, {"advice", "Advice"}, {"support", "Somebody to talk to"}, {"appointment", "An appointment"},
			{"concern", "A concern about somebody"}, {"complaint", "A complaint"}, {"other", "Something else"},
		}
	}
	if c.Outcomes == nil {
		c.Outcomes = Codes{
			{"advice_given", "Advice given"}, {"signposted", "Told of another service"}, {"appointment", "Appointment made"}, {"phone_call", "Talked on the phone"},
			{"referred", "Referred"}, {"handover_area", "Handed over to another area"}, {"no_reply", "No reply"}, {"not_for_us", "Not for us"}, {"resident_stopped", "The person stopped texts"},
		}
	}
	if c.Risks == nil {
		c.Risks = Codes{{"none", "None"}, {"watch", "Keep an eye on"}, {"safeguarding", "Safeguarding"}, {"crisis", "Crisis"}}
	}
	return c
}
