package store

import (
	"context"

	"github.com/redis/go-redis/v9"
)

// mostShared is how many texts may share one pipeline.
const mostShared = 256

// readJob is one thread to read; commitJob one turn to write.
type readJob struct {
	person, stop string
	done         chan struct{}
	fields       *redis.SliceCmd
	stopped      *redis.IntCmd
}

type commitJob struct {
	call call
	done chan struct{}
	cmd  *redis.Cmd
	err  error
}

// startBatches starts the group commit: texts that wait at the same moment
// share a pipeline; only what is already there is taken, so a lone text never
// waits. Reads have pipelines of their own; two of each may be in flight.
func (s *Store) startBatches(ctx context.Context) {
	for range 2 {
		go gather(ctx, s.reads, func(jobs []*readJob) { s.readAll(jobs) })
		go gather(ctx, s.commits, func(jobs []*commitJob) { s.commitAll(jobs) })
	}
}

// gather hands on everything that waits, again and again.
func gather[T any](ctx context.Context, queue <-chan T, handle func([]T)) {
	for {
		var jobs []T
		select {
		case j := <-queue:
			jobs = append(jobs, j)
		case <-ctx.Done():
			return
		}
	more:
		for len(jobs) < mostShared {
			select {
			case j := <-queue:
				jobs = append(jobs, j)
			default:
				break more
			}
		}
		handle(jobs)
	}
}

func (s *Store) readAll(jobs []*readJob) {
	ctx, cancel := context.WithTimeout(context.Background(), s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	for _, j := range jobs {
		j.fields = p.HMGet(ctx, j.person, "v", "d", "k")
		j.stopped = p.Exists(ctx, j.stop)
	}
	_, _ = p.Exec(ctx) // each read has its own error
	for _, j := range jobs {
		close(j.done)
	}
}

func (s *Store) commitAll(jobs []*commitJob) {
	calls := make([]call, len(jobs))
	for i, j := range jobs {
		calls[i] = j.call
	}
	answers, err := s.run(context.Background(), calls)
	for i, j := range jobs {
		if j.err = err; err == nil {
			j.cmd = answers[i]
		}
		close(j.done)
	}
}
