package rapidpro

import (
	"fmt"
	"slices"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/locales"
)

// mostChoices is how many choices a question may have.
const mostChoices = 40

// settle decides how a question is asked here: with a numbered list, or for an
// answer of a kind. Tests that fit neither are told.
func (s *step) settle() {
	q := s.asks
	kind := s.kind()
	if kind == wordFamily {
		s.asksOptions()
		return
	}
	q.answer = "text"
	kept := s.ofKind(kind)
	if kind != noFamily && kind != numberFamily {
		q.answer, kept = string(kind), kept[:min(len(kept), 1)] // nothing tells more of them apart
	}
	q.choices = kept
	if kind == numberFamily {
		low, high := largestNumber, -largestNumber
		for _, c := range kept {
			for _, t := range c.tests {
				from, to, _ := bounds(t)
				low, high = min(low, from), max(high, to)
			}
		}
		q.answer = fmt.Sprintf("number %d-%d", low, max(high, 0)) // a flow has none below 0 alone
	}
	if len(kept) == 0 { // whatever is texted goes the way of all other replies
		q.choices, q.other = []choice{{to: q.other}}, nil
	}
}

// ofKind returns the choices that tests of a kind lead to, with those tests, each
// of them once. The others are told.
func (s *step) ofKind(kind family) []choice {
	var kept []choice
	seen := map[string]bool{}
	for _, c := range s.asks.choices {
		var tests, dropped []test
		for _, t := range c.tests {
			condition, _ := ofValue("x", t)
			twice := kind == numberFamily && seen[condition]
			seen[condition] = true
			if kind == noFamily || familyOf(t) != kind || twice {
				dropped = append(dropped, t)
			} else {
				tests = append(tests, t)
			}
		}
		if len(dropped) > 0 {
			s.todo = append(s.todo, fmt.Sprintf("the replies %q (%s)", c.name, typesOf(dropped)))
		}
		if len(c.tests) == 0 || len(tests) > 0 {
			c.tests = tests
			kept = append(kept, c)
		}
	}
	return kept
}

// kind is what most of a question's tests are about.
func (s *step) kind() family {
	q := s.asks
	count, only := map[family]int{}, true
	first := noFamily
	for _, c := range q.choices {
		for _, t := range c.tests {
			f := familyOf(t)
			count[f]++
			if first == noFamily {
				first = f
			}
			if f == numberFamily {
				low, high, _ := bounds(t)
				only = only && low == high
			}
		}
	}
	switch {
	case count[numberFamily] > 0 && only && len(q.choices) > 1 && s.listsNumbers():
		return wordFamily // a menu, written into the text
	case count[wordFamily] > 0 && count[numberFamily]+count[dateFamily]+count[timeFamily]+count[phoneFamily]+count[emailFamily] == 0:
		return wordFamily
	case first == wordFamily:
		return s.unworded()
	}
	return first
}

// unworded returns the first family of a question's tests that is not words.
func (s *step) unworded() family {
	for _, c := range s.asks.choices {
		for _, t := range c.tests {
			if f := familyOf(t); f != wordFamily && f != noFamily && f != textFamily {
				return f
			}
		}
	}
	return wordFamily
}

// typesOf names the types of tests, each once.
func typesOf(tests []test) string {
	var names []string
	for _, t := range tests {
		if name := cut(oneLine(t.Type), 40); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return joined(names)
}

// asksOptions makes a numbered list of a question's choices.
func (s *step) asksOptions() {
	q := s.asks
	s.dropAnything()
	s.fromMenu()
	ids, taken := newNamer("many", "from"), map[string]bool{}
	var kept []choice
	for i, c := range q.choices {
		if i >= mostChoices {
			s.todo = append(s.todo, fmt.Sprintf("the choice %q: a question can have 40", c.name))
			continue
		}
		c.id = ids.fresh(c.name, "choice")
		s.labelled(&c, i+1, taken)
		kept = append(kept, c)
	}
	for i := range kept {
		s.worded(&kept[i], taken)
	}
	q.choices = kept
	if len(kept) == 0 {
		q.answer, q.choices, q.other = "text", []choice{{to: q.other}}, nil
	}
}

// dropAnything takes out choices that any text leads to, and those that nothing
// here can lead to.
func (s *step) dropAnything() {
	q := s.asks
	var kept []choice
	for _, c := range q.choices {
		words, any := false, false
		for _, t := range c.tests {
			words = words || len(wordsOf(t)) > 0
			any = any || t.Type == "has_text"
		}
		switch {
		case any && !words:
			q.other, q.retries = c.to, false
		case !words:
			s.todo = append(s.todo, fmt.Sprintf("the choice %q (%s)", c.name, typesOf(c.tests)))
		default:
			kept = append(kept, c)
		}
	}
	q.choices = kept
}

// labelled gives a choice the words that it is shown with.
func (s *step) labelled(c *choice, number int, taken map[string]bool) {
	words := labelOf(c.label[""])
	if words == "" {
		words = c.id
	}
	shown := words
	if command := flows.Command(words); command != "" {
		shown = fmt.Sprintf("%s (%d)", words, number)
		s.todo = append(s.todo, fmt.Sprintf("the choice %q under that name, since the word works everywhere: give it better words than %q", words, shown))
	}
	for n := 2; taken[locales.Fold(shown)] || flows.Command(shown) != ""; n++ {
		shown = fmt.Sprintf("%s %d", words, n)
	}
	taken[locales.Fold(shown)] = true
	if shown != words || len(c.label[""]) != 1 || c.label[""][0].words != words {
		c.label[""] = phrase{{words: shown}}
	}
}
