package feed_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/directory"
	"github.com/connective-messaging/connective/bot/directory/feed"
)

// drafts keeps editions in memory, for one organisation.
type drafts struct {
	head    directory.Head
	now     map[string]directory.Service
	draft   map[string]directory.Service
	edition string
	source  string
}

func (d *drafts) TakeEdition(_ context.Context, org, source, run string) (feed.Draft, error) {
	if d.draft == nil || d.source != source {
		d.draft, d.source, d.edition = map[string]directory.Service{}, source, run
	}
	return feed.Draft{Org: org, Run: run, Edition: d.edition, Head: d.head, IDs: slices.Collect(maps.Keys(d.draft))}, nil
}

func (d *drafts) Were(_ context.Context, _ feed.Draft, ids []string) ([]feed.Was, error) {
	were := make([]feed.Was, len(ids))
	for i, id := range ids {
		if s, there := d.draft[id]; there {
			were[i].Draft = &s
		}
		if s, there := d.now[id]; there {
			were[i].Now = &s
		}
	}
	return were, nil
}

func (d *drafts) Shelve(_ context.Context, _ feed.Draft, services []directory.Service, drop []string) error {
	for _, s := range services {
		d.draft[s.ID] = s
	}
	for _, id := range drop {
		delete(d.draft, id)
	}
	return nil
}

func (d *drafts) Issue(_ context.Context, draft feed.Draft, head directory.Head) error {
	if d.head != draft.Head {
		return feed.ErrMoved
	}
	d.head, d.now, d.draft = head, d.draft, nil
	return nil
}

// run imports into the drafts.
func (d *drafts) run(t testing.TB, at string, change ...func(*feed.Job)) (feed.Report, []feed.Fault, error) {
	t.Helper()
	source, err := feed.Open(at, quick, true)
	require.NoError(t, err)
	var faults []feed.Fault
	job := feed.Job{Org: "wenbridge", Source: source, Drafts: d, Now: day, Fault: func(f feed.Fault) error {
		faults = append(faults, f)
		return nil
	}}
	for _, c := range change {
		c(&job)
	}
	report, err := feed.Run(context.Background(), job)
	return report, faults, err
}

// file writes a file with services.
func file(t testing.TB, services ...string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "services.json")
	require.NoError(t, os.WriteFile(name, []byte("["+strings.Join(services, ",")+"]"), 0o600))
	return name
}

func TestTheTownIsImportedAndTheNextTimeNothingIsNew(t *testing.T) {
	d := &drafts{}
	report, faults, err := d.run(t, town)
	require.NoError(t, err)
	require.Empty(t, faults)
	require.Equal(t, feed.Report{Rows: 75, Services: 75, Added: 75, Stale: 1, Hidden: 2, NoPhone: 1, Done: true}, report)
	report, _, err = d.run(t, town)
	require.NoError(t, err)
	require.Equal(t, feed.Report{Rows: 75, Services: 75, Unchanged: 75, Before: 75, Stale: 1, Hidden: 2, NoPhone: 1, Done: true}, report)
	require.Equal(t, directory.Head{N: 2, Edition: d.head.Edition, Services: 75, At: day, Source: "services.json", Full: day}, d.head)
}

func TestACheckCountsTheSameAndKeepsNothing(t *testing.T) {
	report, faults, err := (&drafts{}).run(t, file(t, service(1), service(1), `{"id": "x"}`), func(j *feed.Job) { j.Drafts = nil })
	require.NoError(t, err)
	require.Equal(t, feed.Report{Rows: 3, Services: 1, Added: 1, Refused: 1, Duplicates: 1, NoDate: 1}, report)
	require.Equal(t, "row 3 (x) /name: there must be a name: a text must say what it is about. Fill it in. [left out]", faults[1].String())
}

func TestOfDuplicatesTheLastCountsAndIsReported(t *testing.T) {
	d := &drafts{}
	var many []string
	for n := range 150 { // more than are written at once
		many = append(many, service(n))
	}
	last := strings.Replace(service(7), "Service 7", "The last", 1)
	report, faults, err := d.run(t, file(t, append(many, last)...))
	require.NoError(t, err)
	require.Equal(t, 150, report.Services)
	require.Equal(t, 1, report.Duplicates)
	require.Equal(t, "The last", d.now["s7"].Name)
	require.Equal(t, 151, faults[0].Row)
	require.Contains(t, faults[0].What, "row 8 has the same id")
}

func TestAFeedThatFailsTakesNothingAway(t *testing.T) {
	for name, broken := range map[string]http.HandlerFunc{
		"down":  func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) },
		"empty": func(w http.ResponseWriter, r *http.Request) { paged(0)(w, r) },
		"down after two pages": func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Query().Get("page") == "3" {
				w.WriteHeader(http.StatusInternalServerError)
				return
			}
			paged(40)(w, r)
		},
		"a fifth and one gone": paged(31),
		"all of it wrong": func(w http.ResponseWriter, r *http.Request) {
			pageOf(w, 40, 1, 40, func(n int) string { return fmt.Sprintf(`{"id": "s%d", "name": %d}`, n, n) })
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := &drafts{}
			working := true
			at := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if working {
					paged(40)(w, r)
					return
				}
				broken(w, r)
			})
			_, _, err := d.run(t, at)
			require.NoError(t, err)
			before := maps.Clone(d.now)
			working = false
			report, _, err := d.run(t, at)
			require.Error(t, err)
			require.False(t, report.Done)
			require.Equal(t, before, d.now)
			require.EqualValues(t, 1, d.head.N)
		})
	}
}

func TestAFeedThatShrinksByMoreThanAFifthAsksFirst(t *testing.T) {
	services := func(n int) (all []string) {
		for i := range n {
			all = append(all, service(i))
		}
		return all
	}
	d := &drafts{}
	_, _, err := d.run(t, file(t, services(40)...))
	require.NoError(t, err)
	report, _, err := d.run(t, file(t, services(32)...), func(j *feed.Job) {
		j.Shrink = func(int, int) bool { t.Error("a fifth is not more than a fifth"); return false }
	})
	require.NoError(t, err)
	require.Equal(t, 8, report.Removed)

	_, _, err = d.run(t, file(t, services(25)...))
	var shrunk *feed.ShrunkError
	require.ErrorAs(t, err, &shrunk)
	require.Equal(t, feed.ShrunkError{Before: 32, Now: 25}, *shrunk)
	require.Len(t, d.now, 32)
	_, _, err = d.run(t, file(t, services(25)...), func(j *feed.Job) { j.Shrink = func(int, int) bool { return true } })
	require.NoError(t, err)
	require.Len(t, d.now, 25)
	_, _, err = d.run(t, file(t), func(j *feed.Job) { j.Shrink = func(int, int) bool { return true } })
	require.ErrorIs(t, err, feed.ErrEmpty, "nobody can say that an empty directory is right")
}

// records counts the records that a feed was asked for, and fails after `until`.
type records struct {
	asked, until atomic.Int64
	answered     sync.Map // by id: a call that was given up may still come in late
}

func (r *records) different() (n int) {
	r.answered.Range(func(any, any) bool { n++; return true })
	return n
}

// listed serves a feed whose list says little, and each service's own record.
func listed(t testing.TB, all int, records *records) string {
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		if id, one := strings.CutPrefix(r.URL.Path, "/services/"); one {
			if n, until := records.asked.Add(1), records.until.Load(); until > 0 && n > until {
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			records.answered.Store(id, true)
			n, _ := strconv.Atoi(id[1:])
			fmt.Fprint(w, strings.TrimSuffix(service(n), "}")+`, "last_modified": "2026-08-01"}`)
			return
		}
		page, _ := strconv.Atoi(r.URL.Query().Get("page"))
		size, _ := strconv.Atoi(r.URL.Query().Get("per_page"))
		pageOf(w, all, page, size, func(n int) string {
			return fmt.Sprintf(`{"id": "s%d", "name": "Service %d", "status": "active", "last_modified": "2026-08-01"}`, n, n)
		})
	})
}

func TestAListThatSaysLittleIsReadServiceByServiceAndOnlyOnce(t *testing.T) {
	var records records
	at, d := listed(t, 250, &records), &drafts{}
	report, faults, err := d.run(t, at)
	require.NoError(t, err)
	require.Empty(t, faults)
	require.Equal(t, 250, report.Fetched)
	require.Equal(t, []string{"01632 960249"}, d.now["s249"].Phones)
	report, _, err = d.run(t, at)
	require.NoError(t, err)
	require.Equal(t, 250, report.Reused, "nothing has changed")
	require.EqualValues(t, 250, records.asked.Load())
	require.Equal(t, 250, report.Unchanged)
}

func TestAnInterruptedImportGoesOnWhereItWas(t *testing.T) {
	var records records
	at, d := listed(t, 250, &records), &drafts{}
	records.until.Store(150)
	_, _, err := d.run(t, at)
	require.Error(t, err)
	require.Zero(t, d.head)
	records.until.Store(0)
	records.answered.Clear()
	report, _, err := d.run(t, at)
	require.NoError(t, err)
	require.Equal(t, 250, report.Services)
	require.Equal(t, 100, report.Reused, "the hundred that were written")
	require.Equal(t, 150, records.different())
	_, again := records.answered.Load("s99")
	require.False(t, again)
}

func TestWhatIsGoneSinceAnInterruptedImportIsNotKept(t *testing.T) {
	d := &drafts{}
	stop := errors.New("stop")
	many := func(from, to int) (all []string) {
		for n := from; n < to; n++ {
			all = append(all, service(n))
		}
		return all
	}
	name := file(t, append(many(0, 150), `{"id": "x"}`)...)
	_, _, err := d.run(t, name, func(j *feed.Job) { j.Fault = func(feed.Fault) error { return stop } })
	require.ErrorIs(t, err, stop)
	require.Len(t, d.draft, 100)
	require.NoError(t, os.WriteFile(name, []byte("["+strings.Join(many(50, 150), ",")+"]"), 0o600))
	report, _, err := d.run(t, name)
	require.NoError(t, err)
	require.Equal(t, 100, report.Services)
	require.Len(t, d.now, 100)
	require.NotContains(t, d.now, "s0")
}

func TestARecordThatIsNotThereOrAnotherOnesIsLeftOut(t *testing.T) {
	at := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/services":
			fmt.Fprint(w, `{"last_page": true, "contents": [{"id": "a", "name": "A", "status": "active"}, {"id": "b", "name": "B", "status": "active"}, {"id": "c", "name": "C"}]}`)
		case "/services/b":
			fmt.Fprint(w, service(3))
		case "/services/c":
			fmt.Fprint(w, `{"id": "c", "name": "C, whole", "status": "active", "phones": []}`)
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	})
	d := &drafts{}
	report, faults, err := d.run(t, at)
	require.NoError(t, err)
	require.Equal(t, 2, report.Refused)
	require.Equal(t, "its own record cannot be had", faults[0].What)
	require.Equal(t, "its own record has another id", faults[1].What)
	require.Len(t, d.now, 1)
	require.Equal(t, "C, whole", d.now["c"].Name)
}
