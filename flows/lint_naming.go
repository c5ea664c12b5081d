package flows

import (
	"slices"
	"strings"
)

// naming is what the names in a flow stand for.
type naming struct {
	org  *Org
	flow *Flow
	vars map[string]*variable
}

// variable is one name that a flow gives a value.
type variable struct {
	open   bool       // may hold anything
	values []string   // the ids that it can hold, unless open
	list   *List      // the list that it holds a row of
	line   int        // where its question is
	poll   []*Options // the questions to others whose answers it holds
}

// newNaming finds the variables of a flow.
func newNaming(o *Org, f *Flow) *naming {
	n := &naming{org: o, flow: f, vars: map[string]*variable{}}
	for _, name := range f.Needs {
		n.named(name).open = true
	}
	for _, s := range f.Steps {
		for _, a := range s.Set {
			n.named(a.Name).open = true
		}
		if s.Tell != nil && s.Tell.Save != "" {
			n.named(s.Tell.Save).poll = append(n.named(s.Tell.Save).poll, s.Tell.Options)
		}
		if s.Ask != nil {
			n.fill(s)
		}
	}
	return n
}

// named returns the variable of a name, made when it is new.
func (n *naming) named(name string) *variable {
	if n.vars[name] == nil {
		n.vars[name] = &variable{}
	}
	return n.vars[name]
}

// fill notes what a question can store.
func (n *naming) fill(s *Step) {
	v := n.named(s.saves())
	v.line = s.Pos.Line
	if s.Options == nil {
		v.open = true
		return
	}
	for _, o := range s.Options.Fixed {
		v.values = append(v.values, o.ID)
	}
	if s.Options.From != "" {
		v.open = true
		v.list = n.org.listOf(s.Options.From)
	}
}

// listOf returns the list that options come from, or nil.
func (o *Org) listOf(from string) *List {
	return o.Lists[o.listBehind(from)]
}

// names returns every name that a blank or a condition can have.
func (n *naming) all() []string {
	names := []string{"me.language"}
	for name := range n.vars {
		names = append(names, name)
	}
	for _, p := range n.org.Profile {
		names = append(names, "me."+p.Name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// profiled tells whether a me. name, without me., is kept about people.
func (n *naming) profiled(field string) bool {
	return slices.ContainsFunc(n.org.Profile, func(p ProfileField) bool { return p.Name == field })
}

// me tells whether a name is of the person, and whether there is such a thing.
func (n *naming) me(name string) (mine, known bool) {
	field, mine := strings.CutPrefix(name, "me.")
	if !mine {
		return false, false
	}
	switch field {
	case "language", "groups", "consents", "courses", "phone":
		return true, true
	}
	return true, n.profiled(field)
}

// lookup is what a blank's name turns out to be.
type lookup int

const (
	nameKnown lookup = iota
	nameUnknown
	columnUnknown
)

// blank looks up the name of a blank, such as group.about. The list is the one
// that lacks the column, when one does.
func (n *naming) blank(name string) (lookup, *List) {
	if mine, known := n.me(name); mine {
		return result(known), nil
	}
	head, field, dotted := strings.Cut(name, ".")
	v := n.vars[head]
	groups := n.org.Lists["groups"]
	switch {
	case v == nil && dotted && groups.Row(head) != nil:
		return columnOf(groups, field, groups)
	case v == nil && dotted && head == asker:
		return result(n.profiled(field)), nil
	case v == nil && dotted && n.org.asksStaffed(head, field):
		return result(n.org.tellsStaffed(head, field)), nil
	case v != nil && v.poll != nil && !v.open:
		return result(dotted && v.tells(field)), nil
	case v == nil:
		return nameUnknown, nil
	case !dotted, v.list == nil && v.open:
		return nameKnown, nil
	case v.list == nil:
		return nameUnknown, nil
	}
	return columnOf(v.list, field, groups)
}

func result(ok bool) lookup {
	if ok {
		return nameKnown
	}
	return nameUnknown
}

// tells whether the answers to a question to others are known under a name: all of
// them as results, and those that chose one of the written choices by its id.
func (v *variable) tells(field string) bool {
	return field == "results" || slices.ContainsFunc(v.poll, func(o *Options) bool {
		return o != nil && slices.ContainsFunc(o.Fixed, func(c Option) bool { return c.ID == field })
	})
}

// columnOf looks up a column; groups also have their number of members.
func columnOf(l *List, field string, groups *List) (lookup, *List) {
	if l.HasColumn(field) || field == "members" && l == groups {
		return nameKnown, nil
	}
	return columnUnknown, l
}

// columns returns a list's columns without their translations.
func (l *List) columns() []string {
	var names []string
	for _, c := range l.Columns {
		if !strings.Contains(c, ":") {
			names = append(names, c)
		}
	}
	return names
}
