package flows

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

// areaOrgs are two organisations: the mill, with what cases: has, and the harbour.
func areaOrgs(mill, harbour string) fstest.MapFS {
	flow := &fstest.MapFile{Data: []byte("title: Tea\nstart: {words: [TEA]}\nsteps:\n  one: {say: Text STOP at any time to stop., then: end}\n")}
	return fstest.MapFS{
		"mill/org.yaml":    {Data: []byte("name: Mill Lane\nnumber: \"+447700900001\"\nqueues: {desk: {}}\ncases:\n" + mill)},
		"harbour/org.yaml": {Data: []byte("name: Harbour\nnumber: \"+447700900002\"\nqueues: {nurses: {}}\n" + harbour)},
		"mill/tea.yaml":    flow, "harbour/tea.yaml": flow,
	}
}

func TestACaseCanGoWhereBothSayThatItMay(t *testing.T) {
	const toHarbour = "  areas:\n    coast: {name: Harbour nurses, org: harbour, queue: nurses}\n"
	for name, c := range map[string]struct {
		mill, harbour, warns string
		reaches              bool
	}{
		"both say so":           {toHarbour, "cases: {takes_from: [mill]}\n", "", true},
		"its first queue":       {"  areas: {coast: {name: Harbour nurses, org: harbour}}\n", "cases: {takes_from: [mill]}\n", "", true},
		"people elsewhere":      {"  areas: {leeds: {name: Leeds nurses, contact: 01632 960123}}\n", "", "", true},
		"it takes none":         {toHarbour, "", "harbour does not take cases from mill.", false},
		"it takes only others'": {toHarbour, "cases: {takes_from: [quay]}\n", "harbour does not take cases from mill.", false},
		"no such queue":         {"  areas: {coast: {name: Harbour nurses, org: harbour, queue: desk}}\n", "cases: {takes_from: [mill]}\n", "harbour has no such queue.", false},
		"no such organisation":  {"  areas: {coast: {name: Quay nurses, org: quay}}\n", "", `there is no organisation with the id "quay".`, false},
	} {
		t.Run(name, func(t *testing.T) {
			book, found := Load(areaOrgs(c.mill, c.harbour))
			mill := book.Orgs["mill"]
			require.NotEmpty(t, mill.Flows, "it works, whatever another organisation says: %v", found)
			require.Len(t, mill.Closings.Areas, 1)
			area := mill.Closings.Areas[0]
			require.Equal(t, c.reaches, area.Reaches(mill, book.Orgs[area.Org]))
			if c.warns == "" {
				require.Empty(t, found)
				return
			}
			require.Len(t, found, 1)
			require.Equal(t, "no-such-area", found[0].Code)
			require.Equal(t, Warning, found[0].Severity)
			require.Equal(t, c.warns, found[0].Message)
		})
	}
}

func TestAnAreaIsEitherHereOrElsewhere(t *testing.T) {
	for name, area := range map[string]string{
		"neither": "{name: Leeds nurses}", "both": "{name: Leeds nurses, org: harbour, contact: 01632 960123}", "no name": "{contact: 01632 960123}",
		"a queue of nobody": "{name: Leeds nurses, contact: 01632 960123, queue: desk}", "a long name": "{name: The health visitors of Leeds and all around it, contact: 01632 960123}",
	} {
		t.Run(name, func(t *testing.T) {
			_, found := Load(areaOrgs("  areas: {leeds: "+area+"}\n", ""))
			require.True(t, anyError(found))
		})
	}
}
