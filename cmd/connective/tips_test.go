package main

import (
	"bytes"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/evaluation"
	"github.com/connective-messaging/connective/flows"
)

// orgOfTips has a tip that was reviewed in March, and one that nobody has.
func orgOfTips(t *testing.T) *flows.Org {
	t.Helper()
	book, found := flows.Load(fstest.MapFS{
		"org.yaml": {Data: []byte("id: town\nname: Tea Town\nnumber: \"+447700900002\"\n")},
		"try.yaml": {Data: []byte("start: {words: [TEA]}\nsteps:\n  top: {say: Tea comes.}\n")},
		"tips.csv": {Data: []byte("id,name,text,stage,author,reviewer,reviewed\nnaps,Naps,Babies sleep by day.,newborn baby,A,B,2026-03-01\nheat,Heat,Wear layers.,,A,,\n")},
	})
	require.NotNil(t, book.Orgs["town"], "%v", found)
	return book.Orgs["town"]
}

func TestTipsAreListedWithWhatPeopleThinkOfThem(t *testing.T) {
	o, now := orgOfTips(t), time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	counts := map[string]evaluation.TipCount{"naps": {Shown: 5, Yes: 2, No: 1}}
	var out bytes.Buffer
	require.NoError(t, printTips(streams{out: &out}, tipLines(o, counts, now, false), "none"))
	require.Equal(t, "TIP   TITLE  STAGES        SENT IN  REVIEWED    BY  SHOWN  HELPED  \n"+
		"naps  Naps   newborn baby  en       2026-03-01  B   5      2 of 3  \n"+
		"heat  Heat                 en                       0              to be looked through\n", out.String())
}

func TestTipsThatNobodyHasLookedThroughForAYearAreListed(t *testing.T) {
	o := orgOfTips(t)
	for _, c := range []struct {
		on   time.Time
		want []string
	}{
		{time.Date(2027, 2, 28, 23, 0, 0, 0, time.UTC), []string{"heat"}},
		{time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC), []string{"naps", "heat"}},
	} {
		var got []string
		for _, l := range tipLines(o, nil, c.on, true) {
			got = append(got, l.ID)
		}
		require.Equal(t, c.want, got, c.on)
	}
	var out bytes.Buffer
	require.NoError(t, printTips(streams{out: &out}, nil, "All were looked through within a year."))
	require.Equal(t, "All were looked through within a year.\n", out.String())
}
