package rapidpro

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// menuLine matches a line of a menu that was written into a text.
var menuLine = regexp.MustCompile(`^\(?(\d{1,2})\s*[.):=–-]?\s*(\S.*)$`)

// menu takes the numbered lines out of a text: 1, 2 and so on, one after the
// other. It returns none if there are no two of them.
func menu(p phrase) (rest phrase, labels []string) {
	var kept, taken []string
	for _, part := range p {
		if part.words == "" {
			return p, nil // a line may have something to fill in
		}
	}
	for _, line := range strings.Split(flat(p), "\n") {
		m := menuLine.FindStringSubmatch(line)
		if m != nil && m[1] == strconv.Itoa(len(taken)+1) {
			taken = append(taken, m[2])
		} else {
			kept = append(kept, line)
		}
	}
	words := strings.TrimSpace(strings.Join(kept, "\n"))
	if len(taken) < 2 || words == "" {
		return p, nil
	}
	return phrase{{words: words}}, taken
}

// listsNumbers tells whether the text of a question has a menu in it.
func (s *step) listsNumbers() bool {
	if len(s.said) == 0 {
		return false
	}
	_, labels := menu(s.said[len(s.said)-1][""])
	return labels != nil
}

// fromMenu puts choices into the order of the numbers that people were told, and
// takes a menu out of the text: choices are numbered and listed here by
// themselves.
func (s *step) fromMenu() {
	q := s.asks
	numbers := make([]int, len(q.choices))
	whole := true
	for i, c := range q.choices {
		n, ok := digitOf(c)
		whole = whole && ok && !slices.Contains(numbers[:i], n)
		numbers[i] = n
	}
	if !whole || len(numbers) == 0 {
		s.warnOfNumbers()
		return
	}
	order := map[string]int{}
	for i := range q.choices {
		q.choices[i].id = strconv.Itoa(i)
		order[q.choices[i].id] = numbers[i]
	}
	slices.SortStableFunc(q.choices, func(a, b choice) int { return cmp.Compare(order[a.id], order[b.id]) })
	slices.Sort(numbers)
	if numbers[0] != 1 || numbers[len(numbers)-1] != len(numbers) {
		s.todo = append(s.todo, fmt.Sprintf("the numbers %s: choices are numbered 1 to %d here, so change the text if it tells others", listed(numbers), len(numbers)))
		return
	}
	s.takeMenu()
}

// warnOfNumbers tells of numbers in the text that may not be those of the list.
func (s *step) warnOfNumbers() {
	if s.listsNumbers() {
		s.todo = append(s.todo, "the numbers in the text: choices are numbered and listed below it by themselves, so delete them")
	}
}

// takeMenu takes the menu out of the text in every language, and its lines for
// the words of the choices.
func (s *step) takeMenu() {
	if len(s.said) == 0 {
		return
	}
	q, last := s.asks, s.said[len(s.said)-1]
	rest, labels := menu(last[""])
	if len(labels) != len(q.choices) {
		s.warnOfNumbers()
		return
	}
	for language, words := range last {
		own, lines := menu(words)
		if language == "" {
			own, lines = rest, labels
		}
		if len(lines) != len(labels) {
			delete(last, language) // it would tell numbers of its own
			continue
		}
		last[language] = own
		for i := range q.choices {
			q.choices[i].label[language] = phrase{{words: strings.TrimRight(lines[i], ".,;")}}
		}
	}
}

// listed lists numbers.
func listed(numbers []int) string {
	var all []string
	for _, n := range numbers {
		all = append(all, strconv.Itoa(n))
	}
	return joined(all)
}
