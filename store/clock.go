package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot"
)

// Due finds threads in which something is due by now, the longest due first and
// at most so many; the rest are found by the next look.
func (s *Store) Due(ctx context.Context, now time.Time, most int) ([]bot.Wake, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	parts, err := s.dueIn(ctx, &s.timers, timersKey, now)
	if err != nil || len(parts) == 0 {
		return nil, away(err, "see what is due")
	}
	p := s.redis.Pipeline()
	cmds := make([]*redis.ZSliceCmd, len(parts))
	for i, part := range parts {
		cmds[i] = p.ZRangeByScoreWithScores(ctx, timersKey(part), &redis.ZRangeBy{Min: "-inf", Max: fmt.Sprint(ms(now)), Count: int64(most)})
	}
	_, _ = p.Exec(ctx) // each has its own error
	var due []timer
	for i, cmd := range cmds {
		if cmd.Err() != nil {
			return nil, away(cmd.Err(), "see what is due")
		}
		for _, z := range cmd.Val() {
			id, _ := z.Member.(string)
			due = append(due, timer{parts[i], id, time.UnixMilli(int64(z.Score))})
		}
	}
	slices.SortFunc(due, func(a, b timer) int { return a.at.Compare(b.at) })
	return s.wakes(ctx, due[:min(len(due), most)])
}

// Postpone puts off what is due in a thread, unless a commit has moved it
// meanwhile.
func (s *Store) Postpone(ctx context.Context, w bot.Wake, to time.Time) error {
	return s.postpone(ctx, timer{s.keys.partition(w.Key.Address), s.keys.person(w.Key), w.At}, to)
}

func (s *Store) postpone(ctx context.Context, t timer, to time.Time) error {
	answers, err := s.run(ctx, []call{{s.scripts.postpone, []string{timersKey(t.partition)}, []any{t.id, ms(t.at), ms(to)}}})
	if err != nil {
		return away(err, "put off what is due")
	}
	return full(answers[0].Err(), "put off what is due")
}

type timer struct {
	partition int
	id        string
	at        time.Time
}

// wakes finds whose timers those are.
func (s *Store) wakes(ctx context.Context, due []timer) ([]bot.Wake, error) {
	if len(due) == 0 {
		return nil, nil
	}
	p := s.redis.Pipeline()
	cmds := make([]*redis.SliceCmd, len(due))
	for i, t := range due {
		cmds[i] = p.HMGet(ctx, personKey(t.partition, t.id), "o", "a")
	}
	_, _ = p.Exec(ctx) // each has its own error
	var out []bot.Wake
	for i, cmd := range cmds {
		if cmd.Err() != nil {
			return nil, away(cmd.Err(), "read whose timer it is")
		}
		org, _ := cmd.Val()[0].(string)
		sealed, _ := cmd.Val()[1].(string)
		to, err := s.shared.open([]byte(sealed), "address:"+due[i].id)
		if err != nil {
			s.log.Error("a timer belongs to nobody; it is looked at again in an hour", "partition", due[i].partition)
			if err := s.postpone(ctx, due[i], s.now().Add(time.Hour)); err != nil {
				return nil, err
			}
			continue
		}
		out = append(out, bot.Wake{Key: bot.Key{Org: org, Address: readAddress(to)}, At: due[i].at})
	}
	return out, nil
}
