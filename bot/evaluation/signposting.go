package evaluation

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Everywhere is the area of what is counted for the whole town alone: who did not say
// where they are, and needs that would tell too much of a small place.
const Everywhere = "all"

// delicate are needs that are counted for the whole town alone.
var delicate = []string{"safe", "drink"}

// mostServices is how many of the services that were shown most are listed.
const mostServices = 20

// ErrQuarter is returned for a quarter that cannot be read.
var ErrQuarter = errors.New("a quarter is written like 2026-Q4")

// Quarter is a quarter of a year, such as 2026-Q4. Figures are of whole quarters: of
// two days that overlap, the difference could tell who it was.
type Quarter struct{ Year, Of int }

// ReadQuarter reads a quarter such as 2026-Q4. Errors are ErrQuarter.
func ReadQuarter(words string) (Quarter, error) {
	var q Quarter
	if n, err := fmt.Sscanf(words, "%d-Q%d", &q.Year, &q.Of); err != nil || n != 2 || q.Of < 1 || q.Of > 4 || q.String() != words {
		return Quarter{}, ErrQuarter
	}
	return q, nil
}

// QuarterOf is the quarter of a day.
func QuarterOf(day time.Time) Quarter { return Quarter{day.Year(), (int(day.Month()) + 2) / 3} }

// String is the quarter as 2026-Q4.
func (q Quarter) String() string { return fmt.Sprintf("%04d-Q%d", q.Year, q.Of) }

// Holds reports whether a month, such as 2026-11, is in the quarter.
func (q Quarter) Holds(month string) bool {
	day, err := time.Parse("2006-01", month)
	return err == nil && QuarterOf(day) == q
}

// Rowsets are the rows that signposting is counted from, of the datasets
// services.shown, unmet, services.asked and services.outcome.
type Rowsets struct{ Shown, Unmet, Asked, Outcome []map[string]string }

// Cell is one need in one area.
type Cell struct {
	Need string `json:"need"`
	Area string `json:"area"`
	Met  Count  `json:"shown"` // somebody was shown a service
	Not  Count  `json:"unmet"` // there was none
}

// Named is how often something was counted, by its name.
type Named struct {
	Name  string `json:"name"`
	Count Count  `json:"count"`
}

// Signposting is what people looked for in a quarter, what they were shown, and what
// came of it. Nothing in it tells who: counts from 1 to 4 are hidden, and so are those
// from which they could be worked out.
type Signposting struct {
	Quarter  string  `json:"quarter"`
	Needs    []Cell  `json:"needs"`           // by need and outcode
	Unmet    []Named `json:"unmet"`           // needs for which there was nothing, the most frequent first
	Services []Named `json:"services"`        // those shown most, by id
	Outcomes []Named `json:"outcomes"`        // what came of it
	Asked    Count   `json:"asked"`           // how many were asked what came of it
	Answered Count   `json:"answered"`        // how many of them have said
	Got      *int    `json:"got_percent"`     // of those who got it or not yet, in per cent; null for fewer than 20
	Gap      *int    `json:"unmet_percent"`   // of all searches, in per cent; null for fewer than 20
	Reply    *int    `json:"replied_percent"` // of those who were asked, in per cent; null for fewer than 20
}

// Signpost counts the rows of a quarter. Rows without a month are left out.
func Signpost(rows Rowsets, q Quarter) Signposting {
	for _, set := range []*[]map[string]string{&rows.Shown, &rows.Unmet, &rows.Asked, &rows.Outcome} {
		*set = slices.DeleteFunc(slices.Clone(*set), func(row map[string]string) bool { return !q.Holds(row["month"]) })
	}
	s := Signposting{Quarter: q.String(), Needs: cells(rows.Shown, rows.Unmet)}
	s.Unmet = named(tally(rows.Unmet, "need"))
	s.Services = named(tally(rows.Shown, "service"))
	s.Services = s.Services[:min(mostServices, len(s.Services))]
	outcomes := tally(rows.Outcome, "outcome")
	s.Outcomes = named(outcomes)
	s.Asked, s.Answered = Counted(len(rows.Asked)), Counted(len(rows.Outcome))
	s.Got = percent(outcomes["got"], outcomes["got"]+outcomes["not_yet"], anyHidden(s.Outcomes))
	s.Gap = percent(len(rows.Unmet), len(rows.Unmet)+len(rows.Shown), anyHidden(s.Unmet))
	s.Reply = percent(min(len(rows.Outcome), len(rows.Asked)), len(rows.Asked), s.Answered.hidden || s.Asked.hidden)
	return s
}

// percent is a share in per cent, to the nearest ten where a count beside it is
// hidden, which could be worked out from a finer one.
func percent(n, of int, beside bool) *int {
	p, ok := Share(n, of)
	if !ok {
		return nil
	}
	if beside {
		p = (p + 5) / 10 * 10
	}
	return &p
}

func anyHidden(counts []Named) bool {
	return slices.ContainsFunc(counts, func(n Named) bool { return n.Count.hidden })
}

// tally counts rows by a column.
func tally(rows []map[string]string, column string) map[string]int {
	counts := map[string]int{}
	for _, row := range rows {
		if row[column] != "" {
			counts[row[column]]++
		}
	}
	return counts
}

// named are counts with the most frequent first, none of which can be worked out if
// it is small.
func named(counts map[string]int) []Named {
	names := slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	line := make([]Count, len(names))
	for i, name := range names {
		line[i] = Counted(counts[name])
	}
	shield([][]Count{line})
	all := make([]Named, 0, len(names))
	for i, name := range names {
		all = append(all, Named{name, line[i]})
	}
	// Hidden ones stand by their names, so that their order tells nothing.
	slices.SortStableFunc(all, func(a, b Named) int {
		if a.Count.hidden && b.Count.hidden {
			return cmp.Compare(a.Name, b.Name)
		}
		return 0
	})
	return all
}

// cells counts needs by area. A service for several needs counts for each of them.
func cells(shown, unmet []map[string]string) []Cell {
	type spot struct{ need, area string }
	met, not := map[spot]int{}, map[spot]int{}
	needs, areas := map[string]bool{}, map[string]bool{}
	count := func(into map[spot]int, row map[string]string) {
		for _, need := range needsOf(row["need"]) {
			area := row["area"]
			if area == "" || slices.Contains(delicate, need) {
				area = Everywhere
			}
			needs[need], areas[area] = true, true
			into[spot{need, area}]++
		}
	}
	for _, row := range shown {
		count(met, row)
	}
	for _, row := range unmet {
		count(not, row)
	}
	rows, columns := slices.Sorted(maps.Keys(needs)), slices.Sorted(maps.Keys(areas))
	tables := [2][][]Count{}
	for t, of := range []map[spot]int{met, not} {
		for _, need := range rows {
			line := make([]Count, len(columns))
			for j, area := range columns {
				line[j] = Counted(of[spot{need, area}])
			}
			tables[t] = append(tables[t], line)
		}
		shield(tables[t])
	}
	all := []Cell{}
	for i, need := range rows {
		for j, area := range columns {
			c := Cell{need, area, tables[0][i][j], tables[1][i][j]}
			if c.Met != (Count{}) || c.Not != (Count{}) {
				all = append(all, c)
			}
		}
	}
	return all
}

// needsOf are the needs of a row: "not understood" is one, and "food baby" are two.
func needsOf(words string) []string {
	if words == "not understood" || words == "" {
		return []string{cmp.Or(words, "not known")}
	}
	return strings.Fields(words)
}
