package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/versions"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/store/storetest"
)

// filesOf are the files of the n-th version.
func filesOf(n int) flows.Files {
	return flows.Files{"org.yaml": []byte("name: Mill\n"), "tea.yaml": []byte(fmt.Sprintf("title: Tea %d\n", n) + strings.Repeat("# zebrafinch marmalade\n", 50))}
}

func publication(n int) versions.Publication {
	return versions.Publication{ID: fmt.Sprint("id ", n), Version: filesOf(n).Version(), At: noon, By: canaryWords, How: versions.ByCommand,
		Shapes: map[string]string{"tea": fmt.Sprint("shape ", n)}}
}

// publish publishes the n-th version after the publication of a number.
func publish(s *store.Store, org string, n int, after int64) (versions.Publication, error) {
	p := publication(n)
	p.ID = strings.ReplaceAll(p.ID, " ", "") + org[len(org)-1:]
	return s.Publish(context.Background(), org, filesOf(n), p, after)
}

func requireHead(t testing.TB, s *store.Store, org string, number int64, n int) {
	t.Helper()
	heads, err := s.Heads(context.Background())
	require.NoError(t, err)
	require.Equal(t, versions.Head{N: number, Version: filesOf(n).Version()}, heads[org])
	history, err := s.History(context.Background(), org)
	require.NoError(t, err)
	require.Equal(t, heads[org], versions.Head{N: history[0].N, Version: history[0].Version}, "the head and the history say the same")
	files, err := s.Files(context.Background(), org, heads[org].Version)
	require.NoError(t, err)
	require.Equal(t, filesOf(n), files)
}

// versionRows are the scripts of published versions, for the tests that repeat
// every script and lose its answer.
func versionRows() []scriptRow {
	org := func(c *scene) string { return strings.ReplaceAll(c.name, " ", "_") }
	return []scriptRow{{
		name: "publish",
		prepare: func(c *scene) func(*store.Store) error {
			_, err := publish(c.s, org(c), 0, 0)
			require.NoError(c.t, err)
			return func(s *store.Store) error {
				_, err := publish(s, org(c), 1, 1)
				return err
			}
		},
		stale: func(c *scene) {
			_, err := publish(c.s, org(c), 2, 1)
			require.ErrorIs(c.t, err, versions.ErrOvertaken)
			_, err = c.s.Files(context.Background(), org(c), filesOf(2).Version())
			require.ErrorIs(c.t, err, versions.ErrNoVersion, "nothing of it was written")
		},
		end: func(c *scene, _ int) {
			requireHead(c.t, c.s, org(c), 2, 1)
			history, err := c.s.History(context.Background(), org(c))
			require.NoError(c.t, err)
			require.Len(c.t, history, 2, "published once")
		},
	}, {
		name: "retire",
		prepare: func(c *scene) func(*store.Store) error {
			for n := range 2 {
				_, err := publish(c.s, org(c), n, int64(n))
				require.NoError(c.t, err)
			}
			return func(s *store.Store) error {
				_, err := s.Retire(context.Background(), org(c), filesOf(0).Version(), 2)
				return err
			}
		},
		stale: func(c *scene) {
			_, err := publish(c.s, org(c), 0, 2)
			require.NoError(c.t, err)
			for _, version := range []int{0, 1} {
				done, err := c.s.Retire(context.Background(), org(c), filesOf(version).Version(), 2)
				require.NoError(c.t, err)
				require.False(c.t, done, "somebody has rolled back since")
			}
			_, err = publish(c.s, org(c), 1, 3)
			require.NoError(c.t, err)
			done, err := c.s.Retire(context.Background(), org(c), filesOf(1).Version(), 4)
			require.NoError(c.t, err)
			require.False(c.t, done, "people get it now")
			_, err = c.s.Retire(context.Background(), org(c), filesOf(0).Version(), 4)
			require.NoError(c.t, err)
		},
		end: func(c *scene, _ int) {
			_, err := c.s.Files(context.Background(), org(c), filesOf(0).Version())
			require.ErrorIs(c.t, err, versions.ErrNoVersion)
			_, err = c.s.Files(context.Background(), org(c), filesOf(1).Version())
			require.NoError(c.t, err)
			kept, err := c.s.Kept(context.Background(), org(c), []string{filesOf(0).Version(), filesOf(1).Version()})
			require.NoError(c.t, err)
			require.Equal(c.t, []bool{false, true}, kept)
		},
	}}
}

func TestWhatIsPublishedIsReadBackWhole(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		heads, err := s.Heads(ctx)
		require.NoError(t, err)
		require.Empty(t, heads)
		history, err := s.History(ctx, "mill")
		require.NoError(t, err)
		require.Empty(t, history)
		for n := range 3 {
			p, err := publish(s, "mill", n, int64(n))
			require.NoError(t, err)
			require.EqualValues(t, n+1, p.N)
			requireHead(t, s, "mill", p.N, n)
		}
		history, err = s.History(ctx, "mill")
		require.NoError(t, err)
		require.Len(t, history, 3)
		for i, p := range history {
			want := publication(2 - i)
			want.N, want.ID = int64(3-i), p.ID
			require.Equal(t, want, p)
		}
		_, err = publish(s, "other", 0, 0)
		require.NoError(t, err)
		requireHead(t, s, "mill", 3, 2)
	})
}

func TestAHistoryIsBounded(t *testing.T) {
	s := open(t, store.Options{Embedded: true})
	for n := range 503 {
		_, err := publish(s, "mill", n%4, int64(n))
		require.NoError(t, err)
	}
	history, err := s.History(context.Background(), "mill")
	require.NoError(t, err)
	require.Len(t, history, 500)
	require.EqualValues(t, 503, history[0].N)
}

// TestOfManyWhoPublishAtOnceOneWins has twenty people publish after the same
// publication, from two processes.
func TestOfManyWhoPublishAtOnceOneWins(t *testing.T) {
	onServers(t, func(t *testing.T, url string) {
		stores := []*store.Store{open(t, store.Options{URL: url}), open(t, store.Options{URL: url})}
		for round := range 5 {
			var mu sync.Mutex
			var won []int
			var all sync.WaitGroup
			for n := range 20 {
				all.Go(func() {
					p := publication(n)
					p.ID = fmt.Sprintf("r%dn%d", round, n)
					_, err := stores[n%2].Publish(context.Background(), "mill", filesOf(n), p, int64(round))
					mu.Lock()
					defer mu.Unlock()
					if err == nil {
						won = append(won, n)
					} else if !errors.Is(err, versions.ErrOvertaken) {
						t.Error(err)
					}
				})
			}
			all.Wait()
			require.Len(t, won, 1, "the others are told")
			requireHead(t, stores[0], "mill", int64(round)+1, won[0])
		}
	})
}

func TestFilesThatWereChangedAreNotUsed(t *testing.T) {
	server := storetest.Start(t)
	s := open(t, store.Options{URL: server.URL()})
	for n := range 2 {
		_, err := publish(s, "mill", n, int64(n))
		require.NoError(t, err)
	}
	c, ctx := servers(t, server.URL())[0], context.Background()
	name := func(n int) string { return "{flows}:version:mill:" + filesOf(n).Version() }
	other, err := c.Get(ctx, name(1)).Result()
	require.NoError(t, err)
	for why, text := range map[string]string{"other files": other, "a letter changed": other[:40] + "x" + other[41:], "none": "", "noise": "noise"} {
		require.NoError(t, c.Set(ctx, name(0), text, 0).Err())
		_, err := s.Files(ctx, "mill", filesOf(0).Version())
		require.Error(t, err, why)
	}
}

func TestReplicasSayWhatTheyAnswerWith(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		a, err := s.JoinReplicas(ctx, "a")
		require.NoError(t, err)
		b, err := s.JoinReplicas(ctx, "b")
		require.NoError(t, err)
		told := make(chan map[string]versions.Head, 100)
		a.OnHeads(func(heads map[string]versions.Head) { told <- heads })
		_, err = publish(s, "mill", 0, 0)
		require.NoError(t, err)
		require.Eventually(t, func() bool { return (<-told)["mill"].N == 1 }, 10*time.Second, time.Millisecond)
		standing := []versions.Standing{{Org: "mill", Loaded: versions.Head{N: 1, Version: "v"}, Fault: "no"}}
		require.NoError(t, a.TellVersions(ctx, standing))
		all, err := s.Standings(ctx)
		require.NoError(t, err)
		require.Equal(t, map[string][]versions.Standing{"a": standing, "b": nil}, all)
		for _, r := range []*store.Replica{a, b} {
			require.NoError(t, r.SetDrained(ctx, drained))
			require.NoError(t, r.Leave(ctx))
		}
		all, err = s.Standings(ctx)
		require.NoError(t, err)
		require.Empty(t, all)
	})
}

func TestWhoWaitsWhereIsCountedFromWhatIsKept(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		frame := func(step string) flows.Frame { return flows.Frame{Flow: "tea", Ver: "v1", Step: step, Fit: "f"} }
		place := func(step string) versions.Place {
			f := frame(step)
			return versions.Place{Pin: f.Pin(), Fit: "f"}
		}
		commit := func(n int, c flows.Conversation, org string) {
			k := key(n)
			k.Org = org
			turn := turnOf(t, s, k, fmt.Sprint("e", n), "")
			turn.Conversation = c
			require.NoError(t, s.Commit(ctx, turn))
		}
		for n := range 120 {
			now := frame([]string{"drink", "sugar", "staff"}[n%3])
			c := flows.Conversation{V: 1, Now: &now}
			if n%2 == 0 {
				c.Stack = []flows.Frame{frame("call")}
			}
			if n%4 == 0 {
				c.Parked = []flows.Parked{{Frame: frame("eve"), Stack: []flows.Frame{frame("call")}}}
			}
			commit(n, c, "mill")
		}
		commit(120, flows.Conversation{V: 1}, "mill")
		now := frame("drink")
		commit(121, flows.Conversation{V: 1, Now: &now}, "mill2")

		census, err := s.Waiting(ctx, "mill")
		require.NoError(t, err)
		require.Equal(t, versions.Census{
			place("drink"): {Waiting: 40}, place("sugar"): {Waiting: 40}, place("staff"): {Waiting: 40},
			place("eve"): {Waiting: 30}, place("call"): {Calling: 90},
		}, census)

		gone := turnOf(t, s, bot.Key{Org: "mill", Address: key(0).Address}, "gone", "")
		gone.Forget = true
		require.NoError(t, s.Commit(ctx, gone))
		census, err = s.Waiting(ctx, "mill")
		require.NoError(t, err)
		require.Equal(t, versions.Count{Waiting: 39}, census[place("drink")])
	})
}

func BenchmarkWaiting(b *testing.B) {
	s := open(b, store.Options{URL: storetest.Start(b, "--appendfsync", "no").URL()})
	ctx := context.Background()
	for n := range 5000 {
		k := bot.Key{Org: "mill", Address: key(0).Address}
		k.Address.Value = fmt.Sprintf("+99977%07d", n)
		turn := turnOf(b, s, k, fmt.Sprint("e", n), "")
		turn.Conversation = flows.Conversation{V: 1, Now: &flows.Frame{Flow: "tea", Ver: "v1", Step: "drink"}}
		require.NoError(b, s.Commit(ctx, turn))
	}
	for b.Loop() {
		_, err := s.Waiting(ctx, "mill")
		require.NoError(b, err)
	}
}
