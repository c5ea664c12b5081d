package store

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/connective-messaging/connective/bot/programs"
)

var _ programs.Memory = (*Store)(nil)

// Undertake begins what an idempotency key of a token asks for.
func (s *Store) Undertake(ctx context.Context, o programs.Once, now time.Time) (programs.Begun, error) {
	key, by := s.keys.once(o.Token, o.Key), rand.Text()
	answers, err := s.run(ctx, []call{{s.scripts.once, []string{key},
		[]any{s.keys.request(o.Says), ms(now), programs.LongestRequest.Milliseconds(), programs.KeyKept.Milliseconds(), by, rand.Text()}}})
	if err != nil {
		return programs.Begun{}, away(err, "begin a request")
	}
	said, err := answers[0].Slice()
	if err != nil || len(said) != 2 {
		return programs.Begun{}, full(errors.Join(err, errAway), "begin a request")
	}
	how, _ := said[0].(int64)
	text, _ := said[1].(string)
	b := programs.Begun{Name: text, Call: by, Again: how == 1}
	switch how {
	case 2:
		var a programs.Answer
		if err := s.openJSON(text, "answer:"+key, &a); err != nil {
			return b, fmt.Errorf("open an answer: %w", err)
		}
		return programs.Begun{Answer: &a}, nil
	case 3:
		return b, programs.ErrUnderWay
	case 4:
		return b, programs.ErrOther
	}
	return b, nil
}

// Answered keeps what a request was answered, for whoever asks with the same key
// again; nil lets them do it anew.
func (s *Store) Answered(ctx context.Context, o programs.Once, call string, a *programs.Answer) error {
	key := s.keys.once(o.Token, o.Key)
	var sealed []byte
	if a != nil {
		text, err := json.Marshal(a)
		if err != nil {
			return fmt.Errorf("write an answer: %w", err)
		}
		sealed = s.shared.seal(text, "answer:"+key)
	}
	return s.answered(ctx, key, call, sealed)
}

func (s *Store) answered(ctx context.Context, key, by string, sealed []byte) error {
	answers, err := s.run(ctx, []call{{s.scripts.answered, []string{key}, []any{by, sealed}}})
	if err != nil {
		return away(err, "keep an answer")
	}
	return full(answers[0].Err(), "keep an answer")
}
