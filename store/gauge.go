package store

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/providers"
)

// Gauges is what waits in the store.
type Gauges struct {
	Depth         int           // texts to be sent, or on their way
	Oldest        time.Duration // how long the first of them has waited
	Unknown       int           // texts that may not have arrived
	OpenCases     int
	CasesOverADay int
	OldestCase    time.Duration // how long the first of the open cases has been open
	Quarantined   int
	LateJobs      int // jobs that nobody has begun for over a minute
	UnopenedNews  int // what webhooks are not told, as it cannot be opened
}

// Gauges counts what waits, in two round trips.
func (s *Store) Gauges(ctx context.Context, now time.Time) (Gauges, error) {
	var g Gauges
	cases, err := s.openCaseIDs(ctx)
	if err != nil {
		return g, err
	}
	g.OpenCases = len(cases)
	for _, c := range cases {
		g.OldestCase = max(g.OldestCase, now.Sub(c.opened))
		if now.Sub(c.opened) > 24*time.Hour {
			g.CasesOverADay++
		}
	}
	p := s.redis.Pipeline()
	var lengths, unknown, apart, held, late []*redis.IntCmd
	var first []*redis.XMessageSliceCmd
	for part := range Partitions {
		unknown = append(unknown, p.ZCard(ctx, unknownKey(part)))
		apart = append(apart, p.XLen(ctx, apartKey(part)))
		late = append(late, p.ZCount(ctx, jobsKey(part), "-inf", strconv.FormatInt(ms(now.Add(-time.Minute)), 10)))
		held = append(held, p.ZCard(ctx, laterKey(part)), p.ZCard(ctx, sendingKey(part)))
		for _, lane := range []providers.Priority{providers.Reply, providers.Bulk} {
			lengths = append(lengths, p.XLen(ctx, streamKey(part, lane)))
			first = append(first, p.XRangeN(ctx, streamKey(part, lane), "-", "+", 1))
		}
	}
	unopened := p.HLen(ctx, hookApartKey)
	if _, err := p.Exec(ctx); err != nil {
		return g, away(err, "count what waits")
	}
	g.UnopenedNews = int(unopened.Val())
	g.Depth, g.Unknown, g.Quarantined, g.LateJobs = sum(lengths)+sum(held), sum(unknown), sum(apart), sum(late)
	for _, cmd := range first {
		for _, m := range cmd.Val() {
			g.Oldest = max(g.Oldest, now.Sub(timeOf(m.ID)))
		}
	}
	return g, nil
}

func sum(cmds []*redis.IntCmd) int {
	n := 0
	for _, c := range cmds {
		n += int(c.Val())
	}
	return n
}

// timeOf is when an entry was added to its stream.
func timeOf(id string) time.Time {
	at, _, _ := strings.Cut(id, "-")
	n, _ := strconv.ParseInt(at, 10, 64) // a stream's ids always begin with milliseconds
	return time.UnixMilli(n)
}
