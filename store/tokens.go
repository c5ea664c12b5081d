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

	"github.com/connective-messaging/connective/bot/programs"
)

var _ programs.Keeper = (*Store)(nil)

// KeepToken writes a token as it is now, or nothing and programs.ErrMoved if it
// has changed since it was read.
func (s *Store) KeepToken(ctx context.Context, t programs.Token) error {
	text, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("write a token: %w", err)
	}
	return s.swap(ctx, "keep a token", programs.ErrMoved, call{s.scripts.account,
		[]string{tokenKey(t.ID), tokensKey(t.Org)},
		[]any{t.Version, s.shared.seal(text, "token:"+t.ID), t.ID, rand.Text()}})
}

// Token returns a token, or programs.ErrNoToken.
func (s *Store) Token(ctx context.Context, id string) (programs.Token, error) {
	all, err := s.tokens(ctx, []string{id})
	if err == nil && len(all) == 0 {
		err = programs.ErrNoToken
	}
	if err != nil {
		return programs.Token{}, err
	}
	return all[0], nil
}

// TokensOf returns an organisation's tokens.
func (s *Store) TokensOf(ctx context.Context, org string) ([]programs.Token, error) {
	asking, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	ids, err := s.redis.SMembers(asking, tokensKey(org)).Result()
	if err != nil {
		return nil, away(err, "list the tokens")
	}
	return s.tokens(ctx, ids)
}

// tokens reads the tokens that there are of those.
func (s *Store) tokens(ctx context.Context, ids []string) ([]programs.Token, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	cmds := make([]*redis.SliceCmd, len(ids))
	for i, id := range ids {
		cmds[i] = p.HMGet(ctx, tokenKey(id), "d", "v", "u")
	}
	_, _ = p.Exec(ctx) // each has its own error
	var all []programs.Token
	for i, cmd := range cmds {
		if cmd.Err() != nil {
			return nil, away(cmd.Err(), "read a token")
		}
		sealed, there := cmd.Val()[0].(string)
		if !there {
			continue
		}
		var t programs.Token
		if err := s.openJSON(sealed, "token:"+ids[i], &t); err != nil {
			return nil, fmt.Errorf("open a token: %w", err)
		}
		version, _ := cmd.Val()[1].(string)
		used, _ := cmd.Val()[2].(string)
		t.Version, _ = strconv.ParseInt(version, 10, 64) // written by us
		if at, err := strconv.ParseInt(used, 10, 64); err == nil {
			t.Used = time.UnixMilli(at).UTC()
		}
		all = append(all, t)
	}
	return all, nil
}

// Spend counts a request of a token, unless it is one too many.
func (s *Store) Spend(ctx context.Context, id string, l programs.Limit, now time.Time) (programs.Budget, error) {
	b := programs.Budget{Limit: l}
	answers, err := s.run(ctx, []call{{s.scripts.rate, []string{rateKey(id), tokenKey(id)},
		[]any{ms(now), l.Requests, l.Within.Milliseconds(), rand.Text()}}})
	if err != nil {
		return b, away(err, "count a request")
	}
	said, err := answers[0].Int64Slice()
	if err != nil || len(said) != 3 {
		return b, full(errors.Join(err, errAway), "count a request")
	}
	b.Left = int(said[0])
	b.Full, b.Wait = time.Duration(said[1])*time.Millisecond, time.Duration(said[2])*time.Millisecond
	return b, nil
}
