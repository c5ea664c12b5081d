package directory

import (
	"strings"

	"github.com/connective-messaging/connective/flows"
)

// Own are an organisation's own words for needs, beside those of the lexicon and
// before them: where both know a phrase, the organisation's meaning counts.
type Own struct{ byLanguage map[string]*lexicon }

// NewOwn makes words for needs ready to be searched with.
func NewOwn(synonyms []flows.Synonym) *Own {
	own := &Own{byLanguage: map[string]*lexicon{}}
	for _, s := range synonyms {
		base, _, _ := strings.Cut(s.Language, "-")
		l := own.byLanguage[base]
		if l == nil {
			l = newLexicon(base)
			own.byLanguage[base] = l
		}
		means := tokens(s.Means)
		for _, need := range s.Needs {
			means = append(means, "@"+need)
		}
		for _, phrase := range s.Phrases {
			l.learn(phrase, means)
		}
	}
	for _, l := range own.byLanguage {
		l.close()
	}
	return own
}

// of are the lexicons for somebody who writes a language, which they may mix with
// English.
func (o *Own) of(language string) []*lexicon {
	if o == nil {
		return nil
	}
	base, _, _ := strings.Cut(language, "-")
	tags := []string{base, ""}
	if base != "en" {
		tags = append(tags, "en")
	}
	var all []*lexicon
	for _, tag := range tags {
		if l := o.byLanguage[tag]; l != nil {
			all = append(all, l)
		}
	}
	return all
}

// ownOf are the words of an organisation's synonyms.csv; nil for none.
func ownOf(o *flows.Org) *Own {
	list := o.List("synonyms")
	if list == nil {
		return nil
	}
	return list.Made(func(l *flows.List) any { return NewOwn(l.Synonyms()) }).(*Own)
}
