package providers

import "time"

// Priority is the lane of the outbox that a message waits in.
type Priority string

// Replies overtake bulk. Unasked texts (reminders, broadcasts) are bulk.
const (
	Reply Priority = "reply"
	Bulk  Priority = "bulk"
)

// Inbound is one text from a person, as every provider's webhook is read.
type Inbound struct {
	Provider    string    // the name of the connection that it came by; from an adapter, the adapter's
	EventID     string    // the provider's id of this text; a repeat carries the same
	From, To    Address   // To is the line that the person texted
	Text        string    // valid UTF-8, may be empty
	Sent        time.Time // when the provider says it was sent; zero if unknown
	Received    time.Time // when our webhook heard it
	OptOut      OptOut    // what the provider itself has already understood and answered
	Unsupported string    // "picture", "voice" …: a part of the message that we cannot read
	Choice      string    `json:",omitempty"` // the Choice.ID of what the person has tapped; Text is what stood on it
}

// OptOut is the provider's own reading of a keyword.
type OptOut string

// What a provider may have understood by itself.
const (
	OptOutNone  OptOut = ""
	OptOutStop  OptOut = "stop"
	OptOutStart OptOut = "start"
	OptOutHelp  OptOut = "help"
)

// Message is one text to one person.
type Message struct {
	Ref      string        // ours, unique, at most 36 characters of A-Z a-z 0-9 and -
	To       Address       //
	From     string        // the originator: a line's number
	Via      string        // the connection that it leaves by; empty is the installation's own
	Text     string        //
	ValidFor time.Duration // the network may drop it after this; zero leaves it to the provider

	// For lines in an app alone.
	Heard    time.Time // when the person wrote last; zero is not known
	Choices  *Choices  // what Text offers with numbers, for who can tap it; nil is nothing
	Template *Template // what carries the text to who has not written for long; nil is none
}

// Choices are what the numbered lines of a Text offer, so that an app can show them
// as buttons. The Text says all of it without them.
type Choices struct {
	Body   string   `json:"body"`   // Text without the numbered lines
	Button string   `json:"button"` // what opens a list of them, at most 20 letters
	List   []Choice `json:"list"`
}

// Choice is one that can be tapped.
type Choice struct {
	ID    string `json:"id"`    // ours: what comes back as Inbound.Choice, at most 200 letters
	Label string `json:"label"` // as its line has it, without the number
}

// Template is a text whose form the provider has approved, with one blank.
type Template struct {
	Name     string `json:"name"`
	Language string `json:"language"` // as the provider names it
}

// State is how far a text has come. States only move forward, but for a
// failure that the network corrects to Delivered.
type State string

// The states, in order of rank.
const (
	Queued    State = "queued"
	Sending   State = "sending"
	Unknown   State = "unknown" // it may or may not have arrived
	Sent      State = "sent"
	Failed    State = "failed"
	Delivered State = "delivered"
)

// Rank orders states; a report of a lower rank never replaces a higher one.
func (s State) Rank() int {
	for i, other := range []State{Queued, Sending, Unknown, Sent, Failed, Delivered} {
		if s == other {
			return i
		}
	}
	return -1
}

// Class is why a send or delivery went wrong, in the only words the rest of the
// house acts on.
type Class string

// The classes.
const (
	ClassNone        Class = ""
	Throttled        Class = "throttled"       // not processed; try later
	Temporary        Class = "temporary"       // certainly not sent; try later
	Permanent        Class = "permanent"       // this text or number will never work
	NoSubscriber     Class = "no_subscriber"   // nobody has this number, the network says
	OptedOut         Class = "opted_out"       // the provider says that the person has stopped
	Auth             Class = "auth"            // key refused; pause this provider
	Config           Class = "config"          // our set-up is wrong; pause this provider
	Balance          Class = "balance"         // no credit; pause this provider
	OutcomeUnknown   Class = "outcome_unknown" // may have been sent; never sent again by itself
	UnsupportedClass Class = "unsupported"     // the provider cannot carry this text
	WindowClosed     Class = "window_closed"   // the person has not written for too long, and there is no template
)

// Verdict is a provider's answer to one message of a batch.
type Verdict string

// The verdicts of a send.
const (
	Accepted  Verdict = "accepted"
	Rejected  Verdict = "rejected"
	Uncertain Verdict = "uncertain"
)

// Result is what became of one Message of a batch.
type Result struct {
	ProviderID string
	Verdict    Verdict
	Class      Class
	Code       string        // the provider's own code, for people to look up
	Parts      int           // as the provider counts them; 0 if it does not say
	RetryAfter time.Duration // for Throttled; zero if it does not say
	Pauses     Class         `json:",omitempty"` // of an Uncertain one: what the answer says of the provider, Auth, Config or Balance
}

// Status is one delivery report.
type Status struct {
	Provider   string
	ProviderID string
	Ref        string
	Recipient  Address
	State      State // Sent, Delivered or Failed; empty if the word is unknown to us
	Class      Class
	Code       string
	At         time.Time
}
