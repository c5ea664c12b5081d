package rapidpro

import "slices"

// mostCopies is how many ways into a question are given a copy of it each.
const mostCopies = 6

// joinSteps puts together what belongs together: the text before a question and
// the question, the text that follows a wrong reply, and steps that only follow
// each other.
func joinSteps(first *step) {
	takeHints(first)
	copyQuestions(first)
	mergeSteps(first)
	takeHints(first)
	mergeSteps(first)
}

// takeHints makes the hint of a question of the text that is sent when no test
// fits and that leads back to it.
func takeHints(first *step) {
	ways := into(first)
	for _, s := range reached(first) {
		q := s.asks
		if q == nil || q.retries {
			continue
		}
		other := q.other
		if other == s {
			q.other, q.retries = nil, true
		} else if other != nil && other != first && other.plain() && other.quiet() && ways[other] == 1 && other.to == s && len(other.said) == 1 && len(other.todo) == 0 {
			q.hint, q.other, q.retries = other.said[0], nil, true
		}
	}
}

// copyQuestions gives each text that leads to a question without words of its
// own a copy of the question, so that every one of them asks.
func copyQuestions(first *step) {
	ways := into(first)
	texts := map[*step][]*step{}
	for _, s := range reached(first) {
		if s.plain() && s.to != nil && s.to.asks != nil && len(s.to.said) == 0 && len(s.said) > 0 {
			texts[s.to] = append(texts[s.to], s)
		}
	}
	for _, q := range reached(first) {
		before := texts[q]
		if len(before) == 0 || len(before) > mostCopies || len(before) == ways[q] && len(before) == 1 {
			continue
		}
		for _, s := range before {
			s.to = q.copied()
		}
	}
}

// copied returns a step that is the same.
func (s *step) copied() *step {
	other := *s
	other.todo = slices.Clone(s.todo)
	if s.asks != nil {
		q := *s.asks
		q.choices = slices.Clone(s.asks.choices)
		for i := range q.choices {
			q.choices[i].label = cloned(q.choices[i].label)
			q.choices[i].also = cloned(q.choices[i].also)
		}
		other.asks = &q
	}
	return &other
}

// mergeSteps joins steps with the only one that follows them, as long as that
// changes nothing of what people are sent and when.
func mergeSteps(first *step) {
	for merged := true; merged; {
		merged = false
		ways := into(first)
		for _, s := range reached(first) {
			for s.plain() && s.to != nil && s.to != s && s.to != first && ways[s.to] == 1 && s.takes(s.to) {
				s.merge(s.to)
				merged = true
			}
		}
	}
}

// takes tells whether another step can become a part of this one: effects come
// before words, in one order, and each at most once.
func (s *step) takes(o *step) bool {
	if s.join != "" && o.join != "" || s.leave != "" && (o.leave != "" || o.join != "") {
		return false
	}
	if (len(s.forget) > 0 || s.join+s.leave != "") && len(o.set) > 0 || len(s.set)+len(s.said) > 0 && len(o.forget) > 0 {
		return false
	}
	for _, a := range o.set {
		if s.mentions(a.what) || slices.ContainsFunc(s.set, func(b assign) bool { return a.what == b.what }) {
			return false
		}
	}
	return letters(s.said)+letters(o.said) <= mostLetters
}

// merge takes a step in.
func (s *step) merge(o *step) {
	s.todo = append(s.todo, o.todo...)
	s.set = append(s.set, o.set...)
	s.forget = append(s.forget, o.forget...)
	s.join += o.join
	s.leave += o.leave
	s.said = append(s.said, o.said...)
	s.asks, s.when, s.call, s.leaves, s.hands, s.to = o.asks, o.when, o.call, o.leaves, o.hands, o.to
	if o.to == o {
		s.to = s
	}
	for _, way := range s.ways() {
		if *way == o {
			*way = s
		}
	}
}

// letters counts the letters of texts.
func letters(all []message) int {
	n := 0
	for _, m := range all {
		longest := 0
		for _, p := range m {
			longest = max(longest, len(p.String()))
		}
		n += longest + 1
	}
	return n
}

// breakLoops ends the circles of steps that would go round without a reply.
func breakLoops(first *step) {
	const under, done = 1, 2
	state := map[*step]int{}
	var walk func(s *step)
	walk = func(s *step) {
		state[s] = under
		if !s.waits() {
			for _, way := range s.ways() {
				switch {
				case *way == nil || state[*way] == done:
				case state[*way] == under:
					*way = nil
					s.todo = append(s.todo, "going back to an earlier step from here: it would go round for ever without a reply")
				default:
					walk(*way)
				}
			}
		}
		state[s] = done
	}
	for _, s := range reached(first) {
		if state[s] == 0 {
			walk(s)
		}
	}
}
