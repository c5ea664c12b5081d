package store

import (
	"context"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

// tallyKept is how long answers can be counted after a question to others is
// closed: as long as a flow may wait.
const tallyKept = 90 * 24 * time.Hour

// tallies keeps the person's answers to questions of others, one for each: a later
// one takes the place of an earlier. Whoever is erased takes theirs along while
// the question is open.
func (w *writes) tallies() error {
	for _, v := range w.turn.Votes {
		key := tallyKey(w.p, v.Tell)
		w.do("HSET", key, w.id, strconv.Itoa(v.Choice))
		w.do("EXPIREAT", key, strconv.FormatInt(v.Until.Add(tallyKept).Unix(), 10))
	}
	if w.turn.Forget {
		for _, asked := range w.turn.Conversation.Asked {
			w.do("HDEL", tallyKey(w.p, asked.ID), w.id)
		}
	}
	return nil
}

// Answers counts how many people gave each answer to a question to others, by the
// answer's place. Errors wrap bot.ErrUnavailable.
func (s *Store) Answers(ctx context.Context, tell string) ([]int, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	cmds := make([]*redis.StringSliceCmd, Partitions)
	for part := range Partitions {
		cmds[part] = p.HVals(ctx, tallyKey(part, tell))
	}
	_, _ = p.Exec(ctx) // each has its own error
	var counts []int
	for _, cmd := range cmds {
		if cmd.Err() != nil {
			return nil, away(cmd.Err(), "count answers")
		}
		for _, choice := range cmd.Val() {
			i, err := strconv.Atoi(choice)
			if err != nil || i < 0 || i > 100 {
				continue // not written by us
			}
			for len(counts) <= i {
				counts = append(counts, 0)
			}
			counts[i]++
		}
	}
	return counts, nil
}
