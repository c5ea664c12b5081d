package broadcast

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/locales"
	"github.com/connective-messaging/connective/providers"
)

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

// checkNames refuses words that name a sensitive group to whoever is in it: others may
// see the phone.
func checkNames(o *flows.Org, b Broadcast, lang string) *Fault {
	for _, id := range b.Audience.Groups {
		g, _ := o.Group(id)
		if name := g.NamedIn(b.Words[lang]); g.Sensitive && name != "" {
			return &Fault{Kind: NamesGroup, Lang: lang, Name: name, said: fmt.Sprintf("the words in %q name %s, which is sensitive: somebody else may see the phone; write it without", lang, name)}
		}
	}
	return nil
}
