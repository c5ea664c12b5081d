package store

import (
	"context"
	"fmt"
	"sync"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot/versions"
	"github.com/connective-messaging/connective/flows"
)

// scanned is how many keys one step of a scan looks at.
const scanned = 500

// Waiting counts who waits where in an organisation's flows, by reading every
// thread there is: nothing is counted along the way, so that no count can drift.
// It takes about a second for 30,000 people and holds nobody up. People who move
// on meanwhile are counted once, where they were or where they are.
func (s *Store) Waiting(ctx context.Context, org string) (versions.Census, error) {
	census := versions.Census{}
	var mu sync.Mutex
	seen := map[string]bool{}
	err := onEach(ctx, s.redis, func(ctx context.Context, c *redis.Client) error {
		for cursor := uint64(0); ; {
			keys, next, err := c.Scan(ctx, cursor, slotPattern("person:*"), scanned).Result()
			if err != nil {
				return away(err, "look who waits where")
			}
			talks, err := s.conversations(ctx, c, org, keys)
			if err != nil {
				return err
			}
			mu.Lock()
			for key, talk := range talks {
				if !seen[key] { // a scan may name a key twice
					seen[key] = true
					census.Add(talk)
				}
			}
			mu.Unlock()
			if cursor = next; cursor == 0 {
				return nil
			}
		}
	})
	return census, err
}

// conversations reads those of the keys that are the organisation's people.
func (s *Store) conversations(ctx context.Context, c *redis.Client, org string, keys []string) (map[string]flows.Conversation, error) {
	p := c.Pipeline()
	read := make([]*redis.SliceCmd, len(keys))
	for i, key := range keys {
		read[i] = p.HMGet(ctx, key, "v", "d", "k", "o")
	}
	_, _ = p.Exec(ctx) // each has its own error
	talks := map[string]flows.Conversation{}
	for i, cmd := range read {
		fields, err := cmd.Result()
		if err != nil {
			return nil, away(err, "look who waits where")
		}
		if of, _ := fields[3].(string); of != org {
			continue
		}
		thread, err := s.decode(idOf(keys[i]), fields[:3])
		if err != nil {
			return nil, fmt.Errorf("look who waits where: %w", err)
		}
		talks[keys[i]] = thread.Conversation
	}
	return talks, nil
}
