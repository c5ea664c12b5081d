package store

import (
	"context"
	"errors"
	"slices"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/providers"
)

// mostTakenUp is how many entries of a stream are taken up at once; what is more is
// found like that of any reader that died.
const mostTakenUp = 1000

// housekeeping does, about once a second, what the outbox needs beside: texts
// whose time has come are put back, and every five seconds what readers that died
// had read is taken over; what had been read under this process's own name before it
// began, at once. What fails is tried again a second later: in a cluster one server
// may be down while the others go on.
func (s *Store) housekeeping(ctx context.Context) {
	if !s.inbox.due(s.now()) {
		return
	}
	own, err := s.takeUp(ctx)
	s.inbox.add(own)
	if s.inbox.dueRound(s.now()) {
		taken, failed := s.takeOver(ctx)
		s.inbox.add(s.inbox.without(taken))
		s.inbox.tookOver(failed == nil)
		err = errors.Join(err, failed)
	}
	if err = errors.Join(s.putBack(ctx), err); err != nil {
		s.log.Warn("look after the outbox", "error", err)
	}
}

func (s *Store) putBack(ctx context.Context) error {
	now := s.now()
	looking, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	due, failed := s.dueIn(looking, &s.later, laterKey, now)
	failed = away(failed, "look for texts whose time has come")
	if len(due) == 0 {
		return failed
	}
	calls := make([]call, len(due))
	for i, p := range due {
		calls[i] = call{
			s.scripts.later,
			[]string{laterKey(p), streamKey(p, providers.Reply), streamKey(p, providers.Bulk)},
			[]any{ms(now), messageKey(p, "")},
		}
	}
	answers, err := s.run(ctx, calls)
	if err == nil {
		err = firstError(answers)
	}
	return errors.Join(failed, away(err, "put back texts whose time has come"))
}

// takeUp reads again what this reader had read and not claimed when its process
// ended: nobody else works under its name, so nothing need be waited for.
func (s *Store) takeUp(ctx context.Context) ([]providers.Entry, error) {
	if len(s.inbox.former) == 0 {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	read := make(map[string]*redis.XStreamSliceCmd, len(s.inbox.former))
	for _, key := range s.inbox.former {
		read[key] = p.XReadGroup(ctx, &redis.XReadGroupArgs{
			Group: readers, Consumer: s.consumer, Streams: []string{key, "0"}, Count: mostTakenUp, Block: -1,
		})
	}
	_, _ = p.Exec(ctx) // each has its own error
	var streams []redis.XStream
	var failed error
	s.inbox.former = slices.DeleteFunc(s.inbox.former, func(key string) bool {
		found, err := read[key].Result()
		if err != nil && !errors.Is(err, redis.Nil) {
			failed = err
			return false
		}
		streams = append(streams, found...)
		return true
	})
	return entriesOf(streams), away(failed, "take up texts that were read before")
}

// takeOver reads again what a reader read and did not claim in time. A claim
// that was made all the same is respected: the script looks at its record.
func (s *Store) takeOver(ctx context.Context) ([]providers.Entry, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	taken := make(map[string]*redis.XAutoClaimCmd, 2*Partitions)
	for part := range Partitions {
		for _, lane := range outbox {
			key := streamKey(part, lane)
			taken[key] = p.XAutoClaim(ctx, &redis.XAutoClaimArgs{
				Stream: key, Group: readers, Consumer: s.consumer, MinIdle: deadAfter, Start: "0", Count: 50,
			})
		}
	}
	_, _ = p.Exec(ctx) // each has its own error
	var streams []redis.XStream
	var failed error
	for key, cmd := range taken {
		messages, _, err := cmd.Result()
		if err != nil {
			failed = err
		}
		if len(messages) > 0 {
			streams = append(streams, redis.XStream{Stream: key, Messages: messages})
		}
	}
	return entriesOf(streams), away(failed, "take over texts of a reader that died")
}

// firstError is the first of the errors of several calls, or nil.
func firstError(answers []*redis.Cmd) error {
	for _, a := range answers {
		if a.Err() != nil {
			return a.Err()
		}
	}
	return nil
}
