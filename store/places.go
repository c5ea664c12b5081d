package store

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/places"
)

var _ bot.Places = (*Store)(nil)

// Register returns the register of an event and its version; an empty one and 0 if
// there is none. Errors wrap bot.ErrUnavailable.
func (s *Store) Register(ctx context.Context, org, event string) (places.Register, int64, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	var r places.Register
	fields, err := s.redis.HMGet(ctx, registerKey(org, event), "v", "d").Result()
	if err != nil && !errors.Is(err, redis.Nil) {
		return r, 0, away(err, "read a register")
	}
	text, _ := fields[0].(string)
	sealed, _ := fields[1].(string)
	if sealed == "" {
		return r, 0, nil
	}
	if err := s.openJSON(sealed, "register:"+org+":"+event, &r); err != nil {
		return r, 0, fmt.Errorf("open a register: %w", err)
	}
	version, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return r, 0, fmt.Errorf("read the version of a register: %w", err)
	}
	return r, version, nil
}

// KeepRegister writes a register and keeps it until then; bot.ErrStale if another
// was quicker. That there is one is noted first: it is never lost from sight.
func (s *Store) KeepRegister(ctx context.Context, org, event string, r places.Register, version int64, until time.Time) error {
	text, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("write a register: %w", err)
	}
	if version == 0 {
		if err := s.noteRegister(ctx, org, event); err != nil {
			return err
		}
	}
	return s.swap(ctx, "keep a register", bot.ErrStale, call{s.scripts.register, []string{registerKey(org, event)}, []any{
		strconv.FormatInt(version, 10), rand.Text(), s.shared.seal(text, "register:"+org+":"+event), ms(until),
	}})
}

// Stand writes how an event is, until then, in every partition: claim.lua looks, and
// what says another face of it does not leave. It may be called again. Errors wrap
// bot.ErrUnavailable.
func (s *Store) Stand(ctx context.Context, org, event, face string, until time.Time) error {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	for part := range Partitions {
		p.Set(ctx, eventKey(part, org, event), s.keys.words(face), max(time.Until(until), time.Second))
	}
	_, err := p.Exec(ctx)
	return full(err, "write how an event is")
}

func (s *Store) noteRegister(ctx context.Context, org, event string) error {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	if err := s.redis.SAdd(ctx, registersKey(org), event).Err(); err != nil {
		return full(err, "note a register")
	}
	return nil
}

// Registers lists the events of an organisation that have a register, or had one.
func (s *Store) Registers(ctx context.Context, org string) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	ids, err := s.redis.SMembers(ctx, registersKey(org)).Result()
	return ids, away(err, "list the registers of events")
}
