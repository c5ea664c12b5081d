package store

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot/webhooks"
)

var (
	_ webhooks.Book  = (*Store)(nil)
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
		return e, fmt.Errorf("open the webhooks: %w", err)
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

// Deliveries that were given up are listed for lostFor, and that one was begun is
// known for markedFor: a process that was slow begins none again.
const (
	lostFor   = 30 * 24 * time.Hour
	markedFor = 7 * 24 * time.Hour
	taken     = time.Minute // how long a try may take
)

func (s *Store) hook(d webhooks.Delivery, what string, at time.Time, sealed []byte, tries int, why string, kept time.Duration) call {
	return call{s.scripts.hook, []string{hookDueKey, deliveryKey(d.ID), hookLostKey(d.Fact.Org), hookBegunKey(d.ID)},
		[]any{what, d.ID, ms(at), sealed, tries, why, kept.Milliseconds()}}
}

func (s *Store) sealDelivery(d webhooks.Delivery) ([]byte, error) {
	text, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("write a delivery: %w", err)
	}
	return s.shared.seal(text, "delivery:"+d.ID), nil
}

// TakeDeliveries takes deliveries that are due, for a minute.
func (s *Store) TakeDeliveries(ctx context.Context, now time.Time, most int) ([]webhooks.Delivery, error) {
	answers, err := s.run(ctx, []call{{s.scripts.hookTake, []string{hookDueKey}, []any{ms(now), ms(now.Add(taken)), most}}})
	if err != nil {
		return nil, away(err, "take what is due")
	}
	ids, err := answers[0].StringSlice()
	if err != nil {
		return nil, away(err, "take what is due")
	}
	all, gone, err := s.deliveries(ctx, ids)
	for _, id := range gone {
		d := webhooks.Delivery{ID: id}
		if _, err := s.run(ctx, []call{s.hook(d, "done", now, nil, 0, "", 0)}); err != nil {
			return all, away(err, "forget a delivery")
		}
	}
	return all, err
}

// deliveries reads deliveries by their ids, and names those that are gone.
func (s *Store) deliveries(ctx context.Context, ids []string) (all []webhooks.Delivery, gone []string, err error) {
	if len(ids) == 0 {
		return nil, nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	cmds := make([]*redis.SliceCmd, len(ids))
	for i, id := range ids {
		cmds[i] = p.HMGet(ctx, deliveryKey(id), "d", "n", "why")
	}
	_, _ = p.Exec(ctx) // each has its own error
	for i, cmd := range cmds {
		if cmd.Err() != nil {
			return nil, nil, away(cmd.Err(), "read a delivery")
		}
		sealed, there := cmd.Val()[0].(string)
		if !there {
			gone = append(gone, ids[i])
			continue
		}
		var d webhooks.Delivery
		if err := s.openJSON(sealed, "delivery:"+ids[i], &d); err != nil {
			return nil, nil, fmt.Errorf("open a delivery: %w", err)
		}
		tries, _ := cmd.Val()[1].(string)
		d.Tries, _ = strconv.Atoi(tries) // written by us
		d.Why, _ = cmd.Val()[2].(string)
		all = append(all, d)
	}
	return all, gone, nil
}

// Tried says what came of a try.
func (s *Store) Tried(ctx context.Context, d webhooks.Delivery, r webhooks.Result) error {
	c := s.hook(d, "again", r.Again, nil, d.Tries+1, r.Why, 0)
	switch {
	case r.Done:
		c = s.hook(d, "done", r.Now, nil, 0, "", 0)
	case r.Again.IsZero():
		c = s.hook(d, "lost", r.Now, nil, d.Tries+1, r.Why, lostFor)
	}
	answers, err := s.run(ctx, []call{c})
	if err != nil {
		return away(err, "record what came of a delivery")
	}
	return full(answers[0].Err(), "record what came of a delivery")
}

// LostDeliveries lists what was given up, the oldest first.
func (s *Store) LostDeliveries(ctx context.Context, org string) ([]webhooks.Delivery, error) {
	asking, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	ids, err := s.redis.ZRangeWithScores(asking, hookLostKey(org), 0, -1).Result()
	if err != nil {
		return nil, away(err, "list what was given up")
	}
	names, at := make([]string, len(ids)), map[string]time.Time{}
	for i, z := range ids {
		names[i], _ = z.Member.(string)
		at[names[i]] = time.UnixMilli(int64(z.Score)).UTC()
	}
	var all []webhooks.Delivery
	for some := range slices.Chunk(names, threadsAtOnce) {
		read, gone, err := s.deliveries(ctx, some)
		if err != nil {
			return nil, err
		}
		for _, d := range read {
			d.Lost = at[d.ID]
			all = append(all, d)
		}
		for _, id := range gone { // too old
			if _, err := s.run(ctx, []call{s.hook(webhooks.Delivery{ID: id, Fact: webhooks.Fact{Org: org}}, "done", s.now(), nil, 0, "", 0)}); err != nil {
				return nil, away(err, "forget a delivery")
			}
		}
	}
	return all, nil
}

// ReopenDelivery lets a delivery be tried again that was given up.
func (s *Store) ReopenDelivery(ctx context.Context, d webhooks.Delivery, now time.Time) (bool, error) {
	d.Begun = now.UTC()
	sealed, err := s.sealDelivery(d)
	if err != nil {
		return false, err
	}
	return s.did(ctx, s.hook(d, "reopen", now, sealed, 0, "", 0))
}

// DropDelivery forgets a delivery that was given up.
func (s *Store) DropDelivery(ctx context.Context, d webhooks.Delivery) (bool, error) {
	return s.did(ctx, s.hook(d, "done", s.now(), nil, 0, "", 0))
}

func (s *Store) did(ctx context.Context, c call) (bool, error) {
	answers, err := s.run(ctx, []call{c})
	if err != nil {
		return false, away(err, "change a delivery")
	}
	n, err := answers[0].Int()
	if err != nil {
		return false, full(err, "change a delivery")
	}
	return n == 1, nil
}
