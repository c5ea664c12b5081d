package store

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/connective-messaging/connective/providers"
)

var _ providers.Turns = (*Store)(nil)

// Turn takes a turn for texts of one originator, of all processes together, by the
// clock of Redis.
func (s *Store) Turn(ctx context.Context, from string, takes, patience time.Duration) (wait time.Duration, taken bool, err error) {
	answers, err := s.run(ctx, []call{{s.scripts.pace, []string{s.keys.pace(from)}, []any{takes.Microseconds(), patience.Microseconds(), rand.Text()}}})
	if err != nil {
		return 0, false, away(err, "take a turn for an originator")
	}
	said, err := answers[0].Int64Slice()
	if err != nil || len(said) != 2 {
		return 0, false, away(err, "take a turn for an originator")
	}
	return time.Duration(said[1]) * time.Microsecond, said[0] == 1, nil
}
