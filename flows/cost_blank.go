package flows

import "strings"

// Letters of values that no file says: the digits of a count, and of a phone
// number with its +.
const (
	countDigits = 6
	phoneDigits = 16
)

// membersColumn is the column of a group that tells how many people are in it.
const membersColumn = "members"

// blank bounds what a blank is filled with. The cases are those of turn.blank.
func (k *costs) blank(at reading, name string) amount {
	if at.depth == maxNested {
		return amount{}
	}
	at.depth++
	base, column, dotted := strings.Cut(name, ".")
	switch {
	case base == "me" && dotted:
		return k.mine(at, column)
	case !dotted:
		return k.value(at, name)
	case column == membersColumn:
		return plainly(countDigits)
	case base == asker:
		return k.mine(at, column)
	case k.org.tellsStaffed(base, column) && len(k.listsOf(base)) == 0:
		return k.staffed(at, column)
	}
	a := k.answers(at, base, column)
	for _, list := range k.listsOf(base) {
		for _, cell := range k.column(list, column, at.tag) {
			a = a.or(cell)
		}
	}
	return a
}

// mine bounds what is known of a person.
func (k *costs) mine(at reading, field string) amount {
	var a amount
	switch field {
	case "language":
		for _, tag := range k.org.Languages {
			a = a.or(k.exactly(languageName(tag)))
		}
		return a
	case "groups":
		if list := k.org.Lists[fromGroups]; list != nil {
			for _, name := range k.column(list, "name", at.tag) {
				a = a.then(name).then(plainly(len(", ")))
			}
		}
		return a
	case "consents":
		for _, c := range k.org.Consents {
			a = a.then(k.exactly(c.Name)).then(plainly(len(", ")))
		}
		return a
	case "phone":
		return plainly(phoneDigits)
	}
	return k.value(at, "me."+field)
}

// answers bounds what is told of the answers to a question to others.
func (k *costs) answers(at reading, base, column string) amount {
	var a amount
	for _, s := range k.polls(at.flow, base, map[*Flow]bool{}) {
		if column != "results" {
			a = a.or(plainly(countDigits))
			continue
		}
		var all amount
		told := k.told(reading{s.flow, at.tag, at.depth}, s.step.Tell.Options)
		for _, label := range told.labels {
			all = all.then(label)
		}
		a = a.or(all.then(plainly(told.most * (countDigits + len(" , ")))))
	}
	return a
}

// polls returns the steps that ask others and keep the answers under a name that
// a flow can read.
func (k *costs) polls(f *Flow, name string, seen map[*Flow]bool) []saver {
	if seen[f] {
		return nil
	}
	seen[f] = true
	var all []saver
	for _, s := range f.Steps {
		if s.Tell != nil && s.Tell.Save == name && s.Tell.Options != nil {
			all = append(all, saver{f, s})
		}
	}
	if f.takes(name) {
		for _, from := range k.leads[f.ID] {
			all = append(all, k.polls(from.flow, name, seen)...)
		}
	}
	return all
}
