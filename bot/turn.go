package bot

import (
	"time"

	"github.com/connective-messaging/connective/bot/places"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// Key finds a thread: one person with one organisation.
type Key struct {
	Org     string
	Address providers.Address
}

// Thread is all that judging a text needs, as it is kept. Version counts its
// commits; 0 is a person not met before.
type Thread struct {
	Key          Key                      `json:"-"`
	ID           string                   `json:"-"` // the person's id: an HMAC, shows no number
	Version      int64                    `json:"-"`
	Person       Person                   `json:"person"`
	Conversation flows.Conversation       `json:"conversation"`
	Case         *Case                    `json:"case,omitempty"`     // the open case
	Former       *FormerCase              `json:"former,omitempty"`   // the case that was closed last
	Soft         *SoftStop                `json:"soft,omitempty"`     // "did you mean STOP?" is open
	Asking       *Asking                  `json:"asking,omitempty"`   // another question of the engine's own is open
	FollowUp     *FollowUp                `json:"followUp,omitempty"` // "did you get what you needed?", a week after a service was shown
	Still        *Still                   `json:"still,omitempty"`    // "is this still your number?", after a long silence
	Survey       *Survey                  `json:"survey,omitempty"`   // "did this help?" waits for the end of quiet hours
	Part         *Part                    `json:"part,omitempty"`     // the beginning of a long text, whose rest may follow
	Told         []Told                   `json:"told,omitempty"`     // texts of others that wait, the oldest first
	Guard        Guard                    `json:"guard,omitzero"`
	Wants        []Want                   `json:"wants,omitempty"` // groups that they have asked to join, and nobody has answered
	Invited      []string                 `json:"-"`               // groups that they were invited to
	Dead         bool                     `json:"-"`               // texts to the number failed for good; known of audiences alone
	Stopped      bool                     `json:"-"`               // from the suppression list, which outlives the rest
	Texted       *Texted                  `json:"-"`               // the broadcast that they were texted last
	Claims       map[string]places.Answer `json:"-"`               // what the registers of events have answered this turn
	Off          map[string]bool          `json:"-"`               // events that staff have cancelled, by id, as far as is known
	Fates        map[string]Fate          `json:"-"`               // of lessons, by AskedFates
	Answers      map[string][]int         `json:"-"`               // to the person's own questions to others, by the question's id
}

// Want is a group that somebody has asked to join.
type Want struct {
	Group string    `json:"group"`
	At    time.Time `json:"at"`
}

// Texted is a broadcast that somebody was texted, and who hears what they answer:
// a queue, or a flow if it names one.
type Texted struct {
	Broadcast string
	At        time.Time
	Queue     string
	Flow      string
}

// answered is how long after a broadcast a text may be an answer to it.
const answered = 3 * 24 * time.Hour

// Fresh reports whether what is texted at that moment may answer the broadcast.
func (t *Texted) Fresh(now time.Time) bool { return t != nil && now.Sub(t.At) < answered }

// Person is what is kept about somebody.
type Person struct {
	Language string               `json:"language,omitempty"`
	Me       map[string]string    `json:"me,omitempty"`
	Kept     map[string]Kept      `json:"kept,omitempty"` // how long each of Me
	Groups   []string             `json:"groups,omitempty"`
	Places   map[string]Place     `json:"places,omitempty"`  // of events, by their id
	Courses  map[string]Attending `json:"courses,omitempty"` // that they are in, by id
	Parted   map[string]Parted    `json:"parted,omitempty"`  // courses that they have left, by id
	Consents []string             `json:"consents,omitempty"`
	Source   string               `json:"source,omitempty"` // the word that told which poster brought them
	Met      time.Time            `json:"met,omitzero"`
	Heard    time.Time            `json:"heard,omitzero"`    // their last text
	Begun    string               `json:"begun,omitempty"`   // the beginning of a call for help that it ended with, which the next may end
	Line     string               `json:"line,omitempty"`    // the number that it came to, unless it is the organisation's own
	Started  time.Time            `json:"started,omitzero"`  // when staff last wrote to them first
	Doubt    time.Time            `json:"doubt,omitzero"`    // the text before a long silence; until they say so, it may be another's number
	StopTold time.Time            `json:"stopTold,omitzero"` // last "you are stopped" text
}

// SoftStop is an open "did you mean STOP?". While it is open nothing unasked
// goes out; at Due silence counts as STOP.
type SoftStop struct {
	Group string    `json:"group,omitempty"` // a group, or a course by its name among groups, that may have been meant
	Text  string    `json:"text,omitempty"`  // a free answer that waits for the choice "it's my answer"
	Due   time.Time `json:"due"`
}

// Asking is an open question of the engine's own.
type Asking struct {
	Kind  string    `json:"kind"`            // safety, forget, long, person, rating, words
	Text  string    `json:"text,omitempty"`  // the text it is about
	Queue string    `json:"queue,omitempty"` // of the case that it is about
	Due   time.Time `json:"due"`
}

// Guard counts what floods and loops are seen by. It is bounded.
type Guard struct {
	Window time.Time              `json:"window,omitzero"`  // start of the minute that is counted
	Count  int                    `json:"count,omitempty"`  // texts heard in it
	Last   string                 `json:"last,omitempty"`   // hash of our last text
	Echoes int                    `json:"echoes,omitempty"` // times in a row that we said the same
	Tells  map[string][]time.Time `json:"tells,omitempty"`  // when groups were told within the hour before, by group
	Muted  time.Time              `json:"muted,omitzero"`   // no replies but safety, STOP and staff until then
}

// Outgoing is one text to send, as a turn plans it.
type Outgoing struct {
	Ref       string              // deterministic: the same input makes the same Ref
	Text      string              //
	Priority  providers.Priority  //
	Safety    bool                // goes out whatever the opt-out, quiet hours or limits
	Closing   bool                // one of the closed list that may follow a STOP: the confirmation, HELP, "you are stopped"
	Staff     bool                // written by a person
	Expires   time.Time           // not sent after; zero is 6 hours after it was planned
	Group     string              // goes out only to a member of it, see Person.In; empty is whoever it is for
	Event     string              // that it is about: it goes out only while that is as the text says; empty for any other
	Face      string              // of the event, as the text says it
	Place     string              // goes out only while its person stands so with the event, see Person.Standing; empty is however they do
	Planned   bool                // a lesson or a question that the engine has planned: not to whoever may be in need, or whose number is dead
	Cap       int                 // how many texts that nobody asked for a number gets in seven days, where it counts towards them; 0 is no limit
	NotBefore time.Time           // end of quiet hours for unasked texts; zero is now
	Choices   *providers.Choices  // what the text offers, for lines in an app; nil on others
	Template  *providers.Template // what carries it to who has not written for long, for lines in an app; nil on others
}

// Consent is one entry of the ledger, which is only ever appended to.
type Consent struct {
	Name    string    `json:"name"` // a consent's name, "stop", "start", "join:<group>", "leave:<group>", StillMine
	Given   bool      `json:"given"`
	Wording string    `json:"wording,omitempty"` // what the person was shown
	Words   string    `json:"words,omitempty"`   // what they texted, for consents only
	At      time.Time `json:"at"`
	Event   string    `json:"event"` // the inbound text's id
	Source  string    `json:"source,omitempty"`
	Agreed  time.Time `json:"agreed,omitzero"` // the day on which it was given elsewhere; zero for by text
	By      string    `json:"by,omitempty"`    // who wrote it down for them; empty for by text
	Ended   bool      `json:"ended,omitempty"` // a course was ended for them, by staff or as they may have lost a baby: no list puts them back
}

// Turn is everything that one text, timer or staff act changes: a value that
// can be compared and printed, and that one script writes. Thread.Version is
// the version that was read; the commit fails with ErrStale if it has moved on.
type Turn struct {
	Thread
	At      time.Time // when it was judged
	Event   string    // the key that drops a repeat: "<connection>:<id>", "timer:…", "staff:<uuid>"
	Heard   *providers.Inbound
	Line    string  // the number that answers
	Via     string  // the connection that it answers by; empty is the installation's own
	Home    string  // the organisation's own connection, by which its texts to a person queue
	Speaks  *string // who speaks on a number that organisations share, empty for all of them; nil where there is nothing to tell
	Say     []Outgoing
	Stop    *bool // true adds to the suppression list, false takes off it; nil leaves it
	Joined  []string
	Left    []string
	Wanted  bool // its Wants have changed
	Placed  bool // its Person has, or had, places of events
	Ledger  []Consent
	Case    CaseChange
	CaseID  string // of the case that Notes belong to
	Closed  *Case  // the case as it was closed
	Notes   []Note
	Records []Record
	Jobs    []Job      // what is to be done for others
	Votes   []Vote     // answers to questions of others
	Asks    []PlaceAsk // places that registers must be asked for before this can be committed
	Forget  bool       // erase everything but the suppression entry
	WakeAt  time.Time  // when something is due next; zero is never
	Rule    string     // how the text was judged, for the terminal phone and tests
	Path    []string
}

// Once names the turn's event, so that a repeat of it is known: on a number that
// organisations share, whichever of them it is judged by.
func (t Turn) Once() (scope, event string) {
	if t.Speaks != nil {
		return t.Line, t.Event
	}
	return t.Key.Org, t.Event
}

// Record is one row of a dataset, without the phone number.
type Record struct {
	Dataset string
	Row     map[string]string
}
