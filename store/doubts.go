package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/providers"
)

// Doubts lists the texts whose outcome is unknown, with the connection that each
// may have left by, the oldest first in each partition.
func (s *Store) Doubts(ctx context.Context) ([]providers.Doubt, error) {
	listed, err := s.UnknownTexts(ctx)
	if err != nil || len(listed) == 0 {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	cmds := make([]*redis.SliceCmd, len(listed))
	for i, u := range listed {
		cmds[i] = p.HMGet(ctx, messageKey(s.keys.partition(u.To), u.Ref), "b", "way")
	}
	_, _ = p.Exec(ctx) // each has its own error
	var all []providers.Doubt
	for i, cmd := range cmds {
		if cmd.Err() != nil {
			err = errors.Join(err, cmd.Err())
			continue
		}
		m, wrong := s.doubtful(listed[i].Ref, cmd.Val())
		if wrong != nil {
			err = errors.Join(err, wrong) // one that cannot be read is for people
			continue
		}
		all = append(all, providers.Doubt{Ref: m.Ref, Via: m.Via, To: m.To, Since: listed[i].Since})
	}
	return all, away(err, "read the texts in doubt")
}

// doubtful is the text of that ref; fields are its body and its way.
func (s *Store) doubtful(ref string, fields []any) (providers.Message, error) {
	sealed, _ := fields[0].(string)
	way, _ := fields[1].(string)
	var b body
	if err := s.openJSON(sealed, "text:"+ref, &b); err != nil {
		return providers.Message{}, fmt.Errorf("open a text in doubt: %w", err)
	}
	m := providers.Message{Ref: ref, To: b.To, From: b.From, Via: b.Via}
	return m, s.openWay(way, &m)
}

// Untaken puts back a text that its company certainly never took. False is that its
// outcome is known by now, or that it is too late for it, and people decide.
func (s *Store) Untaken(ctx context.Context, now time.Time, d providers.Doubt) (bool, error) {
	p := s.keys.partition(d.To)
	answers, err := s.run(ctx, []call{{s.scripts.untaken, []string{
		messageKey(p, d.Ref), unknownKey(p), streamKey(p, providers.Reply), streamKey(p, providers.Bulk), lostKey(p),
	}, []any{d.Ref, ms(d.Since), ms(now), messageKey(p, ""), s.historyOf(p).short(), broadcastKey(p, "")}}})
	if err != nil {
		return false, away(err, "put back a text that was never taken")
	}
	done, err := answers[0].Int()
	return done == 1, away(err, "put back a text that was never taken")
}
