package rapidpro

import (
	"maps"
	"strings"
)

// mostLetters is how long a text may be.
const mostLetters = 1000

// cloned copies a map that may be nil.
func cloned[M ~map[K]V, K comparable, V any](m M) M {
	if m == nil {
		return M{}
	}
	return maps.Clone(m)
}

// String is a text as long as it will be, for measuring it.
func (p phrase) String() string {
	var out strings.Builder
	for _, part := range p {
		out.WriteString(part.words)
		if part.words == "" {
			out.WriteString(strings.Repeat("x", nameLetters+2))
		}
	}
	return out.String()
}

// oneMessage joins texts that are sent together. A language has a text only if
// it has every one of them.
func oneMessage(all []message) message {
	if len(all) == 0 {
		return nil
	}
	m := cloned(all[0])
	for _, next := range all[1:] {
		for language, p := range m {
			more, there := next[language]
			if !there {
				delete(m, language)
				continue
			}
			m[language] = append(append(p[:len(p):len(p)], part{words: "\n"}), more...)
		}
	}
	return m
}
