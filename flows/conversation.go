package flows

import "time"

// Conversation is where a person stands, as it is kept between two texts. It is
// at most 16 KB as JSON. An empty one is idle.
type Conversation struct {
	V      int      `json:"v"`                // schema version, 1
	Lang   string   `json:"lang,omitempty"`   // the language it is held in
	Now    *Frame   `json:"now,omitempty"`    // nil when idle
	Stack  []Frame  `json:"stack,omitempty"`  // flows that called, the oldest first; at most 5
	Menu   *Menu    `json:"menu,omitempty"`   // the menu just shown
	Parked []Parked `json:"parked,omitempty"` // flows that wait for a moment, the first parked first; at most 5
	Asked  []Asked  `json:"asked,omitempty"`  // questions that others have put to the person, the oldest first; at most 20
	Misses int      `json:"misses,omitempty"` // texts in a row that nothing understood; questions given up in a row count too
}

// Frame is one flow in play.
type Frame struct {
	Flow  string           `json:"flow"`
	Ver   string           `json:"ver"` // the flow's Shape
	Step  string           `json:"step"`
	Fit   string           `json:"fit,omitempty"` // what the step waits for, to find it again in another version
	Vars  map[string]Value `json:"vars,omitempty"`
	Shown []string         `json:"shown,omitempty"` // ids behind the numbers last sent
	Page  int              `json:"page,omitempty"`  // 0 is all choices on one text, 1 the first of several pages
	Tries int              `json:"tries,omitempty"` // wrong replies to this question
	Trail []string         `json:"trail,omitempty"` // questions answered, for back; bounded
	Asked string           `json:"asked,omitempty"` // the words of the last question sent: a consent's wording
	Due   *Due             `json:"due,omitempty"`
	Given []string         `json:"given,omitempty"` // consents that were given in this conversation
	Polls map[string]Poll  `json:"polls,omitempty"` // questions to others, by the variable that holds their answers
	Chain int              `json:"chain,omitempty"` // flows that have started by themselves before this one, each because of the one before
}

// Value is what a variable holds: one text, or a list.
type Value struct {
	One  string
	Many []string // nil for one text
}

// DueKind tells what is due.
type DueKind string

// What can fall due in a Frame.
const (
	DueRemind  DueKind = "remind"
	DueTimeout DueKind = "timeout"
	DueWait    DueKind = "wait"  // of a parked flow
	DueStart   DueKind = "start" // of a parked flow that has not begun
)

// Due is the next thing that happens in a Frame by itself.
type Due struct {
	Is DueKind   `json:"is"`
	At time.Time `json:"at"`
	// Then is when the question times out, while a reminder is due first.
	Then time.Time `json:"then,omitzero"`
}

// Menu is the organisation's menu, as last sent.
type Menu struct {
	Shown []string `json:"shown"`          // flow ids
	Page  int      `json:"page,omitempty"` // as in a Frame
}

// World is all that a turn may know of the person and the hour.
type World struct {
	Now      time.Time
	Me       map[string]string // profile fields, without "me."
	Groups   []string          // the person's groups
	Consents []string
	Courses  []string               // the courses of tips that the person is in
	Members  func(group string) int // how many people are in a group; nil if not known
	Phone    string
	Taps     bool   // they can tap what is offered: Played.Offers is wanted
	Person   string // the person's id: shows no number
	Event    string // names the turn; what it asks others is named after it
	// TellAgain returns when the person may tell a group again who has told it so
	// often, this turn's times among it; zero is now. Nil lets everybody.
	TellAgain func(group string, planned int) time.Time
	// Join is asked before somebody joins an event. Where they get no place it
	// returns what they are told, and the flow ends there. Nil lets everybody in.
	Join func(group string) (told string, in bool)
	// Off are the events that staff have cancelled, by id, as far as is known: one that
	// is not among them may be.
	Off map[string]bool
	// Course is asked before somebody joins a course, with the day that they gave and
	// what they agree to by then. Where they cannot it returns what they are told, and
	// the flow ends there. Nil lets everybody in.
	Course func(id, day string, agreed []string) (told string, in bool)
	// Find looks for services by somebody's own words; nil finds none.
	Find    func(Seek) Sought
	brief   int              // how many letters of each thing that people wrote are in a text, if it is not 0; see keepToParts
	Answers map[string][]int // of the person's questions to others, by Poll.ID: how often each choice was given
}

// EffectKind tells what an Effect does.
type EffectKind string

// The effects that a turn can plan. The flow engine only plans them; the commit
// does them.
const (
	EffectSet      EffectKind = "set"       // Name (a me. field without "me.") = Value
	EffectForget   EffectKind = "forget"    // Name, or "all"
	EffectLanguage EffectKind = "language"  // Value is the tag
	EffectOptIn    EffectKind = "opt_in"    // Name, Wording
	EffectOptOut   EffectKind = "opt_out"   // Name
	EffectJoin     EffectKind = "join"      // Name
	EffectLeave    EffectKind = "leave"     // Name
	EffectHandOver EffectKind = "hand_over" // Name is the queue, Value what it is about, IfNobody
	EffectRecord   EffectKind = "record"    // Name is the dataset, Row
	EffectTell     EffectKind = "tell"      // Name is the id of the text, Tell
	EffectAnswer   EffectKind = "answer"    // Name is the id of a question of others, Value the place of the choice, Until
	EffectPlace    EffectKind = "place"     // Name is the event, Value is yes or no
	EffectCourse   EffectKind = "course"    // Name is the course, Value the day it counts from, Field where that is kept, Wording
	EffectUncourse EffectKind = "uncourse"  // Name is the course that they leave
)

// Effect is one thing that a turn changes beside the conversation.
type Effect struct {
	Kind     EffectKind
	Name     string
	Value    string
	Wording  string // the words that the person agreed to
	Field    string // the me. field that the day of a course comes from; empty for none
	IfNobody string // rendered, sent once when no staff answer in time
	Row      map[string]string
	Tell     *Told
	Refer    *Referred // the service that is asked, with hand_over
	Until    time.Time
}

// Rule names how a text was understood, for the terminal phone and tests.
type Rule string

// Played is the outcome of one turn: a value, nothing has happened yet.
type Played struct {
	Conversation Conversation
	Text         string    // the one text to send; empty is silence
	Offers       []Offered // what of its numbered lines can be chosen by one number, if World.Taps; nil where several may be, or none
	Effects      []Effect
	Understood   bool // false: the text was met with a retry, a "did you mean", or nothing
	Rule         Rule
	GaveUp       bool     // the last try of a question was used up
	Lost         int      // how many replies in a row one question did not understand, where the flow does not say what follows
	Fault        error    // a step or flow is gone, a loop, a panic: the caller says so in the engine's words
	Path         []string // steps entered, "flow/step", for the terminal phone and tests
	over         int      // how many parts the text takes, where what people wrote makes it longer than its flow allows
}
