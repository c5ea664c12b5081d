package store

import (
	"context"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/providers"
)

// Sweep settles as unknown what was claimed longer ago than age and never
// settled: whoever claimed it has died, and may have sent it. Where its connection
// takes a repeat for the same text it goes again, by that connection. A report that
// came first settles it as what it says. Repeats may be nil.
func (s *Store) Sweep(ctx context.Context, now time.Time, age time.Duration, repeats providers.Repeats) (int, error) {
	lost, err := s.lost(ctx, now.Add(-age))
	if err != nil || len(lost) == 0 {
		return 0, err
	}
	calls, err := s.abandon(ctx, now, lost, repeats)
	if err != nil {
		return 0, err
	}
	answers, err := s.run(ctx, calls)
	if err != nil {
		return 0, away(err, "settle claims as unknown")
	}
	return len(lost), away(firstError(answers), "settle a claim as unknown")
}

// lost lists the claims made before then that have no result.
func (s *Store) lost(ctx context.Context, before time.Time) ([]providers.Claim, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	cmds := make([]*redis.StringSliceCmd, Partitions)
	for part := range Partitions {
		cmds[part] = p.ZRangeByScore(ctx, sendingKey(part), &redis.ZRangeBy{Min: "-inf", Max: strconv.FormatInt(ms(before), 10), Count: 100})
	}
	_, _ = p.Exec(ctx) // each has its own error
	var out []providers.Claim
	for part, cmd := range cmds {
		if cmd.Err() != nil {
			return nil, away(cmd.Err(), "look for claims that were never settled")
		}
		for _, ref := range cmd.Val() {
			if s.hanging.has(ref, s.now()) {
				continue
			}
			out = append(out, providers.Claim{Entry: providers.Entry{Partition: part, Ref: ref}})
		}
	}
	return out, nil
}

// abandon reads the tokens and owners of claims, and plans to settle them.
func (s *Store) abandon(ctx context.Context, now time.Time, lost []providers.Claim, repeats providers.Repeats) ([]call, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	cmds := make([]*redis.SliceCmd, len(lost))
	for i, c := range lost {
		cmds[i] = p.HMGet(ctx, messageKey(c.Partition, c.Ref), "t", "o", "b", "way", "doubt")
	}
	_, _ = p.Exec(ctx) // each has its own error
	calls := make([]call, len(lost))
	for i, cmd := range cmds {
		if cmd.Err() != nil {
			return nil, away(cmd.Err(), "read a claim that was never settled")
		}
		c := lost[i]
		c.Token, _ = cmd.Val()[0].(string)
		c.Owner, _ = cmd.Val()[1].(string)
		var err error
		given := providers.Settlement{Claim: c, Result: providers.Result{Verdict: providers.Uncertain, Code: "never settled"}, Next: s.repeated(now, c.Ref, cmd.Val()[2:], repeats)}
		if calls[i], err = s.settlement(now, given); err != nil {
			return nil, err
		}
	}
	return calls, nil
}

// repeated is how a text goes on that may have left by a connection that takes a
// repeat for the same text; nil if people must decide. Fields are its body, its way
// and since when it is in doubt.
func (s *Store) repeated(now time.Time, ref string, fields []any, repeats providers.Repeats) *providers.Next {
	sealed, _ := fields[0].(string)
	way, _ := fields[1].(string)
	since, _ := fields[2].(string)
	if at, err := strconv.ParseInt(since, 10, 64); repeats == nil || err == nil && now.Sub(time.UnixMilli(at)) >= providers.RepeatedFor {
		return nil
	}
	var b body
	if s.openJSON(sealed, "text:"+ref, &b) != nil {
		return nil
	}
	m := providers.Message{Ref: ref, From: b.From, Via: b.Via}
	if s.openWay(way, &m) != nil {
		return nil
	}
	name, again := repeats(m.Via)
	if !again {
		return nil
	}
	return &providers.Next{Route: providers.Route{Via: name, From: m.From}, Doubt: true}
}
