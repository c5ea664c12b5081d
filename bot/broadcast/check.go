package broadcast

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/flows"
)

// FaultKind is what keeps a broadcast from being sent.
type FaultKind string

// What can be wrong with a broadcast.
const (
	NobodyChosen FaultKind = "nobody"   // neither a group nor a consent
	NoGroup      FaultKind = "group"    // a group that there is not
	NoConsent    FaultKind = "consent"  // a consent that there is not
	NoLanguage   FaultKind = "language" // a language that the organisation does not speak
	NoPlaces     FaultKind = "places"   // areas, of which nothing is kept
	NoField      FaultKind = "field"    // an answer of which nothing is kept
	NoAnswer     FaultKind = "answer"   // an answer that nobody can have given; Name is the field
	NoWordsAtAll FaultKind = "words"    // none in the organisation's own language
	WordsIn      FaultKind = "words in" // words in a language that it does not speak
	GroupBlank   FaultKind = "blank group"
	BareBlank    FaultKind = "bare blank" // with nothing to stand there
	StrangeBlank FaultKind = "strange blank"
	NoFlow       FaultKind = "flow"
	NoQueue      FaultKind = "queue"
	TooLongOfUse FaultKind = "valid"
	NoHours      FaultKind = "between"   // no hours of a day in which it may leave
	NoSchedule   FaultKind = "every"     // no day and time that comes again
	NoRegion     FaultKind = "except"    // no part of the United Kingdom
	NoLastDay    FaultKind = "until"     // no date
	NamesGroup   FaultKind = "sensitive" // the words name a sensitive group that it is for
	OddLetters   FaultKind = "letters"   // that the organisation has chosen to do without
)

// Fault is one thing that keeps a broadcast from being sent.
type Fault struct {
	Kind  FaultKind
	Lang  string   // of the words that it is in; empty if it is in none
	Name  string   // what it is about, as it was written
	Known []string // what there is instead
	said  string
}

// Error says it to whoever reads English, with how to mend it.
func (f *Fault) Error() string { return f.said }

// Check finds everything that keeps a broadcast from being sent, each a *Fault;
// nil if nothing does.
func Check(o *flows.Org, b Broadcast) error {
	return errors.Join(slices.Concat(checkAudience(o, b.Audience), checkWords(o, b), checkReplies(o, b), checkTimes(b))...)
}

// FaultsOf is Check, each fault by itself.
func FaultsOf(o *flows.Org, b Broadcast) []*Fault {
	var faults []*Fault
	for _, err := range slices.Concat(checkAudience(o, b.Audience), checkWords(o, b), checkReplies(o, b), checkTimes(b)) {
		if fault := (*Fault)(nil); errors.As(err, &fault) {
			faults = append(faults, fault)
		}
	}
	return faults
}

func checkReplies(o *flows.Org, b Broadcast) []error {
	var faults []error
	if b.Flow != "" && o.Flows[b.Flow] == nil {
		known := slices.Sorted(maps.Keys(o.Flows))
		faults = append(faults, &Fault{Kind: NoFlow, Name: b.Flow, Known: known, said: fmt.Sprintf("there is no flow %q to hear the answers; there are %s", b.Flow, orNone(known))})
	}
	if known := queueNames(o); b.Queue != "" && !slices.Contains(known, b.Queue) {
		faults = append(faults, &Fault{Kind: NoQueue, Name: b.Queue, Known: known, said: fmt.Sprintf("there is no queue %q to read the answers; there are %s", b.Queue, orNone(known))})
	}
	if b.Valid < 0 || b.Valid > 7*24*time.Hour {
		faults = append(faults, &Fault{Kind: TooLongOfUse, said: "a broadcast is worth sending for at most 7 days: say from 1 to 168 hours"})
	}
	return faults
}

func queueNames(o *flows.Org) []string {
	var names []string
	for _, q := range o.Queues {
		names = append(names, q.Name)
	}
	return names
}

func profileNames(o *flows.Org) []string {
	var names []string
	for _, f := range o.Profile {
		names = append(names, f.Name)
	}
	return names
}

func orNone(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
