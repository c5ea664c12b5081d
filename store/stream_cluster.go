package store

import (
	"context"
	"time"

	"github.com/connective-messaging/connective/providers"
)

const (
	readerShare = 8               // entries that one reader takes at once
	readerWait  = 5 * time.Second // one blocking read
	readerRest  = time.Second     // after an error
)

// readCluster takes what the readers have read, replies before bulk: one call
// cannot name streams of several servers, so each stream has its own blocked
// reader. They start with the first call.
func (s *Store) readCluster(ctx context.Context, lanes []providers.Priority, most int, wait time.Duration) ([]providers.Entry, error) {
	s.inbox.once.Do(s.startReaders)
	var out []providers.Entry
	if wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case out = <-s.inbox.replies:
		case out = <-s.inbox.bulk:
		case <-timer.C:
		case <-ctx.Done():
		}
	}
	out = drain(s.inbox.replies, out, most)
	if len(lanes) > 1 {
		out = drain(s.inbox.bulk, out, most)
	}
	return out, nil
}

// drain adds what readers hold out at this moment, until there is enough.
func drain(from <-chan []providers.Entry, out []providers.Entry, most int) []providers.Entry {
	for len(out) < most {
		select {
		case more := <-from:
			out = append(out, more...)
		default:
			return out
		}
	}
	return out
}

func (s *Store) startReaders() {
	s.inbox.replies, s.inbox.bulk = make(chan []providers.Entry), make(chan []providers.Entry)
	for p := range Partitions {
		go s.readStream(streamKey(p, providers.Reply), s.inbox.replies)
		go s.readStream(streamKey(p, providers.Bulk), s.inbox.bulk)
	}
}

func (s *Store) readStream(name string, to chan<- []providers.Entry) {
	ctx := s.closed
	for ctx.Err() == nil {
		entries, err := s.readStreams(ctx, []string{name, ">"}, readerShare, readerWait)
		if err != nil {
			pause(ctx, readerRest)
		}
		if len(entries) == 0 {
			continue
		}
		select {
		case to <- entries:
		case <-ctx.Done():
		}
	}
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}
