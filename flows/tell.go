package flows

import (
	"cmp"
	"time"
)

// usualFor is how long a question to others is open where nothing else is said.
const usualFor = 24 * time.Hour

// mostTold is how many choices a question to others may have: it has no pages.
const mostTold = 9

// shareNumber is the consent without which nobody's number is told to others.
const shareNumber = "share_number"

// AudienceKind tells what an Audience is.
type AudienceKind string

// The kinds of audience.
const (
	ToGroup  AudienceKind = "group"  // everybody in the group Name
	ToAsker  AudienceKind = "asker"  // who asked the question that started this flow; Name is their person id once it is known
	ToQueue  AudienceKind = "queue"  // staff
	ToPeople AudienceKind = "people" // everybody who has agreed to texts and of whom Where is true
)

// Audience is who is told, or for whom a flow starts.
type Audience struct {
	Kind     AudienceKind `json:"kind"`
	Name     string       `json:"name,omitempty"`
	ExceptMe bool         `json:"except_me,omitempty"`
	Where    *Condition   `json:"-"`
}

// Tell is a text to others; with Options a question to each of them.
type Tell struct {
	Who     Audience
	Text    *Text
	Options *Options      // Fixed, or From a variable
	Flow    string        // starts for whoever answers
	For     time.Duration // how long the question is open
	Save    string        // where the answers can be read
}

// Told is a text to others as a turn plans it: in every language, with all that
// is needed to hear the answers.
type Told struct {
	Who     Audience          `json:"who"`
	Text    map[string]string `json:"text"` // by language
	Choices []ToldChoice      `json:"choices,omitempty"`
	Flow    string            `json:"flow,omitempty"`
	Vars    map[string]Value  `json:"vars,omitempty"` // what the flow is given
	For     time.Duration     `json:"for,omitempty"`
	Counts  bool              `json:"counts,omitempty"` // the answers can be read
}

// ToldChoice is one choice of a question to others, by language.
type ToldChoice struct {
	ID    string              `json:"id"`
	Label map[string]string   `json:"label"`
	Names map[string][]string `json:"names,omitempty"` // what chooses it, folded
}

// Poll is a question that was put to others, by whoever can read its answers.
type Poll struct {
	ID      string       `json:"id"` // of the Effect that asked it
	Choices []ToldChoice `json:"choices"`
}

// Asked is a question that others have put to a person.
type Asked struct {
	ID     string           `json:"id"`
	Shown  []AskedChoice    `json:"shown"`
	Flow   string           `json:"flow,omitempty"`
	Vars   map[string]Value `json:"vars,omitempty"`
	Until  time.Time        `json:"until"`
	Counts bool             `json:"counts,omitempty"`
	Answer string           `json:"answer,omitempty"` // the id that was chosen
	Behind bool             `json:"behind,omitempty"` // something else with numbers was sent since
	Event  string           `json:"event,omitempty"`  // the event that it asks about: the answer takes a place, or gives it back
	Face   string           `json:"face,omitempty"`   // of the event as the question told it
}

// AskedChoice is one choice as the person was shown it.
type AskedChoice struct {
	ID    string   `json:"id"`
	Label string   `json:"label"`
	Names []string `json:"names,omitempty"` // what chooses it, folded
}

// In returns the text in a language, and the question that it asks: nil if none.
func (d Told) In(id, lang, fallback string, until time.Time) (string, *Asked) {
	if _, has := d.Text[lang]; !has {
		lang = fallback
	}
	if len(d.Choices) == 0 {
		return d.Text[lang], nil
	}
	asked := &Asked{ID: id, Flow: d.Flow, Vars: d.Vars, Until: until.UTC(), Counts: d.Counts}
	for _, c := range d.Choices {
		asked.Shown = append(asked.Shown, AskedChoice{ID: c.ID, Label: cmp.Or(c.Label[lang], c.ID), Names: c.Names[lang]})
	}
	return d.Text[lang], asked
}

// Polls returns the ids of the questions to others whose answers the flows of a
// conversation can read.
func (c *Conversation) Polls() []string {
	var ids []string
	for _, frame := range c.Frames() {
		for _, poll := range frame.Polls {
			ids = append(ids, poll.ID)
		}
	}
	return ids
}
