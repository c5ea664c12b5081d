package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/flows"
)

func TestThePretendTownAlwaysHasSomethingOn(t *testing.T) {
	for _, day := range []string{"2026-09-18 12:00", "2026-11-27 09:00", "2027-03-27 23:30", "2028-02-29 12:00"} {
		t.Run(day, func(t *testing.T) {
			now, err := time.ParseInLocation(eventTime, day, time.UTC)
			require.NoError(t, err)
			town, err := fs.Sub(flows.Examples, "examples/wenbridge")
			require.NoError(t, err)
			dir := filepath.Join(t.TempDir(), "wenbridge")
			require.NoError(t, os.CopyFS(dir, town))
			require.NoError(t, comeAgain(filepath.Join(dir, "groups.csv"), now))

			book, found := flows.LoadAt(os.DirFS(filepath.Dir(dir)), "", nil, now)
			for _, f := range found {
				require.Equal(t, flows.Note, f.Severity, f.String())
			}
			coming := map[bool]int{}
			for _, e := range book.Orgs["wenbridge"].Events() {
				if e.Starts.After(now) {
					coming[e.Work]++
					require.Less(t, e.Starts.Sub(now), 30*24*time.Hour)
					require.Equal(t, map[bool]int{false: 10, true: 9}[e.Work], e.Starts.Hour(), "they keep their hour when the clocks change")
				}
			}
			require.Equal(t, map[bool]int{false: 1, true: 1}, coming)
		})
	}
}
