package store_test

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/store/storetest"
)

// scriptKeys are the scripts that are run, and of how many keys.
var scriptKeys = map[string]int{
	"hook": 4, "hooktake": 1,
	"enrol": 3, "invite": 2,
	"commit": 2, "claim": 15, "result": 12, "status": 3, "later": 3, "settle": 5, "untaken": 5, "apart": 2, "replica": 2, "giveback": 2, "doubt": 2, "ask": 2, "publish": 3, "retire": 2, "take": 2, "turned": 2, "postpone": 2, "add": 3, "account": 2, "session": 2, "note": 3, "try": 2, "draft": 2, "opinion": 2,
	"keep": 4, "freeze": 2, "expand": 4, "steer": 1, "rest": 1, "pace": 1, "halt": 1,
	"rate": 2, "once": 1, "answered": 1,
	"register": 1,
	"edition":  2, "shelve": 2, "issue": 4, "assure": 2,
}

// scriptAsLoaded is a script of the store as a real server knows it.
func scriptAsLoaded(t testing.TB, name string) *redis.Script {
	t.Helper()
	source, err := os.ReadFile(name + ".lua")
	require.NoError(t, err)
	part := func(file string) string {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		return string(text)
	}
	first, rest, _ := strings.Cut(string(source), "\n")
	if strings.Contains(rest, "write_all(") {
		rest = part("writes.lua") + rest
	}
	if strings.Contains(rest, "release(") || strings.Contains(rest, "post(") {
		rest = part("release.lua") + rest
	}
	return redis.NewScript(first + "\n" + rest)
}

// Each script has a row, so that it is run once, twice, too late and with answers
// lost, everywhere.
func TestEveryScriptIsTriedInEveryWay(t *testing.T) {
	files, err := filepath.Glob("*.lua")
	require.NoError(t, err)
	rows := map[string]bool{}
	for _, row := range scriptRows() {
		rows[strings.FieldsFunc(row.name, func(r rune) bool { return r < 'a' || r > 'z' })[0]] = true
	}
	for _, file := range files {
		name := strings.TrimSuffix(file, ".lua")
		require.True(t, rows[name], "%s has no row in scriptRows", name)
		if name != "release" && name != "writes" { // they are parts of others
			require.Contains(t, scriptKeys, name)
		}
	}
}

// What must go through when there is no memory is let through; every other script
// is refused before it has written anything.
func TestWithoutMemoryEachScriptRunsOrIsRefusedWhole(t *testing.T) {
	through := []string{"claim", "result", "status", "later", "settle", "untaken", "replica", "ask", "giveback", "doubt", "retire", "take", "turned", "steer", "rest", "pace", "halt"}
	onServers(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s := open(t, store.Options{URL: url})
		all := servers(t, url)
		fill(t, all...)
		for name, keys := range scriptKeys {
			names := make([]string, keys)
			for i := range names {
				names[i] = fmt.Sprint("{p01}:x", i)
			}
			for _, c := range all {
				err := c.EvalSha(ctx, scriptAsLoaded(t, name).Hash(), names).Err()
				if err != nil && strings.HasPrefix(err.Error(), "MOVED") {
					continue // another server has that partition
				}
				refused := err != nil && strings.HasPrefix(err.Error(), "OOM")
				require.Equal(t, !slices.Contains(through, name), refused, "%s: %v", name, err)
				t.Logf("%s: %s without memory: refused is %v", path.Base(t.Name()), name, refused)
			}
		}
		require.NoError(t, s.Ping(ctx))
	})
}

func TestNoScriptReachesIntoTwoPartitions(t *testing.T) {
	ctx, url := context.Background(), storetest.Cluster(t)
	open(t, store.Options{URL: url})
	_, addresses, _ := strings.Cut(url, "://")
	c := redis.NewClusterClient(&redis.ClusterOptions{Addrs: strings.Split(addresses, ",")})
	t.Cleanup(func() { require.NoError(t, c.Close()) })
	for name, keys := range scriptKeys {
		script := scriptAsLoaded(t, name)
		known, err := script.Exists(ctx, c).Result()
		require.NoError(t, err)
		require.Equal(t, []bool{true}, known, "%s is what the store runs", name)
		names := make([]string, keys)
		for i := range names {
			names[i] = "{p01}:x"
		}
		if names[keys-1] = "{p02}:x"; keys == 1 {
			continue // it reaches into one alone
		}
		require.ErrorContains(t, c.EvalSha(ctx, script.Hash(), names).Err(), "CROSSSLOT", name)
		t.Logf("cluster: %s: the wrong slot is refused", name)
	}
	found, err := c.Exists(ctx, "{p01}:x").Result()
	require.NoError(t, err)
	require.Zero(t, found, "and nothing was written")
}

// The person who resends a text means one more. If the answer to the resend is
// lost, and the text leaves and is lost once more in the meantime, then asking
// again is not a second resend.
func TestAResendIsDoneOnceHoweverLateItsAnswerIsAskedForAgain(t *testing.T) {
	server := storetest.Start(t)
	s := open(t, store.Options{URL: server.URL()})
	proxy := storetest.StartProxy(t, server)
	lossy := open(t, store.Options{URL: proxy.URL()})
	c := &scene{t: t, s: s, key: key(1), name: "resend"}
	c.say(0, "one")
	settle(t, s, c.claim(), uncertain)
	copies := 0
	proxy.Lose(1, "evalsha", func() {
		settle(t, s, c.claim(), uncertain)
		copies++
	})
	_ = lossy.Resend(context.Background(), c.ref(0)) // the answer may have come too late
	require.Equal(t, 1, copies)
	sent, _ := dispatch(t, s)
	require.Empty(t, sent, "no further copy leaves by itself")
	unknown, err := s.UnknownTexts(context.Background())
	require.NoError(t, err)
	require.Len(t, unknown, 1, "a person decides again")
	require.NoError(t, s.Resend(context.Background(), c.ref(0)), "and may")
	settle(t, s, c.claim(), providers.Result{Verdict: providers.Accepted})
	g, err := s.Gauges(context.Background(), time.Now())
	require.NoError(t, err)
	require.Zero(t, g.Depth)
}
