package bot

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/flows"
)

// Import is what an organisation knows of somebody who has agreed to its texts
// elsewhere: on paper, at a desk, in another list.
type Import struct {
	Event    string // names the import and the person: the same is done once
	By       string // who imports it
	Language string // empty is the organisation's
	Me       map[string]string
	Consents []string
	Groups   []string
	Course   string    // that they join; empty for none
	Day      string    // the course counts from, such as 2027-06-03
	Source   string    // where they agreed
	Words    string    // what they agreed to
	Agreed   time.Time // the begin of the day on which they did, in the organisation's time
}

// ErrErased is returned for somebody who stopped and of whom nothing else is kept:
// they asked to be forgotten.
var ErrErased = errors.New("the person has asked to be forgotten")

// WithdrawnError is returned for somebody who has taken back what an import says
// that they agreed to, on the same day or later.
type WithdrawnError struct {
	Name string // of a consent, "join:<group>", or "stop" for everything
	At   time.Time
}

// Error says so.
func (e *WithdrawnError) Error() string {
	return fmt.Sprintf("the person has taken it back on %s", e.At.Format("2 January 2006"))
}

// JudgeImport decides what an import changes for one person, with the ledger of
// what they have agreed to and taken back. It is pure. It texts nobody, and starts
// no flow. Changes is false where all of it is known. Whoever has stopped stays
// stopped: ErrStopped or ErrErased; whoever has left or taken back what they are
// said to have agreed to, since, is a *WithdrawnError.
func JudgeImport(o *flows.Org, thread Thread, ledger []Consent, in Import, now time.Time) (turn Turn, changes bool, err error) {
	switch {
	case !thread.Key.Address.Answerable():
		return Turn{}, false, ErrUnanswerable
	case thread.Stopped && thread.Version == 0:
		return Turn{}, false, ErrErased
	case thread.Stopped:
		return Turn{}, false, ErrStopped
	}
	h := newHearing(o, thread, in.Event, now, nil)
	h.t.Rule, h.t.Speaks = "import", nil
	for _, agree := range []func(Import, []Consent) error{h.importConsents, h.importGroups, h.importCourse} {
		if err := agree(in, ledger); err != nil {
			return Turn{}, false, err
		}
	}
	told := h.importTold(in, thread.Person)
	if thread.Version > 0 && !told && len(h.t.Ledger) == 0 {
		return Turn{}, false, nil
	}
	if h.t.Person.Met.IsZero() {
		h.t.Person.Met = now.UTC()
	}
	h.wipe()
	h.t.WakeAt = h.nextDue()
	return h.t, true, nil
}

func (h *hearing) importConsents(in Import, ledger []Consent) error {
	for _, name := range in.Consents {
		if slices.Contains(h.t.Person.Consents, name) {
			continue
		}
		if err := takenBack(ledger, name, name, in.Agreed); err != nil {
			return err
		}
		h.t.Person.Consents = append(h.t.Person.Consents, name)
		h.importLine(in, name)
	}
	return nil
}

func (h *hearing) importGroups(in Import, ledger []Consent) error {
	for _, group := range in.Groups {
		if slices.Contains(h.t.Person.Groups, group) {
			continue
		}
		if err := takenBack(ledger, "leave:"+group, "join:"+group, in.Agreed); err != nil {
			return err
		}
		h.t.Person.Groups = append(h.t.Person.Groups, group)
		h.t.Joined = append(h.t.Joined, group)
		h.importLine(in, "join:"+group)
	}
	return nil
}

// importLine is what the ledger says of one thing that an import brings.
func (h *hearing) importLine(in Import, name string) {
	h.t.Ledger = append(h.t.Ledger, Consent{
		Name: name, Given: true, Wording: in.Words, At: h.now.UTC(), Event: in.Event, Source: in.Source, Agreed: in.Agreed, By: in.By,
	})
}

// takenBack looks for a STOP, or for the person having taken back what is said to
// have been agreed to on a day, on that day or since. START lets the organisation
// text again what they choose from then on; it does not bring back a list from
// before.
func takenBack(ledger []Consent, taken, given string, agreed time.Time) error {
	for _, c := range slices.Backward(ledger) {
		if c.At.Before(agreed) {
			continue
		}
		switch {
		case c.Name == given && c.Given: // by the person, since
			return nil
		case c.Name == "stop", c.Name == taken && !c.Given:
			return &WithdrawnError{c.Name, c.At}
		}
	}
	return nil
}

// importTold takes what an import says of a person, where it is newer than what
// they have told themselves. What they told is kept from the day on which they did.
func (h *hearing) importTold(in Import, before Person) bool {
	p, changed := &h.t.Person, false
	if lang := in.Language; lang != "" && lang != before.Language && before.Heard.IsZero() {
		p.Language, h.t.Conversation.Lang, changed = lang, lang, true
	}
	for field, value := range in.Me {
		known, has := p.Me[field]
		if has && (strings.EqualFold(known, value) || p.Kept[field].Set.After(in.Agreed)) {
			continue
		}
		p.Keep(h.org, field, value, in.Agreed)
		changed = changed || p.Kept[field].Until.After(h.now)
	}
	return changed
}
