package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/store"
)

// jobRows are the scripts by which jobs are done.
func jobRows() []scriptRow {
	made := func(c *scene) bot.Job {
		job := bot.Job{ID: c.name, Org: c.key.Org, Made: noon, Until: noon.Add(24 * time.Hour), Who: flows.Audience{Kind: flows.ToGroup, Name: "lane"}}
		turn := turnOf(c.t, c.s, c.key, c.event(0), "")
		turn.Jobs = []bot.Job{job}
		require.NoError(c.t, c.s.Commit(context.Background(), turn))
		return job
	}
	mine := func(c *scene, at time.Time) []bot.Job {
		var all []bot.Job
		jobs, err := c.s.TakeJobs(context.Background(), at, 100)
		require.NoError(c.t, err)
		for _, job := range jobs {
			if job.ID == c.name {
				all = append(all, job)
			}
		}
		return all
	}
	return []scriptRow{{
		name: "add",
		prepare: func(c *scene) func(*store.Store) error {
			job := bot.Job{ID: c.name, Org: c.key.Org, Made: noon, Until: noon.Add(24 * time.Hour), Flow: "news"}
			return func(s *store.Store) error {
				_, err := s.AddJob(context.Background(), job)
				return err
			}
		},
		end: func(c *scene, _ int) {
			job := mine(c, noon)
			require.Len(c.t, job, 1)
			require.NoError(c.t, c.s.Turned(context.Background(), job[0], "", noon))
			added, err := c.s.AddJob(context.Background(), job[0])
			require.NoError(c.t, err)
			require.False(c.t, added, "nor when it is done")
			require.Empty(c.t, mine(c, noon.Add(5*time.Minute)))
		},
	}, {
		name: "take",
		prepare: func(c *scene) func(*store.Store) error {
			made(c)
			return func(s *store.Store) error {
				lookAnew(c.t, s)
				_, err := s.TakeJobs(context.Background(), noon, 100)
				return err
			}
		},
		end: func(c *scene, _ int) {
			require.Empty(c.t, mine(c, noon.Add(30*time.Second)), "it is held")
			job := mine(c, noon.Add(time.Minute))
			require.Len(c.t, job, 1, "and not for ever")
			require.NoError(c.t, c.s.Turned(context.Background(), job[0], "", noon.Add(time.Minute)))
		},
	}, {
		name: "turned",
		prepare: func(c *scene) func(*store.Store) error {
			made(c)
			job := mine(c, noon)[0]
			return func(s *store.Store) error { return s.Turned(context.Background(), job, "08", noon) }
		},
		stale: func(c *scene) {
			job := mine(c, noon.Add(time.Minute))[0]
			require.NoError(c.t, c.s.Turned(context.Background(), job, "04", noon.Add(time.Minute)), "one that was overtaken")
		},
		end: func(c *scene, _ int) {
			job := mine(c, noon.Add(5*time.Minute))
			require.Len(c.t, job, 1)
			require.Equal(c.t, "08", job[0].Cursor)
			require.NoError(c.t, c.s.Turned(context.Background(), job[0], "", noon.Add(5*time.Minute)))
			require.Empty(c.t, mine(c, noon.Add(time.Hour)))
		},
	}}
}

// lookAnew has the next look at noon find what another process has written, which is
// looked for each few seconds: an hour ago nothing was there to do.
func lookAnew(t testing.TB, s *store.Store) {
	t.Helper()
	none, err := s.TakeJobs(context.Background(), noon.Add(-time.Hour), 100)
	require.NoError(t, err)
	require.Empty(t, none)
}
