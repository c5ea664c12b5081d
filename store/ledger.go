package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/connective-messaging/connective/bot"
)

// Ledger returns the consents of a person, the oldest first.
func (s *Store) Ledger(ctx context.Context, key bot.Key) ([]bot.Consent, error) {
	p, id := s.keys.partition(key.Address), s.keys.person(key)
	sealed, err := s.redis.LRange(ctx, ledgerKey(p, id), 0, -1).Result()
	if err != nil {
		return nil, away(err, "read the ledger")
	}
	return s.openLedger(id, sealed)
}

func (s *Store) openLedger(id string, sealed []string) ([]bot.Consent, error) {
	out := make([]bot.Consent, len(sealed))
	for i, text := range sealed {
		if err := s.openJSON(text, "ledger:"+id, &out[i]); err != nil {
			return nil, fmt.Errorf("read entry %d of the ledger: %w", i+1, err)
		}
	}
	return out, nil
}

func (s *Store) ledgerEntry(person string, entry bot.Consent) ([]byte, error) {
	text, err := json.Marshal(entry)
	if err != nil {
		return nil, fmt.Errorf("write a consent: %w", err)
	}
	return s.shared.seal(text, "ledger:"+person), nil
}
