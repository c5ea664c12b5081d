package broadcast

import (
	"context"
	"fmt"
	"slices"
)

// mostCompared is how many of an organisation's last broadcasts say what is usual.
const mostCompared = 10

// Engagement is what people did after a broadcast, of each 1,000 who were sent it,
// beside what they usually do after the organisation's broadcasts: the median of
// the last ones. It is of the three days after it.
type Engagement struct {
	Replied      float64 `json:"replied"`
	Stopped      float64 `json:"stopped"`
	Joined       float64 `json:"joined"` // a group
	UsualReplied float64 `json:"usualReplied"`
	UsualStopped float64 `json:"usualStopped"`
	UsualJoined  float64 `json:"usualJoined"`
	Compared     int     `json:"compared"` // with how many others; 0 is none yet
}

// Engaged tells what people did after a broadcast that was sent.
func (d *Desk) Engaged(ctx context.Context, b Broadcast, c Counts) (Engagement, error) {
	e := Engagement{Replied: perThousand(c.Replied, c.Sent), Stopped: perThousand(c.Stopped, c.Sent), Joined: perThousand(c.Joined, c.Sent)}
	all, err := d.Archive.Broadcasts(ctx, b.Org)
	if err != nil {
		return e, fmt.Errorf("list the broadcasts: %w", err)
	}
	var replied, stopped, joined []float64
	for _, other := range all {
		if other.ID == b.ID || other.State != Done || other.Repeat != nil || other.Begun.IsZero() || len(replied) == mostCompared {
			continue
		}
		c, err := d.Outbox.Counts(ctx, other)
		if err != nil {
			return e, fmt.Errorf("count a broadcast: %w", err)
		}
		if c.Sent > 0 {
			replied, stopped = append(replied, perThousand(c.Replied, c.Sent)), append(stopped, perThousand(c.Stopped, c.Sent))
			joined = append(joined, perThousand(c.Joined, c.Sent))
		}
	}
	e.UsualReplied, e.UsualStopped, e.UsualJoined, e.Compared = median(replied), median(stopped), median(joined), len(replied)
	return e, nil
}

func perThousand(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return 1000 * float64(n) / float64(of)
}

// median is the middle of some numbers, or half way between the two in the middle;
// 0 for none.
func median(of []float64) float64 {
	if len(of) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(of))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}
