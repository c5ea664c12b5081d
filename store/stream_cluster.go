package store

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/providers"
)

// startReaders starts one reader for each partition, the first time that texts
// are asked for.
func (s *Store) startReaders() {
	s.moved.once.Do(func() {
		s.ready = make(chan []redis.XStream)
		for p := range Partitions {
			go s.readPartition(s.moved.context, p)
		}
	})
}

func (s *Store) readPartition(ctx context.Context, p int) {
	args := &redis.XReadGroupArgs{
		Group: readers, Consumer: s.consumer, Count: 64, Block: 5 * time.Second,
		Streams: []string{streamKey(p, providers.Reply), streamKey(p, providers.Bulk), ">", ">"},
	}
	for ctx.Err() == nil {
		streams, err := s.reader.XReadGroup(ctx, args).Result()
		if err != nil {
			if reading(err) != nil {
				pause(ctx, time.Second)
			}
			continue
		}
		select {
		case s.ready <- streams:
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
