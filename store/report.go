package store

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/providers"
)

// Report takes one delivery report: by our own ref if it has one, else by the
// provider's id and the number it went to. Reports about texts that are not
// ours, and words that we do not know, are nothing. An opt-out that it tells of
// is a STOP.
func (s *Store) Report(ctx context.Context, now time.Time, status providers.Status) error {
	p, named, err := s.placeOf(ctx, status)
	if err != nil || status.State == "" || named == "" {
		return err
	}
	ref, owner, err := s.textOf(ctx, p, named)
	if err != nil {
		return err
	}
	keys := []string{messageKey(p, ref), earlyKey(p, named), unknownKey(p)}
	var entry []byte
	told, person := tellsOf(status), ""
	if owner != "" {
		person = personOf(owner)
	}
	if told != "" && owner != "" {
		keys = append(keys, personKey(p, person), deadKey(p))
	} else {
		told = ""
	}
	if status.Class == providers.OptedOut && owner != "" {
		stopped := personOf(owner)
		keys = append(keys, stopKey(p, stopped), ledgerKey(p, stopped))
		if entry, err = s.optedOut(stopped, now, ref); err != nil {
			return err
		}
	}
	answers, err := s.run(ctx, []call{{s.scripts.status, keys, []any{string(status.State), ms(now), ref, status.Code, entry, broadcastKey(p, ""), told, person, s.newsOfFailures(p), string(status.Class)}}})
	if err != nil {
		return away(err, "record a report")
	}
	return away(answers[0].Err(), "record a report")
}

// tellsOf is what a report tells of the number, in the words of status.lua.
func tellsOf(status providers.Status) string {
	switch {
	case status.State == providers.Delivered:
		return "works"
	case status.State != providers.Failed:
		return ""
	case status.Class == providers.NoSubscriber:
		return "gone"
	case status.Class == providers.Permanent:
		return "fails"
	}
	return ""
}

// placeOf is the partition that a report is about, and what it calls the text:
// our ref, or the provider's id with the number's mark. A report with neither a
// number nor a ref that we know is about nothing of ours.
func (s *Store) placeOf(ctx context.Context, status providers.Status) (p int, named string, err error) {
	to := status.Recipient
	switch {
	case to.Value != "" && status.Ref != "":
		return s.keys.partition(to), status.Ref, nil
	case to.Value != "" && status.ProviderID != "":
		return s.keys.partition(to), status.ProviderID + ":" + s.keys.number(to), nil
	case status.Ref == "":
		return 0, "", nil
	}
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	pipe := s.redis.Pipeline()
	cmds := make([]*redis.IntCmd, Partitions)
	for part := range Partitions {
		cmds[part] = pipe.Exists(ctx, messageKey(part, status.Ref))
	}
	_, _ = pipe.Exec(ctx) // each has its own error
	for part, cmd := range cmds {
		if cmd.Val() == 1 {
			return part, status.Ref, nil
		}
		err = errors.Join(err, cmd.Err())
	}
	return 0, "", away(err, "find the text of a report")
}

// textOf is the ref of the text of that name, and whose it is. A name that is
// not known yet is its own ref: the report waits for the result.
func (s *Store) textOf(ctx context.Context, p int, named string) (ref, owner string, err error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	pipe := s.redis.Pipeline()
	known, whose := pipe.Get(ctx, sentKey(p, named)), pipe.HGet(ctx, messageKey(p, named), "o")
	_, _ = pipe.Exec(ctx) // each has its own error
	if errors.Is(known.Err(), redis.Nil) {
		return named, whose.Val(), away(whose.Err(), "read whose text it is")
	}
	if known.Err() != nil {
		return "", "", away(known.Err(), "find the text of a report")
	}
	owner, err = s.redis.HGet(ctx, messageKey(p, known.Val()), "o").Result()
	return known.Val(), owner, away(err, "read whose text it is")
}
