package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot/directory"
)

// Assurances returns what services have said of their records, by id, a page at a
// time.
func (s *Store) Assurances(ctx context.Context, org string) (map[string]directory.Assurance, error) {
	all := map[string]directory.Assurance{}
	for cursor := uint64(0); ; {
		page, next, err := s.scanHash(ctx, assurancesKey(org), cursor)
		if err != nil {
			return nil, away(err, "read what services have said")
		}
		for i := 0; i+1 < len(page); i += 2 {
			if all[page[i]], err = s.openAssurance(org, page[i], page[i+1]); err != nil {
				return nil, err
			}
		}
		if cursor = next; cursor == 0 {
			return all, nil
		}
	}
}

func (s *Store) openAssurance(org, service, sealed string) (a directory.Assurance, err error) {
	if sealed == "" {
		return a, nil
	}
	if err := s.openJSON(sealed, assuranceName(org, service), &a); err != nil {
		return a, fmt.Errorf("open what a service has said: %w", err)
	}
	return a, nil
}

// assuranceName is sealed into what a service has said, so that it cannot be passed
// off as another's.
func assuranceName(org, service string) string { return "assurance:" + org + ":" + service }

// Assured returns how often what services said has changed what people are shown, by
// organisation, in one short round trip.
func (s *Store) Assured(ctx context.Context) (map[string]int64, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	all, err := s.redis.HGetAll(ctx, assuredKey).Result()
	if err != nil {
		return nil, away(err, "see whether services have said something")
	}
	counts := make(map[string]int64, len(all))
	for org, text := range all {
		if counts[org], err = strconv.ParseInt(text, 10, 64); err != nil {
			return nil, fmt.Errorf("see whether services have said something: %w", err)
		}
	}
	return counts, nil
}

// Service returns one record of an edition; nil if it has none of that id.
func (s *Store) Service(ctx context.Context, org string, head directory.Head, id string) (*directory.Service, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	sealed, err := s.redis.HGet(ctx, editionKey(org, head.Edition), id).Result()
	if errors.Is(err, redis.Nil) {
		return nil, nil
	}
	if err != nil {
		return nil, away(err, "read a service")
	}
	service, err := s.openService(org, sealed)
	return &service, err
}

// assureTries is how often a change is made again when somebody else's came between.
const assureTries = 8

// Assure changes what is known from a service. The change must be pure: where another
// came between it is made again on what that one left. It returns what there is then.
func (s *Store) Assure(ctx context.Context, org, service string, change func(directory.Assurance) directory.Assurance) (directory.Assurance, error) {
	for range assureTries {
		sealed, err := s.assurance(ctx, org, service)
		if err != nil {
			return directory.Assurance{}, err
		}
		before, err := s.openAssurance(org, service, sealed)
		if err != nil {
			return before, err
		}
		after := change(before)
		if after == before {
			return after, nil
		}
		done, err := s.assure(ctx, org, service, sealed, before, after)
		if done || err != nil {
			return after, err
		}
	}
	return directory.Assurance{}, fmt.Errorf("write what a service has said: %w", directory.ErrBusy)
}

func (s *Store) assurance(ctx context.Context, org, service string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	sealed, err := s.redis.HGet(ctx, assurancesKey(org), service).Result()
	if errors.Is(err, redis.Nil) {
		return "", nil
	}
	return sealed, away(err, "read what a service has said")
}

func (s *Store) assure(ctx context.Context, org, service, sealed string, before, after directory.Assurance) (bool, error) {
	text, err := json.Marshal(after)
	if err != nil {
		return false, fmt.Errorf("write what a service has said: %w", err)
	}
	shown := 0
	if before.Said != after.Said || before.Right != after.Right || before.Day != after.Day {
		shown = 1
	}
	answers, err := s.run(ctx, []call{{s.scripts.assure, []string{assurancesKey(org), assuredKey},
		[]any{service, sealed, s.shared.seal(text, assuranceName(org, service)), org, shown}}})
	if err != nil {
		return false, away(err, "write what a service has said")
	}
	done, err := answers[0].Int()
	return done == 1, full(err, "write what a service has said")
}
