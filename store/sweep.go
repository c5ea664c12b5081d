package store

import (
	"context"
	"crypto/rand"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/providers"
)

// Sweep settles as unknown what was claimed longer ago than age and never
// settled, and at once what a former life of this process had claimed: whoever
// claimed it has died, and may have sent it. Where its connection takes a repeat
// for the same text it goes again, by that connection. A report that came first
// settles it as what it says. Repeats may be nil.
func (s *Store) Sweep(ctx context.Context, now time.Time, age time.Duration, repeats providers.Repeats) (int, error) {
	claims, err := s.lost(ctx, now.Add(-age))
	if err != nil || len(claims) == 0 {
		return 0, err
	}
	calls, err := s.abandon(now, claims, repeats)
	if err != nil {
		return 0, err
	}
	answers, err := s.run(ctx, calls)
	if err != nil {
		return 0, away(err, "settle claims as unknown")
	}
	return len(calls), away(firstError(answers), "settle a claim as unknown")
}

// unsettled is a claim without a result, and the fields of its text that tell
// whether it can be repeated.
type unsettled struct {
	providers.Claim
	fields []any
}

// lost lists claims that will never have a result: those made before then, and
// those of a former life.
func (s *Store) lost(ctx context.Context, before time.Time) ([]unsettled, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	cmds := make([]*redis.ZSliceCmd, Partitions)
	for part := range Partitions {
		cmds[part] = p.ZRangeWithScores(ctx, sendingKey(part), 0, mostSwept-1)
	}
	_, _ = p.Exec(ctx) // each has its own error
	var all []unsettled
	var at []time.Time
	for part, cmd := range cmds {
		if cmd.Err() != nil {
			return nil, away(cmd.Err(), "look for claims that were never settled")
		}
		for _, z := range cmd.Val() {
			ref, _ := z.Member.(string)
			if !s.hanging.has(ref, s.now()) {
				all = append(all, unsettled{Claim: providers.Claim{Entry: providers.Entry{Partition: part, Ref: ref}}})
				at = append(at, time.UnixMilli(int64(z.Score)))
			}
		}
	}
	if err := s.readClaims(ctx, all); err != nil {
		return nil, err
	}
	var out []unsettled
	for i, c := range all {
		if !at[i].After(before) || s.former(c.Token, at[i]) {
			out = append(out, c)
		}
	}
	return out, nil
}

// mostSwept is how many claims of a partition are looked at in one go, the oldest
// first.
const mostSwept = 100

// readClaims fills in the tokens and owners of claims.
func (s *Store) readClaims(ctx context.Context, all []unsettled) error {
	p := s.redis.Pipeline()
	cmds := make([]*redis.SliceCmd, len(all))
	for i, c := range all {
		cmds[i] = p.HMGet(ctx, messageKey(c.Partition, c.Ref), "t", "o", "b", "way", "doubt")
	}
	_, _ = p.Exec(ctx) // each has its own error
	for i, cmd := range cmds {
		if cmd.Err() != nil {
			return away(cmd.Err(), "read a claim that was never settled")
		}
		all[i].Token, _ = cmd.Val()[0].(string)
		all[i].Owner, _ = cmd.Val()[1].(string)
		all[i].fields = cmd.Val()[2:]
	}
	return nil
}

// claimToken is the token of a new claim. It begins with a mark of this process's
// name and one of its life, by which the next life knows what this one has left.
func (s *Store) claimToken() string { return s.name + s.life[:lifeMark] + rand.Text()[:16] }

// lifeMark is how many letters of a life stand in the tokens of its claims.
const lifeMark = 6

// former reports whether a token is of a claim that this process made in a former
// life: it has its name, and was made before this life began. Two processes that have
// the same name by mistake leave each other's claims alone.
func (s *Store) former(token string, at time.Time) bool {
	return strings.HasPrefix(token, s.name) && !strings.HasPrefix(token, s.name+s.life[:lifeMark]) && !at.After(s.began)
}

// abandon plans to settle claims as unknown.
func (s *Store) abandon(now time.Time, lost []unsettled, repeats providers.Repeats) ([]call, error) {
	calls := make([]call, len(lost))
	for i, c := range lost {
		var err error
		given := providers.Settlement{Claim: c.Claim, Result: providers.Result{Verdict: providers.Uncertain, Code: "never settled"}, Next: s.repeated(now, c.Ref, c.fields, repeats)}
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
