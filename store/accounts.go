package store

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot/staff"
)

var (
	_ staff.Accounts = (*Store)(nil)
	_ staff.Tries    = (*Store)(nil)
)

// AccountID is the id of the account with that e-mail address, which it does not
// show.
func (s *Store) AccountID(email string) string { return s.keys.account(email) }

// Account returns an account, or staff.ErrNoAccount, in one round trip.
func (s *Store) Account(ctx context.Context, id string) (staff.Account, error) {
	all, err := s.accounts(ctx, []string{id})
	if err != nil {
		return staff.Account{}, err
	}
	if len(all) == 0 {
		return staff.Account{}, staff.ErrNoAccount
	}
	return all[0], nil
}

// AllAccounts returns every account, by id.
func (s *Store) AllAccounts(ctx context.Context) ([]staff.Account, error) {
	asking, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	ids, err := s.redis.SMembers(asking, accountsKey).Result()
	if err != nil {
		return nil, away(err, "list the accounts")
	}
	slices.Sort(ids)
	return s.accounts(ctx, ids)
}

// accounts reads the accounts that there are of those.
func (s *Store) accounts(ctx context.Context, ids []string) ([]staff.Account, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	cmds := make([]*redis.SliceCmd, len(ids))
	for i, id := range ids {
		cmds[i] = p.HMGet(ctx, accountKey(id), "d", "v")
	}
	_, _ = p.Exec(ctx) // each has its own error
	var all []staff.Account
	for i, cmd := range cmds {
		if cmd.Err() != nil {
			return nil, away(cmd.Err(), "read an account")
		}
		sealed, there := cmd.Val()[0].(string)
		if !there {
			continue
		}
		var a staff.Account
		if err := s.openJSON(sealed, "account:"+ids[i], &a); err != nil {
			return nil, fmt.Errorf("open an account: %w", err)
		}
		version, _ := cmd.Val()[1].(string)
		a.Version, _ = strconv.ParseInt(version, 10, 64) // written by us
		all = append(all, a)
	}
	return all, nil
}

// SaveAccount writes an account, or nothing and staff.ErrMoved if it has changed
// since it was read.
func (s *Store) SaveAccount(ctx context.Context, a staff.Account) error {
	if a.ID != s.keys.account(a.Email) {
		return errors.New("save an account: it is that of another e-mail address")
	}
	text, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("write an account: %w", err)
	}
	return s.swap(ctx, "save an account", staff.ErrMoved, call{s.scripts.account,
		[]string{accountKey(a.ID), accountsKey},
		[]any{a.Version, s.shared.seal(text, "account:"+a.ID), a.ID, rand.Text()}})
}

// Try counts a try to sign in, unless it comes too early.
func (s *Store) Try(ctx context.Context, who string, l staff.Limit, now time.Time) (int64, time.Duration, error) {
	answers, err := s.run(ctx, []call{{s.scripts.try, []string{s.keys.tries(who)},
		[]any{ms(now), l.Free, l.First.Milliseconds(), l.Most.Milliseconds(), l.Kept.Milliseconds(), rand.Text()}}})
	if err != nil {
		return 0, 0, away(err, "count a try")
	}
	pair, err := answers[0].Int64Slice()
	if err != nil || len(pair) != 2 {
		return 0, 0, away(errors.Join(err, errAway), "count a try")
	}
	return pair[0], time.Duration(pair[1]) * time.Millisecond, nil
}

// Wait returns how long somebody must wait before they may try again.
func (s *Store) Wait(ctx context.Context, who string, now time.Time) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	until, err := s.redis.HGet(ctx, s.keys.tries(who), "u").Int64()
	if err != nil {
		return 0, away(err, "see how long to wait")
	}
	return max(time.UnixMilli(until).Sub(now), 0), nil
}

// Clear forgets somebody's failures.
func (s *Store) Clear(ctx context.Context, who string) error {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	return away(s.redis.Del(ctx, s.keys.tries(who)).Err(), "forget failures")
}
