package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/store/storetest"
)

// staffTown is a Redis and a folder of flows, for the commands on staff.
type staffTown struct {
	t     *testing.T
	redis *storetest.Server
}

func newStaffTown(t *testing.T) *staffTown {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "tea")
	require.NoError(t, os.MkdirAll(dir, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "org.yaml"), []byte(teaOrg), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "tea.yaml"), []byte(teaFlow), 0o600))
	s := &staffTown{t: t, redis: storetest.Start(t)}
	t.Setenv("CONNECTIVE_SECRET", store.NewSecret())
	t.Setenv("CONNECTIVE_REDIS_URL", s.redis.URL())
	t.Setenv("CONNECTIVE_FLOWS", filepath.Dir(dir))
	t.Setenv("CONNECTIVE_PUBLIC_URL", "https://texts.example.org")
	s.run(exitDone, "flows", "publish", "--yes", dir)
	return s
}

// run runs a command, and returns what it printed.
func (s *staffTown) run(status int, args ...string) string {
	s.t.Helper()
	var out bytes.Buffer
	got := run(context.Background(), args, streams{strings.NewReader(""), &out, &out})
	require.Equal(s.t, status, got, "%s\n%s", strings.Join(args, " "), out.String())
	return out.String()
}

func TestStaffAreAddedChangedAndLogged(t *testing.T) {
	s := newStaffTown(t)
	require.Contains(t, s.run(exitDone, "staff", "list"), "There is nobody yet")
	said := s.run(exitDone, "staff", "add", "Sam@example.org", "--name", "Sam Ito", "--org", "tea", "--role", "admin")
	require.Contains(t, said, "Sam Ito is admin of tea.")
	require.Regexp(t, `https://texts\.example\.org/console/welcome/[0-9a-f]{24}\.[A-Z2-7]{52}\n`, said)
	require.Contains(t, s.run(exitFailed, "staff", "add", "kim@example.org", "--name", "Kim", "--org", "mill", "--role", "admin"), "there is no organisation mill: there is tea")
	require.Contains(t, s.run(exitFailed, "staff", "add", "kim@example.org", "--name", "Kim", "--org", "tea", "--role", "boss"), "it is viewer, responder, lead, editor or admin")
	require.Contains(t, s.run(exitFailed, "staff", "add", "kim", "--name", "Kim", "--org", "tea", "--role", "admin"), "no e-mail address, such as")
	require.Regexp(t, `tea +sam@example.org +Sam Ito +admin +has a link, until`, s.run(exitDone, "staff", "list"))
	require.Contains(t, s.run(exitDone, "staff", "role", "sam@example.org", "tea", "lead"), "is lead of tea now")
	require.Contains(t, s.run(exitFailed, "staff", "role", "kim@example.org", "tea", "lead"), "see  connective staff list")
	require.Contains(t, s.run(exitDone, "staff", "disable", "sam@example.org"), "is kept out")
	require.Contains(t, s.run(exitDone, "staff", "list", "--json"), `"state": "disabled"`)
	require.Contains(t, s.run(exitDone, "staff", "disable", "--undo", "sam@example.org"), "may sign in again")
	require.Contains(t, s.run(exitDone, "staff", "reset", "sam@example.org"), "/console/welcome/")
	require.Contains(t, s.run(exitDone, "staff", "sessions", "sam@example.org"), "is not signed in")
	require.Contains(t, s.run(exitDone, "staff", "sessions", "--end", "sam@example.org"), "is signed out everywhere")
	require.Contains(t, s.run(exitDone, "staff", "role", "sam@example.org", "tea", "none"), "has no role in tea any more")
	log := s.run(exitDone, "audit", "list", "--org", "tea")
	for _, deed := range []string{"invited", "gave a role", "disabled the account", "enabled the account", "reset password and codes", "signed out everywhere", "took the role away"} {
		require.Contains(t, log, deed)
	}
	require.Contains(t, log, "at the machine")
	require.NotContains(t, log, "example.org", "people are named by id")
}

func TestAuditVerifyFindsWhatWasChangedAndFails(t *testing.T) {
	s := newStaffTown(t)
	require.Empty(t, s.run(exitDone, "audit", "verify"), "there is no log yet")
	for _, role := range []string{"viewer", "lead", "admin"} {
		s.run(exitDone, "staff", "add", "sam@example.org", "--name", "Sam", "--org", "tea", "--role", role)
	}
	said := s.run(exitDone, "audit", "verify")
	require.Regexp(t, `^tea: 3 entries, all as written\. The end: 3-[0-9a-f]{64}\n$`, said)
	head := regexp.MustCompile(`3-[0-9a-f]{64}`).FindString(said)
	s.run(exitDone, "staff", "add", "sam@example.org", "--name", "Sam", "--org", "tea", "--role", "admin")
	s.run(exitDone, "audit", "verify", "--org", "tea", "--head", head)
	require.Contains(t, s.run(exitFailed, "audit", "verify", "--head", head), "needs --org")
	require.Contains(t, s.run(exitFailed, "audit", "verify", "--org", "tea", "--head", "3"), "a head is a number")

	c := redis.NewClient(&redis.Options{Addr: s.redis.Addr})
	defer c.Close()
	require.NoError(t, c.LRem(context.Background(), "{staff}:audit:tea", 1, c.LIndex(context.Background(), "{staff}:audit:tea", 1).Val()).Err())
	require.Contains(t, s.run(exitFailed, "audit", "verify"), "tea: entry 2 is missing")
	require.Contains(t, s.run(exitFailed, "audit", "verify", "--json"), `"entry 2 is missing"`)
}
