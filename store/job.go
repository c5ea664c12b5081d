package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot"
)

// Bounds of working on jobs.
const (
	heldFor  = time.Minute      // a job that is taken and not moved on is free again
	doneKept = 10 * time.Minute // a finished job is kept for so long, in case a failover makes Redis forget whom it told
)

// cursorDone is the cursor of a finished job. It stands behind every other.
const cursorDone = "~"

// job puts what a turn asks to be done for others beside it.
func (w *writes) jobs() error {
	for _, j := range w.turn.Jobs {
		text, err := json.Marshal(j)
		if err != nil {
			return fmt.Errorf("write a job: %w", err)
		}
		w.do("HSET", jobKey(w.p, j.ID), "d", w.store.shared.seal(text, "job:"+j.ID))
		w.do("ZADD", jobsKey(w.p), ms(j.Made), j.ID)
	}
	return nil
}

// place is where a job is kept.
type place struct {
	partition int
	id        string
}

// TakeJobs returns at most so many jobs that nobody is at work on, and keeps
// others off them for a minute after each page. Errors wrap bot.ErrUnavailable.
func (s *Store) TakeJobs(ctx context.Context, now time.Time, most int) ([]bot.Job, error) {
	waiting, err := s.waitingJobs(ctx, now, most)
	if err != nil || len(waiting) == 0 {
		return nil, err
	}
	calls := make([]call, len(waiting))
	for i, at := range waiting {
		calls[i] = call{s.scripts.take, []string{jobsKey(at.partition), jobKey(at.partition, at.id)}, []any{ms(now), ms(now.Add(heldFor)), at.id}}
	}
	answers, err := s.run(ctx, calls)
	if err != nil {
		return nil, away(err, "take jobs")
	}
	var jobs []bot.Job
	for i, a := range answers {
		fields, err := a.StringSlice()
		if err != nil {
			return jobs, away(err, "take a job")
		}
		job, ok, err := s.openJob(ctx, waiting[i], fields, now)
		if err != nil {
			s.log.Error("a job cannot be read; it stays for another version", "partition", waiting[i].partition)
		} else if ok {
			jobs = append(jobs, job)
		}
	}
	return jobs, nil
}

// waitingJobs finds jobs that nobody holds, in any partition.
func (s *Store) waitingJobs(ctx context.Context, now time.Time, most int) ([]place, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	cmds := make([]*redis.StringSliceCmd, Partitions)
	for part := range Partitions {
		cmds[part] = p.ZRangeByScore(ctx, jobsKey(part), &redis.ZRangeBy{Min: "-inf", Max: strconv.FormatInt(ms(now), 10), Count: int64(most)})
	}
	_, _ = p.Exec(ctx) // each has its own error
	var all []place
	for part, cmd := range cmds {
		if cmd.Err() != nil {
			return nil, away(cmd.Err(), "look for jobs")
		}
		for _, id := range cmd.Val() {
			all = append(all, place{part, id})
		}
	}
	return all[:min(len(all), most)], nil
}

// openJob reads what take.lua answered. It reports false where another has the
// job, or it is done for good: a finished job is gone over once more only if Redis
// has become another one since.
func (s *Store) openJob(ctx context.Context, at place, fields []string, now time.Time) (bot.Job, bool, error) {
	var job bot.Job
	if len(fields) < 2 || fields[0] == "" {
		return job, false, nil
	}
	if err := s.openJSON(fields[0], "job:"+at.id, &job); err != nil {
		return job, false, fmt.Errorf("open a job: %w", err)
	}
	job.Cursor, job.Partition = fields[1], at.partition
	if job.Cursor != cursorDone {
		return job, true, nil
	}
	if !s.histories.changedSince(job.Made) || !now.Before(job.Until) {
		return job, false, s.endJob(ctx, job)
	}
	job.Cursor = ""
	return job, true, nil
}

// Turned moves a job on to its next page, never back. After its last page it is
// kept for a while before it is gone.
func (s *Store) Turned(ctx context.Context, job bot.Job, next string, now time.Time) error {
	free := now.Add(heldFor)
	if next == "" {
		next, free = cursorDone, now.Add(doneKept)
	}
	if !now.Before(job.Until) {
		return s.endJob(ctx, job)
	}
	return s.moveJob(ctx, job, next, free)
}

func (s *Store) endJob(ctx context.Context, job bot.Job) error {
	return s.moveJob(ctx, job, "", time.Time{})
}

func (s *Store) moveJob(ctx context.Context, job bot.Job, next string, free time.Time) error {
	p := job.Partition
	answers, err := s.run(ctx, []call{{s.scripts.turned, []string{jobsKey(p), jobKey(p, job.ID)}, []any{job.ID, next, ms(free)}}})
	if err != nil {
		return away(err, "move a job on")
	}
	return away(firstError(answers), "move a job on")
}

var errCursor = errors.New("the cursor of a job cannot be read")
