package memory

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/places"
)

// register is one as it is kept.
type register struct {
	json    []byte
	version int64
}

// Register returns the register of an event.
func (s *Store) Register(_ context.Context, org, event string) (places.Register, int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var r places.Register
	kept, ok := s.registers[[2]string{org, event}]
	if !ok {
		return r, 0, nil
	}
	if err := json.Unmarshal(kept.json, &r); err != nil {
		return r, 0, fmt.Errorf("read a register: %w", err)
	}
	return r, kept.version, nil
}

// KeepRegister writes a register, unless another was quicker.
func (s *Store) KeepRegister(_ context.Context, org, event string, r places.Register, version int64, _ time.Time) error {
	text, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("write a register: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	key := [2]string{org, event}
	if s.registers[key].version != version {
		return bot.ErrStale
	}
	s.registers[key] = register{text, version + 1}
	return nil
}

// Stand does nothing: what is said here has left at once.
func (s *Store) Stand(context.Context, string, string, string, time.Time) error { return nil }

// Registers lists the events of an organisation that have one.
func (s *Store) Registers(_ context.Context, org string) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []string
	for key := range s.registers {
		if key[0] == org {
			all = append(all, key[1])
		}
	}
	return all, nil
}
