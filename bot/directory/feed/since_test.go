package feed_test

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/directory"
	"github.com/connective-messaging/connective/bot/directory/feed"
)

// Services is what people get now.
func (d *drafts) Services(context.Context, string, directory.Head) ([]directory.Service, error) {
	var all []directory.Service
	for _, s := range d.now {
		all = append(all, s)
	}
	return all, nil
}

func TestOnlyWhatHasChangedIsAskedForAndAllOfItOnceAWeek(t *testing.T) {
	all, changed := map[int]string{}, map[int]string{}
	for n := range 20 {
		all[n] = service(n)
	}
	knows := "yes"
	var asked []string
	at := serve(t, func(w http.ResponseWriter, r *http.Request) {
		since := r.URL.Query().Get("modified_after")
		asked = append(asked, since)
		rows := all
		switch {
		case since != "" && knows == "no":
			http.Error(w, "what?", http.StatusBadRequest)
			return
		case since != "" && knows == "yes":
			rows = changed
		}
		page, _ := strconv.Atoi(r.URL.Query().Get("page"))
		size, _ := strconv.Atoi(r.URL.Query().Get("per_page"))
		var list []string
		for n := range 20 {
			if row, there := rows[n]; there {
				list = append(list, row)
			}
		}
		pageOf(w, len(list), page, size, func(n int) string { return list[n] })
	}) + "/services"

	d, now := &drafts{}, day
	again := func(change ...func(*feed.Job)) feed.Report {
		t.Helper()
		asked = nil
		report, _, err := d.run(t, at, append(change, func(j *feed.Job) { j.Shelf, j.Now = d, now })...)
		require.NoError(t, err)
		return report
	}
	report := again()
	require.Zero(t, report.Since, "nothing is known yet")
	require.Equal(t, 20, report.Added)

	now = now.Add(24 * time.Hour)
	changed[3], changed[4] = strings.Replace(service(3), "Service 3", "Anew", 1), `{"id": "s4", "phones": []}`
	report = again()
	require.Equal(t, day.Add(-24*time.Hour).UTC(), report.Since)
	require.Equal(t, []string{report.Since.Format(time.RFC3339)}, asked)
	require.Equal(t, []int{2, 19, 1, 18, 1, 18}, []int{report.Rows, report.Services, report.Changed, report.Unchanged, report.Refused, report.Carried})
	require.Equal(t, "Anew", d.now["s3"].Name)
	require.NotContains(t, d.now, "s4", "what is wrong by now is left out as in a whole import")

	now = now.Add(24 * time.Hour)
	clear(changed)
	require.Equal(t, 19, again().Carried, "nothing has changed, and nothing is lost")

	knows = "ignores"
	report = again()
	require.Equal(t, 20, report.Services, "a feed that answers with everything")
	require.Zero(t, report.Carried)

	knows = "no"
	report = again()
	require.Zero(t, report.Since, "a feed that does not understand is asked for everything")
	require.Equal(t, 20, report.Services)

	knows = "yes"
	delete(all, 19)
	now = now.Add(8 * 24 * time.Hour)
	report = again()
	require.Zero(t, report.Since, "a week is over")
	require.Equal(t, 1, report.Removed)
	now = now.Add(time.Hour)
	delete(all, 18)
	require.Zero(t, again().Removed)
	require.Equal(t, 1, again(func(j *feed.Job) { j.Whole = true }).Removed, "asked for all of it")
	require.Equal(t, []string{"", ""}, asked)
}

func TestAFileIsReadWhole(t *testing.T) {
	d := &drafts{}
	name := file(t, service(1), service(2))
	for range 2 {
		report, _, err := d.run(t, name, func(j *feed.Job) { j.Shelf = d })
		require.NoError(t, err)
		require.Zero(t, report.Since, fmt.Sprint(report))
	}
}
