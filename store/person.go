package store

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/people"
)

// personID is what the id of a person looks like.
var personID = regexp.MustCompile(`^[0-9a-f]{24}$`)

// Person finds somebody whom an organisation knows by their id, in whichever
// partition they are; false for nobody, and for somebody of another organisation.
func (s *Store) Person(ctx context.Context, org, id string) (bot.Thread, bool, error) {
	if !personID.MatchString(id) {
		return bot.Thread{}, false, nil
	}
	found, err := s.one(ctx, id)
	if err != nil {
		return bot.Thread{}, false, err
	}
	if len(found.People) == 0 || found.People[0].Org != org {
		return bot.Thread{}, false, nil
	}
	t, err := s.Thread(ctx, found.People[0])
	if err != nil {
		return t, false, err
	}
	return t, t.Version > 0, nil
}

// MembersAfter lists the ids of at most so many members of a group behind a place
// that an answer before has named; empty is the begin. What it names itself is
// empty at the end. Who joins or leaves meanwhile is in the list or not; nobody
// else is missed, and nobody is there twice.
func (s *Store) MembersAfter(ctx context.Context, org, group, place string, most int) (ids []string, next string, err error) {
	part, last := 0, ""
	if place != "" {
		at, id, _ := strings.Cut(place, ".")
		if part, err = strconv.Atoi(at); err != nil || part < 0 || part >= Partitions || !personID.MatchString(id) {
			return nil, "", people.ErrNoPlace
		}
		last = id
	}
	for ; part < Partitions; part, last = part+1, "" {
		ctx, cancel := context.WithTimeout(ctx, s.patience)
		all, err := s.redis.SMembers(ctx, groupKey(part, org, group)).Result()
		cancel()
		if err != nil {
			return nil, "", away(err, "read the members of a group")
		}
		slices.Sort(all)
		for _, id := range all {
			if id <= last {
				continue
			}
			if len(ids) == most {
				return ids, next, nil
			}
			ids, next = append(ids, id), fmt.Sprintf("%02d.%s", part, id)
		}
	}
	return ids, "", nil
}
