package store

import (
	"context"
	"fmt"
	"strconv"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
)

// A page of a job is the people of some partitions: of eight if they are few, of
// one at least.
const (
	pageParts  = 8
	pagePeople = 1000
)

// People returns the page of a job's audience at its cursor: the ids of members
// as they are now. Errors wrap bot.ErrUnavailable.
func (s *Store) People(ctx context.Context, job bot.Job) (bot.Page, error) {
	if job.Who.Kind == flows.ToAsker {
		return s.one(ctx, job.Who.Name)
	}
	from := 0
	if job.Cursor != "" {
		var err error
		if from, err = strconv.Atoi(job.Cursor); err != nil || from < 0 || from > Partitions {
			return bot.Page{}, errCursor
		}
	}
	set := func(p int) string { return groupKey(p, job.Org, job.Who.Name) }
	if job.Who.Kind == flows.ToPeople {
		set = func(p int) string { return peopleKey(p, job.Org) }
	}
	until, err := s.endOfPage(ctx, set, from)
	if err != nil {
		return bot.Page{}, err
	}
	ids, err := s.membersOf(ctx, set, from, until)
	if err != nil {
		return bot.Page{}, err
	}
	people, err := s.whose(ctx, ids)
	page := bot.Page{People: people}
	if until < Partitions {
		page.Next = fmt.Sprintf("%02d", until)
	}
	return page, err
}

// endOfPage is the partition at which the next page begins.
func (s *Store) endOfPage(ctx context.Context, set func(int) string, from int) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	until := min(from+pageParts, Partitions)
	p := s.redis.Pipeline()
	var cmds []*redis.IntCmd
	for part := from; part < until; part++ {
		cmds = append(cmds, p.SCard(ctx, set(part)))
	}
	_, _ = p.Exec(ctx) // each has its own error
	people := 0
	for i, cmd := range cmds {
		if cmd.Err() != nil {
			return 0, away(cmd.Err(), "count whom a job is for")
		}
		if people += int(cmd.Val()); people > pagePeople && i > 0 {
			return from + i, nil
		}
	}
	return until, nil
}

// membersOf lists the ids in sets of partitions.
func (s *Store) membersOf(ctx context.Context, set func(int) string, from, until int) ([]timer, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	var cmds []*redis.StringSliceCmd
	for part := from; part < until; part++ {
		cmds = append(cmds, p.SMembers(ctx, set(part)))
	}
	_, _ = p.Exec(ctx) // each has its own error
	var ids []timer
	for i, cmd := range cmds {
		if cmd.Err() != nil {
			return nil, away(cmd.Err(), "read whom a job is for")
		}
		for _, id := range cmd.Val() {
			ids = append(ids, timer{partition: from + i, id: id})
		}
	}
	return ids, nil
}

// one finds a person by their id, in whichever partition they are; nobody if they
// are erased.
func (s *Store) one(ctx context.Context, id string) (bot.Page, error) {
	everywhere := make([]timer, Partitions)
	for p := range everywhere {
		everywhere[p] = timer{partition: p, id: id}
	}
	people, err := s.whose(ctx, everywhere)
	return bot.Page{People: people}, err
}

// whose finds the organisations and numbers of persons. Those that are erased are
// left out.
func (s *Store) whose(ctx context.Context, ids []timer) ([]bot.Key, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	cmds := make([]*redis.SliceCmd, len(ids))
	for i, t := range ids {
		cmds[i] = p.HMGet(ctx, personKey(t.partition, t.id), "o", "a")
	}
	_, _ = p.Exec(ctx) // each has its own error
	var keys []bot.Key
	for i, cmd := range cmds {
		if cmd.Err() != nil {
			return nil, away(cmd.Err(), "read who a person is")
		}
		org, _ := cmd.Val()[0].(string)
		sealed, _ := cmd.Val()[1].(string)
		if org == "" {
			continue
		}
		to, err := s.shared.open([]byte(sealed), "address:"+ids[i].id)
		if err != nil {
			return nil, fmt.Errorf("open who a person is: %w", err)
		}
		keys = append(keys, bot.Key{Org: org, Address: readAddress(to)})
	}
	return keys, nil
}

// people keeps the index of everybody whom an organisation knows.
func (w *writes) people() error {
	switch key := peopleKey(w.p, w.turn.Key.Org); {
	case w.turn.Forget:
		w.do("SREM", key, w.id)
	case w.turn.Version == 0:
		w.do("SADD", key, w.id)
	}
	return nil
}
