package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot/webhooks"
)

// Deliveries that were given up are listed for lostFor, and that one was begun is
// known for markedFor: a process that was slow begins none again.
const (
	lostFor   = 30 * 24 * time.Hour
	markedFor = 7 * 24 * time.Hour
	taken     = time.Minute // how long a try may take
)

func (s *Store) hook(d webhooks.Delivery, what string, at time.Time, sealed []byte, tries int, why string, kept time.Duration) call {
	return call{s.scripts.hook, []string{hookDueKey(d.Fact.Org), deliveryKey(d.ID), hookLostKey(d.Fact.Org), hookBegunKey(d.ID)},
		[]any{what, d.ID, ms(at), sealed, tries, why, kept.Milliseconds()}}
}

func (s *Store) sealDelivery(d webhooks.Delivery) ([]byte, error) {
	text, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("write a delivery: %w", err)
	}
	return s.shared.seal(text, "delivery:"+d.ID), nil
}

// DueDeliveries are the organisations for which something is due.
func (s *Store) DueDeliveries(ctx context.Context, now time.Time) ([]string, error) {
	orgs := s.hooked.all()
	if len(orgs) == 0 {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	counts := make([]*redis.IntCmd, len(orgs))
	for i, org := range orgs {
		counts[i] = p.ZCount(ctx, hookDueKey(org), "-inf", strconv.FormatInt(ms(now), 10))
	}
	_, _ = p.Exec(ctx) // each has its own error
	var due []string
	for i, n := range counts {
		if n.Err() != nil {
			return nil, away(n.Err(), "see what is due")
		}
		if n.Val() > 0 {
			due = append(due, orgs[i])
		}
	}
	return due, nil
}

// TakeDeliveries takes deliveries of an organisation that are due, for a minute.
func (s *Store) TakeDeliveries(ctx context.Context, org string, now time.Time, most int) ([]webhooks.Delivery, int, error) {
	answers, err := s.run(ctx, []call{{s.scripts.hookTake, []string{hookDueKey(org)}, []any{ms(now), ms(now.Add(taken)), most}}})
	if err != nil {
		return nil, 0, away(err, "take what is due")
	}
	ids, err := answers[0].StringSlice()
	if err != nil {
		return nil, 0, away(err, "take what is due")
	}
	found, err := s.deliveries(ctx, org, ids)
	return found.all, found.unopened, err
}

// found are deliveries that were read by their ids.
type found struct {
	all      []webhooks.Delivery
	unopened int // and set aside
}

// deliveries reads deliveries of an organisation by their ids. It forgets those that
// are gone, and sets aside those that cannot be opened.
func (s *Store) deliveries(ctx context.Context, org string, ids []string) (f found, err error) {
	if len(ids) == 0 {
		return f, nil
	}
	asking, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	cmds := make([]*redis.SliceCmd, len(ids))
	for i, id := range ids {
		cmds[i] = p.HMGet(asking, deliveryKey(id), "d", "n", "why")
	}
	_, _ = p.Exec(asking) // each has its own error
	for i, cmd := range cmds {
		if cmd.Err() != nil {
			return f, away(cmd.Err(), "read a delivery")
		}
		one := webhooks.Delivery{ID: ids[i], Fact: webhooks.Fact{Org: org}}
		sealed, there := cmd.Val()[0].(string)
		if !there {
			if err := s.forgetDelivery(ctx, one); err != nil {
				return f, err
			}
			continue
		}
		d, err := s.openDelivery(one.ID, sealed)
		if err != nil {
			if err := s.setDeliveryAside(ctx, one, sealed); err != nil {
				return f, err
			}
			f.unopened++
			continue
		}
		tries, _ := cmd.Val()[1].(string)
		d.Tries, _ = strconv.Atoi(tries) // written by us
		d.Why, _ = cmd.Val()[2].(string)
		f.all = append(f.all, d)
	}
	return f, nil
}

func (s *Store) openDelivery(id, sealed string) (d webhooks.Delivery, err error) {
	err = s.openJSON(sealed, "delivery:"+id, &d)
	return d, err
}

func (s *Store) forgetDelivery(ctx context.Context, d webhooks.Delivery) error {
	_, err := s.run(ctx, []call{s.hook(d, "done", s.now(), nil, 0, "", 0)})
	return away(err, "forget a delivery")
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
		f, err := s.deliveries(ctx, org, some)
		if err != nil {
			return nil, err
		}
		for _, d := range f.all {
			d.Lost = at[d.ID]
			all = append(all, d)
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
