package store

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"
)

// draftKept is how long a draft is kept after its last change: over a weekend.
const draftKept = 72 * time.Hour

// KeepDraft writes what somebody of the staff has begun to write in a case; an
// empty text forgets it. What comes from a form that has been sent is not written.
// It is kept for three days after the last change.
func (s *Store) KeepDraft(ctx context.Context, account, caseID, form, text string) error {
	var sealed []byte
	if text != "" {
		sealed = s.shared.seal([]byte(text), draftName(account, caseID))
	}
	return s.draft(ctx, account, caseID, form, sealed, "0", "keep a draft")
}

// DraftSent forgets the draft, and notes that the form has been sent.
func (s *Store) DraftSent(ctx context.Context, account, caseID, form string) error {
	return s.draft(ctx, account, caseID, form, nil, "1", "forget a draft")
}

func (s *Store) draft(ctx context.Context, account, caseID, form string, sealed []byte, sent, doing string) error {
	answers, err := s.run(ctx, []call{{s.scripts.draft, []string{draftKey(account, caseID)},
		[]any{form, sealed, sent, int(draftKept.Seconds())}}})
	if err != nil {
		return away(err, doing)
	}
	return away(answers[0].Err(), doing)
}

// Draft returns what somebody has begun to write in a case; nothing for none.
func (s *Store) Draft(ctx context.Context, account, caseID string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	sealed, err := s.redis.HGet(ctx, draftKey(account, caseID), "d").Bytes()
	if errors.Is(err, redis.Nil) {
		return "", nil
	}
	if err != nil {
		return "", away(err, "read a draft")
	}
	text, err := s.shared.open(sealed, draftName(account, caseID))
	if err != nil {
		return "", nil //nolint:nilerr // one that no secret of ours opens is worth less than the page
	}
	return string(text), nil
}

func draftName(account, caseID string) string { return "draft:" + account + ":" + caseID }
