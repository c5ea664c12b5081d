package directory_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/directory"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// listing is an organisation with a services.csv, and lines of its org.yaml.
func listing(t *testing.T, csv string, lines ...string) *flows.Org {
	t.Helper()
	book, found := flows.Load(fstest.MapFS{
		"town/org.yaml":     {Data: []byte("name: Town\nnumber: \"+447700900000\"\nlanguages: [en, cy]\n" + strings.Join(lines, "\n"))},
		"town/services.csv": {Data: []byte(csv)},
	})
	require.NotNil(t, book.Orgs["town"], found)
	return book.Orgs["town"]
}

func TestServicesOfAListThatNobodyAssuredAreHiddenOrMarked(t *testing.T) {
	const rows = "\nfresh,Fresh,01632 960101,Free.,Am ddim.,2025-09-15\nold,Old,01632 960102,Free.,Am ddim.,2025-09-14\nnever,Never,,,,\n"
	const full, bare = "id,name,phone,catch,catch:cy,assured" + rows, "id,name,phone,about,price,assured" + rows
	for name, c := range map[string]struct {
		csv, line string
		want      []string
		catch     [2]string
	}{
		"hidden where nothing is said": {full, "", []string{"fresh", "never"}, [2]string{}},
		"hidden":                       {full, "stale: hide", []string{"fresh", "never"}, [2]string{}},
		"marked": {full, "stale: mark", []string{"fresh", "old", "never"},
			[2]string{"Checked over a year ago: ring first. Free.", "Gwiriwyd dros flwyddyn yn ôl: ffoniwch yn gyntaf. Am ddim."}},
		"hidden where nothing could say so": {bare, "stale: mark", []string{"fresh", "never"}, [2]string{}},
	} {
		o := listing(t, c.csv, c.line)
		list := directory.Dated(o, tuesday).List("services")
		var ids []string
		for _, row := range list.Rows {
			ids = append(ids, row["id"])
		}
		require.Equal(t, c.want, ids, name)
		if old := list.Row("old"); old != nil {
			require.Equal(t, c.catch, [2]string{old["catch"], old["catch:cy"]}, name)
		}
		require.Empty(t, list.Row("never")["catch"], name)
		require.NotContains(t, o.List("services").Row("old")["catch"], "year ago", "the list itself stays as it was")
	}
	o := listing(t, "id,name\na,A\n")
	require.Same(t, o, directory.Dated(o, tuesday), "no day, nothing to look at")
}

func TestAnImportedServiceThatNobodyAssuredSaysSoOnItsCard(t *testing.T) {
	long := directory.Service{
		ID: "a", Name: strings.Repeat("The Very Long Name Of A Service ", 3), Status: directory.Active, Assured: "2024-01-01", Phones: []string{"01632 960101"},
		Fees: "costs four pounds", Openings: []directory.Opening{{Days: []time.Weekday{1, 2}, Opens: 600, Closes: 700}}, Place: &directory.Place{Postcode: "WB1 2AB"},
	}
	alone := long
	alone.ID, alone.Name, alone.Phones = "b", "Bench", nil
	x := directory.NewIndex([]directory.Service{long, alone}, nil)
	languages := []string{"en", "cy", "pl", "ur"}
	require.Empty(t, x.List(languages, tuesday, false).Rows)
	rows := x.List(languages, tuesday, true).Rows
	require.Len(t, rows, 2)
	for _, tag := range []string{"card", "card:cy", "card:pl", "card:ur"} {
		require.Equal(t, 1, providers.Segments(rows[0][tag]).Parts, rows[0][tag])
		require.NotEmpty(t, rows[0][tag])
	}
	require.Contains(t, rows[0]["card"], "Call 01632 960101. Checked over a year ago: ring first.")
	require.Contains(t, rows[0]["card:pl"], "Sprawdzono ponad rok temu")
	require.Contains(t, rows[0]["card:ur"], "ایک سال سے پہلے")
	require.Contains(t, rows[1]["card"], "Last checked over a year ago.")
	require.NotContains(t, rows[1]["card"], "ring first", "there is no number")
	require.Contains(t, rows[0]["catch:cy"], "Gwiriwyd dros flwyddyn yn ôl")
	require.NotContains(t, x.Service(rows[0]["id"]).Card("en"), "year ago", "the record stays as it was")
}
