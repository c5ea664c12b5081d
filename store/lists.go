package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot/people"
	"github.com/connective-messaging/connective/bot/staff"
)

// listKept is how long a list is kept between looking at it and importing it.
const listKept = time.Hour

// KeepList keeps a list of people for an hour, packed and sealed, and returns a
// name for it that nobody can guess. Errors wrap bot.ErrUnavailable.
func (s *Store) KeepList(ctx context.Context, by staff.Scope, text []byte) (string, error) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err := w.Write(text)
	if err := errors.Join(err, w.Close()); err != nil {
		return "", fmt.Errorf("pack a list: %w", err)
	}
	id := rand.Text()
	key := listKey(by.Org(), id)
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	return id, full(s.redis.Set(ctx, key, s.shared.seal(packed.Bytes(), key), listKept).Err(), "keep a list of people")
}

// List returns a list that the organisation keeps, or people.ErrNoList. Errors wrap
// bot.ErrUnavailable.
func (s *Store) List(ctx context.Context, by staff.Scope, id string) ([]byte, error) {
	key := listKey(by.Org(), id)
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	sealed, err := s.redis.Get(ctx, key).Bytes()
	if errors.Is(err, redis.Nil) {
		return nil, people.ErrNoList
	}
	if err != nil {
		return nil, away(err, "read a list of people")
	}
	packed, err := s.shared.open(sealed, key)
	if err != nil {
		return nil, fmt.Errorf("open a list of people: %w", err)
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("unpack a list of people: %w", err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("unpack a list of people: %w", err)
	}
	return text, nil
}
