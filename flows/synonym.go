package flows

import (
	"slices"
	"strings"
)

// synonyms is the list of what people call their needs, beside the words that are
// built in; find: looks through it. Its columns are words, need, means and language.
const synonyms = "synonyms"

// The columns of synonyms.csv.
const (
	synonymWords    = "words"    // what people write, one phrase or several with ; between
	synonymNeed     = "need"     // terms of services
	synonymMeans    = "means"    // other words to look for
	synonymLanguage = "language" // empty is every language
)

// longestSynonym is how many words a phrase has at most.
const longestSynonym = 6

// Synonym is what people of a language call something that they need.
type Synonym struct {
	Phrases  []string
	Needs    []string // terms, such as food
	Means    string   // words to look for
	Language string   // empty is every language
}

// Synonyms are the organisation's own words for needs.
func (l *List) Synonyms() []Synonym {
	if l == nil {
		return nil
	}
	all := make([]Synonym, 0, len(l.Rows))
	for _, row := range l.Rows {
		all = append(all, Synonym{phrasesOf(row[synonymWords]), strings.Fields(row[synonymNeed]), row[synonymMeans], row[synonymLanguage]})
	}
	return all
}

func phrasesOf(cell string) []string {
	var all []string
	for phrase := range strings.SplitSeq(cell, ";") {
		if phrase = strings.TrimSpace(phrase); phrase != "" {
			all = append(all, phrase)
		}
	}
	return all
}

// servicesNeeds are the terms that services of the folder have.
func (o *Org) servicesNeeds() []string {
	var all []string
	list := o.List(fromServices)
	if list == nil {
		return nil
	}
	for _, row := range list.Rows {
		for _, need := range strings.Fields(row[synonymNeed]) {
			if !slices.Contains(all, need) {
				all = append(all, need)
			}
		}
	}
	slices.Sort(all)
	return all
}
