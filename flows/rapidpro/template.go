package rapidpro

import (
	"regexp"
	"strings"
	"unicode"
)

// part is a piece of a text: words, something to fill in, or an expression that
// has no counterpart here. Exactly one is set.
type part struct {
	words string
	ref   ref
	lost  string // the expression, as written
}

// refKind is what a text can be filled in with.
type refKind int

const (
	noRef    refKind = iota
	resultOf         // an answer, or a value that the flow has set
	fieldOf          // a contact field
	inputOf          // the last reply
)

// ref is something that is filled in, by RapidPro's key.
type ref struct {
	kind     refKind
	key      string
	category bool // the category of a result, not its value
}

// phrase is a text as RapidPro has it, taken apart.
type phrase []part

// tops are the names that an expression can begin with.
var tops = map[string]bool{
	"contact": true, "fields": true, "urns": true, "results": true, "input": true, "run": true, "child": true, "parent": true, "node": true,
	"globals": true, "trigger": true, "resume": true, "webhook": true, "legacy_extra": true, "ticket": true, "locals": true,
}

// parse takes a text apart as goflow does: @@ is an @, @(…) an expression, and
// @name.name a path if it begins with a name that there is.
func parse(text string) phrase {
	var all phrase
	words := func(more string) {
		if n := len(all); n > 0 && all[n-1].ref.kind == noRef && all[n-1].lost == "" {
			all[n-1].words += more
		} else if more != "" {
			all = append(all, part{words: more})
		}
	}
	for text != "" {
		at := strings.IndexByte(text, '@')
		if at < 0 {
			words(text)
			break
		}
		words(text[:at])
		text = text[at:]
		switch expression, whole := next(text); {
		case strings.HasPrefix(text, "@@"):
			words("@")
			text = text[2:]
		case expression == "":
			words("@")
			text = text[1:]
		default:
			all = append(all, understood(expression, text[:whole]))
			text = text[whole:]
		}
	}
	return all
}

// next returns the expression that a text begins with, and how long it is with
// its @; nothing if the @ is no more than an @.
func next(text string) (expression string, length int) {
	if strings.HasPrefix(text, "@(") {
		if end := closing(text[1:]); end > 0 {
			return text[2 : end+1], end + 2
		}
		return "", 0
	}
	path := pathPattern.FindString(text[1:])
	top, _, _ := strings.Cut(strings.ToLower(path), ".")
	if !tops[top] {
		return "", 0
	}
	return path, len(path) + 1
}

// pathPattern matches a path such as results.age.category.
var pathPattern = regexp.MustCompile(`^[A-Za-z_]\w*(\.\w+)*`)

// closing is where the bracket is closed that a text begins with; 0 if nowhere.
// Brackets within quotes do not count.
func closing(text string) int {
	depth, quoted := 0, false
	for i, r := range text {
		switch {
		case r == '"' && (i == 0 || text[i-1] != '\\'):
			quoted = !quoted
		case quoted:
		case r == '(':
			depth++
		case r == ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return 0
}

// casing matches a function that changes no more than how a value looks.
var casing = regexp.MustCompile(`(?i)^(?:upper|lower|title|proper|trim|clean|text)\(\s*([\w.]+)\s*\)$`)

// understood returns what an expression fills in.
func understood(expression, whole string) part {
	path := strings.TrimFunc(expression, unicode.IsSpace)
	if m := casing.FindStringSubmatch(path); m != nil {
		path = m[1]
	}
	if pathPattern.FindString(path) == path {
		if r := refOf(strings.Split(strings.ToLower(path), ".")); r.kind != noRef {
			return part{ref: r}
		}
	}
	return part{lost: whole}
}

// refOf returns what a path names.
func refOf(path []string) ref {
	switch {
	case len(path) >= 2 && path[0] == "run":
		return refOf(path[1:])
	case len(path) == 2 && path[0] == "results":
		return ref{kind: resultOf, key: path[1]}
	case len(path) == 3 && path[0] == "results" && (path[2] == "category" || strings.HasPrefix(path[2], "category_")):
		return ref{kind: resultOf, key: path[1], category: true}
	case len(path) == 3 && path[0] == "results" && (path[2] == "value" || path[2] == "text" || path[2] == "input"):
		return ref{kind: resultOf, key: path[1]}
	case len(path) == 2 && path[0] == "fields":
		return ref{kind: fieldOf, key: path[1]}
	case len(path) == 3 && path[0] == "contact" && path[1] == "fields":
		return ref{kind: fieldOf, key: path[2]}
	case path[0] == "input" && (len(path) == 1 || len(path) == 2 && path[1] == "text"):
		return ref{kind: inputOf}
	case len(path) == 1 && path[0] == "contact", len(path) == 2 && path[0] == "contact" && (path[1] == "name" || path[1] == "first_name"):
		return ref{kind: fieldOf, key: "name"}
	case len(path) == 2 && path[0] == "contact" && path[1] == "tel", len(path) == 2 && path[0] == "urns" && path[1] == "tel":
		return ref{kind: fieldOf, key: phoneKey}
	}
	return ref{}
}

// phoneKey stands for the number that a person texts from.
const phoneKey = "@phone"

// refs returns everything that a text is filled in with.
func (p phrase) refs() []ref {
	var all []ref
	for _, part := range p {
		if part.ref.kind != noRef {
			all = append(all, part.ref)
		}
	}
	return all
}

// uses tells whether a text is filled in with something.
func (p phrase) uses(r ref) bool {
	for _, other := range p.refs() {
		if other.kind == r.kind && other.key == r.key {
			return true
		}
	}
	return false
}
