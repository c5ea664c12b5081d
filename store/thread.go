package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot"
)

// Thread reads a person's thread in one round trip, shared with whoever else
// waits. Somebody not met before has version 0. Errors wrap bot.ErrUnavailable,
// unless what is kept cannot be read.
func (s *Store) Thread(ctx context.Context, key bot.Key) (bot.Thread, error) {
	id, p := s.keys.person(key), s.keys.partition(key.Address)
	var fields *redis.SliceCmd
	var standing *redis.SliceCmd
	var handled *redis.IntCmd
	events := s.eventsOf(p, key.Org, bot.TryOf(ctx))
	ctx, who := asking(ctx)
	err := s.share(ctx, personKey(p, id), func(ctx context.Context, pipe redis.Pipeliner) {
		fields = pipe.HMGet(ctx, personKey(p, id), "v", "d", "k", "bc")
		standing = pipe.MGet(ctx, stopKey(p, id), invitedKey(p, id))
		if events != nil {
			handled = pipe.Exists(ctx, events...)
		}
	})
	if err != nil {
		return bot.Thread{}, away(err, "read a thread")
	}
	if err := fields.Err(); err != nil {
		return bot.Thread{}, away(err, "read a thread")
	}
	if err := standing.Err(); err != nil {
		return bot.Thread{}, away(err, "read who has stopped")
	}
	if !s.histories.mayJudge(who, bot.TryOf(ctx).Before) {
		return bot.Thread{}, fmt.Errorf("read a thread: %w", bot.ErrNotYet)
	}
	if handled != nil && handled.Err() == nil && handled.Val() > 0 {
		s.recall(events...)
		return bot.Thread{}, bot.ErrDuplicate
	}
	t, err := s.decode(id, fields.Val())
	invited, _ := standing.Val()[1].(string)
	t.Key, t.ID, t.Stopped, t.Texted = key, id, standing.Val()[0] != nil, texted(fields.Val()[3])
	t.Invited = strings.Fields(invited)
	return t, err
}

// texted reads which broadcast somebody was texted last: when, its id, and who
// hears the answer (claim.lua).
func texted(field any) *bot.Texted {
	text, _ := field.(string)
	at, rest, _ := strings.Cut(text, " ")
	id, reply, _ := strings.Cut(rest, " ")
	when, err := strconv.ParseInt(at, 10, 64)
	if err != nil {
		return nil
	}
	t := &bot.Texted{Broadcast: id, At: time.UnixMilli(when)}
	t.Flow, _ = strings.CutPrefix(reply, "flow:")
	if queue, is := strings.CutPrefix(reply, "queue:"); is {
		t.Queue, t.Flow = queue, ""
	}
	return t
}

// eventsOf are the marks that a text has if it was handled.
func (s *Store) eventsOf(p int, org string, t bot.Try) []string {
	if t.Event == "" || mutant("no-dedupe") {
		return nil
	}
	events := []string{seenKey(p, s.keys.event(org, t.Event))}
	if t.Line != "" {
		events = append(events, seenKey(p, s.keys.event(t.Line, t.Event)))
	}
	return events
}

// decode opens what a person's hash holds.
func (s *Store) decode(id string, fields []any) (bot.Thread, error) {
	var t bot.Thread
	version, _ := fields[0].(string)
	sealed, _ := fields[1].(string)
	wrapped, _ := fields[2].(string)
	if version == "" {
		s.ring.forget(id) // another process may have erased them
		return t, nil
	}
	n, err := strconv.ParseInt(version, 10, 64)
	if err != nil {
		return t, fmt.Errorf("read a thread's version: %w", err)
	}
	if sealed != "" {
		box, err := s.ring.of(id, wrapped)
		if err != nil {
			return t, err
		}
		text, err := box.open([]byte(sealed), "thread:"+id)
		if err != nil {
			return t, fmt.Errorf("open a thread: %w", err)
		}
		if err := json.Unmarshal(text, &t); err != nil {
			return t, fmt.Errorf("read a thread: %w", err)
		}
	}
	t.Version = n
	return t, nil
}
