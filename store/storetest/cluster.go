package storetest

import (
	"context"
	"net"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
)

const (
	slots    = 16384 // in a cluster
	busAbove = 10000 // that much above its own port a server listens to the others
)

// Cluster starts three masters that share the slots, and returns the store's
// name for them.
func Cluster(t testing.TB) string {
	t.Helper()
	return urlOf(masters(t, "--cluster-node-timeout", "5000"))
}

// Masters is Cluster with its servers, of which any may be killed and run again.
func Masters(t testing.TB) (url string, servers []*Server) {
	t.Helper()
	servers = masters(t, "--cluster-node-timeout", "5000")
	return urlOf(servers), servers
}

// ClusterBehindProxy starts three masters, the first of which everybody reaches
// through a proxy.
func ClusterBehindProxy(t testing.TB) (url string, first *Proxy) {
	t.Helper()
	all := startMasters(t, "--cluster-node-timeout", "5000")
	first = StartProxy(t, all[0])
	_, port, err := net.SplitHostPort(first.Addr)
	require.NoError(t, err)
	_, bus, err := net.SplitHostPort(all[0].Addr)
	require.NoError(t, err)
	n, err := strconv.Atoi(bus)
	require.NoError(t, err)
	c := all[0].client()
	require.NoError(t, c.ConfigSet(context.Background(), "cluster-announce-port", port).Err())
	require.NoError(t, c.ConfigSet(context.Background(), "cluster-announce-bus-port", strconv.Itoa(n+busAbove)).Err())
	share(t, all)
	return urlOf(all), first
}

func urlOf(servers []*Server) string {
	var addresses []string
	for _, s := range servers {
		addresses = append(addresses, s.Addr)
	}
	return "redis+cluster://" + strings.Join(addresses, ",")
}

func masters(t testing.TB, args ...string) []*Server {
	t.Helper()
	all := startMasters(t, args...)
	share(t, all)
	return all
}

func startMasters(t testing.TB, args ...string) []*Server {
	t.Helper()
	var servers []*Server
	for range 3 {
		servers = append(servers, Start(t, append([]string{"--cluster-enabled", "yes"}, args...)...))
	}
	return servers
}

// share gives each server its part of the slots, and makes them meet.
func share(t testing.TB, servers []*Server) {
	t.Helper()
	for i, s := range servers {
		c := s.client()
		require.NoError(t, c.ClusterAddSlotsRange(context.Background(), i*slots/3, (i+1)*slots/3-1).Err())
		servers[0].meet(s)
	}
	for _, s := range servers {
		s.awaitCluster("3")
	}
}

// client talks to one server, until the test ends.
func (s *Server) client() *redis.Client {
	c := redis.NewClient(&redis.Options{Addr: s.Addr, MaxRetries: -1})
	s.t.Cleanup(func() { c.Close() })
	return c
}

func (s *Server) meet(other *Server) {
	s.t.Helper()
	host, port, err := net.SplitHostPort(other.Addr)
	require.NoError(s.t, err)
	require.NoError(s.t, s.client().ClusterMeet(context.Background(), host, port).Err())
}

// awaitCluster waits until the server knows so many, and all is well.
func (s *Server) awaitCluster(nodes string) {
	s.t.Helper()
	c := s.client()
	require.Eventually(s.t, func() bool {
		info, err := c.ClusterInfo(context.Background()).Result()
		return err == nil && strings.Contains(info, "cluster_state:ok") && strings.Contains(info, "cluster_known_nodes:"+nodes)
	}, 30*time.Second, 20*time.Millisecond)
}

// Pair is a cluster of three masters, one of which has a copy that takes its
// place when it is gone.
type Pair struct {
	URL          string
	Master, Copy *Server
}

// ClusterWithCopy starts one. The others agree that a master is gone after a
// second of silence.
func ClusterWithCopy(t testing.TB) *Pair {
	t.Helper()
	args := []string{
		"--cluster-node-timeout", "1000", "--cluster-replica-validity-factor", "0", "--repl-diskless-sync-delay", "0",
		"--masteruser", "copier", "--masterauth", "copier",
	}
	all := masters(t, args...)
	for _, s := range all {
		require.NoError(t, s.client().Do(context.Background(), "ACL", "SETUSER", "copier", "on", ">copier", "+psync", "+replconf", "+ping").Err())
	}
	p := &Pair{URL: urlOf(all), Master: all[0], Copy: Start(t, append([]string{"--cluster-enabled", "yes"}, args...)...)}
	all[0].meet(p.Copy)
	p.Copy.awaitCluster("4")
	id, err := p.Master.client().ClusterMyID(context.Background()).Result()
	require.NoError(t, err)
	require.NoError(t, p.Copy.client().ClusterReplicate(context.Background(), id).Err())
	p.await("master_link_status:up")
	return p
}

// Cut keeps the copy from hearing any more of what the master does.
func (p *Pair) Cut() {
	p.Master.t.Helper()
	c := p.Master.client()
	ctx := context.Background()
	require.NoError(p.Master.t, c.Do(ctx, "ACL", "SETUSER", "copier", "off").Err())
	require.NoError(p.Master.t, c.Do(ctx, "CLIENT", "KILL", "TYPE", "replica").Err())
	p.await("master_link_status:down")
}

// FailOver kills the master, and waits until the copy is the master.
func (p *Pair) FailOver() {
	p.Master.t.Helper()
	p.Master.Kill()
	p.await("role:master")
}

func (p *Pair) await(line string) {
	p.Copy.t.Helper()
	c := p.Copy.client()
	require.Eventually(p.Copy.t, func() bool {
		info, err := c.Info(context.Background(), "replication").Result()
		return err == nil && strings.Contains(info, line)
	}, 30*time.Second, 20*time.Millisecond, line)
}
