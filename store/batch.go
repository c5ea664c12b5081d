package store

import (
	"context"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot"
)

// mostShared is how many texts may share one pipeline.
const mostShared = 256

// readJob is one thread to read; commitJob one turn to write.
type readJob struct {
	person, stop string
	done         chan struct{}
	fields       *redis.SliceCmd
	stopped      *redis.IntCmd
	before       bot.Repeat
	notYet       bool // what was lost must be judged again first
}

type commitJob struct {
	call call
	done chan struct{}
	cmd  *redis.Cmd
	err  error
}

// lane is the group commit of one server: texts that wait at the same moment
// share a pipeline; only what is already there is taken, so a lone text never
// waits. Reads have pipelines of their own; two of each may be in flight.
type lane struct {
	reads   chan *readJob
	commits chan *commitJob
}

// lane is that of the server which holds a partition, so that in a cluster
// nobody waits for a server that is down but those whose people it holds.
func (s *Store) lane(p int) *lane {
	address := ""
	if c, cluster := s.redis.(*redis.ClusterClient); cluster {
		if server, err := c.MasterForKey(s.closed, timersKey(p)); err == nil {
			address = server.Options().Addr
		}
	}
	if known, ok := s.lanes.Load(address); ok {
		return known.(*lane)
	}
	l := &lane{make(chan *readJob, mostShared), make(chan *commitJob, mostShared)}
	if known, loaded := s.lanes.LoadOrStore(address, l); loaded {
		return known.(*lane)
	}
	for range 2 {
		go gather(s.closed, l.reads, s.readAll)
		go gather(s.closed, l.commits, s.commitAll)
	}
	return l
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
	ctx, who := asking(ctx)
	p := s.redis.Pipeline()
	for _, j := range jobs {
		j.fields = p.HMGet(ctx, j.person, "v", "d", "k")
		j.stopped = p.Exists(ctx, j.stop)
	}
	_, _ = p.Exec(ctx) // each read has its own error
	for _, j := range jobs {
		j.notYet = !s.histories.mayJudge(who, j.before)
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
