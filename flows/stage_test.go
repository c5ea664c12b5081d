package flows

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestTheStageOfAChildIsToldByItsBirthday(t *testing.T) {
	for _, c := range []struct{ born, today, want string }{
		{"2026-11-27", "2026-11-26", "expecting"},
		{"2026-11-26", "2026-11-26", "newborn"},
		{"2026-08-27", "2026-11-26", "newborn"},
		{"2026-08-26", "2026-11-26", "baby"},
		{"2025-11-27", "2026-11-26", "baby"},
		{"2025-11-26", "2026-11-26", "toddler"},
		{"2023-11-27", "2026-11-26", "toddler"},
		{"2023-11-26", "2026-11-26", "preschool"},
		{"2021-11-26", "2026-11-26", "school"},
		{"2015-11-26", "2026-11-26", "teen"},
		{"2007-11-27", "2026-11-26", "teen"},
		{"2007-11-26", "2026-11-26", ""},
		{"2026-08-31", "2026-11-29", "newborn"},
		{"2026-08-31", "2026-11-30", "baby"}, // there is no 31 November
		{"2024-02-29", "2025-02-28", "toddler"},
	} {
		born, err := time.Parse(dayOnly, c.born)
		require.NoError(t, err)
		today, err := time.Parse(dayOnly, c.today)
		require.NoError(t, err)
		require.Equal(t, c.want, StageOf(born, today), "born %s, on %s", c.born, c.today)
	}
}

func TestStagesFollowEachOtherWithoutAGap(t *testing.T) {
	below := 0
	for _, s := range stages {
		require.Equal(t, below, s.from, s.name)
		require.Greater(t, s.below, s.from, s.name)
		below = s.below
	}
	require.Equal(t, 19*12, below)
	require.Len(t, Stages(), len(stages)+1)
}
