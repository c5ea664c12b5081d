package flows

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// mostRows is how many rows of a list a question can offer to one person.
func (k *costs) mostRows(opts *Options, list *List) int {
	most := 0
	for _, class := range k.classes(opts, list) {
		most = max(most, len(class))
	}
	return most
}

// classes returns the rows that one person can be offered together, each time by
// their places in the list, the largest first. Where a column is compared with
// what the person has said, as in  area is <me.area>, rows that differ in it are
// never offered together. What cannot be told from the list alone is taken to be
// true.
func (k *costs) classes(opts *Options, list *List) [][]int {
	where := rowTests(opts.Where)
	where.compared = k.telling(where.compared, list)
	byKey := map[string][]int{}
	for i, row := range list.Rows {
		if !where.lets(row) {
			continue
		}
		for _, key := range where.keys(row) {
			byKey[key] = append(byKey[key], i)
		}
	}
	var all [][]int
	for _, class := range byKey {
		all = append(all, class)
	}
	slices.SortFunc(all, func(a, b []int) int { return cmp.Or(cmp.Compare(len(b), len(a)), slices.Compare(a, b)) })
	return all
}

// keys are the values of a row's columns with which a person can be offered it.
func (t tests) keys(row Row) []string {
	keys := []string{""}
	for _, e := range t.compared {
		var longer []string
		for _, key := range keys {
			for _, word := range e.cells(row) {
				longer = append(longer, key+"\x00"+sameWord(word))
			}
		}
		slices.Sort(longer)
		keys = slices.Compact(longer)
	}
	return keys
}

// mostKeys is in how many ways one row is looked at.
const mostKeys = 256

// telling returns the comparisons that tell rows apart: of one value each, and no
// more than rows can be looked at by.
func (k *costs) telling(compared []expr, list *List) []expr {
	var kept []expr
	ways := 1
	for _, e := range compared {
		most := 1
		for _, row := range list.Rows {
			most = max(most, len(e.cells(row)))
		}
		if !k.mayBeMany(e.values[0].text) && ways*most <= mostKeys {
			kept, ways = append(kept, e), ways*most
		}
	}
	return kept
}

// cells returns the values of a row that a comparison is true of.
func (e expr) cells(row Row) []string {
	if e.kind == exprHas {
		return strings.Fields(row[e.left.text])
	}
	return []string{row[e.left.text]}
}

// sameWord writes two words alike that sameValue takes for the same.
func sameWord(word string) string {
	if n, err := strconv.ParseFloat(word, 64); err == nil {
		return strconv.FormatFloat(n, 'g', -1, 64)
	}
	return strings.ToLower(word)
}

// mayBeMany tells whether a variable can hold several values.
func (k *costs) mayBeMany(name string) bool {
	if field, mine := profileField(name); mine {
		return field == "groups" || field == "consents" || slices.ContainsFunc(k.savers[name], savesMany)
	}
	if strings.Contains(name, ".") {
		return false
	}
	unknown := len(k.savers[name]) == 0 // given, or set from something else
	return unknown || slices.ContainsFunc(k.savers[name], savesMany)
}

func savesMany(s saver) bool {
	return s.step.Options != nil && s.step.Options.Many || s.step.Answer != nil && s.step.Answer.Kind == answerList
}

// tests are the parts of a where: that must all be true.
type tests struct {
	known    []expr // of the row alone
	compared []expr // of a column with a variable
}

// rowTests finds the tests that a list alone can answer, in part or whole.
func rowTests(where *Condition) tests {
	var t tests
	if where != nil {
		t.add(where.root)
	}
	return t
}

func (t *tests) add(e expr) {
	switch {
	case e.kind == exprAnd:
		for _, kid := range e.kids {
			t.add(kid)
		}
	case e.ofRow():
		t.known = append(t.known, e)
	case (e.kind == exprIs || e.kind == exprHas) && len(e.values) == 1 && e.values[0].kind == operandBlank && e.left.kind == operandName:
		t.compared = append(t.compared, e)
	}
}

// ofRow tells whether a test is of a row's columns and of words alone.
func (e expr) ofRow() bool {
	switch e.kind {
	case exprOr, exprAnd, exprNot:
		return !slices.ContainsFunc(e.kids, func(kid expr) bool { return !kid.ofRow() })
	case exprOpen:
		return false
	}
	return e.left.kind == operandName && e.left.text != "joined" && !isMoment(e.left.text) &&
		!slices.ContainsFunc(e.values, func(o operand) bool { return o.kind != operandWord || isMoment(o.text) })
}

func isMoment(word string) bool { return word == "today" || word == "now" }

// lets tells whether a row can be offered at all.
func (t tests) lets(row Row) bool {
	return !slices.ContainsFunc(t.known, func(e expr) bool { return !e.eval(bareRow{row}) })
}

// bareRow is a row outside any conversation.
type bareRow struct{ row Row }

// Value knows of nobody.
func (bareRow) Value(string) (Value, bool) { return Value{}, false }

// Open knows of no hours.
func (bareRow) Open(string) bool { return false }

// Now is no moment: nothing that depends on one is asked.
func (bareRow) Now() time.Time { return time.Time{} }

// Column returns a column of the row.
func (r bareRow) Column(name string) (Value, bool) {
	return Value{One: r.row[name]}, r.row[name] != ""
}
