package directory

import (
	"cmp"
	"maps"
	"strings"
	"sync"
	"time"

	"github.com/connective-messaging/connective/flows"
)

// Dated returns an organisation with those services of its own services.csv alone
// that may be shown on a day, where that list has the column assured. One that nobody
// has assured for a year is left out; with stale: mark the words before its catch say
// so, if the list has that column. Any other organisation is returned as it is.
func Dated(o *flows.Org, now time.Time) *flows.Org {
	list := o.List("services")
	if list == nil || !list.HasColumn("assured") {
		return o
	}
	return o.WithServices(dated(o, list, yearBefore(now.In(o.Timezone))))
}

// dated is a list without what was assured before a day, or with that marked.
func dated(o *flows.Org, list *flows.List, since Date) *flows.List {
	rows := make([]flows.Row, 0, len(list.Rows))
	for _, row := range list.Rows {
		switch day := dayIn(row["assured"]); {
		case day == "" || day >= since:
			rows = append(rows, row)
		case o.ShowStale && list.HasColumn("catch"):
			rows = append(rows, doubted(row, o.Languages))
		}
	}
	return flows.NewList("services", list.Columns, rows)
}

// datedLists are the lists that Dated would make, by organisation, so that each is
// made once a day and not for every text.
type datedLists struct {
	mu  sync.Mutex
	all map[string]datedList
}

type datedList struct {
	of    *flows.List
	since Date
	stale bool
	list  *flows.List
}

// with is Dated.
func (d *datedLists) with(o *flows.Org, now time.Time) *flows.Org {
	list := o.List("services")
	if list == nil || !list.HasColumn("assured") {
		return o
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	kept, want := d.all[o.ID], datedList{of: list, since: yearBefore(now.In(o.Timezone)), stale: o.ShowStale}
	if want.list = kept.list; kept != want {
		want.list = dated(o, list, want.since)
		if d.all == nil {
			d.all = map[string]datedList{}
		}
		d.all[o.ID] = want
	}
	return o.WithServices(want.list)
}

// doubted is a row that says in each language that nobody has assured it for long.
func doubted(row flows.Row, languages []string) flows.Row {
	s, marked := serviceOf(row), maps.Clone(row)
	for column := range row {
		name, tag, _ := strings.Cut(column, ":")
		words := s.doubt(cmp.Or(tag, languages[0]))
		switch name {
		case "catch":
			marked[column] = strings.TrimSpace(words + " " + row[column])
		case "card":
			marked[column] = strings.TrimSpace(row[column] + " " + words)
		}
	}
	return marked
}

// dayIn reads a day such as 2026-03-31; empty for anything else.
func dayIn(text string) Date {
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return ""
	}
	return Date(text)
}
