package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/connective-messaging/connective/bot"
)

// Since returns when a start was seen first, by any process. Errors wrap
// bot.ErrUnavailable.
func (s *Store) Since(ctx context.Context, start string, now time.Time) (time.Time, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	if err := s.redis.HSetNX(ctx, startsKey, start, ms(now)).Err(); err != nil {
		return time.Time{}, away(err, "note a start")
	}
	text, err := s.redis.HGet(ctx, startsKey, start).Result()
	if err != nil {
		return time.Time{}, away(err, "read when a start was seen first")
	}
	at, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("read when a start was seen first: %w", err)
	}
	return time.UnixMilli(at), nil
}

// AddJob writes a job once, in a partition that its id decides on; false if it was
// written before. Errors wrap bot.ErrUnavailable.
func (s *Store) AddJob(ctx context.Context, job bot.Job) (bool, error) {
	text, err := json.Marshal(job)
	if err != nil {
		return false, fmt.Errorf("write a job: %w", err)
	}
	p := int(s.keys.mark("job", job.ID)[0]) % Partitions
	answers, err := s.run(ctx, []call{{s.scripts.add,
		[]string{seenKey(p, s.keys.event(job.Org, "job:"+job.ID)), jobsKey(p), jobKey(p, job.ID)},
		[]any{job.ID, s.shared.seal(text, "job:"+job.ID), ms(job.Made), remembered},
	}})
	if err != nil {
		return false, away(err, "add a job")
	}
	added, err := answers[0].Int()
	return added == 1, away(err, "add a job")
}
