package flows

import (
	"strings"
	"time"
)

// Condition is something that is true or false of a conversation at the moment
// it is asked, such as: area is castlefields and not me.groups has walkers.
type Condition struct {
	Source string
	Pos    Pos
	root   expr
}

// Scope is what a condition may know.
type Scope interface {
	// Value returns what a variable or me. field holds; false if it holds nothing.
	Value(name string) (Value, bool)
	// Open tells whether the hours or the queue of that name are open now.
	Open(name string) bool
	// Now is the moment of the turn, in the organisation's time zone.
	Now() time.Time
}

// RowScope is the Scope of where: names that stand bare are then columns of the
// row, or "joined", and only names in <angle brackets> are variables.
type RowScope interface {
	Scope
	// Column returns what the row holds in a column; false if it holds nothing.
	Column(name string) (Value, bool)
}

// exprKind tells how an expr is judged.
type exprKind int

const (
	exprOr exprKind = iota
	exprAnd
	exprNot
	exprTrue  // a name alone
	exprIs    // equal to one of the values
	exprSet   // holds something
	exprOpen  // hours or a queue
	exprHas   // a list holds the value
	exprStart // starts with
	exprOrder // before, after, >=, <=, >, <
)

// expr is one node of a parsed condition.
type expr struct {
	kind   exprKind
	kids   []expr // of or, and, not
	left   operand
	values []operand
	order  string // "<", "<=", ">", ">="
}

// operandKind tells where an operand's value comes from.
type operandKind int

const (
	operandName  operandKind = iota // bare, on the left side
	operandBlank                    // <name>
	operandWord                     // the words themselves
)

// operand is one side of a comparison. At is its byte offset in the source.
type operand struct {
	kind operandKind
	text string
	at   int
}

// Eval tells whether the condition is true. What is not known is empty, and
// empty things compare with nothing.
func (c *Condition) Eval(s Scope) bool {
	return c == nil || c.root.eval(s)
}

func (e expr) eval(s Scope) bool {
	switch e.kind {
	case exprOr:
		return e.any(s)
	case exprAnd:
		return e.all(s)
	case exprNot:
		return !e.kids[0].eval(s)
	case exprOpen:
		return s.Open(e.left.text)
	}
	return e.test(s, e.left.items(s))
}

func (e expr) any(s Scope) bool {
	for _, k := range e.kids {
		if k.eval(s) {
			return true
		}
	}
	return false
}

func (e expr) all(s Scope) bool {
	for _, k := range e.kids {
		if !k.eval(s) {
			return false
		}
	}
	return true
}

// test judges a comparison of what the left side holds.
func (e expr) test(s Scope, left []string) bool {
	switch e.kind {
	case exprTrue:
		return len(left) > 0 && !strings.EqualFold(left[0], "no")
	case exprSet:
		return len(left) > 0
	case exprIs:
		return len(left) == 1 && e.matches(s, left, sameValue)
	case exprHas:
		if len(left) == 1 {
			left = strings.Fields(left[0])
		}
		return e.matches(s, left, sameValue)
	case exprStart:
		return e.matches(s, left, startsWith)
	default:
		return len(left) == 1 && e.matches(s, left, func(a, b string) bool { return inOrder(a, e.order, b) })
	}
}

// matches tells whether any item on the left fits any value on the right.
func (e expr) matches(s Scope, left []string, fits func(a, b string) bool) bool {
	for _, v := range e.values {
		for _, right := range v.items(s) {
			for _, l := range left {
				if fits(l, right) {
					return true
				}
			}
		}
	}
	return false
}

// items returns what an operand holds, without empty items. The words today and
// now stand for the day and the moment, and as values also for themselves: they
// may be a choice's id.
func (o operand) items(s Scope) []string {
	if o.kind == operandWord {
		return append([]string{o.text}, moment(o.text, s)...)
	}
	if at := moment(o.text, s); at != nil {
		return at
	}
	v, ok := o.value(s)
	if !ok {
		return nil
	}
	all := v.Many
	if all == nil {
		all = []string{v.One}
	}
	var kept []string
	for _, item := range all {
		if item = strings.TrimSpace(item); item != "" {
			kept = append(kept, item)
		}
	}
	return kept
}

func moment(word string, s Scope) []string {
	switch word {
	case "today":
		return []string{s.Now().Format(dayOnly)}
	case "now":
		return []string{s.Now().Format(dayAndTime)}
	}
	return nil
}

func (o operand) value(s Scope) (Value, bool) {
	if row, ok := s.(RowScope); ok && o.kind == operandName {
		return row.Column(o.text)
	}
	return s.Value(o.text)
}
