package store

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/providers"
)

const (
	readers   = "senders"       // the consumer group of the outbox
	deadAfter = 5 * time.Second // how long an entry may lie with a reader that never claimed it
	longest   = time.Second     // one blocking read, so that what is due later is never late by more
	share     = 16              // of what is asked for, read from each stream at once
)

// outbox are its lanes, in the order in which they are emptied.
var outbox = []providers.Priority{providers.Reply, providers.Bulk}

// streamKeys are the streams of every partition.
func streamKeys() []string {
	var keys []string
	for part := range Partitions {
		for _, lane := range outbox {
			keys = append(keys, streamKey(part, lane))
		}
	}
	return keys
}

// makeStreams makes the outbox of every partition, with its group of readers.
func (s *Store) makeStreams(ctx context.Context) error {
	p := s.redis.Pipeline()
	for _, key := range streamKeys() {
		p.XGroupCreateMkStream(ctx, key, readers, "0")
	}
	answers, _ := p.Exec(ctx) // each has its own error
	for _, a := range answers {
		if err := a.Err(); err != nil && !redis.HasErrorPrefix(err, "BUSYGROUP") {
			return err
		}
	}
	return nil
}

// Ready waits for texts to send. About once a second it also puts back those
// whose time has come, and now and then takes over what readers that died had read. What
// was read and does not fit is kept for the next call, and replies that come
// in the meantime go first; where enough is kept nothing else is read.
func (s *Store) Ready(ctx context.Context, most int, wait time.Duration) ([]providers.Entry, error) {
	s.housekeeping(ctx)
	lanes, wait := outbox, min(wait, longest)
	switch kept := s.inbox.waits(); {
	case kept >= most:
		lanes, wait = outbox[:1], -1
	case kept > 0:
		wait = -1
	}
	read := s.readServer
	if _, cluster := s.reader.(*redis.ClusterClient); cluster {
		read = s.readCluster
	}
	entries, err := read(ctx, lanes, most, wait)
	if err != nil {
		return nil, err
	}
	s.inbox.add(entries)
	return s.inbox.take(most), nil
}

// readServer reads the lanes of every partition with one call. It does not wait
// if wait is negative.
func (s *Store) readServer(ctx context.Context, lanes []providers.Priority, most int, wait time.Duration) ([]providers.Entry, error) {
	names := make([]string, 0, 2*len(lanes)*Partitions)
	for _, lane := range lanes {
		for p := range Partitions {
			names = append(names, streamKey(p, lane))
		}
	}
	for range len(lanes) * Partitions {
		names = append(names, ">")
	}
	return s.readStreams(ctx, names, int64(max(1, most/share)), wait)
}

// readStreams reads streams, each at most so far. Streams that are gone, with
// all of a Redis that was emptied, are made again.
func (s *Store) readStreams(ctx context.Context, names []string, most int64, wait time.Duration) ([]providers.Entry, error) {
	streams, err := s.reader.XReadGroup(ctx, &redis.XReadGroupArgs{
		Group: readers, Consumer: s.consumer, Streams: names, Count: most, Block: wait,
	}).Result()
	switch {
	case err == nil:
		return entriesOf(streams), nil
	case errors.Is(err, redis.Nil), errors.Is(err, context.Canceled):
		return nil, nil
	case redis.HasErrorPrefix(err, "NOGROUP"):
		return nil, away(s.makeStreams(ctx), "make the outbox")
	}
	return nil, away(err, "read the outbox")
}

func entriesOf(streams []redis.XStream) []providers.Entry {
	var out []providers.Entry
	for _, stream := range streams {
		p, lane := streamOf(stream.Stream)
		for _, m := range stream.Messages {
			ref, _ := m.Values["r"].(string)
			owner, _ := m.Values["o"].(string)
			out = append(out, providers.Entry{Partition: p, Priority: lane, StreamID: m.ID, Ref: ref, Owner: owner})
		}
	}
	return out
}

// streamOf reads the partition and lane off a stream's key.
func streamOf(key string) (int, providers.Priority) {
	p, _ := partitionOf(key)
	return p, providers.Priority(key[len("{p00}:"):])
}
