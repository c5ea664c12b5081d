package store

import (
	"context"
	"strconv"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
)

// isDead tells whether texts to somebody failed for good after they texted last, by
// the fields dead and hd of a person (status.lua).
func isDead(dead, heard any) bool {
	at, _ := dead.(string)
	if at == "" {
		return false
	}
	failed, _ := strconv.ParseInt(at, 10, 64) // written by us
	text, _ := heard.(string)
	last, _ := strconv.ParseInt(text, 10, 64)
	return failed > last
}

// Dead returns the threads of an organisation's people whose numbers cannot be
// reached, in no order. Errors wrap bot.ErrUnavailable.
func (s *Store) Dead(ctx context.Context, org string) ([]bot.Thread, error) {
	asking, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	cmds := make([]*redis.StringSliceCmd, Partitions)
	for part := range Partitions {
		cmds[part] = p.ZRange(asking, deadKey(part), 0, -1)
	}
	_, _ = p.Exec(asking) // each has its own error
	var dead []bot.Thread
	for part, cmd := range cmds {
		if cmd.Err() != nil {
			return nil, away(cmd.Err(), "see which numbers cannot be reached")
		}
		for ids := cmd.Val(); len(ids) > 0; {
			n := min(len(ids), threadsAtOnce)
			threads, err := s.threadsOf(ctx, org, part, ids[:n])
			if err != nil {
				return nil, err
			}
			for _, t := range threads {
				if t.Dead {
					dead = append(dead, t)
				}
			}
			ids = ids[n:]
		}
	}
	return dead, nil
}

// Lift lets broadcasts reach somebody again whose number could not be reached.
// Errors wrap bot.ErrUnavailable.
func (s *Store) Lift(ctx context.Context, org string, who providers.Address) error {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	part, id := s.keys.partition(who), s.keys.person(bot.Key{Org: org, Address: who})
	p := s.redis.Pipeline()
	p.HDel(ctx, personKey(part, id), "df", "dead")
	p.ZRem(ctx, deadKey(part), id)
	_, err := p.Exec(ctx)
	return away(err, "let a number be reached again")
}
