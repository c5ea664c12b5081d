package store

import (
	"context"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// freshFor is how long a count of members may be used again.
const freshFor = 5 * time.Second

// memberCounts remembers counts for a moment, as a text to a whole street would
// ask for the same one again and again.
type memberCounts struct {
	mu     sync.Mutex
	counts map[string]memberCount
}

type memberCount struct {
	n  int
	at time.Time
}

// Members counts the people in a group; 0 while Redis is away.
func (s *Store) Members(org, group string) int {
	name := org + "/" + group
	s.counts.mu.Lock()
	known, ok := s.counts.counts[name]
	s.counts.mu.Unlock()
	if ok && time.Since(known.at) < freshFor {
		return known.n
	}
	n, err := s.countMembers(org, group)
	if err != nil {
		return known.n
	}
	s.counts.mu.Lock()
	defer s.counts.mu.Unlock()
	if s.counts.counts == nil || len(s.counts.counts) > 10_000 {
		s.counts.counts = map[string]memberCount{}
	}
	s.counts.counts[name] = memberCount{n, time.Now()}
	return n
}

func (s *Store) countMembers(org, group string) (int, error) {
	ctx, cancel := context.WithTimeout(context.Background(), s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	cmds := make([]*redis.IntCmd, Partitions)
	for part := range Partitions {
		cmds[part] = p.SCard(ctx, groupKey(part, org, group))
	}
	if _, err := p.Exec(ctx); err != nil {
		return 0, away(err, "count the members of a group")
	}
	n := 0
	for _, cmd := range cmds {
		n += int(cmd.Val())
	}
	return n, nil
}
