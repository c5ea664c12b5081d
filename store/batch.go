package store

import (
	"context"
	"sync"

	"github.com/redis/go-redis/v9"
)

const (
	mostShared = 256 // jobs that may share one pipeline
	inFlight   = 8   // pipelines of a lane that are on their way at once
)

// job is what one caller asks of a server: what it adds to a shared pipeline is
// answered once done is closed, by who.
type job struct {
	add  func(ctx context.Context, p redis.Pipeliner)
	who  *answerers
	done chan struct{}
}

// lane is the group commit of one server: everything that waits at the same
// moment, reads, commits, claims and results, shares one pipeline, and so one
// sync of the server's disk. Only what is already there is taken, so a lone
// text never waits.
type lane chan *job

// lane is that of the server which holds a key, so that in a cluster nobody
// waits for a server that is down but those whose people it holds.
func (s *Store) lane(key string) lane {
	address := ""
	if c, cluster := s.redis.(*redis.ClusterClient); cluster {
		if server, err := c.MasterForKey(s.closed, key); err == nil {
			address = server.Options().Addr
		}
	}
	if known, ok := s.lanes.Load(address); ok {
		return known.(lane)
	}
	l := make(lane, mostShared)
	if known, loaded := s.lanes.LoadOrStore(address, l); loaded {
		return known.(lane)
	}
	for range inFlight {
		go s.gather(l)
	}
	return l
}

// gather sends everything that waits, again and again.
func (s *Store) gather(l lane) {
	for {
		select {
		case j := <-l:
			s.exec(l.waiting(j))
		case <-s.closed.Done():
			return
		}
	}
}

// waiting adds what else waits already.
func (l lane) waiting(first *job) []*job {
	jobs := []*job{first}
	for len(jobs) < mostShared {
		select {
		case j := <-l:
			jobs = append(jobs, j)
		default:
			return jobs
		}
	}
	return jobs
}

// exec sends one pipeline. Its time is its own: nobody who waits can cut it
// short for the others.
func (s *Store) exec(jobs []*job) {
	ctx, cancel := context.WithTimeout(context.Background(), s.patience)
	defer cancel()
	ctx, who := asking(ctx)
	p := s.redis.Pipeline()
	for _, j := range jobs {
		j.add(ctx, p)
	}
	_, _ = p.Exec(ctx) // each command has its own error
	for _, j := range jobs {
		j.who = who
		close(j.done)
	}
}

// share has what add adds answered by the server that holds the key, and tells
// the context who that was if it asks. With an error nobody knows what became of
// it.
func (s *Store) share(ctx context.Context, key string, add func(context.Context, redis.Pipeliner)) error {
	j := &job{add: add, done: make(chan struct{})}
	select {
	case s.lane(key) <- j:
	case <-ctx.Done():
		return ctx.Err()
	case <-s.closed.Done():
		return s.closed.Err()
	}
	select {
	case <-j.done: // whatever ctx says: what was sent to Redis has an outcome
		heard(ctx, j.who)
		return nil
	case <-s.closed.Done():
		return s.closed.Err()
	}
}

// shareAll has calls answered, each by the server that holds its keys, all
// servers at once.
func (s *Store) shareAll(ctx context.Context, calls []*asked) error {
	byLane := map[lane][]*asked{}
	for _, c := range calls {
		l := s.lane(c.keys[0])
		byLane[l] = append(byLane[l], c)
	}
	var each sync.WaitGroup
	errs := make(chan error, len(byLane))
	for _, some := range byLane {
		ask := func() {
			errs <- s.share(ctx, some[0].keys[0], func(ctx context.Context, p redis.Pipeliner) { addCalls(ctx, p, some) })
		}
		if len(byLane) == 1 {
			ask()
			break
		}
		each.Go(ask)
	}
	each.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func addCalls(ctx context.Context, p redis.Pipeliner, calls []*asked) {
	for _, c := range calls {
		c.answer = p.EvalSha(ctx, c.script.Hash(), c.keys, c.args...)
	}
}
