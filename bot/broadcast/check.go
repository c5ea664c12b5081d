package broadcast

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/locales"
	"github.com/connective-messaging/connective/providers"
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

func checkAudience(o *flows.Org, a Audience) []error {
	var faults []error
	if len(a.Groups) == 0 && a.Consent == "" {
		faults = append(faults, &Fault{Kind: NobodyChosen, said: "nobody is chosen: name a group, or a consent that people have given"})
	}
	for _, g := range a.Groups {
		if groupRow(o, g) == nil {
			faults = append(faults, &Fault{Kind: NoGroup, Name: g, Known: groupIDs(o), said: fmt.Sprintf("there is no group %q; there are %s", g, orNone(groupIDs(o)))})
		}
	}
	if names := consentNames(o); a.Consent != "" && !slices.Contains(names, a.Consent) {
		faults = append(faults, &Fault{Kind: NoConsent, Name: a.Consent, Known: names, said: fmt.Sprintf("there is no consent %q in org.yaml; there are %s", a.Consent, orNone(names))})
	}
	for _, l := range a.Languages {
		if !slices.Contains(o.Languages, l) {
			faults = append(faults, &Fault{Kind: NoLanguage, Name: l, Known: o.Languages, said: fmt.Sprintf("%s does not speak %q; it speaks %s", o.Name, l, orNone(o.Languages))})
		}
	}
	if len(a.Areas) > 0 && !slices.ContainsFunc(o.Profile, isPlace) {
		faults = append(faults, &Fault{Kind: NoPlaces, said: "no area is kept about people: org.yaml has no outcode or postcode under profile"})
	}
	for _, field := range slices.Sorted(maps.Keys(a.Profile)) {
		if names := profileNames(o); !slices.Contains(names, field) {
			faults = append(faults, &Fault{Kind: NoField, Name: field, Known: names, said: fmt.Sprintf("nothing called %q is kept about people; org.yaml keeps %s", field, orNone(names))})
		}
	}
	return faults
}

func checkWords(o *flows.Org, b Broadcast) []error {
	var faults []error
	if strings.TrimSpace(b.Words[o.Language]) == "" {
		said := fmt.Sprintf("there are no words in %s, the language of %s: whoever has no words in their own language gets these", o.Language, o.Name)
		faults = append(faults, &Fault{Kind: NoWordsAtAll, Lang: o.Language, Name: o.Language, said: said})
	}
	for _, lang := range slices.Sorted(maps.Keys(b.Words)) {
		if !slices.Contains(o.Languages, lang) {
			said := fmt.Sprintf("there are words in %q, which %s does not speak; it speaks %s", lang, o.Name, orNone(o.Languages))
			faults = append(faults, &Fault{Kind: WordsIn, Name: lang, Known: o.Languages, said: said})
		}
		if fault := checkLetters(o, b, lang); fault != nil {
			faults = append(faults, fault)
		}
		if fault := checkNames(o, b, lang); fault != nil {
			faults = append(faults, fault)
		}
		for _, blank := range locales.Blanks(b.Words[lang]) {
			if fault := checkBlank(o, b, lang, blank); fault != nil {
				faults = append(faults, fault)
			}
		}
	}
	return faults
}

// checkLetters refuses the letters that cost more than half of the room of a part,
// where the organisation wants none. It replaces nothing: a question mark in place
// of a letter is worse than either.
func checkLetters(o *flows.Org, b Broadcast, lang string) *Fault {
	var odd *providers.AlphabetError
	if !o.GSMOnly || !errors.As(providers.GSMOnly(providers.Smart(b.Words[lang])), &odd) {
		return nil
	}
	letters := make([]string, len(odd.Letters))
	for i, r := range odd.Letters {
		letters[i] = string(r)
	}
	listed := strings.Join(letters, " ")
	return &Fault{Kind: OddLetters, Lang: lang, Name: listed, said: fmt.Sprintf("the words in %q have letters that leave room for 70 in a part instead of 160, and org.yaml says letters: gsm-only: write it without %s", lang, listed)}
}

func checkBlank(o *flows.Org, b Broadcast, lang string, blank locales.Blank) *Fault {
	field, mine := strings.CutPrefix(blank.Name, "me.")
	names := profileNames(o)
	switch {
	case blank.Name == "org":
	case blank.Name == "group" && groupName(o, b.group(), lang) == "":
		return &Fault{Kind: GroupBlank, Lang: lang, Name: blank.Name, said: "<group> stands for nothing here: the broadcast is not for one group, or the group is sensitive and is never named; write it without"}
	case blank.Name == "group":
	case mine && slices.Contains(names, field) && blank.Fallback == "":
		return &Fault{Kind: BareBlank, Lang: lang, Name: blank.Name, said: fmt.Sprintf("<%s> is empty for people who have not said it: write what stands there then, such as <%s|neighbour>", blank.Name, blank.Name)}
	case mine && slices.Contains(names, field):
	default:
		said := fmt.Sprintf("<%s> is no blank that can be filled in: there are <org>, <group> and <me.…> with what org.yaml keeps: %s", blank.Name, orNone(names))
		return &Fault{Kind: StrangeBlank, Lang: lang, Name: blank.Name, Known: names, said: said}
	}
	return nil
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

func isPlace(f flows.ProfileField) bool { return f.Type == "outcode" || f.Type == "postcode" }

func profileNames(o *flows.Org) []string {
	var names []string
	for _, f := range o.Profile {
		names = append(names, f.Name)
	}
	return names
}

func consentNames(o *flows.Org) []string {
	var names []string
	for _, c := range o.Consents {
		names = append(names, c.Name)
	}
	return names
}

func groupIDs(o *flows.Org) []string {
	list := o.List("groups")
	if list == nil {
		return nil
	}
	var ids []string
	for _, row := range list.Rows {
		ids = append(ids, row["id"])
	}
	return ids
}

func orNone(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
