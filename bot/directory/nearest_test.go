package directory_test

import (
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/directory"
	"github.com/connective-messaging/connective/flows"
)

// nearestTown lists the services for a need that are nearest, of so many in all.
func nearestTown(t testing.TB, n int) (*flows.Org, flows.Conversation, flows.World) {
	t.Helper()
	outcodes := "id,lat,lon\n"
	for i := range 90 {
		outcodes += "WB" + string(rune('0'+i/10)) + string(rune('0'+i%10)) + ",51." + string(rune('0'+i/10)) + string(rune('0'+i%10)) + ",-4.9\n"
	}
	book, found := flows.Load(fstest.MapFS{
		"org.yaml":     {Data: []byte("name: Town\nnumber: \"+447700900002\"\n")},
		"outcodes.csv": {Data: []byte(outcodes)},
		"services.csv": {Data: []byte("id,name,need,area\n")},
		"main.yaml": {Data: []byte(`start: {words: [HELP ME]}
steps:
  where: {ask: Where?, answer: postcode}
  near:
    ask: Here.
    options: {from: services, where: need has food, near: <where>, label: "<name>, <area>", limit: 3, empty: end}
  done: {say: "<near.name>"}
`)},
	})
	require.Len(t, book.Orgs, 1, "%v", found)
	o := book.ByID()[0]
	services, next := many(t, n)
	o = o.WithServices(directory.NewIndex(services, next).List([]string{"en"}, tuesday, false))
	w := flows.World{Now: tuesday}
	return o, o.Begin(flows.Conversation{}, w, "main", nil).Conversation, w
}

func TestTheNearestOfManyServicesAreOffered(t *testing.T) {
	o, c, w := nearestTown(t, 3000)
	played := o.Hear(c, w, "WB10")
	require.NoError(t, played.Fault)
	require.Contains(t, played.Text, "Here.\n1 ")
	require.Len(t, played.Conversation.Now.Shown, 3)
	for _, id := range played.Conversation.Now.Shown {
		require.Contains(t, o.List("services").Row(id)["need"], "food")
	}
}

func BenchmarkNearestOf20000(b *testing.B) {
	o, c, w := nearestTown(b, 20000)
	var all []time.Duration
	for b.Loop() {
		begun := time.Now()
		o.Hear(c, w, "WB10")
		all = append(all, time.Since(begun))
	}
	slices.Sort(all)
	b.ReportMetric(float64(all[len(all)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(all[len(all)*99/100].Microseconds()), "p99-µs")
}
