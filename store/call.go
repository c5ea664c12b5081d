package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot"
)

// call is one run of a script.
type call struct {
	script *redis.Script
	keys   []string
	args   []any
}

// asked is a call and what the server answered.
type asked struct {
	call
	answer *redis.Cmd
}

// run runs calls in one round trip for each server, which they share with
// whoever else waits. A server that does not know a script yet is told, and its
// calls are run again.
func (s *Store) run(ctx context.Context, calls []call) ([]*redis.Cmd, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	all := make([]asked, len(calls))
	these := make([]*asked, len(calls))
	for i, c := range calls {
		all[i].call, these[i] = c, &all[i]
	}
	defer s.wrote(calls)
	if err := s.shareAll(ctx, these); err != nil {
		s.failures.count(s.scripts, calls)
		return nil, err
	}
	unknown := slices.DeleteFunc(these, func(c *asked) bool { return !redis.HasErrorPrefix(c.answer.Err(), "NOSCRIPT") })
	if len(unknown) > 0 {
		if err := s.scripts.load(ctx, s.redis); err != nil {
			return nil, err
		}
		if err := s.shareAll(ctx, unknown); err != nil {
			s.failures.count(s.scripts, calls)
			return nil, err
		}
	}
	answers := make([]*redis.Cmd, len(calls))
	for i := range calls {
		answers[i] = all[i].answer
		if err := answers[i].Err(); err != nil && !errors.Is(err, redis.Nil) {
			s.failures.count(s.scripts, calls[i:i+1])
		}
	}
	return answers, nil
}

// away reports an error as the store being away, unless it is none.
func away(err error, doing string) error {
	if err == nil || errors.Is(err, redis.Nil) {
		return nil
	}
	return fmt.Errorf("%s: %w (%s)", doing, errAway, kind(err))
}

// full is away, but for a server that has no memory for what was asked.
func full(err error, doing string) error {
	if redis.HasErrorPrefix(err, "OOM") {
		return fmt.Errorf("%s: %w", doing, bot.ErrFull)
	}
	return away(err, doing)
}

// kind is what went wrong, without anything that an error could quote.
func kind(err error) string {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "too slow"
	case errors.Is(err, context.Canceled):
		return "stopping"
	}
	for _, prefix := range []string{"OOM", "LOADING", "READONLY", "CLUSTERDOWN", "MISCONF", "NOAUTH", "WRONGPASS", "NOPERM", "MASTERDOWN", "CROSSSLOT"} {
		if redis.HasErrorPrefix(err, prefix) {
			return prefix
		}
	}
	return "no answer"
}
