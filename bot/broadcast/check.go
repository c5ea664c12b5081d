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
)

// Check finds everything that keeps a broadcast from being sent, each with how
// to mend it; nil if nothing does.
func Check(o *flows.Org, b Broadcast) error {
	return errors.Join(slices.Concat(checkAudience(o, b.Audience), checkWords(o, b), checkReplies(o, b))...)
}

func checkAudience(o *flows.Org, a Audience) []error {
	var faults []error
	if len(a.Groups) == 0 && a.Consent == "" {
		faults = append(faults, errors.New("nobody is chosen: name a group, or a consent that people have given"))
	}
	for _, g := range a.Groups {
		if groupRow(o, g) == nil {
			faults = append(faults, fmt.Errorf("there is no group %q; there are %s", g, orNone(groupIDs(o))))
		}
	}
	if names := consentNames(o); a.Consent != "" && !slices.Contains(names, a.Consent) {
		faults = append(faults, fmt.Errorf("there is no consent %q in org.yaml; there are %s", a.Consent, orNone(names)))
	}
	for _, l := range a.Languages {
		if !slices.Contains(o.Languages, l) {
			faults = append(faults, fmt.Errorf("%s does not speak %q; it speaks %s", o.Name, l, orNone(o.Languages)))
		}
	}
	if len(a.Areas) > 0 && !slices.ContainsFunc(o.Profile, isPlace) {
		faults = append(faults, errors.New("no area is kept about people: org.yaml has no outcode or postcode under profile"))
	}
	for _, field := range slices.Sorted(maps.Keys(a.Profile)) {
		if !slices.Contains(profileNames(o), field) {
			faults = append(faults, fmt.Errorf("nothing called %q is kept about people; org.yaml keeps %s", field, orNone(profileNames(o))))
		}
	}
	return faults
}

func checkWords(o *flows.Org, b Broadcast) []error {
	var faults []error
	if strings.TrimSpace(b.Words[o.Language]) == "" {
		faults = append(faults, fmt.Errorf("there are no words in %s, the language of %s: whoever has no words in their own language gets these", o.Language, o.Name))
	}
	for _, lang := range slices.Sorted(maps.Keys(b.Words)) {
		if !slices.Contains(o.Languages, lang) {
			faults = append(faults, fmt.Errorf("there are words in %q, which %s does not speak", lang, o.Name))
		}
		for _, blank := range locales.Blanks(b.Words[lang]) {
			if err := checkBlank(o, b, lang, blank); err != nil {
				faults = append(faults, err)
			}
		}
	}
	return faults
}

func checkBlank(o *flows.Org, b Broadcast, lang string, blank locales.Blank) error {
	field, mine := strings.CutPrefix(blank.Name, "me.")
	switch {
	case blank.Name == "org":
	case blank.Name == "group" && groupName(o, b.group(), lang) == "":
		return errors.New("<group> stands for nothing here: the broadcast is not for one group, or the group is sensitive and is never named")
	case blank.Name == "group":
	case mine && slices.Contains(profileNames(o), field) && blank.Fallback == "":
		return fmt.Errorf("<%s> is empty for people who have not said it: write what stands there then, such as <%s|neighbour>", blank.Name, blank.Name)
	case mine && slices.Contains(profileNames(o), field):
	default:
		return fmt.Errorf("<%s> is no blank that can be filled in: there are <org>, <group> and <me.…> with what org.yaml keeps: %s", blank.Name, orNone(profileNames(o)))
	}
	return nil
}

func checkReplies(o *flows.Org, b Broadcast) []error {
	var faults []error
	if b.Flow != "" && o.Flows[b.Flow] == nil {
		faults = append(faults, fmt.Errorf("there is no flow %q to hear the answers", b.Flow))
	}
	if b.Queue != "" && !slices.ContainsFunc(o.Queues, func(q flows.Queue) bool { return q.Name == b.Queue }) {
		faults = append(faults, fmt.Errorf("there is no queue %q to read the answers", b.Queue))
	}
	if b.Valid < 0 || b.Valid > 7*24*time.Hour {
		faults = append(faults, errors.New("a broadcast is worth sending for at most 7 days"))
	}
	return faults
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
