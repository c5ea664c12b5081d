package feed_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/directory"
	"github.com/connective-messaging/connective/bot/directory/feed"
)

// town is the file of a town's 75 services.
const town = "../testdata/services.json"

// day is a Tuesday.
var day = time.Date(2026, 9, 15, 10, 0, 0, 0, time.UTC)

// townServices reads the services of the town, by name.
func townServices(t testing.TB) map[string]directory.Service {
	t.Helper()
	f, err := os.Open(town)
	require.NoError(t, err)
	defer f.Close()
	all := map[string]directory.Service{}
	for raw, err := range feed.Services(f, &feed.Page{}) {
		require.NoError(t, err)
		s, faults := feed.Read(raw)
		require.Empty(t, faults, s.Name)
		all[s.Name] = s
	}
	return all
}

func TestTheTownIsReadWhole(t *testing.T) {
	all := townServices(t)
	require.Len(t, all, 75)
	bank := all["Wenbridge Foodbank"]
	require.Equal(t, []string{"01632 960014"}, bank.Phones, "of its contact, which the profile drops")
	require.Equal(t, []string{"en", "pl"}, bank.Languages)
	require.Equal(t, []string{"WB2", "WB1", "WB3", "WB6"}, bank.Serves)
	require.Equal(t, []string{"food"}, bank.Needs)
	require.Equal(t, "WB2 4AA", bank.Place.Postcode)
	require.Equal(t, directory.Date("2026-01-10"), bank.Assured)
	require.False(t, bank.Free)
	require.Equal(t, []directory.Opening{{Days: []time.Weekday{time.Tuesday, time.Friday}, Opens: 600, Closes: 780, From: "2026-01-01"}}, bank.Openings)
	require.Equal(t, []directory.Way{directory.ByPhone}, all["Safe Home line"].Ways)
	require.True(t, all["Safe Home line"].Openings[0].AllDay())
	require.Equal(t, []directory.Way{directory.Online}, all["Sleep workshop"].Ways)
	require.Empty(t, all["Hate crime reporting point"].Phones)
	require.Equal(t, 1, all["Quiet hour"].Openings[0].Nth)
	lunch := all["Holiday lunch club"]
	require.True(t, lunch.Openings[0].Unsettled, "it opens in school holidays alone")
	standings := map[directory.Standing]int{}
	for _, s := range all {
		standings[s.Standing(day)]++
	}
	require.Equal(t, map[directory.Standing]int{directory.Fresh: 72, directory.Stale: 1, directory.Shut: 1, directory.Over: 1}, standings)
}

// of is a service with a part of it changed.
func of(change string) string {
	fields := map[string]json.RawMessage{}
	for _, part := range []string{`{"id": "a-1", "name": "Tea", "status": "active"}`, change} {
		if err := json.Unmarshal([]byte(part), &fields); err != nil {
			panic(err)
		}
	}
	text, _ := json.Marshal(fields)
	return string(text)
}

func TestARowThatIsWrongIsLeftOutAndSaysWhereAndWhy(t *testing.T) {
	for name, row := range map[string]struct{ raw, where, what string }{
		"no JSON":              {`{"id": `, "", "this is not JSON"},
		"a list":               {`[]`, "", "this is a list"},
		"null":                 {`null`, "", "this is null"},
		"no id":                {of(`{"id": null}`), "/id", "there must be an id"},
		"an id of a script":    {of(`{"id": "<script>alert(1)</script>"}`), "/id", "there must be an id"},
		"a number for an id":   {of(`{"id": 7}`), "/id", "this is the number 7"},
		"no name":              {of(`{"name": ""}`), "/name", "there must be a name"},
		"a name of tags":       {of(`{"name": "<b></b>"}`), "/name", "there must be a name"},
		"no status":            {of(`{"status": null}`), "/status", "there must be one of active"},
		"an odd status":        {of(`{"status": "open"}`), "/status", "there must be one of active"},
		"an age in words":      {of(`{"minimum_age": "18"}`), "/minimum_age", "this is text"},
		"half an age":          {of(`{"minimum_age": 1.5}`), "/minimum_age", "this is the number 1.5"},
		"ages upside down":     {of(`{"minimum_age": 60, "maximum_age": 16}`), "/minimum_age", "the lowest age is above the highest"},
		"a contact of text":    {of(`{"contacts": ["a"]}`), "/contacts/0", "this is text"},
		"contacts of text":     {of(`{"contacts": "a"}`), "/contacts", "this is text"},
		"a number for a phone": {of(`{"contacts": [{"phones": [{"number": 1632960014}]}]}`), "/contacts/0/phones/0/number", "this is the number 1632960014"},
		"no date":              {of(`{"assured_date": "last week"}`), "/assured_date", "this is not a date"},
		"a place in words":     {of(`{"service_at_locations": [{"location": {"latitude": "51"}}]}`), "/service_at_locations/0/location/latitude", "this is text"},
		"very deep":            {of(`{"x": ` + strings.Repeat("[", 400) + strings.Repeat("]", 400) + `}`), "", "there are more than 24"},
	} {
		t.Run(name, func(t *testing.T) {
			_, faults := feed.Read([]byte(row.raw))
			require.Len(t, faults, 1)
			require.False(t, faults[0].Kept)
			require.Equal(t, row.where, faults[0].Where)
			require.Contains(t, faults[0].What, row.what)
			require.NotEmpty(t, faults[0].Why)
			require.NotEmpty(t, faults[0].Mend)
		})
	}
}

func TestWhatOneFieldHasWrongDoesNotCostTheRow(t *testing.T) {
	for name, row := range map[string]struct{ change, where string }{
		"no phone number":  {`{"phones": [{"number": "ask at the desk"}]}`, "/phones/0/number"},
		"an odd address":   {`{"url": "javascript:alert(1)"}`, "/url"},
		"an odd e-mail":    {`{"email": "a b"}`, "/email"},
		"off the map":      {`{"service_at_locations": [{"location": {"latitude": 101, "longitude": 0}}]}`, "/service_at_locations/0/location/latitude"},
		"days by heart":    {`{"schedules": [{"freq": "WEEKLY", "byday": "most days"}]}`, "/schedules/0/byday"},
		"no days":          {`{"schedules": [{"freq": "WEEKLY", "opens_at": "10:00"}]}`, "/schedules/0"},
		"no time":          {`{"schedules": [{"freq": "WEEKLY", "byday": "MO", "opens_at": "noon"}]}`, "/schedules/0/opens_at"},
		"a very long name": {fmt.Sprintf(`{"name": "%s"}`, strings.Repeat("tea ", 5000)), "/name"},
	} {
		t.Run(name, func(t *testing.T) {
			s, faults := feed.Read([]byte(of(row.change)))
			require.NotEmpty(t, faults)
			require.True(t, faults[0].Kept)
			require.Equal(t, row.where, faults[0].Where)
			require.Equal(t, "a-1", s.ID)
			require.LessOrEqual(t, len(s.Name), 120)
			require.Empty(t, strings.Join(s.Phones, "")+s.URL+s.Email)
		})
	}
}

func TestWhatIsNotAskedForIsKeptOut(t *testing.T) {
	s, faults := feed.Read([]byte(of(`{"password": "zebrafinch", "organization": {"legal": "zebrafinch"}, "contacts": [{"name": "zebrafinch", "phones": []}]}`)))
	require.Empty(t, faults)
	text, err := json.Marshal(s)
	require.NoError(t, err)
	require.NotContains(t, string(text), "zebrafinch")
}

func TestVersionOneOfTheProfileIsRead(t *testing.T) {
	s, faults := feed.Read([]byte(of(`{
		"eligibilitys": [{"minimum_age": 60}],
		"service_taxonomys": [{"taxonomy": {"name": "Lunch clubs"}}],
		"regular_schedules": [{"weekday": "Monday", "opens_at": "10:00", "closes_at": "11:30"}],
		"languages": [{"language": "pl"}],
		"cost_options": [{"amount": 4}],
		"service_areas": [{"service_area": "WB1, WB2"}],
		"service_at_locations": [{"location": {"name": "Hall", "physical_addresses": [{"address_1": "1 Test Street", "postal_code": "wb2 4aa"}],
			"accessibility_for_disabilities": [{"accessibility": "Step free"}]}}],
		"contacts": [{"phones": [{"number": "01632 960014"}]}]}`)))
	require.Empty(t, faults)
	require.Equal(t, 60, *s.MinAge)
	require.Equal(t, []string{"lunch_clubs"}, s.Needs)
	require.Equal(t, []time.Weekday{time.Monday}, s.Openings[0].Days)
	require.Equal(t, []string{"pl"}, s.Languages)
	require.Equal(t, "4 pounds", s.Fees)
	require.Equal(t, []string{"WB1", "WB2"}, s.Serves)
	require.Equal(t, &directory.Place{Name: "Hall", Street: "1 Test Street", Postcode: "WB2 4AA", Access: "Step free"}, s.Place)
	require.Equal(t, []string{"01632 960014"}, s.Phones)
}

func TestTextsAreMadePlain(t *testing.T) {
	for text, want := range map[string]string{
		"Tea &amp; toast":                                "Tea & toast",
		"<p>Come <b>in</b></p><p>all welcome</p>":        "Come in all welcome",
		"<script>alert('x')</script>Tea":                 "Tea",
		"<style>p{}</style>Tea<br/>cake":                 "Tea cake",
		"&lt;p&gt;twice escaped&lt;/p&gt;":               "twice escaped",
		"a < b":                                          "a < b",
		" lots\n\tof   space ":                           "lots of space",
		"zero\u200bwidth \u202eturned":                   "zerowidth turned",
		"bad \xff bytes":                                 "bad bytes",
		"<a href=\"javascript:alert(1)\">a link</a>, ok": "a link , ok",
	} {
		require.Equal(t, want, feed.Plain(text), text)
	}
}

func FuzzReadNeverFailsAndIsBounded(f *testing.F) {
	f.Add([]byte(of(`{}`)))
	f.Add([]byte(`{"id": "a", "schedules": [{"byday": "1SU,-1MO", "interval": 2}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, faults := feed.Read(raw)
		again, _ := feed.Read(raw)
		require.Equal(t, s, again)
		for _, fault := range faults {
			if !fault.Kept {
				return
			}
		}
		require.NotEmpty(t, s.ID)
		require.NotEmpty(t, s.Name)
		require.NotContains(t, s.Name+s.About, "\u202e")
		require.LessOrEqual(t, len([]rune(s.Name)), 120)
		require.LessOrEqual(t, len([]rune(s.About)), 2000)
	})
}
