package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/evaluation"
)

func TestTipsAreCountedByWhatPeopleThinkOfThem(t *testing.T) {
	shown := []map[string]string{{"tip": "naps"}, {"tip": "naps"}, {"tip": "heat"}, {"page": "naps"}}
	helped := []map[string]string{{"tip": "naps", "helped": "yes"}, {"tip": "naps", "helped": "no"}, {"tip": "naps", "helped": "perhaps"}, {"helped": "yes"}, {"tip": "gone", "helped": "yes"}}
	counts := evaluation.TipCounts(shown, helped)
	require.Equal(t, map[string]evaluation.TipCount{"naps": {Shown: 2, Yes: 1, No: 1}, "heat": {Shown: 1}, "gone": {Yes: 1}}, counts)
	require.InDelta(t, 0.5, counts["naps"].Helped(), 1e-9)
	require.Zero(t, counts["heat"].Helped())
	require.Empty(t, evaluation.TipCounts(nil, nil))
}
