package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/evaluation"
)

func rows(pairs ...string) (all []map[string]string) {
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, map[string]string{"month": pairs[i], "rating": pairs[i+1]})
	}
	return all
}

func TestRatingsAreCountedByMonth(t *testing.T) {
	asked := rows("2026-09", "", "2026-09", "", "2026-09", "", "2026-09", "", "2026-10", "")
	rated := rows("2026-09", "5", "2026-09", "4", "2026-10", "1", "2026-09", "2", "2026-09", "6", "2026-09", "", "2026-09", "five")
	months, all := evaluation.Ratings(asked, rated)
	require.Equal(t, []evaluation.Month{
		{Month: "2026-10", Asked: 1, Count: 1, Spread: [5]int{1, 0, 0, 0, 0}},
		{Month: "2026-09", Asked: 4, Count: 3, Spread: [5]int{0, 1, 0, 1, 1}},
	}, months)
	require.Equal(t, evaluation.Month{Asked: 5, Count: 4, Spread: [5]int{1, 1, 0, 1, 1}}, all)
	require.InDelta(t, 11.0/3, months[1].Mean(), 1e-9)
	require.InDelta(t, 2.0/3, months[1].Helped(), 1e-9)
	require.InDelta(t, 0.75, months[1].Answered(), 1e-9)
	require.InDelta(t, 3.0, all.Mean(), 1e-9)
	require.Zero(t, evaluation.Month{}.Mean())
	require.Zero(t, evaluation.Month{}.Helped())
	require.Zero(t, evaluation.Month{}.Answered())
	require.InDelta(t, 1, evaluation.Month{Asked: 1, Count: 2}.Answered(), 1e-9, "an answer of the month before")
}

func TestMonthsWithFewAnswersOfStaffAreHiddenAndCannotBeWorkedOut(t *testing.T) {
	counts := map[string]map[int]int{
		"2026-08": {10: 2, 3: 1},
		"2026-09": {0: 2},
		"2026-10": {9: 1, 7: 2, 0: 1},
		"2026-11": {5: 1},
	}
	months, all := evaluation.Scores(counts)
	require.Len(t, months, 4)
	require.Equal(t, evaluation.Score{Month: "2026-11", Hidden: true}, months[0])
	require.Equal(t, evaluation.Score{Month: "2026-09", Hidden: true}, months[2])
	require.Equal(t, 4, months[1].Count)
	require.InDelta(t, 23.0/4, months[1].Mean(), 1e-9)
	require.Equal(t, []int{1, 2, 1}, []int{months[1].Between(0, 6), months[1].Between(7, 8), months[1].Between(9, 10)})
	require.Equal(t, 7, all.Count, "the months that are shown, and no others")
	require.Equal(t, 1, all.Spread[0])
	require.Zero(t, all.Spread[5])
}

func TestScoresThatNobodyCanGiveAreLeftOut(t *testing.T) {
	months, all := evaluation.Scores(map[string]map[int]int{"2026-08": {10: 3, 11: 9, -1: 9}})
	require.Equal(t, 3, months[0].Count)
	require.Equal(t, 3, all.Count)
	require.Zero(t, evaluation.Score{}.Mean())
}
