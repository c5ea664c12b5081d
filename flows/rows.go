package flows

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/connective-messaging/connective/locales"
)

// rows returns the rows of a list that a question offers: those that its where:
// is true of, nearest, sorted or best fitting first, no more than its limit.
func (t *turn) rows(opts *Options) []Row {
	list := t.org.List(t.org.listBehind(opts.From))
	if list == nil {
		return nil
	}
	limit := opts.Limit
	if limit <= 0 {
		limit = usualLimit
	}
	if opts.Find != "" {
		rows := t.found(opts, list)
		return rows[:min(limit, maxChoices, len(rows))]
	}
	var rows []Row
	for _, row := range list.Rows {
		if opts.From == fromMyGroups && !slices.Contains(t.w.Groups, row["id"]) {
			continue
		}
		if t.isOver(opts, row) {
			continue
		}
		if opts.Where.Eval(rowScope{scope{t}, row}) && t.suits(row, opts.Child) {
			rows = append(rows, row)
		}
	}
	most := min(limit, maxChoices)
	if opts.From == fromTips {
		most = len(rows) // some may come first that are further away
	}
	rows = t.order(rows, opts, most)
	t.ownLanguageFirst(rows, opts)
	return rows[:min(limit, maxChoices, len(rows))]
}

// isOver tells whether a row is no more to be offered: events that have begun or are
// cancelled are offered neither among events nor among groups; among events nothing
// else is either.
func (t *turn) isOver(opts *Options, row Row) bool {
	switch {
	case t.org.comingEvents(opts.From):
	case opts.From != fromGroups || row[eventDate] == "":
		return false
	default:
		if _, event := t.org.eventOf(row); !event {
			return false
		}
	}
	return !t.org.isToCome(row, t.w.Now) || t.w.Off[row["id"]]
}

// listBehind is the list that options come from: one's own groups and the events to
// come are rows of the list of groups.
func (o *Org) listBehind(from string) string {
	if from == fromMyGroups || o.comingEvents(from) {
		return fromGroups
	}
	return from
}

// comingEvents tells whether options are the events to come, not a list of that name.
func (o *Org) comingEvents(from string) bool { return from == fromEvents && o.Lists[fromEvents] == nil }

// order sorts rows by distance if near: names a place that is known, else by
// the column of sort:, by name where near: cannot help, or leaves the file's
// order. At least so many of the first are returned, if there are.
func (t *turn) order(rows []Row, opts *Options, most int) []Row {
	column := opts.Sort
	if opts.Near != "" {
		if here, ok := t.place(opts.Near); ok {
			return t.byDistance(rows, here, most)
		}
		if column == "" {
			column = "name"
		}
	}
	if column != "" {
		t.byColumn(rows, column)
	}
	return rows
}

// byColumn sorts rows by what they have in a column in the person's language.
func (t *turn) byColumn(rows []Row, column string) {
	keyed := make([]keyedRow, len(rows))
	for i, row := range rows {
		keyed[i] = keyedRow{row: row, cell: sortCellOf(t.column(row, column))}
	}
	slices.SortStableFunc(keyed, func(a, b keyedRow) int { return a.cell.compare(b.cell) })
	for i := range keyed {
		rows[i] = keyed[i].row
	}
}

// keyedRow is a row with what it is sorted by, which is worked out once: a directory
// may have 20,000 of them.
type keyedRow struct {
	row  Row
	far  float64
	cell sortCell
}

// sortCell is a cell as rows are sorted by it: numbers first, by value, and all else by
// its letters.
type sortCell struct {
	number float64
	is     bool // a number
	words  string
}

func sortCellOf(cell string) sortCell {
	n, err := strconv.ParseFloat(cell, 64)
	return sortCell{n, err == nil, locales.FoldAccents(locales.Fold(cell))}
}

func (a sortCell) compare(b sortCell) int {
	switch {
	case a.is && b.is:
		return cmp.Compare(a.number, b.number)
	case a.is:
		return -1
	case b.is:
		return 1
	}
	return strings.Compare(a.words, b.words)
}

// position is a place on the map, in degrees.
type position struct{ lat, lon float64 }

// place finds the position of the postcode that a variable holds. Only the
// outward half counts, as outcodes.csv knows it.
func (t *turn) place(near string) (position, bool) {
	name, ok := variableName(near)
	if !ok {
		name = near
	}
	v, ok := scope{t}.Value(name)
	if !ok {
		return position{}, false
	}
	outcode, ok := outward(v.One)
	if !ok {
		return position{}, false
	}
	return t.org.positionOf(outcode)
}

// positionOf is where an outcode is, as outcodes.csv has it.
func (o *Org) positionOf(outcode string) (position, bool) {
	list := o.List(outcodes)
	if list == nil {
		return position{}, false
	}
	all, _ := list.Made(func(l *List) any { return positionsOf(l) }).(map[string]position)
	p, ok := all[strings.ToUpper(outcode)]
	return p, ok
}

// positionsOf are the places of a list, by their ids in capital letters; of two with
// one id the first.
func positionsOf(list *List) map[string]position {
	all := make(map[string]position, len(list.Rows))
	for _, row := range list.Rows {
		id := strings.ToUpper(row["id"])
		if _, twice := all[id]; twice {
			continue
		}
		if p, ok := rowPosition(row); ok {
			all[id] = p
		}
	}
	return all
}

func rowPosition(row Row) (position, bool) {
	lat, errLat := strconv.ParseFloat(row["lat"], 64)
	lon, errLon := strconv.ParseFloat(row["lon"], 64)
	return position{lat, lon}, errLat == nil && errLon == nil
}

// byDistance returns the rows that are nearest, at most so many, the nearest first;
// rows without a position of their own stand where their area is, those without
// either come last. Of rows equally far the first is the first by name.
func (t *turn) byDistance(rows []Row, here position, most int) []Row {
	keyed, far := make([]keyedRow, len(rows)), make([]float64, len(rows))
	for i, row := range rows {
		far[i] = t.org.distance(row, here)
		keyed[i] = keyedRow{row: row, far: far[i]}
	}
	if most < len(rows) { // names are compared of those alone that may be offered
		slices.Sort(far)
		keyed = slices.DeleteFunc(keyed, func(k keyedRow) bool { return k.far > far[most-1] })
	}
	for i := range keyed {
		keyed[i].cell = sortCellOf(t.column(keyed[i].row, "name"))
	}
	slices.SortStableFunc(keyed, func(a, b keyedRow) int { return cmp.Or(cmp.Compare(a.far, b.far), a.cell.compare(b.cell)) })
	nearest := make([]Row, min(most, len(keyed)))
	for i := range nearest {
		nearest[i] = keyed[i].row
	}
	return nearest
}

// distance compares, and means nothing more: it is good enough to tell which of
// two places in one county is nearer.
func (o *Org) distance(row Row, here position) float64 {
	there, ok := rowPosition(row)
	for _, column := range []string{"postcode", "outcode", "area"} {
		if ok || row[column] == "" {
			continue
		}
		if outcode, is := outward(row[column]); is {
			there, ok = o.positionOf(outcode)
		}
	}
	if !ok {
		return math.Inf(1)
	}
	x := (there.lon - here.lon) * math.Cos((there.lat+here.lat)/2*math.Pi/180)
	y := there.lat - here.lat
	return math.Sqrt(x*x + y*y)
}

// column returns what a row says in the person's language: "name:cy" if there
// is one, else "name".
func (t *turn) column(row Row, name string) string {
	lang := strings.ToLower(t.lang) // as the names of columns are read
	if cell := row[name+":"+lang]; cell != "" {
		return cell
	}
	if base, _, regional := strings.Cut(lang, "-"); regional && row[name+":"+base] != "" {
		return row[name+":"+base]
	}
	return row[name]
}
