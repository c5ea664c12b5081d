package store

import (
	"context"
	"fmt"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/broadcast"
)

// broadcastKept is how long it is known who got a broadcast, in seconds.
const broadcastKept = 90 * 24 * 60 * 60

// threadsAtOnce is how many threads are read with one round trip.
const threadsAtOnce = 500

// Partitions is how many partitions people are in.
func (s *Store) Partitions() int { return Partitions }

// Threads gives the threads of a partition to visit, some at a time: those of the
// members of any of the groups, or of everybody if no group is named.
func (s *Store) Threads(ctx context.Context, org string, groups []string, partition int, visit func([]bot.Thread) error) error {
	sets := []string{peopleKey(partition, org)}
	if len(groups) > 0 {
		sets = sets[:0]
		for _, g := range groups {
			sets = append(sets, groupKey(partition, org, g))
		}
	}
	ids, err := s.redis.SUnion(ctx, sets...).Result()
	if err != nil {
		return away(err, "read an audience")
	}
	for len(ids) > 0 {
		n := min(len(ids), threadsAtOnce)
		threads, err := s.threadsOf(ctx, org, partition, ids[:n])
		if err != nil {
			return err
		}
		if err := visit(threads); err != nil {
			return err
		}
		ids = ids[n:]
	}
	return nil
}

// threadsOf reads threads by their ids. Those that are erased, or of another
// organisation, are left out.
func (s *Store) threadsOf(ctx context.Context, org string, partition int, ids []string) ([]bot.Thread, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	read, stopped := make([]*redis.SliceCmd, len(ids)), make([]*redis.IntCmd, len(ids))
	for i, id := range ids {
		read[i] = p.HMGet(ctx, personKey(partition, id), "v", "d", "k", "o", "a", "dead", "hd")
		stopped[i] = p.Exists(ctx, stopKey(partition, id))
	}
	_, _ = p.Exec(ctx) // each has its own error
	var threads []bot.Thread
	for i, id := range ids {
		if read[i].Err() != nil || stopped[i].Err() != nil {
			return nil, away(firstOf(read[i].Err(), stopped[i].Err()), "read a thread of an audience")
		}
		fields := read[i].Val()
		if of, _ := fields[3].(string); of != org {
			continue
		}
		t, err := s.decode(id, fields[:3])
		if err != nil {
			return nil, err
		}
		sealed, _ := fields[4].(string)
		to, err := s.shared.open([]byte(sealed), "address:"+id)
		if err != nil {
			return nil, fmt.Errorf("open who a person is: %w", err)
		}
		t.Dead = isDead(fields[5], fields[6])
		t.ID, t.Key, t.Stopped = id, bot.Key{Org: org, Address: readAddress(to)}, stopped[i].Val() > 0
		threads = append(threads, t)
	}
	return threads, nil
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// Freeze writes down who of a partition gets a broadcast, the first time it is
// asked to, and returns how many those are.
func (s *Store) Freeze(ctx context.Context, b broadcast.Broadcast, partition int, people []string) (int, error) {
	args := make([]any, 0, len(people)+2)
	args = append(args, string(broadcast.Sending), broadcastKept)
	for _, id := range people {
		args = append(args, id)
	}
	answers, err := s.run(ctx, []call{{s.scripts.freeze, []string{broadcastKey(partition, b.ID), audienceKey(partition, b.ID)}, args}})
	if err != nil {
		return 0, away(err, "write down an audience")
	}
	n, err := answers[0].Int()
	return n, full(err, "write down an audience")
}
