package flows

import (
	"slices"
	"time"
)

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
	Survey                   bool          // whoever was answered is asked whether it helped
	NoSurvey                 []string      // codes after which nobody is, beside the built-in ones
	CloseAfter               time.Duration // of waiting for the resident, in open time; Never is not by itself
	Areas                    []Area        // where cases of people who live elsewhere can go
	TakesFrom                []string      // organisations whose cases are taken here
}

// Never is the length of time that does not end.
const Never = time.Duration(-1)

// closeAfter is how long a case waits for the resident, unless org.yaml says so.
const closeAfter = 3 * 24 * time.Hour

// Template is a reply to begin with. Its blanks, such as <date>, are for staff to
// fill.
type Template struct{ Name, Text string }

// What a case can come to after which nobody is asked whether it helped: it was
// about somebody's safety, they did not answer or have stopped, or others go on
// with it.
var (
	graveReasons    = []string{"concern", "safety_home", "safeguarding", "crisis"}
	graveRisks      = []string{"safeguarding", "crisis"}
	unaskedOutcomes = []string{"no_reply", "resident_stopped", "handover_area"}
)

// Unasked reports whether nobody is to be asked whether it helped, after a case
// has come to this. The flow that handed over then ends without a question, too.
func (c Closings) Unasked(reasons []string, outcome, risk string) bool {
	if slices.Contains(graveRisks, risk) || slices.Contains(unaskedOutcomes, outcome) {
		return true
	}
	for _, code := range append(slices.Clone(reasons), outcome, risk) {
		if slices.Contains(graveReasons, code) || slices.Contains(c.NoSurvey, code) {
			return true
		}
	}
	return false
}

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
	if c.CloseAfter == 0 {
		c.CloseAfter = closeAfter
	}
	return c
}
