package directory_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/directory"
	"github.com/connective-messaging/connective/bot/directory/feed"
)

// tuesday is a day on which all but one service of the town were assured within a
// year.
var tuesday = time.Date(2026, 9, 15, 10, 0, 0, 0, time.UTC)

// beside is which outcodes of the town are next to each other.
var beside = map[string][]string{
	"WB1": {"WB2", "WB3", "WB4", "WB5"}, "WB2": {"WB1", "WB3", "WB6"}, "WB3": {"WB1", "WB2", "WB4"},
	"WB4": {"WB1", "WB3", "WB5"}, "WB5": {"WB1", "WB4", "WB6"}, "WB6": {"WB2", "WB5"},
}

// town are the 75 services of the town.
func town(t testing.TB) []directory.Service {
	t.Helper()
	f, err := os.Open("testdata/services.json")
	require.NoError(t, err)
	defer f.Close()
	var all []directory.Service
	for raw, err := range feed.Services(f, &feed.Page{}) {
		require.NoError(t, err)
		s, _ := feed.Read(raw)
		all = append(all, s)
	}
	require.Len(t, all, 75)
	return all
}

// judged is one search that somebody might make, and what would help them.
type judged struct {
	words, language, outcode string
	want                     []string
	aside                    bool // it was not looked at when the words were written
}

func judgedSet(t testing.TB) []judged {
	t.Helper()
	f, err := os.Open("testdata/judged.csv")
	require.NoError(t, err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	var all []judged
	for _, row := range rows[1:] {
		all = append(all, judged{row[0], row[1], row[2], strings.Fields(row[3]), row[4] == "yes"})
	}
	require.Len(t, all, 120)
	return all
}

// tally counts searches, and where in what they found the first is that would help.
type tally struct{ searches, first, three int }

func (c *tally) add(found, want []string) {
	c.searches++
	for at, row := range found[:min(len(found), 3)] {
		if slices.Contains(want, row) {
			c.three++
			if at == 0 {
				c.first++
			}
			return
		}
	}
}

func (c tally) String() string {
	return fmt.Sprintf("first %d%%, among three %d%% of %d", 100*c.first/c.searches, 100*c.three/c.searches, c.searches)
}

// substring is the search that there is everywhere: services whose name, needs or
// description hold the words, else any word of them, in the feed's order.
func substring(services []directory.Service, words string) []string {
	holds := func(s directory.Service, part string) bool {
		return strings.Contains(strings.ToLower(s.Name+" "+strings.Join(s.Topics, " ")+" "+s.About), strings.ToLower(part))
	}
	rows := directory.Rows(services)
	var found []string
	for _, part := range append([]string{words}, strings.Fields(words)...) {
		for i, s := range services {
			if (len(part) > 2) && s.Standing(tuesday) == directory.Fresh && holds(s, part) && !slices.Contains(found, rows[i]) {
				found = append(found, rows[i])
			}
		}
	}
	return found
}

func TestJudgedSearchesFindWhatHelps(t *testing.T) {
	services := town(t)
	x := directory.NewIndex(services, beside)
	var ours, plain [2]tally // those that were looked at, and those that were not
	for _, j := range judgedSet(t) {
		found := x.Search(directory.Seek{Words: j.words, Language: j.language, Outcode: j.outcode, Now: tuesday, Limit: 3})
		var rows []string
		for _, h := range found.Hits {
			rows = append(rows, h.Row)
		}
		half := 0
		if j.aside {
			half = 1
		}
		before := ours[half].three
		ours[half].add(rows, j.want)
		plain[half].add(substring(services, j.words), j.want)
		if ours[half].three == before && !j.aside {
			t.Logf("not found: %q (%s): %v, not %v", j.words, j.language, rows, j.want)
		}
	}
	for half, name := range []string{"looked at", "kept aside"} {
		t.Logf("%s: %s; plain substrings: %s", name, ours[half], plain[half])
	}
	// As it was on the day the words were written; less is a step back.
	for half, floor := range []tally{{80, 73, 79}, {40, 36, 39}} {
		require.Equal(t, floor.searches, ours[half].searches)
		require.GreaterOrEqual(t, ours[half].first, floor.first)
		require.GreaterOrEqual(t, ours[half].three, floor.three)
		require.Greater(t, ours[half].first, 2*plain[half].first)
	}
}
