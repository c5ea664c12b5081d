package store

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
)

func (s *Store) openJSON(sealed, name string, into any) error {
	text, err := s.shared.open([]byte(sealed), name)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("read %T: %w", into, err)
	}
	return nil
}

// openBody opens a text of the outbox; an empty one if it is gone already.
func (s *Store) openBody(sealed, ref string) body {
	var b body
	if s.openJSON(sealed, "text:"+ref, &b) != nil {
		return body{}
	}
	return b
}

func readAddress(text []byte) providers.Address {
	kind, value, _ := strings.Cut(string(text), " ")
	return providers.Address{Kind: providers.AddressKind(kind), Value: value}
}

// OpenCases lists the organisation's open cases, the oldest first.
func (s *Store) OpenCases(ctx context.Context, org string) ([]bot.CaseFile, error) {
	members, err := s.openCaseIDs(ctx)
	if err != nil {
		return nil, err
	}
	var out []bot.CaseFile
	for _, m := range members {
		if m.org != org {
			continue
		}
		file, err := s.caseFile(ctx, m.partition, m.id)
		if err != nil {
			return nil, err
		}
		out = append(out, file)
	}
	slices.SortFunc(out, func(a, b bot.CaseFile) int {
		return cmp.Or(a.Opened.Compare(b.Opened), cmp.Compare(a.ID, b.ID))
	})
	return out, nil
}

// openCase is one entry of a partition's index of cases.
type openCase struct {
	partition int
	org, id   string
	opened    time.Time
}

func (s *Store) openCaseIDs(ctx context.Context) ([]openCase, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	cmds := make([]*redis.ZSliceCmd, Partitions)
	for part := range Partitions {
		cmds[part] = p.ZRangeWithScores(ctx, casesKey(part), 0, -1)
	}
	_, _ = p.Exec(ctx) // each has its own error
	var out []openCase
	for part, cmd := range cmds {
		if cmd.Err() != nil {
			return nil, away(cmd.Err(), "list the open cases")
		}
		for _, z := range cmd.Val() {
			member, _ := z.Member.(string)
			org, id, _ := strings.Cut(member, "/")
			out = append(out, openCase{part, org, id, time.Unix(int64(z.Score), 0)})
		}
	}
	return out, nil
}

// Case returns one case of the organisation, or bot.ErrNoCase.
func (s *Store) Case(ctx context.Context, org, id string) (bot.CaseFile, error) {
	part, err := s.findCase(ctx, org, id)
	if err != nil {
		return bot.CaseFile{}, err
	}
	return s.caseFile(ctx, part, id)
}

// findCase returns the partition that has a case of the organisation.
func (s *Store) findCase(ctx context.Context, org, id string) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	cmds := make([]*redis.StringCmd, Partitions)
	for part := range Partitions {
		cmds[part] = p.HGet(ctx, caseKey(part, id), "o")
	}
	_, _ = p.Exec(ctx) // each has its own error
	for part, cmd := range cmds {
		if err := away(cmd.Err(), "find a case"); err != nil {
			return 0, err
		}
		if cmd.Val() == org && org != "" {
			return part, nil
		}
	}
	return 0, bot.ErrNoCase
}

// caseFile reads a case with its lines.
func (s *Store) caseFile(ctx context.Context, part int, id string) (bot.CaseFile, error) {
	p := s.redis.Pipeline()
	fields := p.HMGet(ctx, caseKey(part, id), caseFields...)
	notes := p.LRange(ctx, notesKey(part, id), 0, -1)
	if _, err := p.Exec(ctx); err != nil {
		return bot.CaseFile{}, away(err, "read a case")
	}
	return s.readCase(id, fields.Val(), notes.Val())
}
