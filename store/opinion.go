package store

import (
	"context"
	"encoding/hex"
	"strconv"
	"strings"
	"time"
)

// opinedFor is how long it is known that somebody need not be asked again in a
// month: until that is over, whenever in it they were asked.
const opinedFor = 40 * 24 * time.Hour

// Opine counts a score once for each account and month. A score below 0 is counted
// nowhere. It is false where that was done before. Errors wrap bot.ErrUnavailable.
func (s *Store) Opine(ctx context.Context, org, account, month string, score int) (bool, error) {
	field := ""
	if score >= 0 {
		field = month + ":" + strconv.Itoa(score)
	}
	answers, err := s.run(ctx, []call{{s.scripts.opinion, []string{opinedKey(org, month), opinionsKey(org)},
		[]any{s.keys.opined(org, account, month), field, int(opinedFor.Seconds())}}})
	if err != nil {
		return false, away(err, "count an opinion")
	}
	n, err := answers[0].Int()
	return n == 1, away(err, "count an opinion")
}

// Opined reports whether somebody need not be asked again in a month.
func (s *Store) Opined(ctx context.Context, org, account, month string) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	said, err := s.redis.SIsMember(ctx, opinedKey(org, month), s.keys.opined(org, account, month)).Result()
	return said, away(err, "read whether somebody has said what they think")
}

// Opinions returns how often each score was given, by month.
func (s *Store) Opinions(ctx context.Context, org string) (map[string]map[int]int, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	fields, err := s.redis.HGetAll(ctx, opinionsKey(org)).Result()
	if err != nil {
		return nil, away(err, "read what staff think")
	}
	counts := map[string]map[int]int{}
	for field, text := range fields {
		month, digits, _ := strings.Cut(field, ":")
		score, err1 := strconv.Atoi(digits)
		n, err2 := strconv.Atoi(text)
		if err1 != nil || err2 != nil {
			continue // not written by us
		}
		if counts[month] == nil {
			counts[month] = map[int]int{}
		}
		counts[month][score] += n
	}
	return counts, nil
}

// opined is a mark of somebody for one month: those of two months cannot be joined.
func (k keys) opined(org, account, month string) string {
	return hex.EncodeToString(k.mark("opined", org, account, month)[:12])
}
