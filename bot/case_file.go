package bot

import (
	"slices"
	"time"
)

// Case is a conversation that a person must answer.
type Case struct {
	ID       string    `json:"id"`
	Reason   string    `json:"reason"` // hand_over, asked, crisis, unclear, stopped, misunderstood, long, fault, area, loss, loss_unclear
	Queue    string    `json:"queue"`
	About    string    `json:"about,omitempty"`
	Opened   time.Time `json:"opened"`
	Reopened time.Time `json:"reopened,omitzero"` // when it was opened again within a day of being closed
	Urgent   bool      `json:"urgent,omitempty"`
	Holds    bool      `json:"holds"`              // the bot is silent while it is open
	Flow     bool      `json:"flow,omitempty"`     // closing it moves the flow on
	Answered time.Time `json:"answered,omitzero"`  // first staff reply
	Acked    bool      `json:"acked,omitempty"`    // a later text has been acknowledged once
	Thanked  bool      `json:"thanked,omitempty"`  // for what they answered to a broadcast
	Nobody   string    `json:"nobody,omitempty"`   // sent once at NobodyAt if not Answered
	NobodyAt time.Time `json:"nobodyAt,omitzero"`  //
	Stop     bool      `json:"stopped,omitempty"`  // the person has texted STOP since
	StopEnds string    `json:"stopEnds,omitempty"` // STOP as it stood in the call for help too: it is obeyed once the case is closed

	Due      time.Time `json:"due,omitzero"`     // when an answer is promised
	Holder   Staff     `json:"holder,omitzero"`  // who has claimed it; nobody else may answer
	Since    time.Time `json:"since,omitzero"`   // when it was claimed
	Heard    time.Time `json:"heard,omitzero"`   // the resident's last text
	Said     time.Time `json:"said,omitzero"`    // the last reply of staff
	Words    string    `json:"words,omitempty"`  // a hash of it
	SaidBy   string    `json:"saidBy,omitempty"` // the event that sent it
	Unread   int       `json:"unread,omitempty"`
	Waits    time.Time `json:"waits,omitzero"`    // when the first of what nobody has read came
	Pressed  time.Time `json:"pressed,omitzero"`  // when it became urgent
	Copied   bool      `json:"copied,omitempty"`  // into the record that the organisation keeps elsewhere
	Autos    int       `json:"autos,omitempty"`   // texts that were sent by themselves since it was opened; see mostAutos
	Ends     time.Time `json:"ends,omitzero"`     // when it closes by itself, as the resident was told
	Asked    bool      `json:"asked,omitempty"`   // they were asked whether it helped, when it was closed before
	Courses  []string  `json:"courses,omitempty"` // that its resident is in, by their names in the organisation's language
	Passing  *Passing  `json:"passing,omitempty"` // the resident is asked whether it may go elsewhere
	Closing  *Closing  `json:"closing,omitempty"`
	Referral *Referral `json:"referral,omitempty"` // a service that is asked to call the resident
}

// Staff is a person who answers.
type Staff struct {
	ID   string `json:"id"`
	Name string `json:"name"` // as residents and colleagues read it
}

// Closing is what a case came to.
type Closing struct {
	Reasons []string  `json:"reasons,omitempty"` // the first is why above all; at most three
	Outcome string    `json:"outcome,omitempty"`
	Risk    string    `json:"risk,omitempty"`
	By      Staff     `json:"by"`
	At      time.Time `json:"at"`
}

// FormerCase is what a person's thread knows of a case that is closed: what comes
// within a day is the same case.
type FormerCase struct {
	ID     string    `json:"id"`
	Opened time.Time `json:"opened"`
	Closed time.Time `json:"closed"`
	Asked  bool      `json:"asked,omitempty"` // whether it helped
	Grave  bool      `json:"grave,omitempty"` // it was about a crisis or a loss, perhaps
}

// CaseState is what an open case waits for.
type CaseState string

// The states of a case. Nobody has claimed a new one; an open one waits for its
// holder; a waiting one for the resident.
const (
	StateNew     CaseState = "new"
	StateOpen    CaseState = "open"
	StateWaiting CaseState = "waiting"
	StateClosed  CaseState = "closed"
)

// State is the state of a case.
func (c *Case) State() CaseState {
	switch {
	case c.Closing != nil:
		return StateClosed
	case c.Holder.ID == "":
		return StateNew
	case !c.Said.IsZero() && !c.Said.Before(c.Heard) && c.Unread == 0:
		return StateWaiting
	}
	return StateOpen
}

// Who wrote a line of a case.
const (
	ByResident = "resident"
	ByBot      = "bot"
	ByStaff    = "staff" // the resident was sent it
	ByNote     = "note"  // only staff read it
	ByAct      = "act"   // what somebody of the staff did, in a word
)

// Note is one line of a case: who wrote what, when.
type Note struct {
	At   time.Time `json:"at"`
	Who  string    `json:"who"` // see ByResident
	Name string    `json:"name,omitempty"`
	Text string    `json:"text"`
	Ref  string    `json:"ref,omitempty"` // of the text that was sent with it, as the outbox knows it
}

// CaseChange tells the commit what happened to a case.
type CaseChange string

// The changes of a case in one turn.
const (
	CaseSame   CaseChange = ""
	CaseOpened CaseChange = "opened"
	CaseEdited CaseChange = "edited"
	CaseClosed CaseChange = "closed"
)

// Lines are what a turn adds to its case: what was written, and what the bot says
// in it.
func (t Turn) Lines() []Note {
	lines := slices.Clone(t.Notes)
	for _, o := range t.Say {
		if !o.Staff {
			lines = append(lines, Note{At: t.At, Who: ByBot, Text: o.Text, Ref: o.Ref})
		}
	}
	return lines
}
