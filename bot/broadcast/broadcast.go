package broadcast

import (
	"slices"
	"time"
)

// State is how far a broadcast is.
type State string

// The states of a broadcast, in the order in which they can come.
const (
	Draft     State = "draft"     // it is being written
	Waiting   State = "waiting"   // for a second person to approve it
	Scheduled State = "scheduled" // it leaves when it is due
	Repeating State = "repeating" // a series: its runs leave when they are due
	Freezing  State = "freezing"  // its audience is being written down
	Sending   State = "sending"
	Holding   State = "holding" // the first few have left; the rest wait a minute
	Paused    State = "paused"
	Done      State = "done"
	Cancelled State = "cancelled"
	Missed    State = "missed" // it was due while the service was away, or too late in the day
)

// Over reports whether nothing more comes of the broadcast.
func (s State) Over() bool { return slices.Contains([]State{Done, Cancelled, Missed}, s) }

// Bounds of what is sent without a second look.
const (
	// ApproveOver is the number of people above which a second person approves.
	ApproveOver = 100
	// FirstFew leave first where more than ApproveOver people are texted; the
	// rest follow after HoldFor, so that a wrong text can still be cancelled.
	FirstFew = 20
	HoldFor  = time.Minute
	// Lateness is how late a broadcast may begin that was due while the service
	// was away.
	Lateness = 30 * time.Minute
	// DefaultValid is how long a broadcast is worth sending unless it says so.
	DefaultValid = 12 * time.Hour
)

// Broadcast is one text to many people.
type Broadcast struct {
	ID       string            `json:"id"`
	Org      string            `json:"org"`
	Words    map[string]string `json:"words"` // by language
	Audience Audience          `json:"audience"`
	Queue    string            `json:"queue,omitempty"`   // whose staff read what is texted back; empty is the first
	Flow     string            `json:"flow,omitempty"`    // or the flow that hears it
	Urgent   string            `json:"urgent,omitempty"`  // why it may leave in quiet hours and above the weekly cap
	Between  string            `json:"between,omitempty"` // the hours of a day in which it may leave, such as 10:00-16:00
	Repeat   *Repeat           `json:"repeat,omitempty"`  // it is a series
	Series   string            `json:"series,omitempty"`  // of which it is a run
	Valid    time.Duration     `json:"valid"`             // how long after it is due it is worth sending
	State    State             `json:"state"`
	By       string            `json:"by"`                 // who wrote it
	Asked    string            `json:"asked,omitempty"`    // who asked to send it
	Approved string            `json:"approved,omitempty"` // who approved it
	Behind   []string          `json:"behind,omitempty"`   // who made the tokens of the programs that did
	Made     time.Time         `json:"made"`
	Due      time.Time         `json:"due,omitzero"`
	Begun    time.Time         `json:"begun,omitzero"`
	HoldEnds time.Time         `json:"holdEnds,omitzero"`
	Ended    time.Time         `json:"ended,omitzero"`
	People   int               `json:"people,omitempty"`  // of the frozen audience
	Parts    int               `json:"parts,omitempty"`   // of all their texts, as they were then
	Second   int               `json:"second,omitempty"`  // of the parts, those by the organisation's second connection
	LeftOut  map[Reason]int    `json:"leftOut,omitempty"` // of them when it was frozen
	Held     bool              `json:"held,omitempty"`    // the first few have left and the hold is over
	Why      Why               `json:"why,omitempty"`     // why it is paused, if nobody paused it
	Mend     string            `json:"mend,omitempty"`    // how its provider takes texts again, if its company says so
	Refusal  string            `json:"refusal,omitempty"` // the provider's last one when it was let go on; see providers.Halt
	Untold   bool              `json:"untold,omitempty"`  // its state may not hold in every partition yet
	Version  int64             `json:"-"`                 // of what is kept; 0 is new
}

// Until is when it is too late to send the broadcast.
func (b Broadcast) Until() time.Time { return b.Due.Add(b.Valid) }

// group is the one group that the broadcast is for; empty if it is for another
// audience.
func (b Broadcast) group() string {
	if len(b.Audience.Groups) == 1 {
		return b.Audience.Groups[0]
	}
	return ""
}
