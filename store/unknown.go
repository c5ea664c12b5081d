package store

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
)

// UnknownText is a text that may or may not have arrived.
type UnknownText struct {
	Ref, Org string
	To       providers.Address
	Since    time.Time
}

// UnknownTexts lists every text whose outcome is unknown, partition by
// partition, the oldest first in each.
func (s *Store) UnknownTexts(ctx context.Context) ([]UnknownText, error) {
	p := s.redis.Pipeline()
	lists := make([]*redis.ZSliceCmd, Partitions)
	for part := range Partitions {
		lists[part] = p.ZRangeWithScores(ctx, unknownKey(part), 0, -1)
	}
	if _, err := p.Exec(ctx); err != nil {
		return nil, away(err, "list texts of unknown outcome")
	}
	var out []UnknownText
	var bodies []*redis.StringCmd
	for part, list := range lists {
		for _, z := range list.Val() {
			ref, _ := z.Member.(string)
			out = append(out, UnknownText{Ref: ref, Since: time.UnixMilli(int64(z.Score))})
			bodies = append(bodies, p.HGet(ctx, messageKey(part, ref), "b"))
		}
	}
	_, _ = p.Exec(ctx) // each has its own error
	for i, cmd := range bodies {
		if err := away(cmd.Err(), "read a text of unknown outcome"); err != nil {
			return nil, err
		}
		b := s.openBody(cmd.Val(), out[i].Ref)
		out[i].Org, out[i].To = b.Org, b.To
	}
	return out, nil
}

// ErrNotUnknown is returned for a text whose outcome is known, or that is not
// there. It is bot.ErrSettled.
var ErrNotUnknown = fmt.Errorf("its outcome is not unknown: see  connective outbox list (%w)", bot.ErrSettled)

// Resend sends a text of unknown outcome once more. The person may get it twice.
func (s *Store) Resend(ctx context.Context, ref string) error { return s.byHand(ctx, ref, "resend") }

// Dismiss leaves a text of unknown outcome as it is.
func (s *Store) Dismiss(ctx context.Context, ref string) error { return s.byHand(ctx, ref, "dismiss") }

// byHand runs in every partition, as a ref does not tell which it is of.
func (s *Store) byHand(ctx context.Context, ref, how string) error {
	now, act := s.now(), rand.Text()
	calls := make([]call, Partitions)
	for p := range Partitions {
		calls[p] = call{s.scripts.settle, []string{
			messageKey(p, ref), unknownKey(p), streamKey(p, providers.Reply), streamKey(p, providers.Bulk), lostKey(p),
		}, []any{ref, how, ms(now), ms(now.Add(useful)), messageKey(p, ""), act, s.historyOf(p).short(), broadcastKey(p, "")}}
	}
	answers, err := s.run(ctx, calls)
	if err != nil {
		return away(err, "settle a text by hand")
	}
	for _, a := range answers {
		if done, err := a.Int(); err == nil && done == 1 {
			return nil
		}
	}
	if err := firstError(answers); err != nil {
		return away(err, "settle a text by hand")
	}
	return ErrNotUnknown
}
