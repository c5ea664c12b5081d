package store

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/providers"
)

// apartFor is how long texts are kept apart.
const apartFor = 7 * 24 * time.Hour

// Quarantine keeps a text, sealed, for 7 days: one to a line that no organisation
// has, or one that could neither be judged nor given to people. A repeat is kept
// once.
func (s *Store) Quarantine(ctx context.Context, in providers.Inbound) error {
	text, err := json.Marshal(in)
	if err != nil {
		return fmt.Errorf("write a text to be kept apart: %w", err)
	}
	p := s.keys.partition(in.From)
	answers, err := s.run(ctx, []call{{
		s.scripts.apart,
		[]string{seenKey(p, s.keys.event("", in.Provider+":"+in.EventID)), apartKey(p)},
		[]any{int(apartFor.Seconds()), s.shared.seal(text, "apart"), ms(s.now().Add(-apartFor))},
	}})
	if err != nil {
		return away(err, "keep a text apart")
	}
	return full(answers[0].Err(), "keep a text apart")
}

// ErrNotApart is a text that is not kept apart: nobody has put it there, it was
// settled, or its week is over.
var ErrNotApart = errors.New("no such text is kept apart")

// Apart is a text that is kept apart.
type Apart struct {
	ID      string // as commands name it
	Came    time.Time
	Inbound providers.Inbound // empty where no key of ours opens it
}

// Quarantined returns the texts that are kept apart, those that came first before
// the others. Those whose week is over are deleted.
func (s *Store) Quarantined(ctx context.Context) ([]Apart, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	oldest := strconv.FormatInt(ms(s.now().Add(-apartFor)), 10)
	p := s.redis.Pipeline()
	kept := make([]*redis.XMessageSliceCmd, Partitions)
	for part := range Partitions {
		p.XTrimMinID(ctx, apartKey(part), oldest)
		kept[part] = p.XRange(ctx, apartKey(part), "-", "+")
	}
	if _, err := p.Exec(ctx); err != nil {
		return nil, away(err, "list the texts kept apart")
	}
	var all []Apart
	for part, cmd := range kept {
		for _, m := range cmd.Val() {
			all = append(all, s.apart(part, m))
		}
	}
	slices.SortStableFunc(all, func(a, b Apart) int { return cmp.Or(a.Came.Compare(b.Came), strings.Compare(a.ID, b.ID)) })
	return all, nil
}

func (s *Store) apart(part int, m redis.XMessage) Apart {
	a := Apart{ID: apartName(part, m.ID), Came: timeOf(m.ID)}
	sealed, _ := m.Values["b"].(string)
	_ = s.openJSON(sealed, "apart", &a.Inbound) // it is listed all the same
	return a
}

// QuarantinedText returns one text that is kept apart, or ErrNotApart.
func (s *Store) QuarantinedText(ctx context.Context, id string) (Apart, error) {
	part, stream, err := apartPlace(id)
	if err != nil {
		return Apart{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	found, err := s.redis.XRange(ctx, apartKey(part), stream, stream).Result()
	switch {
	case err != nil:
		return Apart{}, away(err, "read a text kept apart")
	case len(found) == 0:
		return Apart{}, ErrNotApart
	}
	return s.apart(part, found[0]), nil
}

// Drop deletes a text that is kept apart, or returns ErrNotApart.
func (s *Store) Drop(ctx context.Context, id string) error {
	part, stream, err := apartPlace(id)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	n, err := s.redis.XDel(ctx, apartKey(part), stream).Result()
	switch {
	case err != nil:
		return away(err, "delete a text kept apart")
	case n == 0:
		return ErrNotApart
	}
	return nil
}

// apartLetters write a text's id: none is a digit, as those of numbers are taken
// out of logs, and none makes a word.
const apartLetters = "bcdfghjklmnpqrst"

// apartName is how commands name a text: its partition and its place there.
func apartName(part int, stream string) string {
	millis, seq, _ := strings.Cut(stream, "-")
	at, _ := strconv.ParseUint(millis, 10, 64) // Redis makes them
	n, _ := strconv.ParseUint(seq, 10, 64)
	return strings.Map(func(r rune) rune {
		digit, _ := strconv.ParseUint(string(r), 16, 8)
		return rune(apartLetters[digit])
	}, fmt.Sprintf("%02x%012x%x", part, at, n))
}

// apartPlace finds a text by its name.
func apartPlace(name string) (part int, stream string, err error) {
	hex := strings.Map(func(r rune) rune {
		return []rune(strconv.FormatInt(int64(strings.IndexRune(apartLetters, r)), 16))[0] // "-" for none
	}, name)
	if len(hex) < 15 {
		return 0, "", ErrNotApart
	}
	p, badPart := strconv.ParseUint(hex[:2], 16, 8)
	at, badAt := strconv.ParseUint(hex[2:14], 16, 64)
	n, badN := strconv.ParseUint(hex[14:], 16, 64)
	if badPart != nil || badAt != nil || badN != nil || p >= Partitions {
		return 0, "", ErrNotApart
	}
	return int(p), fmt.Sprintf("%d-%d", at, n), nil
}
