package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/people"
	"github.com/connective-messaging/connective/providers"
)

// enrolledFor is how long it is known that a row was written, in seconds: as long
// as a client may ask once more whose answer was lost. An import that is repeated
// is judged anew.
const enrolledFor = 60 * 60

// stoppedAtOnce is what enrol.lua answers, beside what commit.lua does.
const stoppedAtOnce = 4

// Known reads people by their numbers, in two round trips for all of them: the
// ledgers only of those who are known.
func (s *Store) Known(ctx context.Context, org string, numbers []providers.Address) ([]people.Known, error) {
	known, err := s.threadsByNumber(ctx, org, numbers)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	ledgers := make([]*redis.StringSliceCmd, len(known))
	for i, k := range known {
		if k.Thread.Version > 0 {
			ledgers[i] = p.LRange(ctx, ledgerKey(s.keys.partition(k.Thread.Key.Address), k.Thread.ID), 0, -1)
		}
	}
	_, _ = p.Exec(ctx) // each has its own error
	for i, cmd := range ledgers {
		if cmd == nil {
			continue
		}
		if cmd.Err() != nil {
			return nil, away(cmd.Err(), "read the ledgers of people")
		}
		if known[i].Ledger, err = s.openLedger(known[i].Thread.ID, cmd.Val()); err != nil {
			return nil, err
		}
	}
	return known, nil
}

func (s *Store) threadsByNumber(ctx context.Context, org string, numbers []providers.Address) ([]people.Known, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	read, stopped := make([]*redis.SliceCmd, len(numbers)), make([]*redis.IntCmd, len(numbers))
	for i, to := range numbers {
		part, id := s.keys.partition(to), s.keys.person(bot.Key{Org: org, Address: to})
		read[i] = p.HMGet(ctx, personKey(part, id), "v", "d", "k")
		stopped[i] = p.Exists(ctx, stopKey(part, id))
	}
	_, _ = p.Exec(ctx) // each has its own error
	out := make([]people.Known, len(numbers))
	for i, to := range numbers {
		if err := firstOf(read[i].Err(), stopped[i].Err()); err != nil {
			return nil, away(err, "read who is known")
		}
		key := bot.Key{Org: org, Address: to}
		t, err := s.decode(s.keys.person(key), read[i].Val())
		if err != nil {
			return nil, err
		}
		t.Key, t.ID, t.Stopped = key, s.keys.person(key), stopped[i].Val() > 0
		out[i].Thread = t
	}
	return out, nil
}

// enrolAtOnce is how many turns of an import are written with one round trip: few
// enough that somebody who texts does not wait for them.
const enrolAtOnce = 25

// Enrol writes what an import changes, each turn with one script. After an error
// some may be written: they are read and judged again.
func (s *Store) Enrol(ctx context.Context, turns []bot.Turn) ([]error, error) {
	calls := make([]call, len(turns))
	for i, turn := range turns {
		c, err := s.enrolment(turn)
		if err != nil {
			return nil, err
		}
		calls[i] = c
	}
	var answers []*redis.Cmd
	for some := range slices.Chunk(calls, enrolAtOnce) {
		got, err := s.run(ctx, some)
		if err != nil {
			return nil, away(err, "write people")
		}
		answers = append(answers, got...)
	}
	out := make([]error, len(turns))
	for i, a := range answers {
		answer, err := a.Int()
		switch {
		case err != nil:
			return nil, full(err, "write people")
		case answer == stoppedAtOnce:
			s.ring.forget(turns[i].ID)
			out[i] = bot.ErrStopped
		default:
			out[i] = s.committed(ctx, answer, calls[i], turns[i])
		}
	}
	return out, nil
}

func (s *Store) enrolment(turn bot.Turn) (call, error) {
	p := s.keys.partition(turn.Key.Address)
	w := &writes{store: s, p: p, id: s.keys.person(turn.Key), turn: turn}
	w.keys = append(w.keys, seenKey(p, s.keys.event(turn.Once())), personKey(p, w.id), stopKey(p, w.id))
	w.args = append(w.args, strconv.FormatInt(turn.Version, 10), enrolledFor)
	if err := w.all(); err != nil {
		return call{}, fmt.Errorf("prepare an import: %w", err)
	}
	return call{s.scripts.enrol, w.keys, w.args}, nil
}
