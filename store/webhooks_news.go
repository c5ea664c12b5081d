package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot/webhooks"
)

// News are facts that nobody has looked at, the oldest first, wherever they are
// written: none waits because much has happened elsewhere. Of an installation without
// webhooks nothing is read.
func (s *Store) News(ctx context.Context, most int) ([]webhooks.News, error) {
	if !s.hooked.any() {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	written, err := s.written(ctx, most)
	if err != nil {
		return nil, err
	}
	all := make([]webhooks.News, len(written))
	for i, w := range written {
		all[i] = s.newsOf(w)
	}
	return all, s.orgsOf(ctx, all)
}

// writtenNews is one fact as it stands in its place.
type writtenNews struct {
	at int // see newsAt
	redis.XMessage
}

// written reads the oldest facts: some of each place, so that one with very many does
// not have all of them read again each time.
func (s *Store) written(ctx context.Context, most int) ([]writtenNews, error) {
	now := s.now()
	places := append(s.news.look(now), Partitions)
	p := s.redis.Pipeline()
	cmds := make([]*redis.XMessageSliceCmd, len(places))
	for i, at := range places {
		cmds[i] = p.XRangeN(ctx, newsAt(at), "-", "+", int64(max(most/8, 1)))
	}
	_, _ = p.Exec(ctx) // each has its own error
	var all []writtenNews
	var failed error
	for i, cmd := range cmds {
		facts, err := cmd.Result()
		if err != nil {
			failed = err
		}
		if at := places[i]; at < Partitions {
			s.news.found(at, againIf(err != nil || len(facts) > 0, now))
		}
		for _, m := range facts {
			all = append(all, writtenNews{places[i], m})
		}
	}
	if failed != nil {
		return nil, away(failed, "read what has happened")
	}
	slices.SortStableFunc(all, func(a, b writtenNews) int { return byStreamID(a.ID, b.ID) })
	return all[:min(len(all), most)], nil
}

// againIf is when a place is to be looked at next that may hold more.
func againIf(more bool, now time.Time) time.Time {
	if more {
		return now
	}
	return time.Time{}
}

// byStreamID orders ids of streams by when they were made: 1757930400123-7.
func byStreamID(a, b string) int {
	number := func(id string) (ms, seq int64) {
		left, right, _ := strings.Cut(id, "-")
		ms, _ = strconv.ParseInt(left, 10, 64) // Redis made it
		seq, _ = strconv.ParseInt(right, 10, 64)
		return ms, seq
	}
	aMS, aSeq := number(a)
	bMS, bSeq := number(b)
	return cmp.Or(cmp.Compare(aMS, bMS), cmp.Compare(aSeq, bSeq))
}

func (s *Store) newsOf(w writtenNews) webhooks.News {
	n := webhooks.News{Place: strconv.Itoa(w.at) + " " + w.ID}
	var failed bool
	if n.Fact, failed = failure(w.Values); failed {
		return n
	}
	sealed, _ := w.Values["f"].(string)
	if s.openJSON(sealed, "news", &n.Fact) != nil {
		n.Fact, n.Unopened = webhooks.Fact{}, true
	}
	return n
}

// newsAt is the n-th place where news is written: the partitions, and then the
// broadcasts.
func newsAt(n int) string {
	if n == Partitions {
		return broadcastNews
	}
	return newsKey(n)
}

// Spread puts deliveries of a fact into the queue, each once, and then lets the fact
// go.
func (s *Store) Spread(ctx context.Context, n webhooks.News, to []webhooks.Delivery) error {
	for _, d := range to {
		sealed, err := s.sealDelivery(d)
		if err != nil {
			return err
		}
		if _, err := s.did(ctx, s.hook(d, "new", d.Begun, sealed, 0, "", markedFor)); err != nil {
			return err
		}
	}
	return s.letGo(ctx, n)
}

// letGo takes a fact out of its place.
func (s *Store) letGo(ctx context.Context, n webhooks.News) error {
	key, id, err := placeOf(n)
	if err != nil {
		return fmt.Errorf("let go what has happened: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	return away(s.redis.XDel(ctx, key, id).Err(), "let go what has happened")
}

func placeOf(n webhooks.News) (key, id string, err error) {
	at, id, _ := strings.Cut(n.Place, " ")
	part, err := strconv.Atoi(at)
	if err != nil || part < 0 || part > Partitions {
		return "", "", fmt.Errorf("there is no place %q", at)
	}
	return newsAt(part), id, nil
}
