package store

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/providers"
)

// readers is the consumer group of the outbox.
const readers = "senders"

// deadAfter is how long an entry may lie with a reader that never claimed it.
const deadAfter = 5 * time.Second

// makeStreams makes the outbox of every partition, with its group of readers.
func (s *Store) makeStreams(ctx context.Context) error {
	p := s.redis.Pipeline()
	for part := range Partitions {
		for _, lane := range []providers.Priority{providers.Reply, providers.Bulk} {
			p.XGroupCreateMkStream(ctx, streamKey(part, lane), readers, "0")
		}
	}
	answers, _ := p.Exec(ctx) // each has its own error
	for _, a := range answers {
		if err := a.Err(); err != nil && !redis.HasErrorPrefix(err, "BUSYGROUP") {
			return away(err, "make the outbox")
		}
	}
	return nil
}

// Ready waits for texts to send. It first puts back those whose time has come,
// once a second, and takes over what readers that died had read.
func (s *Store) Ready(ctx context.Context, most int, wait time.Duration) ([]providers.Entry, error) {
	if err := s.housekeeping(ctx); err != nil {
		return nil, err
	}
	if entries := s.moved.take(most); len(entries) > 0 {
		return entries, nil
	}
	wait = min(wait, time.Second) // so that what is due later is never late by more
	if _, cluster := s.reader.(*redis.ClusterClient); cluster {
		return s.handOn(s.readyCluster(ctx, most, wait), most), nil
	}
	streams, err := s.reader.XReadGroup(ctx, &redis.XReadGroupArgs{
		Group: readers, Consumer: s.consumer, Streams: everyStream(), Count: int64(most), Block: wait,
	}).Result()
	if err != nil {
		return nil, reading(err)
	}
	return s.handOn(entriesOf(streams), most), nil
}

// handOn returns at most so many entries, and keeps the rest: Redis counts for
// each stream, not in all.
func (s *Store) handOn(entries []providers.Entry, most int) []providers.Entry {
	if len(entries) <= most {
		return entries
	}
	s.moved.add(entries[most:])
	return entries[:most:most]
}

func reading(err error) error {
	if errors.Is(err, redis.Nil) || errors.Is(err, context.Canceled) {
		return nil
	}
	return away(err, "read the outbox")
}

// everyStream names all streams, replies first, and where to read each from.
func everyStream() []string {
	names := make([]string, 0, 4*Partitions)
	for _, lane := range []providers.Priority{providers.Reply, providers.Bulk} {
		for p := range Partitions {
			names = append(names, streamKey(p, lane))
		}
	}
	for range 2 * Partitions {
		names = append(names, ">")
	}
	return names
}

// entriesOf reads entries, replies before bulk.
func entriesOf(streams []redis.XStream) []providers.Entry {
	var replies, bulk []providers.Entry
	for _, stream := range streams {
		p, lane := streamOf(stream.Stream)
		for _, m := range stream.Messages {
			ref, _ := m.Values["r"].(string)
			e := providers.Entry{Partition: p, Priority: lane, StreamID: m.ID, Ref: ref}
			if lane == providers.Bulk {
				bulk = append(bulk, e)
			} else {
				replies = append(replies, e)
			}
		}
	}
	return append(replies, bulk...)
}

// streamOf reads the partition and lane off a stream's key.
func streamOf(key string) (int, providers.Priority) {
	tag, lane, _ := strings.Cut(key, ":")
	p := int(tag[2]-'0')*10 + int(tag[3]-'0')
	return p, providers.Priority(lane)
}

// readyCluster reads from one blocked reader for each stream pair, which
// startReaders began, as one call cannot name streams of several servers.
func (s *Store) readyCluster(ctx context.Context, most int, wait time.Duration) []providers.Entry {
	s.startReaders()
	timer := time.NewTimer(wait)
	defer timer.Stop()
	var streams []redis.XStream
	select {
	case got := <-s.ready:
		streams = got
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return nil
	}
	for n := 1; n < most; n++ {
		select {
		case got := <-s.ready:
			streams = append(streams, got...)
		default:
			return entriesOf(streams)
		}
	}
	return entriesOf(streams)
}
