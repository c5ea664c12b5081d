package store

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot/broadcast"
)

var (
	_ broadcast.Archive = (*Store)(nil)
	_ broadcast.People  = (*Store)(nil)
	_ broadcast.Outbox  = (*Store)(nil)
)

// Keep writes a broadcast as it is now, and returns it with its new version.
func (s *Store) Keep(ctx context.Context, b broadcast.Broadcast) (broadcast.Broadcast, error) {
	text, err := json.Marshal(b)
	if err != nil {
		return b, fmt.Errorf("write a broadcast: %w", err)
	}
	underWay := ""
	if b.State != broadcast.Draft && !b.State.Over() || b.Untold {
		underWay = "yes"
	}
	told, err := s.endOf(b)
	if err != nil {
		return b, err
	}
	answers, err := s.run(ctx, []call{{s.scripts.keep, []string{
		broadcastDocKey(b.Org, b.ID), broadcastsKey(b.Org), broadcastsUnderWay, broadcastNews,
	}, []any{strconv.FormatInt(b.Version, 10), rand.Text(), s.shared.seal(text, "broadcast:"+b.ID), b.ID, ms(b.Made), b.Org + "/" + b.ID, underWay, told}}})
	if err != nil {
		return b, away(err, "keep a broadcast")
	}
	done, err := answers[0].Int()
	if err != nil {
		return b, full(err, "keep a broadcast")
	}
	if done == 0 {
		return b, broadcast.ErrMoved
	}
	b.Version++
	return b, nil
}

// Broadcast returns one of an organisation's broadcasts, or broadcast.ErrNone.
func (s *Store) Broadcast(ctx context.Context, org, id string) (broadcast.Broadcast, error) {
	all, err := s.readBroadcasts(ctx, []string{org + "/" + id})
	if err != nil {
		return broadcast.Broadcast{}, err
	}
	if len(all) == 0 {
		return broadcast.Broadcast{}, broadcast.ErrNone
	}
	return all[0], nil
}

// Broadcasts returns an organisation's, the newest first.
func (s *Store) Broadcasts(ctx context.Context, org string) ([]broadcast.Broadcast, error) {
	ids, err := s.redis.ZRevRange(ctx, broadcastsKey(org), 0, -1).Result()
	if err != nil {
		return nil, away(err, "list broadcasts")
	}
	for i, id := range ids {
		ids[i] = org + "/" + id
	}
	return s.readBroadcasts(ctx, ids)
}

// UnderWay returns the broadcasts of every organisation that are not over and no
// drafts, and those whose state does not hold everywhere yet.
func (s *Store) UnderWay(ctx context.Context) ([]broadcast.Broadcast, error) {
	ids, err := s.redis.SMembers(ctx, broadcastsUnderWay).Result()
	if err != nil {
		return nil, away(err, "list the broadcasts that are under way")
	}
	slices.Sort(ids)
	return s.readBroadcasts(ctx, ids)
}

// readBroadcasts reads broadcasts by org and id. Those that are gone are left out.
func (s *Store) readBroadcasts(ctx context.Context, ids []string) ([]broadcast.Broadcast, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	cmds := make([]*redis.SliceCmd, len(ids))
	for i, name := range ids {
		org, id, _ := strings.Cut(name, "/")
		cmds[i] = p.HMGet(ctx, broadcastDocKey(org, id), "v", "d")
	}
	_, _ = p.Exec(ctx) // each has its own error
	var all []broadcast.Broadcast
	for i, cmd := range cmds {
		if err := cmd.Err(); err != nil && !errors.Is(err, redis.Nil) {
			return nil, away(err, "read a broadcast")
		}
		version, _ := cmd.Val()[0].(string)
		sealed, _ := cmd.Val()[1].(string)
		if sealed == "" {
			continue
		}
		var b broadcast.Broadcast
		_, id, _ := strings.Cut(ids[i], "/")
		if err := s.openJSON(sealed, "broadcast:"+id, &b); err != nil {
			return nil, fmt.Errorf("open a broadcast: %w", err)
		}
		b.Version, _ = strconv.ParseInt(version, 10, 64)
		all = append(all, b)
	}
	return all, nil
}
