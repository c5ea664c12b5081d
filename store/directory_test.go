package store_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/directory"
	"github.com/connective-messaging/connective/bot/directory/feed"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/store/storetest"
)

func aService(n int) directory.Service {
	return directory.Service{ID: fmt.Sprintf("s%04d", n), Name: fmt.Sprint("Service ", n), Status: directory.Active, Phones: []string{"01632 960014"}}
}

func someServices(from, to int) (all []directory.Service) {
	for n := from; n < to; n++ {
		all = append(all, aService(n))
	}
	return all
}

// issue makes services an organisation's directory.
func issue(t testing.TB, s *store.Store, org, run string, services []directory.Service) directory.Head {
	t.Helper()
	ctx := context.Background()
	d, err := s.TakeEdition(ctx, org, "services.json", run)
	require.NoError(t, err)
	require.NoError(t, s.Shelve(ctx, d, services, nil))
	head := directory.Head{N: d.Head.N + 1, Edition: d.Edition, Services: len(services), At: noon, Source: "services.json"}
	require.NoError(t, s.Issue(ctx, d, head))
	return head
}

func TestADirectoryIsIssuedInOneStep(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		first := issue(t, s, "wenbridge", "one", someServices(0, 1200))
		d, err := s.TakeEdition(ctx, "wenbridge", "services.json", "two")
		require.NoError(t, err)
		require.Equal(t, first, d.Head)
		require.Empty(t, d.IDs)
		require.NoError(t, s.Shelve(ctx, d, someServices(500, 1500), nil))
		requireDirectory(t, s, first, someServices(0, 1200))

		were, err := s.Were(ctx, d, []string{"s0000", "s0600", "s1400", "none"})
		require.NoError(t, err)
		require.Equal(t, []bool{false, true, true, false}, []bool{were[0].Draft != nil, were[1].Draft != nil, were[2].Draft != nil, were[3].Draft != nil})
		require.Equal(t, []bool{true, true, false, false}, []bool{were[0].Now != nil, were[1].Now != nil, were[2].Now != nil, were[3].Now != nil})

		second := directory.Head{N: 2, Edition: d.Edition, Services: 1000, At: noon}
		require.NoError(t, s.Issue(ctx, d, second))
		requireDirectory(t, s, second, someServices(500, 1500))
		old, err := s.Services(ctx, "wenbridge", first)
		require.NoError(t, err, "whoever reads the one before can finish")
		require.Len(t, old, 1200)
	})
}

func requireDirectory(t testing.TB, s *store.Store, head directory.Head, services []directory.Service) {
	t.Helper()
	heads, err := s.Directories(context.Background())
	require.NoError(t, err)
	require.Equal(t, map[string]directory.Head{"wenbridge": head}, heads)
	got, err := s.Services(context.Background(), "wenbridge", head)
	require.NoError(t, err)
	require.Equal(t, services, got)
}

func TestAnEditionThatIsNotWholeIsNotRead(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		head := issue(t, s, "wenbridge", "one", someServices(0, 3))
		head.Edition = "gone"
		_, err := s.Services(context.Background(), "wenbridge", head)
		require.ErrorIs(t, err, feed.ErrMoved)
	})
}

func TestOfManyImportsAtOnceOneHasTheDraft(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		var wg sync.WaitGroup
		taken := make([]error, 8)
		for n := range taken {
			wg.Go(func() { _, taken[n] = s.TakeEdition(ctx, "wenbridge", "services.json", fmt.Sprint("run", n)) })
		}
		wg.Wait()
		busy := 0
		for _, err := range taken {
			if err != nil {
				require.ErrorIs(t, err, feed.ErrBusy)
				busy++
			}
		}
		require.Equal(t, 7, busy)
		_, err := s.TakeEdition(ctx, "mill", "services.json", "other")
		require.NoError(t, err, "another organisation's is its own")
	})
}

func TestADraftIsTakenUpAfterAnImportHasDied(t *testing.T) {
	clock := noon
	s := open(t, store.Options{Embedded: true, Now: func() time.Time { return clock }})
	ctx := context.Background()
	first, err := s.TakeEdition(ctx, "wenbridge", "services.json", "one")
	require.NoError(t, err)
	require.NoError(t, s.Shelve(ctx, first, someServices(0, 700), nil))
	_, err = s.TakeEdition(ctx, "wenbridge", "services.json", "two")
	require.ErrorIs(t, err, feed.ErrBusy)

	clock = noon.Add(3 * time.Minute)
	second, err := s.TakeEdition(ctx, "wenbridge", "services.json", "two")
	require.NoError(t, err)
	require.Equal(t, first.Edition, second.Edition)
	require.Len(t, second.IDs, 700)
	require.ErrorIs(t, s.Shelve(ctx, first, someServices(0, 1), nil), feed.ErrBusy, "it was given away")
	require.ErrorIs(t, s.Issue(ctx, first, directory.Head{N: 1}), feed.ErrMoved)
	require.NoError(t, s.Shelve(ctx, second, nil, second.IDs[:600]))
	head := directory.Head{N: 1, Edition: second.Edition, Services: 100, At: noon}
	require.NoError(t, s.Issue(ctx, second, head))
	left, err := s.Services(ctx, "wenbridge", head)
	require.NoError(t, err)
	require.Len(t, left, 100)

	clock = clock.Add(time.Hour)
	_, err = s.TakeEdition(ctx, "wenbridge", "services.json", "three")
	require.NoError(t, err)
	clock = clock.Add(time.Hour)
	other, err := s.TakeEdition(ctx, "wenbridge", "another.json", "four")
	require.NoError(t, err)
	require.Empty(t, other.IDs, "another source begins anew")
}

func TestWhatIsImportedIsFoundInConversations(t *testing.T) {
	s := open(t, store.Options{Embedded: true})
	ctx := context.Background()
	town := &flows.Org{ID: "wenbridge", Languages: []string{"en"}, Timezone: time.UTC}
	library := &directory.Library{Shelf: s, Book: func() *flows.Book { return &flows.Book{Orgs: map[string]*flows.Org{"wenbridge": town}} },
		Now: func() time.Time { return noon }, Log: slog.New(slog.DiscardHandler)}
	source, err := feed.Open("../bot/directory/testdata/services.json", feed.UsualLimits, false)
	require.NoError(t, err)
	for _, want := range []feed.Report{{Added: 75}, {Unchanged: 75, Before: 75}} {
		report, err := feed.Run(ctx, feed.Job{Org: "wenbridge", Source: source, Drafts: s, Now: noon})
		require.NoError(t, err)
		require.Equal(t, []int{75, want.Added, want.Unchanged, want.Before}, []int{report.Services, report.Added, report.Unchanged, report.Before})
		require.NoError(t, library.Refresh(ctx))
		found := directory.Find(library.With(town), flows.Seek{Words: "no food today", Near: "WB2", Language: "en", Now: noon, Limit: 1})
		require.Equal(t, []string{"wenbridge_foodbank"}, found.IDs)
		require.Contains(t, library.With(town).List("services").Row("wenbridge_foodbank")["card"], "Call 01632 960014")
	}
}

// BenchmarkImport20000 imports a made file of 20,000 services into a Redis that
// writes to disk. Heap is what is in use at the end, of this process.
func BenchmarkImport20000(b *testing.B) {
	s := open(b, store.Options{URL: storetest.Start(b).URL()})
	file := filepath.Join(b.TempDir(), "services.json")
	out, err := os.Create(file)
	require.NoError(b, err)
	for n := range 20000 {
		fmt.Fprintf(out, "%s{\"id\": \"s%d\", \"name\": \"Service %d\", \"status\": \"active\", \"description\": %q, \"phones\": [{\"number\": \"01632 960014\"}]}", map[bool]string{true: "[", false: ","}[n == 0], n, n, strings.Repeat("tea and cake ", 60))
	}
	_, err = out.WriteString("]")
	require.NoError(b, errors.Join(err, out.Close()))
	source, err := feed.Open(file, feed.UsualLimits, false)
	require.NoError(b, err)
	most := uint64(0)
	for b.Loop() {
		report, err := feed.Run(context.Background(), feed.Job{Org: "wenbridge", Source: source, Drafts: s, Now: noon, Step: func(read, _ int) {
			if read%4000 == 0 {
				var now runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&now)
				most = max(most, now.HeapAlloc)
			}
		}})
		require.NoError(b, err)
		require.Equal(b, 20000, report.Services)
	}
	b.ReportMetric(float64(most>>20), "heap-MB")
}

// directoryRows are the scripts of directories.
func directoryRows() []scriptRow {
	ctx := context.Background()
	org := func(c *scene) string { return "org-" + c.name }
	take := func(c *scene, run string) feed.Draft {
		d, err := c.s.TakeEdition(ctx, org(c), "file", run)
		require.NoError(c.t, err)
		return d
	}
	of := func(d feed.Draft) directory.Head {
		return directory.Head{N: 1, Edition: d.Edition, Services: 2, At: noon}
	}
	return []scriptRow{{
		name: "edition",
		prepare: func(c *scene) func(*store.Store) error {
			return func(s *store.Store) error {
				_, err := s.TakeEdition(ctx, org(c), "file", "run")
				return err
			}
		},
		stale: func(c *scene) {
			_, err := c.s.TakeEdition(ctx, org(c), "file", "another run")
			require.ErrorIs(c.t, err, feed.ErrBusy)
		},
		end: func(c *scene, _ int) {
			require.NoError(c.t, c.s.Shelve(ctx, take(c, "run"), someServices(0, 2), nil), "it is still taken by the run")
		},
	}, {
		name: "shelve",
		prepare: func(c *scene) func(*store.Store) error {
			d := take(c, "run")
			require.NoError(c.t, c.s.Shelve(ctx, d, someServices(1, 3), nil))
			return func(s *store.Store) error { return s.Shelve(ctx, d, someServices(0, 2), []string{"s0002"}) }
		},
		stale: func(c *scene) {
			d := take(c, "run")
			d.Run = "another run"
			require.ErrorIs(c.t, c.s.Shelve(ctx, d, someServices(5, 6), nil), feed.ErrBusy)
		},
		end: func(c *scene, _ int) {
			d := take(c, "run")
			require.NoError(c.t, c.s.Issue(ctx, d, of(d)))
			got, err := c.s.Services(ctx, org(c), of(d))
			require.NoError(c.t, err)
			require.Equal(c.t, someServices(0, 2), got)
		},
	}, {
		name: "assure",
		prepare: func(c *scene) func(*store.Store) error {
			return func(s *store.Store) error {
				_, err := s.Assure(ctx, org(c), "s0001", func(a directory.Assurance) directory.Assurance {
					return a.Hear(directory.StillRight, "", noon)
				})
				return err
			}
		},
		stale: func(c *scene) {
			tries := 0
			_, err := c.s.Assure(ctx, org(c), "s0009", func(a directory.Assurance) directory.Assurance {
				if tries++; tries == 1 { // somebody else comes between
					_, err := c.s.Assure(ctx, org(c), "s0009", func(a directory.Assurance) directory.Assurance { return a.Hear(directory.HasClosed, "", noon) })
					require.NoError(c.t, err)
				}
				a.Quiet = true
				return a
			})
			require.NoError(c.t, err)
			require.Equal(c.t, 2, tries)
		},
		end: func(c *scene, _ int) {
			said, err := c.s.Assurances(ctx, org(c))
			require.NoError(c.t, err)
			require.Equal(c.t, directory.Date("2026-09-15"), said["s0001"].Right)
			if other, there := said["s0009"]; there {
				require.True(c.t, other.Quiet && other.Said == directory.HasClosed, "both are kept")
			}
		},
	}, {
		name: "issue",
		prepare: func(c *scene) func(*store.Store) error {
			d := take(c, "run")
			require.NoError(c.t, c.s.Shelve(ctx, d, someServices(0, 2), nil))
			return func(s *store.Store) error { return s.Issue(ctx, d, of(d)) }
		},
		stale: func(c *scene) {
			late := feed.Draft{Org: org(c), Run: "late", Edition: "late"}
			require.ErrorIs(c.t, c.s.Issue(ctx, late, directory.Head{N: 1, Edition: "late", At: noon}), feed.ErrMoved)
		},
		end: func(c *scene, _ int) {
			heads, err := c.s.Directories(ctx)
			require.NoError(c.t, err)
			require.EqualValues(c.t, 1, heads[org(c)].N)
			got, err := c.s.Services(ctx, org(c), heads[org(c)])
			require.NoError(c.t, err)
			require.Equal(c.t, someServices(0, 2), got)
		},
	}}
}
