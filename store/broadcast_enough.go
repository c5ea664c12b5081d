package store

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/providers"
)

var _ broadcast.Caps = (*Store)(nil)

// capWeek is how long what a number was sent counts; claim.lua has it in ms.
const capWeek = 7 * 24 * time.Hour

// HadEnough reports of each number whether so many broadcasts and lessons have left
// for it within the week before, as claim.lua asks of each text. Errors wrap
// bot.ErrUnavailable.
func (s *Store) HadEnough(ctx context.Context, to []providers.Address, most int, now time.Time) ([]bool, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	cmds := make([]*redis.StringCmd, len(to))
	for i, a := range to {
		cmds[i] = p.LIndex(ctx, cappedKey(s.keys.partition(a), s.keys.number(a)), int64(min(most, mostCounted)-1))
	}
	_, _ = p.Exec(ctx) // each has its own error
	had := make([]bool, len(to))
	for i, cmd := range cmds {
		if err := cmd.Err(); err != nil && !errors.Is(err, redis.Nil) {
			return nil, away(err, "read what a number was sent")
		}
		at, err := strconv.ParseInt(cmd.Val(), 10, 64)
		had[i] = err == nil && now.Sub(time.UnixMilli(at)) < capWeek
	}
	return had, nil
}
