package broadcast

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/flows"
)

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
		} else if can := neverGiven(o, field, a.Profile[field]); can != nil {
			faults = append(faults, &Fault{Kind: NoAnswer, Name: field, Known: can, said: fmt.Sprintf("nobody can have answered %q for %s; it can be %s", a.Profile[field], field, orNone(can))})
		}
	}
	return faults
}

// neverGiven returns the answers that people can give for a field where a certain one
// is none of them: they stand for what people choose, and are written as the flows do.
func neverGiven(o *flows.Org, field, answer string) []string {
	f, _ := o.Field(field)
	if f.Type != "choice" {
		return nil
	}
	id, can, ok := o.ReadField(field, answer, time.Time{})
	if ok && strings.EqualFold(id, answer) {
		return nil
	}
	return can
}

// Answers are those that people can give for a field of their profile; nil where they
// choose among none.
func Answers(o *flows.Org, field string) []string { return neverGiven(o, field, "\x00") }

func isPlace(f flows.ProfileField) bool { return f.Type == "outcode" || f.Type == "postcode" }

func consentNames(o *flows.Org) []string {
	var names []string
	for _, c := range o.Consents {
		names = append(names, c.Name)
	}
	return names
}

func groupIDs(o *flows.Org) []string {
	var ids []string
	for _, g := range o.Groups() {
		ids = append(ids, g.ID)
	}
	return ids
}
