package flows

import (
	"fmt"
	"strings"
)

// condParser reads a condition by recursive descent:
//
//	cond = and {"or" and}
//	and  = not {"and" not}
//	not  = ["not"] (test | "(" cond ")")
//	test = name ["is" ["not"] (value | "one of" value {"," value} | "set" | "empty" | "open")
//	            | "has" value | "starts" "with" value | order value]
type condParser struct {
	tokens []condToken
	at     int
	depth  int
}

// parseCondition reads a condition. The error says in plain words what is not
// understood; its offset is where.
func parseCondition(source string, pos Pos) (*Condition, *condError) {
	tokens, err := condTokens(source)
	if err != nil {
		return nil, err
	}
	p := &condParser{tokens: tokens}
	root, err := p.or()
	if err != nil {
		return nil, err
	}
	if t := p.peek(); t.kind != condEnd {
		return nil, p.strange(t)
	}
	return &Condition{Source: source, Pos: pos, root: root}, nil
}

// condError is why a condition cannot be read. At is a byte offset.
type condError struct {
	message string
	at      int
}

func (e *condError) Error() string { return e.message }

func (p *condParser) peek() condToken { return p.tokens[p.at] }

// take moves past the next token if it is one of the words.
func (p *condParser) take(words ...string) (string, bool) {
	t := p.peek()
	for _, w := range words {
		if t.kind != condQuoted && t.kind != condEnd && strings.EqualFold(t.text, w) {
			p.at++
			return w, true
		}
	}
	return "", false
}

func (p *condParser) strange(t condToken) *condError {
	if t.kind == condEnd {
		return &condError{"it stops too early", t.at}
	}
	return &condError{fmt.Sprintf("I don't understand %q here", t.text), t.at}
}

func (p *condParser) or() (expr, *condError)  { return p.joined("or", exprOr, p.and) }
func (p *condParser) and() (expr, *condError) { return p.joined("and", exprAnd, p.not) }

// joined reads one or more parts with a word between them.
func (p *condParser) joined(word string, kind exprKind, part func() (expr, *condError)) (expr, *condError) {
	first, err := part()
	if err != nil {
		return first, err
	}
	kids := []expr{first}
	for {
		if _, ok := p.take(word); !ok {
			break
		}
		next, err := part()
		if err != nil {
			return next, err
		}
		kids = append(kids, next)
	}
	if len(kids) == 1 {
		return first, nil
	}
	return expr{kind: kind, kids: kids}, nil
}

func (p *condParser) not() (expr, *condError) {
	if p.depth++; p.depth > 20 {
		return expr{}, &condError{"it has too many brackets in each other", p.peek().at}
	}
	defer func() { p.depth-- }()
	if _, ok := p.take("not"); ok {
		inner, err := p.not()
		return negate(inner), err
	}
	if _, ok := p.take("("); !ok {
		return p.test()
	}
	inner, err := p.or()
	if err != nil {
		return inner, err
	}
	if _, ok := p.take(")"); !ok {
		return inner, &condError{"a bracket ( is never closed", p.peek().at}
	}
	return inner, nil
}

func negate(e expr) expr { return expr{kind: exprNot, kids: []expr{e}} }

// test reads one comparison.
func (p *condParser) test() (expr, *condError) {
	t := p.peek()
	if t.kind != condWord && t.kind != condBlank {
		return expr{}, p.strange(t)
	}
	p.at++
	e := expr{kind: exprTrue, left: operand{kind: operandName, text: t.text, at: t.at}}
	if t.kind == condBlank {
		e.left.kind = operandBlank
	}
	if _, ok := p.take("is"); ok {
		return p.is(e)
	}
	if _, ok := p.take("has"); ok {
		e.kind = exprHas
		return p.values(e)
	}
	if _, ok := p.take("starts"); ok {
		if _, ok := p.take("with"); !ok {
			return e, p.strange(p.peek())
		}
		e.kind = exprStart
		return p.values(e)
	}
	if word, ok := p.take("<=", ">=", "<", ">", "before", "after"); ok {
		e.kind, e.order = exprOrder, strings.NewReplacer("before", "<", "after", ">").Replace(word)
		return p.values(e)
	}
	return e, nil
}

// is reads what follows the word is.
func (p *condParser) is(e expr) (expr, *condError) {
	if _, ok := p.take("not"); ok {
		inner, err := p.is(e)
		return negate(inner), err
	}
	word, ok := p.take("set", "empty", "open", "one")
	switch {
	case ok && word == "set":
		e.kind = exprSet
	case ok && word == "empty":
		e.kind = exprSet
		return negate(e), nil
	case ok && word == "open":
		e.kind = exprOpen
	case ok:
		if _, ok := p.take("of"); !ok {
			return e, p.strange(p.peek())
		}
		return p.oneOf(e)
	default:
		e.kind = exprIs
		return p.values(e)
	}
	return e, nil
}

func (p *condParser) oneOf(e expr) (expr, *condError) {
	e.kind = exprIs
	for {
		var err *condError
		if e, err = p.values(e); err != nil {
			return e, err
		}
		if _, ok := p.take(","); !ok {
			return e, nil
		}
	}
}

// values reads one value and adds it.
func (p *condParser) values(e expr) (expr, *condError) {
	t := p.peek()
	switch t.kind {
	case condBlank:
		e.values = append(e.values, operand{kind: operandBlank, text: t.text, at: t.at})
	case condWord:
		if isCondWord(t.text) {
			return e, p.strange(t)
		}
		e.values = append(e.values, operand{kind: operandWord, text: t.text, at: t.at})
	case condQuoted:
		e.values = append(e.values, operand{kind: operandWord, text: t.text, at: t.at})
	default:
		return e, p.strange(t)
	}
	p.at++
	return e, nil
}

// isCondWord tells whether a word belongs to the grammar, so that as a value it
// must stand in quotes.
func isCondWord(word string) bool {
	switch strings.ToLower(word) {
	case "and", "or", "not", "is", "has", "before", "after":
		return true
	}
	return false
}
