package evaluation

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
)

// helped is the least rating of somebody who was helped, of 1 to 5.
const helped = 4

// Month is what residents have said of cases that were closed, by the month in
// which they said it.
type Month struct {
	Month  string // 2026-09; empty for all together
	Asked  int
	Count  int    // answers
	Spread [5]int // how many of them gave 1 to 5
}

// Mean is the mean of the answers, from 1 to 5; 0 without any.
func (m Month) Mean() float64 {
	sum := 0
	for i, n := range m.Spread {
		sum += (i + 1) * n
	}
	return share(sum, m.Count)
}

// Helped is the share of answers, from 0 to 1, of people who gave 4 or 5.
func (m Month) Helped() float64 {
	n := 0
	for _, some := range m.Spread[helped-1:] {
		n += some
	}
	return share(n, m.Count)
}

// Answered is the share, from 0 to 1, of those who were asked and answered. An
// answer can come in the month after the question.
func (m Month) Answered() float64 { return min(1, share(m.Count, m.Asked)) }

func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// Ratings counts the rows of those who were asked and of what they answered, by
// month, the last first; together is all of them. Rows that make no sense are left
// out.
func Ratings(asked, rated []map[string]string) (months []Month, together Month) {
	by := map[string]*Month{}
	of := func(month string) *Month {
		if by[month] == nil {
			by[month] = &Month{Month: month}
		}
		return by[month]
	}
	for _, row := range asked {
		of(row["month"]).Asked++
		together.Asked++
	}
	for _, row := range rated {
		n, err := strconv.Atoi(row["rating"])
		if err != nil || n < 1 || n > 5 {
			continue
		}
		for _, m := range []*Month{of(row["month"]), &together} {
			m.Count++
			m.Spread[n-1]++
		}
	}
	for _, m := range by {
		months = append(months, *m)
	}
	slices.SortFunc(months, func(a, b Month) int { return cmp.Compare(b.Month, a.Month) })
	return months, together
}

// fewest is how few answers of staff of one month are not shown: a lead who knows
// who was there could tell whose they are.
const fewest = 3

// Score is what staff have answered in a month: whether they would recommend the
// console, from 0 to 10.
type Score struct {
	Month  string // 2026-09; empty for all that are shown together
	Count  int
	Spread [11]int
	Hidden bool // there are too few to be shown; then the rest is zero
}

// Mean is the mean of the answers, from 0 to 10.
func (s Score) Mean() float64 {
	sum := 0
	for score, n := range s.Spread {
		sum += score * n
	}
	return share(sum, s.Count)
}

// Between is how many have answered from one number to another.
func (s Score) Between(from, to int) (n int) {
	for score := from; score <= to; score++ {
		n += s.Spread[score]
	}
	return n
}

// Scores is what staff have answered, by month, the last first. Months with fewer
// than 3 answers are hidden, and are not among all together: nobody can work them
// out.
func Scores(counts map[string]map[int]int) (months []Score, together Score) {
	for _, month := range slices.Backward(slices.Sorted(maps.Keys(counts))) {
		s := Score{Month: month}
		for score, n := range counts[month] {
			if score >= 0 && score < len(s.Spread) {
				s.Spread[score] += n
				s.Count += n
			}
		}
		if s.Count < fewest {
			months = append(months, Score{Month: month, Hidden: true})
			continue
		}
		months = append(months, s)
		together.Count += s.Count
		for score, n := range s.Spread {
			together.Spread[score] += n
		}
	}
	return months, together
}
