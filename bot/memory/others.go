package memory

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
)

// pageSize is how many people are on one page of a job.
const pageSize = 3

// others keeps what a turn asks to be done for others, and what it answers them.
func (s *Store) others(turn bot.Turn) {
	s.ids[turn.ID] = turn.Key
	s.jobs = append(s.jobs, turn.Jobs...)
	for _, v := range turn.Votes {
		if s.votes[v.Tell] == nil {
			s.votes[v.Tell] = map[string]int{}
		}
		s.votes[v.Tell][turn.ID] = v.Choice
	}
	if turn.Forget {
		delete(s.ids, turn.ID)
		for _, votes := range s.votes {
			delete(votes, turn.ID)
		}
	}
}

// TakeJobs returns the jobs that are due and not finished, the oldest first. There
// is one worker, so that nobody is kept off them.
func (s *Store) TakeJobs(_ context.Context, now time.Time, most int) ([]bot.Job, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var due []bot.Job
	for _, job := range s.jobs {
		if !job.Made.After(now) && len(due) < most {
			due = append(due, job)
		}
	}
	return due, nil
}

// NextJob returns when the next job is due that is not yet; zero if none is.
func (s *Store) NextJob(now time.Time) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	var next time.Time
	for _, job := range s.jobs {
		if job.Made.After(now) && (next.IsZero() || job.Made.Before(next)) {
			next = job.Made
		}
	}
	return next
}

// People returns a few of the people whom a job is for, by their ids.
func (s *Store) People(_ context.Context, job bot.Job) (bot.Page, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ids []string
	for id, key := range s.ids {
		mine := key.Org == job.Org
		if job.Who.Kind == flows.ToAsker {
			mine = id == job.Who.Name
		}
		if mine && id > job.Cursor {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, strings.Compare)
	var page bot.Page
	for i, id := range ids {
		if i == pageSize {
			page.Next = ids[i-1]
			break
		}
		page.People = append(page.People, s.ids[id])
	}
	return page, nil
}

// Turned moves a job on, and ends it after its last page.
func (s *Store) Turned(_ context.Context, job bot.Job, next string, _ time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.jobs, func(j bot.Job) bool { return j.ID == job.ID && j.Org == job.Org })
	switch {
	case i < 0:
	case next == "":
		s.jobs = slices.Delete(s.jobs, i, i+1)
	case next > s.jobs[i].Cursor:
		s.jobs[i].Cursor = next
	}
	return nil
}

// Answers counts how many people gave each answer to a question.
func (s *Store) Answers(_ context.Context, tell string) ([]int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var counts []int
	for _, choice := range s.votes[tell] {
		for len(counts) <= choice {
			counts = append(counts, 0)
		}
		counts[choice]++
	}
	return counts, nil
}

// Since returns when a start was seen first.
func (s *Store) Since(_ context.Context, start string, now time.Time) (time.Time, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, known := s.since[start]; !known {
		s.since[start] = now
	}
	return s.since[start], nil
}

// AddJob keeps a job once.
func (s *Store) AddJob(_ context.Context, job bot.Job) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.made[job.ID] {
		return false, nil
	}
	s.made[job.ID] = true
	s.jobs = append(s.jobs, job)
	return true, nil
}
