package rapidpro

import "slices"

// lastReplies finds which answer the last reply was, where a text or a value is
// filled in with it: that of the question which alone leads to the step.
func lastReplies(first *step) {
	before := map[*step][]*step{}
	steps := reached(first)
	for _, s := range steps {
		for _, way := range s.ways() {
			if *way != nil {
				before[*way] = append(before[*way], s)
			}
		}
	}
	for _, s := range steps {
		key := ""
		for i, b := range before[s] {
			if s == first || b.asks == nil || b.asks.result == "" || i > 0 && b.asks.result != key {
				key = ""
				break
			}
			key = b.asks.result
		}
		if key != "" {
			s.replies(key)
		}
	}
}

// replies fills in an answer where the last reply is meant.
func (s *step) replies(key string) {
	answered := func(p phrase) phrase {
		p = slices.Clone(p)
		for i := range p {
			if p[i].ref.kind == inputOf {
				p[i].ref = ref{kind: resultOf, key: key}
			}
		}
		return p
	}
	for i := range s.set {
		s.set[i].value = answered(s.set[i].value)
	}
	for _, m := range s.said {
		for language, p := range m {
			m[language] = answered(p)
		}
	}
	if s.hands != nil {
		s.hands.about = answered(s.hands.about)
	}
}
