package versions_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/versions"
	"github.com/connective-messaging/connective/flows"
)

// TestWhatNobodyNeedsIsRetired goes through who may still need a version.
func TestWhatNobodyNeedsIsRetired(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 9, n, 10, 0, 0, 0, time.UTC) }
	// From the newest: v5 v4 v3 v1 v2 v1; v3 was published with a move.
	history := []versions.Publication{{N: 6, Version: "v5", At: day(60)}, {N: 5, Version: "v4", At: day(50)}, {N: 4, Version: "v3", At: day(20), Move: true},
		{N: 3, Version: "v1", At: day(12)}, {N: 2, Version: "v2", At: day(11)}, {N: 1, Version: "v1", At: day(10)}}
	for i := range history {
		history[i].Shapes = map[string]string{"tea": "shape of " + history[i].Version}
	}
	at := func(version string) versions.Census {
		return versions.Census{versions.Place{Pin: flows.Pin{Flow: "tea", Shape: "shape of " + version, Step: "drink"}}: {Waiting: 1}}
	}
	none := func(versions.Publication) (*flows.Org, error) { return nil, nil }
	for name, c := range map[string]struct {
		census versions.Census
		now    time.Time
		want   []string
	}{
		"nobody is in the middle":          {nil, day(200), []string{"v4", "v3", "v1", "v2"}},
		"31 days have not passed for some": {nil, day(85), []string{"v3", "v1", "v2"}},
		"31 days have passed for none":     {nil, day(41), nil},
		"somebody is in the second newest": {at("v4"), day(200), []string{"v3", "v1", "v2"}},
		"somebody may be moved":            {at("v1"), day(200), []string{"v4", "v2"}},
		"somebody is in one that is lost":  {at("v0"), day(200), []string{"v4", "v3", "v1", "v2"}},
	} {
		got, err := versions.Retirable(history, c.census, c.now, none)
		require.NoError(t, err)
		require.Equal(t, c.want, got, name)
	}
	_, err := versions.Retirable(history, at("v1"), day(200), func(versions.Publication) (*flows.Org, error) { return nil, fmt.Errorf("away") })
	require.Error(t, err)
	got, err := versions.Retirable(nil, nil, day(1), none)
	require.NoError(t, err)
	require.Empty(t, got)
}
