package evaluation_test

import (
	"encoding/json"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/evaluation"
)

// times are so many rows alike.
func times(n int, pairs ...string) (rows []map[string]string) {
	for range n {
		row := map[string]string{"month": "2026-11"}
		for i := 0; i < len(pairs); i += 2 {
			row[pairs[i]] = pairs[i+1]
		}
		rows = append(rows, row)
	}
	return rows
}

func together(sets ...[]map[string]string) (all []map[string]string) {
	for _, s := range sets {
		all = append(all, s...)
	}
	return all
}

var winter = evaluation.Quarter{Year: 2026, Of: 4}

func TestNeedsAreCountedByOutcode(t *testing.T) {
	s := evaluation.Signpost(evaluation.Rowsets{
		Shown: together(times(7, "need", "food baby", "area", "WB2", "service", "bank"), times(6, "need", "food", "area", "WB1", "service", "soup"),
			times(9, "need", "safe", "area", "WB2", "service", "line")),
		Unmet: together(times(5, "need", "food", "area", "WB2"), times(8, "need", "not understood")),
	}, winter)
	got := map[string][2]string{}
	for _, c := range s.Needs {
		got[c.Need+" "+c.Area] = [2]string{c.Met.String(), c.Not.String()}
	}
	require.Equal(t, map[string][2]string{
		"baby WB2": {"7", "0"}, "food WB1": {"6", "0"}, "food WB2": {"7", "5"}, "safe all": {"9", "0"}, "not understood all": {"0", "8"},
	}, got, "what people fear is told of no single place")
	require.Equal(t, "2026-Q4", s.Quarter)
	require.Equal(t, "line", s.Services[0].Name)
	require.Equal(t, []string{"not understood", "food"}, []string{s.Unmet[0].Name, s.Unmet[1].Name})
	require.Equal(t, 37, *s.Gap, "13 of 35 searches")
}

func TestOtherQuartersAndRowsWithoutAMonthAreLeftOut(t *testing.T) {
	rows := times(6, "need", "food", "area", "WB1", "service", "bank")
	for i, month := range []string{"2026-10", "2026-12", "2026-09", "2027-01", "", "soon"} {
		rows[i]["month"] = month
	}
	s := evaluation.Signpost(evaluation.Rowsets{Shown: append(rows, times(5, "service", "bank", "need", "food", "area", "WB1")...)}, winter)
	require.Equal(t, "7", s.Services[0].Count.String())
}

func TestOutcomesAreSharesOfThoseWhoHaveSaid(t *testing.T) {
	s := evaluation.Signpost(evaluation.Rowsets{
		Asked:   times(60, "service", "bank"),
		Outcome: together(times(18, "outcome", "got"), times(6, "outcome", "not_yet"), times(5, "outcome", "full")),
	}, winter)
	require.Equal(t, 75, *s.Got, "of those who got it or not yet")
	require.Equal(t, 48, *s.Reply)
	require.Equal(t, "29", s.Answered.String())
	beside := evaluation.Signpost(evaluation.Rowsets{
		Outcome: together(times(30, "outcome", "got"), times(15, "outcome", "not_yet"), times(2, "outcome", "full")),
	}, winter)
	require.Equal(t, 70, *beside.Got, "67 would tell that 15 said not yet, and so that 2 said full")
	few := evaluation.Signpost(evaluation.Rowsets{Asked: times(19), Outcome: times(19, "outcome", "got")}, winter)
	require.Nil(t, few.Got)
	require.Nil(t, few.Reply)
	for _, c := range []struct {
		n, of int
		told  bool
	}{{0, 20, true}, {4, 40, false}, {5, 40, true}, {36, 40, false}, {35, 40, true}, {40, 40, true}, {10, 19, false}} {
		_, told := evaluation.Share(c.n, c.of)
		require.Equal(t, c.told, told, "%d of %d", c.n, c.of)
	}
}

func TestSmallCountsAreHiddenAndCannotBeWorkedOut(t *testing.T) {
	s := evaluation.Signpost(evaluation.Rowsets{Shown: together(
		times(3, "need", "food", "area", "WB1", "service", "a"), times(9, "need", "food", "area", "WB2", "service", "b"), times(30, "need", "food", "area", "WB3", "service", "c"),
		times(12, "need", "home", "area", "WB1", "service", "d"), times(20, "need", "home", "area", "WB2", "service", "e"), times(15, "need", "home", "area", "WB3", "service", "f"),
	)}, winter)
	hidden := map[string]bool{}
	for _, c := range s.Needs {
		if _, shown := c.Met.Value(); !shown {
			hidden[c.Need+" "+c.Area] = true
		}
	}
	require.Equal(t, map[string]bool{"food WB1": true, "food WB2": true, "home WB1": true, "home WB2": true}, hidden)
	require.Equal(t, "*", s.Services[len(s.Services)-1].Count.String())
	text, err := json.Marshal(s)
	require.NoError(t, err)
	require.NotContains(t, string(text), `"count":3}`)
	require.Contains(t, string(text), `"count":null`)
}

// TestNoLineOfRandomTablesGivesAHiddenCountAway takes what is published, with the sum
// of each line, as an intruder would.
func TestNoLineOfRandomTablesGivesAHiddenCountAway(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	areas, needs := []string{"WB1", "WB2", "WB3", "WB4"}, []string{"food", "home", "money", "travel"}
	for range 300 {
		var rows []map[string]string
		truth := map[string]int{}
		for _, need := range needs {
			for _, area := range areas {
				n := r.IntN(12) * r.IntN(2)
				truth[need+area] = n
				rows = append(rows, times(n, "need", need, "area", area, "service", need+area)...)
			}
		}
		hidden, listed := map[string]bool{}, map[string]bool{} // what is in the table: a need, and an area
		for _, row := range rows {
			listed[row["need"]], listed[row["area"]] = true, true
		}
		for _, c := range evaluation.Signpost(evaluation.Rowsets{Shown: rows}, winter).Needs {
			if n, ok := c.Met.Value(); ok {
				require.Equal(t, truth[c.Need+c.Area], n)
				require.False(t, n > 0 && n < 5)
			} else {
				hidden[c.Need+c.Area] = true
			}
		}
		line := func(cells []string) {
			some, sum := 0, 0
			for _, cell := range cells {
				if hidden[cell] {
					some, sum = some+1, sum+truth[cell]
				}
			}
			if some > 0 && some < len(cells) {
				require.Greater(t, some, 1, "%v", cells)
				require.GreaterOrEqual(t, sum, 5, "%v", cells)
			}
		}
		for _, need := range needs {
			var row []string
			for _, area := range areas {
				if listed[area] {
					row = append(row, need+area)
				}
			}
			line(row)
		}
		for _, area := range areas {
			var column []string
			for _, need := range needs {
				if listed[need] {
					column = append(column, need+area)
				}
			}
			line(column)
		}
	}
}

func TestAQuarterIsRead(t *testing.T) {
	q, err := evaluation.ReadQuarter("2026-Q4")
	require.NoError(t, err)
	require.Equal(t, winter, q)
	for _, wrong := range []string{"", "2026", "2026-Q5", "2026-Q0", "2026-Q4x", "26-Q4", "2026-q4", " 2026-Q4"} {
		_, err := evaluation.ReadQuarter(wrong)
		require.ErrorIs(t, err, evaluation.ErrQuarter, wrong)
	}
	for month, want := range map[time.Month]int{1: 1, 3: 1, 4: 2, 6: 2, 7: 3, 9: 3, 10: 4, 12: 4} {
		require.Equal(t, want, evaluation.QuarterOf(time.Date(2026, month, 28, 0, 0, 0, 0, time.UTC)).Of)
	}
}
