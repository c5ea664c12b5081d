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
		if t.org.comingEvents(opts.From) && !t.org.isToCome(row, t.w.Now) {
			continue
		}
		if opts.Where.Eval(rowScope{scope{t}, row}) && t.suits(row, opts.Child) {
			rows = append(rows, row)
		}
	}
	t.order(rows, opts)
	t.ownLanguageFirst(rows, opts)
	return rows[:min(limit, maxChoices, len(rows))]
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
// order.
func (t *turn) order(rows []Row, opts *Options) {
	column := opts.Sort
	if opts.Near != "" {
		if here, ok := t.place(opts.Near); ok {
			t.byDistance(rows, here)
			return
		}
		if column == "" {
			column = "name"
		}
	}
	if column != "" {
		t.byColumn(rows, column)
	}
}

func (t *turn) byColumn(rows []Row, column string) {
	slices.SortStableFunc(rows, func(a, b Row) int {
		return compareCells(t.column(a, column), t.column(b, column))
	})
}

// compareCells orders numbers by value and all else by its letters.
func compareCells(a, b string) int {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	if errX == nil && errY == nil {
		return cmp.Compare(x, y)
	}
	return strings.Compare(locales.FoldAccents(locales.Fold(a)), locales.FoldAccents(locales.Fold(b)))
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

func (o *Org) positionOf(outcode string) (position, bool) {
	list := o.List("outcodes")
	if list == nil {
		return position{}, false
	}
	for _, row := range list.Rows {
		if strings.EqualFold(row["id"], outcode) {
			return rowPosition(row)
		}
	}
	return position{}, false
}

func rowPosition(row Row) (position, bool) {
	lat, errLat := strconv.ParseFloat(row["lat"], 64)
	lon, errLon := strconv.ParseFloat(row["lon"], 64)
	return position{lat, lon}, errLat == nil && errLon == nil
}

// byDistance sorts rows by how far they are; rows without a position of their
// own stand where their area is, those without either come last, by name.
func (t *turn) byDistance(rows []Row, here position) {
	t.byColumn(rows, "name")
	far := make(map[string]float64, len(rows))
	for _, row := range rows {
		far[row["id"]] = t.org.distance(row, here)
	}
	slices.SortStableFunc(rows, func(a, b Row) int { return cmp.Compare(far[a["id"]], far[b["id"]]) })
}

// distance compares, and means nothing more: it is good enough to tell which of
// two places in one county is nearer.
func (o *Org) distance(row Row, here position) float64 {
	there, ok := rowPosition(row)
	for _, column := range []string{"postcode", "outcode", "area"} {
		if outcode, is := outward(row[column]); !ok && is {
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
