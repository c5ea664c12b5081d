package store_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/store/storetest"
)

var atMill = staff.AtTheMachine("mill", "root")

// note adds n lines to a log.
func note(t testing.TB, s *store.Store, org string, n int) {
	t.Helper()
	for i := range n {
		e := staff.Entry{ID: fmt.Sprint(org, i), At: noon, Who: "sam", Deed: staff.SignedIn, Reason: canaryWords}
		require.NoError(t, s.Append(context.Background(), org, e))
	}
}

func TestAccountsAreKeptAndFound(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		_, err := s.Account(ctx, s.AccountID("sam@example.org"))
		require.ErrorIs(t, err, staff.ErrNoAccount)
		sam := accountOf(s, "sam@example.org")
		require.NoError(t, s.SaveAccount(ctx, sam))
		require.NoError(t, s.SaveAccount(ctx, accountOf(s, "kim@example.org")))
		all, err := s.AllAccounts(ctx)
		require.NoError(t, err)
		require.Len(t, all, 2)
		sam, err = s.Account(ctx, sam.ID)
		require.NoError(t, err)
		require.EqualValues(t, 1, sam.Version)
		first, second := sam, sam
		first.Name, second.Name = "first", "second"
		require.NoError(t, s.SaveAccount(ctx, first))
		require.ErrorIs(t, s.SaveAccount(ctx, second), staff.ErrMoved)
		sam, err = s.Account(ctx, sam.ID)
		require.NoError(t, err)
		require.Equal(t, "first", sam.Name)
		sam.Email = "kim@example.org"
		require.Error(t, s.SaveAccount(ctx, sam), "an account cannot take another's place")
	})
}

func TestASessionIsFoundUntilItIsOver(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx, kept := context.Background(), store.Sessions{Store: s}
		now, hour := time.Now(), time.Now().Add(time.Hour)
		_, found, err := kept.FindCtx(ctx, "h1")
		require.NoError(t, err)
		require.False(t, found)
		require.NoError(t, kept.CommitCtx(ctx, "h1", sessionText("sam", now, false), hour))
		require.NoError(t, kept.CommitCtx(ctx, "h2", sessionText("sam", now, false), hour))
		require.NoError(t, kept.CommitCtx(ctx, "h3", sessionText("kim", now, false), hour))
		require.NoError(t, kept.CommitCtx(ctx, "h4", sessionText("sam", now.Add(-16*time.Minute), false), hour), "idle for too long")
		_, found, err = kept.FindCtx(ctx, "h4")
		require.NoError(t, err)
		require.False(t, found)
		text, found, err := kept.FindCtx(ctx, "h1")
		require.NoError(t, err)
		require.True(t, found)
		require.JSONEq(t, string(sessionText("sam", now, false)), string(text))
		all, err := s.SessionsOf(ctx, "sam", now)
		require.NoError(t, err)
		require.Len(t, all, 2)
		require.NoError(t, kept.DeleteCtx(ctx, "h1"))
		require.NoError(t, kept.CommitCtx(ctx, "h1", sessionText("sam", now, true), hour), "a page that was under way")
		_, found, err = kept.FindCtx(ctx, "h1")
		require.NoError(t, err)
		require.False(t, found, "does not bring it back")
		require.NoError(t, s.EndSessions(ctx, "sam"))
		all, err = s.SessionsOf(ctx, "sam", now)
		require.NoError(t, err)
		require.Empty(t, all)
		_, found, err = kept.FindCtx(ctx, "h3")
		require.NoError(t, err)
		require.True(t, found, "another's goes on")
	})
}

func TestAWayToTheProviderIsTakenOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		require.NoError(t, s.KeepTrip(ctx, "h1", []byte("state")))
		text, err := s.TakeTrip(ctx, "h1")
		require.NoError(t, err)
		require.Equal(t, "state", string(text))
		text, err = s.TakeTrip(ctx, "h1")
		require.NoError(t, err)
		require.Empty(t, text)
	})
}

func TestTriesAreCountedAndHeldUp(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		l := staff.Limit{Free: 3, First: time.Second, Most: 3 * time.Second, Kept: time.Hour}
		now := noon
		for n, want := range []time.Duration{0, 0, time.Second, 2 * time.Second, 3 * time.Second, 3 * time.Second} {
			got, wait, err := s.Try(ctx, "sam", l, now)
			require.NoError(t, err)
			require.EqualValues(t, n+1, got)
			require.Zero(t, wait)
			wait, err = s.Wait(ctx, "sam", now)
			require.NoError(t, err)
			require.Equal(t, want, wait)
			require.Equal(t, want, l.Delay(got), "as it says itself")
			if want > 0 {
				_, wait, err = s.Try(ctx, "sam", l, now.Add(want-time.Millisecond))
				require.NoError(t, err)
				require.Equal(t, time.Millisecond, wait, "too early, and not counted")
			}
			now = now.Add(want)
		}
		require.NoError(t, s.Clear(ctx, "sam"))
		n, _, err := s.Try(ctx, "sam", l, now)
		require.NoError(t, err)
		require.EqualValues(t, 1, n)
	})
}

func TestTheAuditLogIsReadInPages(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		empty, err := s.Entries(ctx, atMill, 0, 10)
		require.NoError(t, err)
		require.Empty(t, empty)
		note(t, s, "mill", 25)
		note(t, s, "town", 1)
		var all []int64
		for before := int64(0); ; {
			page, err := s.Entries(ctx, atMill, before, 10)
			require.NoError(t, err)
			if len(page) == 0 {
				break
			}
			for _, e := range page {
				all = append(all, e.N)
				before = e.N
			}
		}
		require.Len(t, all, 25)
		require.EqualValues(t, []int64{25, 24}, all[:2])
		require.EqualValues(t, 1, all[24])
		v, err := s.VerifyAudit(ctx, atMill, nil)
		require.NoError(t, err)
		require.Empty(t, v.Faults)
		require.EqualValues(t, 25, v.Head.N)
		_, err = s.Entries(ctx, staff.Scope{}, 0, 10)
		require.ErrorIs(t, err, staff.ErrMayNot, "without a scope there is nothing")
		_, err = s.VerifyAudit(ctx, staff.Scope{}, nil)
		require.ErrorIs(t, err, staff.ErrMayNot)
	})
}

// TestManyProcessesNeverForkTheLog has three stores write at once.
func TestManyProcessesNeverForkTheLog(t *testing.T) {
	onServers(t, func(t *testing.T, url string) {
		var all sync.WaitGroup
		var first *store.Store
		for p := range 3 {
			s := open(t, store.Options{URL: url})
			first = s
			for w := range 4 {
				all.Go(func() {
					for n := range 10 {
						e := staff.Entry{ID: fmt.Sprintf("%d/%d/%d", p, w, n), At: noon, Deed: staff.SignedIn}
						if err := s.Append(context.Background(), "mill", e); err != nil {
							t.Error(err)
						}
					}
				})
			}
		}
		all.Wait()
		v, err := first.VerifyAudit(context.Background(), atMill, nil)
		require.NoError(t, err)
		require.Empty(t, v.Faults)
		require.EqualValues(t, 120, v.Head.N)
	})
}

func TestWhateverIsDoneToTheLogInRedisIsFound(t *testing.T) {
	const log, head = "{staff}:audit:mill", "{staff}:head:mill"
	ctx := context.Background()
	at := func(c *redis.Client, n int64) string { return c.LIndex(ctx, log, n).Val() }
	for name, row := range map[string]struct {
		do   func(c *redis.Client)
		says string
	}{
		"nothing":              {func(*redis.Client) {}, ""},
		"one bit of an entry":  {func(c *redis.Client) { c.LSet(ctx, log, 4, at(c, 4)[:20]+flip(at(c, 4)[20:21])+at(c, 4)[21:]) }, "entry 5, at place 5, was changed"},
		"an entry is taken":    {func(c *redis.Client) { c.LRem(ctx, log, 1, at(c, 4)) }, "entry 5 is missing"},
		"the last is taken":    {func(c *redis.Client) { c.RPop(ctx, log) }, "entry 9 is missing at the end"},
		"the first is taken":   {func(c *redis.Client) { c.LPop(ctx, log) }, "entry 1 is missing"},
		"all are taken":        {func(c *redis.Client) { c.Del(ctx, log) }, "entries 1 to 9 are missing"},
		"two are swapped":      {func(c *redis.Client) { a, b := at(c, 2), at(c, 3); c.LSet(ctx, log, 2, b); c.LSet(ctx, log, 3, a) }, "does not belong"},
		"one stands twice":     {func(c *redis.Client) { c.RPush(ctx, log, at(c, 3)) }, "entry 4 stands at place 10"},
		"another number on it": {func(c *redis.Client) { c.LSet(ctx, log, 4, "6"+at(c, 4)[1:]) }, "was changed"},
		"one of another log":   {func(c *redis.Client) { c.LSet(ctx, log, 4, c.LIndex(ctx, "{staff}:audit:town", 4).Val()) }, "was changed"},
		"the note is cut back": {func(c *redis.Client) { c.RPop(ctx, log); c.HSet(ctx, head, "n", 8) }, "entry 9 is missing at the end"},
		"the note is gone":     {func(c *redis.Client) { c.Del(ctx, head) }, "the note of the last entry"},
		"the note is noise":    {func(c *redis.Client) { c.HSet(ctx, head, "s", "noise") }, "the note of the last entry"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := storetest.Start(t)
			s, c := open(t, store.Options{URL: server.URL()}), servers(t, server.URL())[0]
			note(t, s, "mill", 9)
			note(t, s, "town", 9)
			row.do(c)
			v, err := s.VerifyAudit(ctx, atMill, nil)
			require.NoError(t, err)
			if row.says == "" {
				require.Empty(t, v.Faults)
				return
			}
			require.Contains(t, strings.Join(v.Faults, "\n"), row.says)
			v, err = s.VerifyAudit(ctx, staff.AtTheMachine("town", "root"), nil)
			require.NoError(t, err)
			require.Empty(t, v.Faults, "another's log is well")
		})
	}
}

// A copy of Redis of yesterday has a log that is whole, and lacks today. Only a
// head that was kept elsewhere tells.
func TestAHeadThatWasKeptElsewhereTellsOfALogThatWasPutBack(t *testing.T) {
	ctx := context.Background()
	s := open(t, store.Options{Embedded: true})
	note(t, s, "mill", 5)
	v, err := s.VerifyAudit(ctx, atMill, nil)
	require.NoError(t, err)
	kept := v.Head
	v, err = s.VerifyAudit(ctx, atMill, &kept)
	require.NoError(t, err)
	require.Empty(t, v.Faults)
	restored := open(t, store.Options{Embedded: true})
	note(t, restored, "mill", 4)
	v, err = restored.VerifyAudit(ctx, atMill, &kept)
	require.NoError(t, err)
	require.Equal(t, []string{"entry 5 is missing at the end"}, v.Faults)
}

func flip(letter string) string { return string([]byte{letter[0] ^ 1}) }

func TestNothingOfTheStaffStandsInTheFilesOfRedis(t *testing.T) {
	ctx := context.Background()
	server := storetest.Start(t)
	s := open(t, store.Options{URL: server.URL()})
	a := accountOf(s, "zebrafinch@example.org")
	a.Password, a.Secret = "marmalade", "zebrafinch"
	require.NoError(t, s.SaveAccount(ctx, a))
	require.NoError(t, store.Sessions{Store: s}.CommitCtx(ctx, "h1", sessionText(a.ID, time.Now(), false), time.Now().Add(time.Hour)))
	require.NoError(t, s.Append(ctx, "mill", staff.Entry{ID: "1", At: noon, Name: "zebrafinch", Reason: canaryWords}))
	require.NoError(t, s.KeepTrip(ctx, "h1", []byte(canaryWords)))
	_, _, err := s.Try(ctx, "zebrafinch@example.org", staff.AccountLimit, noon)
	require.NoError(t, err)
	require.Empty(t, seen(t, server.Dir(), canaries()))
}
