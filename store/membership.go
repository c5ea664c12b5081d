package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
)

// invitedFor is how long an invitation holds.
const invitedFor = 90 * 24 * time.Hour

// wants keeps the index of who has asked to join a group.
func (w *writes) wants() error {
	if !w.turn.Wanted {
		return nil
	}
	key := wantsKey(w.p, w.turn.Key.Org)
	if all := w.turn.Wants; len(all) > 0 && !w.turn.Forget {
		w.do("ZADD", key, all[0].At.Unix(), w.id)
	} else {
		w.do("ZREM", key, w.id)
	}
	return nil
}

// Wanting returns the threads of an organisation's people who have asked to join a
// group and were not answered, in no order. Errors wrap bot.ErrUnavailable.
func (s *Store) Wanting(ctx context.Context, org string) ([]bot.Thread, error) {
	asking, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	cmds := make([]*redis.StringSliceCmd, Partitions)
	for part := range Partitions {
		cmds[part] = p.ZRange(asking, wantsKey(part, org), 0, -1)
	}
	_, _ = p.Exec(asking) // each has its own error
	var all []bot.Thread
	for part, cmd := range cmds {
		if cmd.Err() != nil {
			return nil, away(cmd.Err(), "see who asks to join a group")
		}
		if len(cmd.Val()) == 0 {
			continue
		}
		threads, err := s.threadsOf(ctx, org, part, cmd.Val())
		if err != nil {
			return nil, err
		}
		all = append(all, threads...)
	}
	return all, nil
}

// Invite lets somebody join a group that is by invitation, within 90 days, whether
// or not they are known. Who has stopped is bot.ErrStopped. Other errors wrap
// bot.ErrUnavailable.
func (s *Store) Invite(ctx context.Context, org, group string, who providers.Address) error {
	return s.invitation(ctx, org, group, who, int(invitedFor.Seconds()))
}

// Uninvite takes an invitation back. Errors wrap bot.ErrUnavailable.
func (s *Store) Uninvite(ctx context.Context, org, group string, who providers.Address) error {
	return s.invitation(ctx, org, group, who, 0)
}

func (s *Store) invitation(ctx context.Context, org, group string, who providers.Address, seconds int) error {
	p, id := s.keys.partition(who), s.keys.person(bot.Key{Org: org, Address: who})
	answers, err := s.run(ctx, []call{{s.scripts.invite, []string{invitedKey(p, id), stopKey(p, id)}, []any{group, seconds}}})
	if err != nil {
		return away(err, "write an invitation")
	}
	answer, err := answers[0].Int()
	if err != nil {
		return full(err, "write an invitation")
	}
	if answer == stoppedAtOnce {
		return bot.ErrStopped
	}
	return nil
}

// countedAtOnce is how many groups are counted with one round trip: each is 64
// counts.
const countedAtOnce = 8

// MemberCounts counts the members of groups, without reading who they are. Errors
// wrap bot.ErrUnavailable.
func (s *Store) MemberCounts(ctx context.Context, org string, groups []string) (map[string]int, error) {
	counts := make(map[string]int, len(groups))
	for some := range slices.Chunk(groups, countedAtOnce) {
		if err := s.countSome(ctx, org, some, counts); err != nil {
			return nil, err
		}
	}
	return counts, nil
}

func (s *Store) countSome(ctx context.Context, org string, groups []string, into map[string]int) error {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	cmds := make(map[string][]*redis.IntCmd, len(groups))
	for _, g := range groups {
		for part := range Partitions {
			cmds[g] = append(cmds[g], p.SCard(ctx, groupKey(part, org, g)))
		}
	}
	_, _ = p.Exec(ctx) // each has its own error
	for g, all := range cmds {
		into[g] = 0
		for _, cmd := range all {
			if cmd.Err() != nil {
				return away(cmd.Err(), "count the members of groups")
			}
			into[g] += int(cmd.Val())
		}
	}
	return nil
}

// Whose finds one of an organisation's people by their id, wherever they are; false
// if it knows nobody of that id. Errors wrap bot.ErrUnavailable.
func (s *Store) Whose(ctx context.Context, org, id string) (providers.Address, bool, error) {
	page, err := s.one(ctx, id)
	if err != nil {
		return providers.Address{}, false, fmt.Errorf("find somebody: %w", err)
	}
	for _, key := range page.People {
		if key.Org == org {
			return key.Address, true, nil
		}
	}
	return providers.Address{}, false, nil
}
