package feed_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/directory/feed"
)

const aValid = `{"id":"s1","name":"A","status":"active","url":"https://example.org","phones":[{"number":"01632 960101"}],` +
	`"minimum_age":4,"schedules":[{"id":"h1","freq":"WEEKLY","byday":"TU"}],"service_at_locations":[{"id":"p1","location":{"id":"l1",` +
	`"addresses":[{"id":"a1","address_1":"1 Test Street","city":"Wenbridge","state_province":"Wen","postal_code":"WB1 2AB","country":"GB","address_type":"physical"}]}}]}`

func TestTheTownIsAsTheSchemaHasIt(t *testing.T) {
	f, err := os.Open(town)
	require.NoError(t, err)
	defer f.Close()
	n := 0
	for raw, err := range feed.Services(f, &feed.Page{}) {
		require.NoError(t, err)
		require.Empty(t, feed.Against(raw))
		n++
	}
	require.Equal(t, 75, n)
}

func TestWhereARowDiffersFromTheSchemaIsSaidByRow(t *testing.T) {
	require.Empty(t, feed.Against(json.RawMessage(aValid)))
	for name, c := range map[string]struct{ from, to, where, what, mend string }{
		"no page":               {`"url":"https://example.org",`, ``, "/url", "this must be there", "Fill it in."},
		"no id of a schedule":   {`{"id":"h1",`, `{`, "/schedules/0/id", "this must be there", "Fill it in."},
		"a yearly schedule":     {`"WEEKLY"`, `"YEARLY"`, "/schedules/0/freq", "this word is not known", "Write one of WEEKLY, MONTHLY."},
		"no country":            {`"country":"GB",`, ``, "/service_at_locations/0/location/addresses/0/country", "this must be there", "Fill it in."},
		"a kind of address":     {`"physical"`, `"nowhere"`, "/service_at_locations/0/location/addresses/0/address_type", "this word is not known", "Write one of physical, postal, virtual."},
		"an age in quotes":      {`4`, `"4"`, "/minimum_age", "this is string", "It must be number."},
		"schedules as one":      {`[{"id":"h1","freq":"WEEKLY","byday":"TU"}]`, `{"id":"h1"}`, "/schedules", "this is object", "It must be array."},
		"a status not known":    {`"active"`, `"open"`, "/status", "this word is not known", "Write one of active, inactive, defunct, temporarily closed."},
		"what is not its field": {`"minimum_age":4`, `"another":4`, "", "", ""},
	} {
		require.Contains(t, aValid, c.from, name)
		faults := feed.Against(json.RawMessage(strings.Replace(aValid, c.from, c.to, 1)))
		if c.where == "" {
			require.Empty(t, faults, name)
			continue
		}
		require.Len(t, faults, 1, name)
		require.Equal(t, []string{c.where, c.what, c.mend}, []string{faults[0].Where, faults[0].What, faults[0].Mend}, name)
	}
	require.Empty(t, feed.Against([]byte(`{"id":"x","service_taxonomys":[]}`)), "version 1 has another schema")
	require.Empty(t, feed.Against([]byte(strings.Repeat(`[`, 100000))), "bounded")
	require.LessOrEqual(t, len(feed.Against([]byte(`{"schedules":[`+strings.Repeat(`{},`, 150)+`{}]}`))), 20)
}

func TestAnImportSaysWhatDiffersAndKeepsTheRow(t *testing.T) {
	d := &drafts{}
	bare := strings.Replace(aValid, `"url":"https://example.org",`, "", 1)
	report, faults, err := d.run(t, file(t, aValid, strings.Replace(bare, `"s1"`, `"s2"`, 1), strings.Replace(aValid, `4`, `"4"`, 1)), func(j *feed.Job) { j.Schema = true })
	require.NoError(t, err)
	require.Equal(t, []int{3, 2, 1, 1}, []int{report.Rows, report.Services, report.Refused, report.Differs})
	require.Len(t, faults, 2, "one fault is said once: %v", faults)
	require.Equal(t, "row 2 (s2) /url: this must be there: the schema of HSDS 3.0 UK demands it. Fill it in. [kept]", faults[0].String())
	require.Equal(t, "/minimum_age", faults[1].Where)
	require.False(t, faults[1].Kept)
}
