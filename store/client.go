package store

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

const (
	// patience is how long one call to Redis may take, with what is tried again.
	patience = 800 * time.Millisecond
	// blocked is how long an answer to a blocking read may take.
	blocked = 15 * time.Second
)

// oneAnswer is how long one answer may take: an answer that is lost leaves time
// to ask again, and every script may be asked again.
func (s *Store) oneAnswer() time.Duration { return s.patience * 7 / 16 }

// quiet drops what the Redis client would print: errors are ours to report.
type quiet struct{}

// Printf prints nothing.
func (quiet) Printf(context.Context, string, ...any) {}

func init() { redis.SetLogger(quiet{}) }

// connect makes two clients: one for calls that are short, one for reads of the
// outbox that block, so that they hold nothing else up.
func (s *Store) connect(o Options) error {
	if o.Embedded {
		m, err := miniredis.Run()
		if err != nil {
			return fmt.Errorf("start the embedded Redis: %w", err)
		}
		m.ClockTTL(true)
		s.embedded = m
		o.URL = "redis://" + m.Addr()
	}
	if err := CheckAddress(o.URL); err != nil {
		return err
	}
	if addresses, cluster := strings.CutPrefix(o.URL, cluster); cluster {
		login, servers := cutLogin(addresses)
		s.redis = redis.NewClusterClient(clusterOptions(servers, login, 20, s.oneAnswer()))
		s.reader = redis.NewClusterClient(clusterOptions(servers, login, 3*Partitions, blocked))
		s.ask()
		return nil
	}
	options, err := redis.ParseURL(o.URL)
	if err != nil {
		return errNoAddress
	}
	s.redis = redis.NewClient(serverOptions(*options, 20, s.oneAnswer()))
	s.reader = redis.NewClient(serverOptions(*options, 8, blocked))
	if !o.Embedded { // it does not know INFO replication, and never comes back
		s.ask()
	}
	return nil
}

// cluster is how the address of a cluster begins.
const cluster = "redis+cluster://"

var errNoAddress = errors.New("CONNECTIVE_REDIS_URL must be like redis://127.0.0.1:6379, unix:///path or redis+cluster://host:port,host:port")

// CheckAddress refuses what is no address of a Redis. It calls nobody, and quotes
// nothing: there may be a password in it.
func CheckAddress(address string) error {
	servers, many := strings.CutPrefix(address, cluster)
	if !many {
		if _, err := redis.ParseURL(address); err != nil {
			return errNoAddress
		}
		return nil
	}
	_, all := cutLogin(servers)
	for _, server := range all {
		if host, port, err := net.SplitHostPort(server); err != nil || host == "" || port == "" {
			return errNoAddress
		}
	}
	return nil
}

func serverOptions(o redis.Options, pool int, answer time.Duration) *redis.Options {
	o.ContextTimeoutEnabled, o.DisableIdentity = true, true
	o.PoolSize, o.ReadTimeout, o.WriteTimeout = pool, answer, min(answer, longest)
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	return &o
}

// cutLogin takes account:password@ off a list of servers.
func cutLogin(list string) (login *url.Userinfo, servers []string) {
	if i := strings.LastIndex(list, "@"); i >= 0 {
		if u, err := url.Parse("redis://" + list[:i+1] + "host"); err == nil {
			login = u.User
		}
		list = list[i+1:]
	}
	return login, strings.Split(strings.TrimSuffix(list, "/"), ",")
}

func clusterOptions(servers []string, login *url.Userinfo, pool int, answer time.Duration) *redis.ClusterOptions {
	password, _ := login.Password()
	return &redis.ClusterOptions{
		Addrs: servers, Username: login.Username(), Password: password,
		ContextTimeoutEnabled: true, DisableIdentity: true,
		PoolSize: pool, ReadTimeout: answer, WriteTimeout: min(answer, longest),
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	}
}
