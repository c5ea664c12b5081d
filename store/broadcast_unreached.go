package store

import (
	"context"
	"slices"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/providers"
)

var _ broadcast.Fates = (*Store)(nil)

// Unreached returns whom of the frozen audience a broadcast has not reached, at most
// so many.
func (s *Store) Unreached(ctx context.Context, b broadcast.Broadcast, most int) ([]broadcast.Unreached, error) {
	var all []broadcast.Unreached
	for part := range Partitions {
		for from := 0; len(all) < most; from += threadsAtOnce {
			ids, err := s.redis.LRange(ctx, audienceKey(part, b.ID), int64(from), int64(from+threadsAtOnce-1)).Result()
			if err != nil {
				return nil, away(err, "read whom a broadcast is for")
			}
			if len(ids) == 0 {
				break
			}
			cursor, err := s.redis.HGet(ctx, broadcastKey(part, b.ID), "cursor").Int()
			if err = away(err, "read how far a broadcast is"); err != nil {
				return nil, err
			}
			missed, err := s.missedOf(ctx, b, part, ids, max(0, cursor-from))
			if err != nil {
				return nil, err
			}
			all = append(all, missed...)
		}
	}
	return all[:min(len(all), most)], nil
}

// missedOf are those of some people of a partition whom a broadcast has not reached;
// the first of them have been looked at.
func (s *Store) missedOf(ctx context.Context, b broadcast.Broadcast, part int, ids []string, lookedAt int) ([]broadcast.Unreached, error) {
	asking, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	cmds := make([]*redis.SliceCmd, len(ids))
	for i, id := range ids {
		cmds[i] = p.HMGet(asking, messageKey(part, broadcast.RefOf(b, id)), "s", "c")
	}
	_, _ = p.Exec(asking) // each has its own error
	fates := map[string]broadcast.Unreached{}
	for i, cmd := range cmds {
		if cmd.Err() != nil {
			return nil, away(cmd.Err(), "read what became of a broadcast's text")
		}
		state, _ := cmd.Val()[0].(string)
		code, _ := cmd.Val()[1].(string)
		fate := fateOf(state)
		if state == "" && i >= lookedAt {
			fate = broadcast.IsWaiting
			if b.State.Over() {
				fate = broadcast.WasWithheld
			}
		}
		if fate != broadcast.HasFailed {
			code = ""
		}
		if fate != "" {
			fates[ids[i]] = broadcast.Unreached{Fate: fate, Code: code}
		}
	}
	threads, err := s.threadsOf(ctx, b.Org, part, slices.DeleteFunc(ids, func(id string) bool { return fates[id].Fate == "" }))
	if err != nil {
		return nil, err
	}
	var missed []broadcast.Unreached
	for _, t := range threads {
		m := fates[t.ID]
		m.Thread = t
		missed = append(missed, m)
	}
	return missed, nil
}

// fateOf is what the state of a text means for whom it was for; empty if it has left.
func fateOf(state string) broadcast.Fate {
	switch state {
	case string(providers.Sent), string(providers.Delivered):
		return ""
	case "":
		return broadcast.WasLeftOut
	case string(providers.Queued), string(providers.Sending):
		return broadcast.IsWaiting
	case "dismissed":
		return broadcast.IsUnknown
	}
	return broadcast.Fate(state)
}
