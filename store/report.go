package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
)

// Report takes one delivery report: by our own ref if it has one, else by the
// provider's id. Reports about texts that are not ours, and words that we do
// not know, are nothing. An opt-out that it tells of is a STOP.
func (s *Store) Report(ctx context.Context, now time.Time, status providers.Status) error {
	if status.State == "" || status.Recipient.Value == "" {
		return nil
	}
	p, ref := s.keys.partition(status.Recipient), status.Ref
	if ref == "" {
		found, err := s.redis.Get(ctx, sentKey(p, status.ProviderID+":"+s.keys.number(status.Recipient))).Result()
		if errors.Is(err, redis.Nil) {
			return nil
		}
		if err != nil {
			return away(err, "find the text of a report")
		}
		ref = found
	}
	owners, err := s.owners(ctx, []string{messageKey(p, ref)})
	if err != nil {
		return err
	}
	return s.report(ctx, now, status, p, ref, owners[0].person)
}

func (s *Store) report(ctx context.Context, now time.Time, status providers.Status, p int, ref, person string) error {
	opted, stop := "0", messageKey(p, ref)
	var entry []byte
	if status.Class == providers.OptedOut && person != "" {
		opted, stop = "1", stopKey(p, person)
		var err error
		if entry, err = s.ledgerEntry(person, bot.Consent{Name: "stop", Words: "the provider says so", At: now.UTC(), Event: ref}); err != nil {
			return err
		}
	}
	answers, err := s.run(ctx, []call{{s.scripts.status, []string{
		messageKey(p, ref), earlyKey(p, ref), unknownKey(p), stop, ledgerKey(p, person),
	}, []any{string(status.State), ms(now), ref, opted, entry, status.Code}}})
	if err != nil {
		return away(err, "record a report")
	}
	return away(answers[0].Err(), "record a report")
}

// UnknownText is a text that may or may not have arrived.
type UnknownText struct {
	Ref, Org string
	To       providers.Address
	Since    time.Time
}

// UnknownTexts lists every text whose outcome is unknown, partition by
// partition, the oldest first in each.
func (s *Store) UnknownTexts(ctx context.Context) ([]UnknownText, error) {
	var out []UnknownText
	for p := range Partitions {
		refs, err := s.redis.ZRangeWithScores(ctx, unknownKey(p), 0, -1).Result()
		if err != nil {
			return nil, away(err, "list texts of unknown outcome")
		}
		for _, z := range refs {
			ref, _ := z.Member.(string)
			sealed, err := s.redis.HGet(ctx, messageKey(p, ref), "b").Result()
			if err != nil && !errors.Is(err, redis.Nil) {
				return nil, away(err, "read a text of unknown outcome")
			}
			b := s.openBody(sealed, ref)
			out = append(out, UnknownText{Ref: ref, Org: b.Org, To: b.To, Since: time.UnixMilli(int64(z.Score))})
		}
	}
	return out, nil
}

// ErrNotUnknown is returned for a text whose outcome is known, or that is not
// there.
var ErrNotUnknown = errors.New("its outcome is not unknown: see  connective outbox list")

// Resend sends a text of unknown outcome once more. The person may get it twice.
func (s *Store) Resend(ctx context.Context, ref string) error { return s.byHand(ctx, ref, "resend") }

// Dismiss leaves a text of unknown outcome as it is.
func (s *Store) Dismiss(ctx context.Context, ref string) error { return s.byHand(ctx, ref, "dismiss") }

func (s *Store) byHand(ctx context.Context, ref, how string) error {
	now := time.Now()
	for p := range Partitions {
		err := s.redis.ZScore(ctx, unknownKey(p), ref).Err()
		if errors.Is(err, redis.Nil) {
			continue
		}
		if err != nil {
			return away(err, "find a text of unknown outcome")
		}
		answers, err := s.run(ctx, []call{{s.scripts.settle, []string{
			messageKey(p, ref), unknownKey(p), streamKey(p, providers.Reply), streamKey(p, providers.Bulk),
		}, []any{ref, how, ms(now), ms(now.Add(6 * time.Hour))}}})
		if err != nil {
			return away(err, "settle a text by hand")
		}
		if done, err := answers[0].Int(); err != nil {
			return away(err, "settle a text by hand")
		} else if done == 1 {
			return nil
		}
	}
	return ErrNotUnknown
}

// Ledger returns the consents of a person, the oldest first.
func (s *Store) Ledger(ctx context.Context, key bot.Key) ([]bot.Consent, error) {
	p, id := s.keys.partition(key.Address), s.keys.person(key)
	sealed, err := s.redis.LRange(ctx, ledgerKey(p, id), 0, -1).Result()
	if err != nil {
		return nil, away(err, "read the ledger")
	}
	out := make([]bot.Consent, len(sealed))
	for i, text := range sealed {
		if err := s.openJSON(text, "ledger:"+id, &out[i]); err != nil {
			return nil, fmt.Errorf("read entry %d of the ledger: %w", i+1, err)
		}
	}
	return out, nil
}
