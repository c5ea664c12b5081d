package rapidpro

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/locales"
)

// condition writes a test of something as flows have it; false where that cannot
// be said here.
func (n *names) condition(of ref, t test) (string, bool) {
	if familyOf(t) == noFamily && !slices.Contains([]string{"has_group", "has_category", "has_date_lt", "has_date_gt"}, t.Type) {
		return "", false
	}
	if of.kind == fieldOf {
		return n.ofField(n.field(of.key), of.key, t)
	}
	if !n.known[of.key] {
		return "", false
	}
	name := n.result(of.key)
	if questions := n.asked[of.key]; !n.free[of.key] && len(questions) > 0 && n.onlyOptions(questions) && t.Type != "has_text" {
		return ofChoices(name, questions, of.category, t)
	}
	return ofValue(name, t)
}

// onlyOptions tells whether all questions that fill a result are lists.
func (n *names) onlyOptions(questions []*question) bool {
	return !slices.ContainsFunc(questions, func(q *question) bool { return q.answer != "" })
}

// ofField writes a test of what is known of a person.
func (n *names) ofField(name, key string, t test) (string, bool) {
	switch {
	case key == groupsKey && t.Type == "has_group" && len(t.Arguments) > 1 && t.Arguments[1] != "":
		return "me.groups has " + n.group(t.Arguments[1]), true
	case key == groupsKey:
		return "", false
	case key == languageKey:
		if len(t.Arguments) == 0 {
			return "", false
		}
		tag, known := tagOf(strings.TrimSpace(t.Arguments[0]))
		return "me.language is " + tag, known && slices.Contains(n.languages, tag)
	}
	return ofValue(name, t)
}

// ofChoices writes a test of an answer that was picked from a list: it is kept
// as the id of the choice.
func ofChoices(name string, questions []*question, category bool, t test) (string, bool) {
	words := wordsOf(t)
	if t.Type == "has_category" || category {
		words = t.Arguments
	}
	var ids []string
	for _, q := range questions {
		for _, c := range q.choices {
			if (c.name != "" && slices.ContainsFunc(words, c.called) || !category && slices.ContainsFunc(words, c.has)) && !slices.Contains(ids, c.id) {
				ids = append(ids, c.id)
			}
		}
	}
	return oneOf(name, ids)
}

func (c choice) called(name string) bool { return strings.EqualFold(oneLine(name), c.name) }

// has tells whether a word chooses a choice.
func (c choice) has(word string) bool {
	folded := locales.Fold(word)
	return locales.Fold(flat(c.label[""])) == folded || slices.ContainsFunc(c.also[""], func(w string) bool { return locales.Fold(w) == folded })
}

func oneOf(name string, ids []string) (string, bool) {
	switch len(ids) {
	case 0:
		return "", false
	case 1:
		return name + " is " + ids[0], true
	}
	return name + " is one of " + strings.Join(ids, ", "), true
}

// ofValue writes a test of a value that can be anything.
func ofValue(name string, t test) (string, bool) {
	switch familyOf(t) {
	case textFamily:
		return name + " is set", true
	case numberFamily:
		low, high, _ := bounds(t)
		switch {
		case low == high:
			return fmt.Sprintf("%s is %d", name, low), true
		case high == largestNumber:
			return fmt.Sprintf("%s >= %d", name, low), true
		case t.Type == "has_number_lt" || t.Type == "has_number_lte":
			return fmt.Sprintf("%s <= %d", name, high), true
		}
		return fmt.Sprintf("%s >= %d and %s <= %d", name, low, name, high), true
	case wordFamily:
		return ofWords(name, t)
	}
	if day, ok := dayOf(t); ok {
		return name + map[string]string{"has_date_lt": " before ", "has_date_gt": " after "}[t.Type] + day, true
	}
	if t.Type == "has_category" {
		return ofWords(name, t)
	}
	return "", false
}

// ofWords writes a test of words.
func ofWords(name string, t test) (string, bool) {
	words := wordsOf(t)
	if t.Type == "has_category" {
		words = t.Arguments
	}
	var quoted []string
	for _, w := range words {
		w = oneLine(w)
		if w == "" || strings.ContainsAny(w, "\"<>\\") {
			return "", false
		}
		quoted = append(quoted, `"`+w+`"`)
	}
	if len(quoted) == 1 && t.Type == "has_beginning" {
		return name + " starts with " + quoted[0], true
	}
	return oneOf(name, quoted)
}

// dayOf returns the day that a test of a date compares with.
func dayOf(t test) (string, bool) {
	if len(t.Arguments) == 0 || t.Type != "has_date_lt" && t.Type != "has_date_gt" {
		return "", false
	}
	text, _, _ := strings.Cut(strings.TrimSpace(t.Arguments[0]), "T")
	for _, layout := range []string{"2006-01-02", "02-01-2006", "02/01/2006"} {
		if day, err := time.Parse(layout, text); err == nil {
			return day.Format("2006-01-02"), true
		}
	}
	return "", false
}
