package store

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
)

// whose is what a script needs to know of a text before it runs.
type whose struct{ person, number string }

// owners reads whose texts those are, in one round trip.
func (s *Store) owners(ctx context.Context, keys []string) ([]whose, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	cmds := make([]*redis.SliceCmd, len(keys))
	for i, key := range keys {
		cmds[i] = p.HMGet(ctx, key, "p", "m")
	}
	_, _ = p.Exec(ctx) // each has its own error
	out := make([]whose, len(keys))
	for i, c := range cmds {
		if c.Err() != nil {
			return nil, away(c.Err(), "read whose text it is")
		}
		out[i].person, _ = c.Val()[0].(string)
		out[i].number, _ = c.Val()[1].(string)
	}
	return out, nil
}

// Claim gives leave to send texts, each once.
func (s *Store) Claim(ctx context.Context, now time.Time, entries []providers.Entry) ([]providers.Claim, error) {
	if len(entries) == 0 {
		return nil, nil
	}
	keys := make([]string, len(entries))
	for i, e := range entries {
		keys[i] = messageKey(e.Partition, e.Ref)
	}
	owners, err := s.owners(ctx, keys)
	if err != nil {
		return nil, err
	}
	calls := make([]call, len(entries))
	claims := make([]providers.Claim, len(entries))
	for i, e := range entries {
		o, p := owners[i], e.Partition
		claims[i] = providers.Claim{Entry: e, Token: rand.Text(), Person: o.person}
		calls[i] = call{s.scripts.claim, []string{
			keys[i], stopKey(p, o.person), personKey(p, o.person), busyKey(p, o.number), waitKey(p, o.number),
			sendingKey(p), laterKey(p), streamKey(p, e.Priority), streamKey(p, providers.Reply), streamKey(p, providers.Bulk),
		}, []any{ms(now), claims[i].Token, e.StreamID, e.Ref, readers, messageKey(p, "")}}
	}
	answers, err := s.run(ctx, calls)
	if err != nil {
		return nil, away(err, "claim texts")
	}
	for i, a := range answers {
		if err := s.claimed(&claims[i], a); err != nil {
			return nil, err
		}
	}
	return claims, nil
}

// claimed reads what claim.lua answered.
func (s *Store) claimed(c *providers.Claim, answer *redis.Cmd) error {
	words, err := answer.Slice()
	if err != nil {
		return away(err, "claim a text")
	}
	state, _ := words[0].(string)
	c.State = providers.ClaimState(state)
	if c.State != providers.Claimed {
		return nil
	}
	sealed, _ := words[1].(string)
	attempt, _ := words[2].(int64)
	text, err := s.shared.open([]byte(sealed), "text:"+c.Ref)
	if err != nil {
		return fmt.Errorf("open a text of the outbox: %w", err)
	}
	var b body
	if err := json.Unmarshal(text, &b); err != nil {
		return fmt.Errorf("read a text of the outbox: %w", err)
	}
	c.Attempt = int(attempt)
	c.Message = providers.Message{Ref: c.Ref, To: b.To, From: b.From, Text: b.Text, ValidFor: 6 * time.Hour}
	return nil
}

// retryAfter is how long a text waits that was certainly not sent.
func retryAfter(c providers.Claim, r providers.Result) time.Duration {
	if r.RetryAfter > 0 {
		return min(r.RetryAfter, time.Hour)
	}
	return min(time.Second<<min(c.Attempt, 9), 5*time.Minute)
}

// what is the word of result.lua for a provider's answer.
func what(r providers.Result) string {
	switch {
	case r.Verdict == providers.Accepted:
		return "sent"
	case r.Verdict == providers.Uncertain:
		return "unknown"
	case r.Class == providers.OptedOut:
		return "opted_out"
	case r.Class == providers.Permanent, r.Class == providers.UnsupportedClass:
		return "failed"
	}
	return "retry"
}

// Settle records what the provider answered.
func (s *Store) Settle(ctx context.Context, now time.Time, settled []providers.Settlement) error {
	calls := make([]call, len(settled))
	for i, x := range settled {
		c, err := s.settlement(now, x)
		if err != nil {
			return err
		}
		calls[i] = c
	}
	answers, err := s.run(ctx, calls)
	if err != nil {
		return away(err, "record results")
	}
	for _, a := range answers {
		if a.Err() != nil {
			return away(a.Err(), "record a result")
		}
	}
	return nil
}

func (s *Store) settlement(now time.Time, x providers.Settlement) (call, error) {
	p, ref, to := x.Claim.Partition, x.Claim.Ref, x.Claim.Message.To
	number := s.keys.number(to)
	person := x.Claim.Person
	entry, err := s.ledgerEntry(person, bot.Consent{Name: "stop", Words: "the provider says so", At: now.UTC(), Event: ref})
	if err != nil {
		return call{}, err
	}
	return call{s.scripts.result, []string{
		messageKey(p, ref), stopKey(p, person), ledgerKey(p, person), busyKey(p, number), waitKey(p, number), sendingKey(p), laterKey(p),
		unknownKey(p), streamKey(p, providers.Reply), streamKey(p, providers.Bulk), sentKey(p, x.Result.ProviderID+":"+number), earlyKey(p, ref),
	}, []any{
		x.Claim.Token, ms(now), what(x.Result), ref, ms(now.Add(retryAfter(x.Claim, x.Result))), x.Result.Code, entry, messageKey(p, ""),
	}}, nil
}

// Sweep settles as unknown what was claimed longer ago than age and never
// settled: whoever claimed it has died, and may have sent it.
func (s *Store) Sweep(ctx context.Context, now time.Time, age time.Duration) (int, error) {
	swept := 0
	for p := range Partitions {
		refs, err := s.redis.ZRangeByScore(ctx, sendingKey(p), &redis.ZRangeBy{Min: "-inf", Max: fmt.Sprint(ms(now.Add(-age))), Count: 500}).Result()
		if err != nil {
			return swept, away(err, "look for claims that were never settled")
		}
		for _, ref := range refs {
			if err := s.abandon(ctx, now, p, ref); err != nil {
				return swept, err
			}
			swept++
		}
	}
	return swept, nil
}

func (s *Store) abandon(ctx context.Context, now time.Time, p int, ref string) error {
	fields, err := s.redis.HMGet(ctx, messageKey(p, ref), "t", "p", "m").Result()
	if err != nil {
		return away(err, "read a claim that was never settled")
	}
	token, _ := fields[0].(string)
	person, _ := fields[1].(string)
	number, _ := fields[2].(string)
	answers, err := s.run(ctx, []call{{s.scripts.result, []string{
		messageKey(p, ref), stopKey(p, person), ledgerKey(p, person), busyKey(p, number), waitKey(p, number), sendingKey(p), laterKey(p),
		unknownKey(p), streamKey(p, providers.Reply), streamKey(p, providers.Bulk), sentKey(p, ""), earlyKey(p, ref),
	}, []any{token, ms(now), "unknown", ref, 0, "never settled", "", messageKey(p, "")}}})
	if err != nil {
		return away(err, "settle a claim as unknown")
	}
	return away(answers[0].Err(), "settle a claim as unknown")
}
