package flows

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTheNearestRowsAreThoseOfASortOfAll compares the nearest with what a plain sort
// of all rows by distance and then by name puts first.
func TestTheNearestRowsAreThoseOfASortOfAll(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	o := load(t, map[string]string{"main.yaml": "start: {words: [TEA]}\nsteps:\n  top: {say: Tea.}\n"})
	k := &turn{org: o, lang: "en"}
	names := []string{"élan", "Elan", "10", "9", "2nd hand", "zoo", "Zoo", ""}
	for range 60 {
		rows := make([]Row, r.IntN(40))
		for i := range rows {
			rows[i] = Row{"id": fmt.Sprint("r", i), "name": names[r.IntN(len(names))], "area": []string{"WB1", "wb2", "WB3", "WB9", ""}[r.IntN(5)]}
			if r.IntN(3) == 0 {
				rows[i]["lat"], rows[i]["lon"] = fmt.Sprint(51+float64(r.IntN(3))/10), "-4"
			}
		}
		here, ok := o.positionOf("Wb1")
		require.True(t, ok)
		all := slices.Clone(rows)
		slices.SortStableFunc(all, func(a, b Row) int {
			return cmp.Or(cmp.Compare(o.distance(a, here), o.distance(b, here)), sortCellOf(a["name"]).compare(sortCellOf(b["name"])))
		})
		for _, most := range []int{1, 2, 3, 7, 24, 40} {
			require.Equal(t, all[:min(most, len(all))], k.byDistance(slices.Clone(rows), here, most), "%d of %d", most, len(rows))
		}
	}
}

func TestCellsAreSortedByValueOrByTheirLetters(t *testing.T) {
	cells := []string{"zoo", "10", "élan", "9", "Ember", "-1.5", "2nd"}
	slices.SortFunc(cells, func(a, b string) int { return sortCellOf(a).compare(sortCellOf(b)) })
	require.Equal(t, []string{"-1.5", "9", "10", "2nd", "élan", "Ember", "zoo"}, cells)
}

// TestSameValueIsWhatTheNumbersSay holds the short way to what the long one says.
func TestSameValueIsWhatTheNumbersSay(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"food", "FOOD", true}, {"food", "home", false}, {"1", "1.0", true}, {"+1", "1", true}, {".5", "0.5", true}, {"1e3", "1000", true}, {"inf", "+Inf", true},
		{"0x10", "16", false}, {"0x1p4", "16", true}, {"nan", "NAN", true}, {"", "", true}, {"", "0", false}, {"1", "one", false}, {"-0", "0", true},
	} {
		require.Equal(t, c.same, sameValue(c.a, c.b), "%s and %s", c.a, c.b)
		require.Equal(t, c.same, sameValue(c.b, c.a), "%s and %s", c.b, c.a)
	}
}

func TestOfTwoOutcodesOfOneNameTheFirstHolds(t *testing.T) {
	o := &Org{Lists: map[string]*List{outcodes: {Rows: []Row{{"id": "wb1", "lat": "51", "lon": "-4"}, {"id": "WB1", "lat": "60", "lon": "-4"}, {"id": "wb2", "lat": "north"}}}}}
	p, ok := o.positionOf("Wb1")
	require.True(t, ok)
	require.Equal(t, position{51, -4}, p)
	_, ok = o.positionOf("WB2")
	require.False(t, ok, "it has no place")
}
