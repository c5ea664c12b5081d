package broadcast

import (
	"context"
	"time"

	"github.com/connective-messaging/connective/providers"
)

// Caps knows what numbers were sent lately. Errors wrap bot.ErrUnavailable.
type Caps interface {
	// HadEnough reports of each number whether broadcasts and lessons, of all
	// organisations, have left for it so many times within the seven days before.
	HadEnough(ctx context.Context, to []providers.Address, most int, now time.Time) ([]bool, error)
}

// Enough says of each number whether it gets no more broadcasts for now.
type Enough func(ctx context.Context, to []providers.Address) ([]bool, error)

// enough is that of a broadcast; nil where none is capped. The cap itself is looked
// at once more as each text leaves.
func (d *Desk) enough(b Broadcast, now time.Time) Enough {
	if d.Caps == nil || d.Cap <= 0 || b.Urgent != "" {
		return nil
	}
	return func(ctx context.Context, to []providers.Address) ([]bool, error) {
		return d.Caps.HadEnough(ctx, to, d.Cap, now)
	}
}
