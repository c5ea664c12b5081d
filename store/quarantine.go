package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/connective-messaging/connective/providers"
)

// apartFor is how long texts to unknown lines are kept.
const apartFor = 7 * 24 * time.Hour

// Quarantine keeps a text to a line that no organisation has, sealed, for 7
// days. A repeat is kept once.
func (s *Store) Quarantine(ctx context.Context, in providers.Inbound) error {
	text, err := json.Marshal(in)
	if err != nil {
		return fmt.Errorf("write a text to be kept apart: %w", err)
	}
	p := s.keys.partition(in.From)
	answers, err := s.run(ctx, []call{{
		s.scripts.apart,
		[]string{seenKey(p, s.keys.event("", in.Provider+":"+in.EventID)), apartKey(p)},
		[]any{int(apartFor.Seconds()), s.shared.seal(text, "apart"), ms(s.now().Add(-apartFor))},
	}})
	if err != nil {
		return away(err, "keep a text apart")
	}
	return full(answers[0].Err(), "keep a text apart")
}
