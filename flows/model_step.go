package flows

import "time"

// Step does its effects, says something, then waits for at most one thing, in
// the order of these fields.
type Step struct {
	Name    string
	Pos     Pos
	Was     string
	Set     []Assign
	Forget  []string // names of me. fields; "all" alone is everything
	OptIn   []string
	OptOut  []string
	Join    string // a group's id, or "<variable>"
	Leave   string
	Course  *CourseStep
	Tell    *Tell
	Say     *Text
	Ask     *Text
	Options *Options
	Answer  *Answer
	Hint    *Text
	Exact   bool
	Opt     bool   // optional: yes
	Helpful string // the variable that holds a tip: yes and no are counted as what people think of it
	Save    string
	Tries   int // wrong replies allowed, 0 to 5; 2 unless set
	Else    *Target
	Remind  time.Duration
	Timeout *Timeout
	When    []Branch
	Call    string
	With    []Assign
	Hand    *HandOver
	Wait    *Wait
	Then    *Target
	fit     string // what the step waits for; see fitOf
}

// CourseStep puts the person into a course that counts from a day, or takes them
// out. Whoever is in it already has the day moved.
type CourseStep struct {
	Join  string // a course's id, or "<variable>"
	From  string // the variable or me. field that holds the day
	Leave string
}

// Assign gives a variable or me. field a value, which may hold blanks.
type Assign struct {
	Name  string
	Value Text
}

// Text is a text of the organisation's, found in every language under its ID.
type Text struct {
	ID     string // "groups/top.ask"
	Source string // the words as written, for findings and one-form texts
	Count  string // the variable that chooses the plural form; empty for one form
	Pos    Pos
}

// Options is a numbered menu: either Fixed or From a list.
type Options struct {
	Fixed []Option
	From  string // "groups", "my groups", "services", "languages", a list's name, or "<variable>"
	Where *Condition
	Near  string // "<variable>" that holds a postcode
	Find  string // "<variable>" that holds somebody's own words
	Child string // "<variable>" that holds a stage, or a child's day of birth
	Label *Text
	Sort  string
	Limit int
	Empty *Target
	Many  bool
}

// Option is one written choice.
type Option struct {
	ID    string
	Label Text
	Also  []Text
	If    *Condition
	Then  *Target
	Pos   Pos
}

// Answer is the kind of free answer that a question takes.
type Answer struct {
	Kind     string // text, name, number, postcode, date, time, phone, email, list
	Min, Max int    // for number and list
}

// Timeout is how long a question waits, and where it goes then. A nil Then
// ends the flow in silence.
type Timeout struct {
	After time.Duration
	Then  *Target
}

// Branch is one line of when:. A nil If is else:.
type Branch struct {
	If   *Condition
	Then Target
}

// HandOver gives the conversation to staff until they close it.
type HandOver struct {
	Queue    string
	About    *Text
	IfNobody *Text
	Refer    Refer
}

// TargetKind tells what a Target names.
type TargetKind string

// The kinds of target.
const (
	ToStep  TargetKind = "step"
	ToEnd   TargetKind = "end"
	ToMenu  TargetKind = "menu"
	ToBack  TargetKind = "back"
	ToAgain TargetKind = "again"
	ToFlow  TargetKind = "flow"
)

// Target is where a conversation goes next. Name is set for a step or a flow.
type Target struct {
	Kind TargetKind
	Name string
	Pos  Pos
}
