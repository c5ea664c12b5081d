package store

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
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

// place is where a job is kept, and since when it may be taken.
type place struct {
	partition int
	id        string
	since     float64 // in ms
}

// TakeJobs returns at most so many jobs that nobody is at work on, the oldest first,
// and keeps others off them for a minute after each page. Where all that it finds are
// marks of jobs that are done, or another was quicker, it looks further. Errors wrap
// bot.ErrUnavailable.
func (s *Store) TakeJobs(ctx context.Context, now time.Time, most int) ([]bot.Job, error) {
	for {
		waiting, err := s.waitingJobs(ctx, now, most)
		if err != nil || len(waiting) == 0 {
			return nil, err
		}
		jobs, err := s.takeAll(ctx, waiting, now)
		if err != nil || len(jobs) > 0 || len(waiting) < most {
			return jobs, err
		}
	}
}

// takeAll takes what of the waiting jobs is still to be done, and lets go of the others
// for good.
func (s *Store) takeAll(ctx context.Context, waiting []place, now time.Time) ([]bot.Job, error) {
	calls := make([]call, len(waiting))
	for i, at := range waiting {
		calls[i] = call{s.scripts.take, []string{jobsKey(at.partition), jobKey(at.partition, at.id)}, []any{ms(now), ms(now.Add(heldFor)), at.id}}
	}
	answers, err := s.run(ctx, calls)
	if err != nil {
		return nil, away(err, "take jobs")
	}
	var jobs []bot.Job
	var over []call
	for i, a := range answers {
		fields, err := a.StringSlice()
		if err != nil {
			return jobs, away(err, "take a job")
		}
		job, is, err := s.openJob(waiting[i], fields, now)
		switch {
		case err != nil:
			s.log.Error("a job cannot be read; it stays for another version", "partition", waiting[i].partition)
		case is == toDo:
			jobs = append(jobs, job)
		case is == done:
			over = append(over, s.moved(job, "", time.Time{}))
		}
	}
	if len(over) == 0 {
		return jobs, nil
	}
	if answers, err = s.run(ctx, over); err == nil {
		err = firstError(answers)
	}
	return jobs, away(err, "end jobs that are done")
}

// waitingJobs finds jobs that nobody holds, in whatever partition they are: those that
// have waited longest, so that no partition stands before another.
func (s *Store) waitingJobs(ctx context.Context, now time.Time, most int) ([]place, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	parts, err := s.dueIn(ctx, &s.jobs, jobsKey, now)
	if err != nil || len(parts) == 0 {
		return nil, away(err, "look for jobs")
	}
	p := s.redis.Pipeline()
	cmds := make([]*redis.ZSliceCmd, len(parts))
	for i, part := range parts {
		cmds[i] = p.ZRangeByScoreWithScores(ctx, jobsKey(part), &redis.ZRangeBy{Min: "-inf", Max: strconv.FormatInt(ms(now), 10), Count: int64(most)})
	}
	_, _ = p.Exec(ctx) // each has its own error
	var all []place
	for i, cmd := range cmds {
		if cmd.Err() != nil {
			return nil, away(cmd.Err(), "look for jobs")
		}
		for _, z := range cmd.Val() {
			all = append(all, place{parts[i], fmt.Sprint(z.Member), z.Score})
		}
	}
	slices.SortStableFunc(all, func(a, b place) int { return cmp.Compare(a.since, b.since) })
	return all[:min(len(all), most)], nil
}

// What a job that was taken is.
type jobState int

const (
	another jobState = iota // has it, or it is gone
	toDo
	done // for good
)

// openJob reads what take.lua answered. A finished job is gone over once more only if
// Redis has become another one since.
func (s *Store) openJob(at place, fields []string, now time.Time) (bot.Job, jobState, error) {
	var job bot.Job
	if len(fields) < 2 || fields[0] == "" {
		return job, another, nil
	}
	if err := s.openJSON(fields[0], "job:"+at.id, &job); err != nil {
		return job, another, fmt.Errorf("open a job: %w", err)
	}
	job.Cursor, job.Partition = fields[1], at.partition
	if job.Cursor != cursorDone {
		return job, toDo, nil
	}
	if !s.histories.changedSince(job.Made) || !now.Before(job.Until) {
		return job, done, nil
	}
	job.Cursor = ""
	return job, toDo, nil
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
	answers, err := s.run(ctx, []call{s.moved(job, next, free)})
	if err != nil {
		return away(err, "move a job on")
	}
	return away(firstError(answers), "move a job on")
}

// moved moves a job on, or ends it where nothing is next.
func (s *Store) moved(job bot.Job, next string, free time.Time) call {
	p := job.Partition
	return call{s.scripts.turned, []string{jobsKey(p), jobKey(p, job.ID)}, []any{job.ID, next, ms(free)}}
}

var errCursor = errors.New("the cursor of a job cannot be read")
