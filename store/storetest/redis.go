// Package storetest starts real Redis servers for tests: one alone, and three
// that are a cluster. They are processes of their own on free ports, with their
// files in a folder that goes with the test.
package storetest

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
)

// Server is one redis-server.
type Server struct {
	Addr string
	t    testing.TB
	dir  string
	args []string
	cmd  *exec.Cmd
}

// Start starts a redis-server that syncs every write, and ends it with the test.
func Start(t testing.TB, args ...string) *Server {
	t.Helper()
	s := &Server{Addr: freeAddress(t), t: t, dir: t.TempDir(), args: args}
	s.Run()
	t.Cleanup(func() { s.Kill() })
	return s
}

// URL is how the store names the server.
func (s *Server) URL() string { return "redis://" + s.Addr }

// Pid is the server's process.
func (s *Server) Pid() int { return s.cmd.Process.Pid }

// Dir is where the server keeps its files.
func (s *Server) Dir() string { return s.dir }

// Run starts the server, again after Kill, and waits until it answers.
func (s *Server) Run() {
	s.t.Helper()
	_, port, err := net.SplitHostPort(s.Addr)
	require.NoError(s.t, err)
	s.cmd = exec.Command("redis-server", append([]string{
		"--port", port, "--bind", "127.0.0.1", "--dir", s.dir, "--save", "", "--appendonly", "yes", "--appendfsync", "always",
		"--maxmemory-policy", "noeviction", "--loglevel", "warning",
	}, s.args...)...)
	require.NoError(s.t, s.cmd.Start(), "these tests need redis-server: make needs")
	c := redis.NewClient(&redis.Options{Addr: s.Addr})
	defer c.Close()
	require.Eventually(s.t, func() bool { return c.Ping(context.Background()).Err() == nil }, 20*time.Second, 20*time.Millisecond)
}

// Kill ends the server as a crash does.
func (s *Server) Kill() {
	_ = s.cmd.Process.Kill() // it may have ended already
	_ = s.cmd.Wait()         // killed: the error is no news
}

// Freeze stops the server in its tracks: it takes connections and answers
// nothing, until Thaw. It returns once that is so.
func (s *Server) Freeze() {
	s.t.Helper()
	require.NoError(s.t, s.cmd.Process.Signal(syscall.SIGSTOP))
	for stat := fmt.Sprintf("/proc/%d/stat", s.cmd.Process.Pid); ; {
		text, err := os.ReadFile(stat)
		if err != nil || bytes.Contains(text, []byte(") T ")) { // a system without /proc stops soon enough
			return
		}
	}
}

// Thaw lets the server go on as if nothing had been.
func (s *Server) Thaw() { require.NoError(s.t, s.cmd.Process.Signal(syscall.SIGCONT)) }

// Memory sets how many bytes the server may use: 1 leaves none for anything that
// may be refused, 0 is without a limit.
func (s *Server) Memory(bytes int) {
	s.t.Helper()
	require.NoError(s.t, s.client().ConfigSet(context.Background(), "maxmemory", fmt.Sprint(bytes)).Err())
}

// Copy copies the server's files as they are at this moment. The function it
// returns puts them back, while the server is down: what it acknowledged in
// between is gone.
func (s *Server) Copy() (restore func()) {
	s.t.Helper()
	to := s.t.TempDir()
	require.NoError(s.t, os.CopyFS(to, os.DirFS(s.dir)))
	return func() {
		s.t.Helper()
		require.NoError(s.t, os.RemoveAll(s.dir))
		require.NoError(s.t, os.CopyFS(s.dir, os.DirFS(to)))
	}
}

// freeAddress is an address on this machine that nobody listens on. A cluster
// also uses the port 10,000 above.
func freeAddress(t testing.TB) string {
	t.Helper()
	for range 100 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		port := l.Addr().(*net.TCPAddr).Port
		require.NoError(t, l.Close())
		if port > 50000 {
			port -= 20000
		}
		bus, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port+busAbove))
		if err != nil {
			continue
		}
		require.NoError(t, bus.Close())
		own, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err != nil {
			continue
		}
		require.NoError(t, own.Close())
		return fmt.Sprintf("127.0.0.1:%d", port)
	}
	t.Fatal("no free port")
	return ""
}
