package store

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot"
)

// history is Redis' replication ID: it marks one history of a server's data. A
// server takes another one when it starts, and when it is made the master in
// place of another: the two moments at which what was acknowledged may be gone
// (redis.io, "Redis replication", Replication ID explained).
type history string

// server is one master as it describes itself.
type server struct {
	address  string
	history  history
	promoted bool // it was a copy of another once, and has not been started since
}

// masterOf reads what INFO replication says. Only a master has a history here:
// a copy may be behind.
func masterOf(address, info string) server {
	if field(info, "role") != "master" {
		return server{address: address}
	}
	return server{
		address: address, history: history(field(info, "master_replid")),
		promoted: strings.Trim(field(info, "master_replid2"), "0") != "",
	}
}

// masters asks every server that holds data who it is. Those that do not answer
// are missing, and the error says so.
func (s *Store) masters(ctx context.Context) ([]server, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	var mu sync.Mutex
	var all []server
	err := onEach(ctx, s.redis, func(ctx context.Context, c *redis.Client) error {
		info, err := c.Info(ctx, "replication").Result()
		if err != nil {
			return err
		}
		one := masterOf(c.Options().Addr, info)
		if one.history == "" {
			return errCopy
		}
		mu.Lock()
		defer mu.Unlock()
		all = append(all, one)
		return nil
	})
	if c, cluster := s.redis.(*redis.ClusterClient); cluster && err != nil {
		c.ReloadState(ctx) // one of them may not be a master any more
	}
	slices.SortFunc(all, func(a, b server) int { return strings.Compare(a.address, b.address) })
	return all, away(err, "ask the servers who they are")
}

var errCopy = errors.New("it is the copy of another server")

// holder is the address of the server that holds a partition; the same for all
// of them unless Redis is a cluster.
func (s *Store) holder(p int) string {
	switch c := s.redis.(type) {
	case *redis.ClusterClient:
		if one, err := c.MasterForKey(s.closed, timersKey(p)); err == nil {
			return one.Options().Addr
		}
	case *redis.Client:
		return c.Options().Addr
	}
	return ""
}

// dueAgain is how long after a failover what a thread does by itself may be
// something that it did before.
const dueAgain = 5 * time.Minute

// mark is what tells, of a text that a turn says, on which history it was said
// first. It is empty if that is not certain.
func (s *Store) mark(ctx context.Context, p int, turn bot.Turn) string {
	of, since := s.histories.of(s.holder(p))
	switch {
	case bot.TryOf(ctx).Before != bot.First:
		return ""
	case turn.Heard == nil && !strings.HasPrefix(turn.Event, "staff:") && s.now().Sub(since) < dueAgain:
		return ""
	}
	return of.short()
}

// historyOf is that of the server that holds a partition, as it was heard last.
func (s *Store) historyOf(p int) history {
	of, _ := s.histories.of(s.holder(p))
	return of
}

func (h history) short() string { return string(h[:min(len(h), 12)]) }
