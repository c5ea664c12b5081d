package transcript

import "time"

// talk is one conversation of a file. Each begins with an empty world.
type talk struct {
	title string
	line  int // where its # is; lines are counted from 1
	lines []line
}

// line is one line that does or expects something.
type line struct {
	n    int
	kind kind
	who  string // empty is the only resident
	org  string // of a given: with which of several organisations; empty is the only one
	text string // a text, an effect, or what a given says
	name string // what a given sets: a field, group, consent or queue
	at   time.Time
	wait time.Duration
	last int // of expect: the line on which the expected text ends
}

// kind tells what a line does.
type kind int

const (
	says          kind = iota // a person texts
	expect                    // a text that the person must be sent; several lines are one text
	staffSays                 //
	staffCloses               //
	staffAsks                 // text is the area
	mails                     // a broadcast begins: to the group or consent (who) name, for the queue org
	mailsOn                   // so many of its texts (text, or all) leave
	staffCancels              // text is the event
	after                     // time passes
	at                        // time passes until then
	effect                    // something else must have happened
	givenNow                  // the hour at which the talk begins
	givenField                // name = text is kept about the person
	givenGroup                // the person is in a group
	givenConsent              // the person agreed to something
	givenWaiting              // the person was asked name/text: a flow's question
	givenOlder                // the same, in a version of the flow that is lost
	givenStopped              // the person sent STOP some time ago
	givenLanguage             // the person's language
	givenSent                 // the person was sent a broadcast an hour ago, whose queue is name
	givenKnown                // the person has texted before
)

// acts reports whether the line makes something happen, so that what is sent
// from then on is its outcome.
func (k kind) acts() bool { return k <= at && k != expect }
