package store

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"sync"

	"github.com/connective-messaging/connective/bot/webhooks"
)

var (
	_ webhooks.Book  = (*Store)(nil)
	_ webhooks.Facts = (*Store)(nil)
	_ webhooks.Queue = (*Store)(nil)
	_ webhooks.Lost  = (*Store)(nil)
)

// hooked are the organisations that have webhooks. Only of these is written what
// happens; where nobody has asked which those are, of none.
type hooked struct {
	mu   sync.RWMutex
	orgs map[string]bool
}

func (h *hooked) has(org string) bool {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.orgs[org]
}

func (h *hooked) all() []string {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return slices.Sorted(maps.Keys(h.orgs))
}

func (h *hooked) any() bool {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return len(h.orgs) > 0
}

// LearnHooks finds out which organisations have webhooks. A process that commits
// turns asks once before it does, and then each few seconds: of what happens in the
// first ones after a webhook was added not all is told.
func (s *Store) LearnHooks(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	orgs, err := s.redis.SMembers(ctx, hookOrgsKey).Result()
	if err != nil {
		return away(err, "see who has webhooks")
	}
	known := map[string]bool{}
	for _, org := range orgs {
		known[org] = true
	}
	s.hooked.mu.Lock()
	defer s.hooked.mu.Unlock()
	s.hooked.orgs = known
	return nil
}

// Endpoints returns an organisation's webhooks.
func (s *Store) Endpoints(ctx context.Context, org string) (webhooks.Endpoints, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	e := webhooks.Endpoints{Org: org}
	kept, err := s.redis.HMGet(ctx, hooksKey(org), "v", "d").Result()
	if err != nil {
		return e, away(err, "read the webhooks")
	}
	sealed, there := kept[1].(string)
	if !there {
		return e, nil
	}
	if err := s.openJSON(sealed, "webhooks:"+org, &e); err != nil {
		return e, fmt.Errorf("open the webhooks: %w", unopened(err))
	}
	version, _ := kept[0].(string)
	e.Version, _ = strconv.ParseInt(version, 10, 64) // written by us
	return e, nil
}

// KeepEndpoints writes an organisation's webhooks as they are now, or nothing and
// webhooks.ErrMoved.
func (s *Store) KeepEndpoints(ctx context.Context, e webhooks.Endpoints) error {
	text, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("write the webhooks: %w", err)
	}
	return s.swap(ctx, "keep the webhooks", webhooks.ErrMoved, call{s.scripts.account, []string{hooksKey(e.Org), hookOrgsKey},
		[]any{e.Version, s.shared.seal(text, "webhooks:"+e.Org), e.Org, rand.Text()}})
}
