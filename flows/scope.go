package flows

import (
	"slices"
	"strings"
	"time"
)

// scope is what the conditions of a turn may know.
type scope struct{ t *turn }

// Value returns what a variable, a column of a chosen row (group.joining) or a
// me. field holds.
func (s scope) Value(name string) (Value, bool) {
	v := s.t.value(name)
	return v, !v.Empty()
}

// Open tells whether hours or a queue are open at the moment of the turn.
func (s scope) Open(name string) bool { return s.t.org.Open(name, s.t.w.Now) }

// Now is the moment of the turn in the organisation's time zone.
func (s scope) Now() time.Time { return s.t.w.Now.In(s.t.org.zone()) }

// rowScope is what a where: may know of one row.
type rowScope struct {
	scope
	row Row
}

// Column returns a column of the row. The column joined holds yes for the
// person's own groups.
func (s rowScope) Column(name string) (Value, bool) {
	if name == "joined" {
		return Value{One: "yes"}, slices.Contains(s.t.w.Groups, s.row["id"])
	}
	cell := s.row[name]
	return Value{One: cell}, cell != ""
}

// value returns what a name holds, ids and all, not the words for it.
func (t *turn) value(name string) Value {
	if field, mine := profileField(name); mine {
		return t.mine(field)
	}
	base, column, dotted := strings.Cut(name, ".")
	if v, ok := t.frame().Vars[name]; ok || !dotted {
		return v
	}
	if words, ok := t.answers(base, column); ok {
		return Value{One: words}
	}
	if row, _ := t.row(base); row != nil {
		return Value{One: row[column]}
	}
	return Value{}
}

// mine returns what is known of the person, as this turn has left it.
func (t *turn) mine(field string) Value {
	switch field {
	case "language":
		return Value{One: t.lang}
	case "groups":
		return Value{Many: t.w.Groups}
	case "consents":
		return Value{Many: t.w.Consents}
	case "courses":
		return Value{Many: t.w.Courses}
	case "phone":
		if t.telling && !t.sharesNumber() {
			return Value{}
		}
		return Value{One: t.w.Phone}
	}
	return Value{One: t.w.Me[field]}
}

// profileField returns the field in "me.field".
func profileField(name string) (string, bool) { return strings.CutPrefix(name, "me.") }

// row returns the row that a variable's value names, and the list it is of. A
// variable is known by the question that filled it, in this flow or, where it
// was given by another flow, in any.
func (t *turn) row(variable string) (Row, *List) {
	id := t.frame().Vars[variable].One
	if id == "" {
		return nil, nil
	}
	for _, s := range t.saversOf(variable) {
		if s.step.Options == nil {
			continue
		}
		from := t.org.listBehind(s.step.Options.From)
		if list := t.org.List(from); list != nil {
			if row := list.Row(id); row != nil {
				return row, list
			}
		}
	}
	return nil, nil
}

// saversOf returns the questions that fill a name, this flow's own first.
func (t *turn) saversOf(name string) []saver {
	all := t.org.savers[name]
	if len(all) < 2 {
		return all
	}
	sorted := make([]saver, 0, len(all))
	for _, own := range []bool{true, false} {
		for _, s := range all {
			if (s.flow.ID == t.flow.ID) == own {
				sorted = append(sorted, s)
			}
		}
	}
	return sorted
}
