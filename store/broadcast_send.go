package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/providers"
)

// mostAhead is how many bulk texts of a partition may wait to be sent before no
// more are put there: what waits takes memory, and a cancel must withhold it.
const mostAhead = 100

// mostCounted is the highest weekly cap that can be kept (claim.lua).
const mostCounted = 100

// Next reads the people of a partition who come next, at most so many; none while
// many texts wait there to be sent.
func (s *Store) Next(ctx context.Context, b broadcast.Broadcast, partition, most int) (broadcast.Piece, error) {
	piece := broadcast.Piece{Partition: partition}
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	place, ahead := p.HMGet(ctx, broadcastKey(partition, b.ID), "cursor", "people"), p.XLen(ctx, streamKey(partition, providers.Bulk))
	_, _ = p.Exec(ctx) // each has its own error
	if err := firstOf(place.Err(), ahead.Err()); err != nil {
		return piece, away(err, "read how far a broadcast is")
	}
	cursor, _ := place.Val()[0].(string)
	people, _ := place.Val()[1].(string)
	piece.Cursor, _ = strconv.Atoi(cursor)
	piece.People, _ = strconv.Atoi(people)
	piece.Next = piece.Cursor
	if piece.Cursor >= piece.People || ahead.Val() >= mostAhead || most <= 0 {
		return piece, nil
	}
	ids, err := s.redis.LRange(ctx, audienceKey(partition, b.ID), int64(piece.Cursor), int64(piece.Cursor+most-1)).Result()
	if err != nil {
		return piece, away(err, "read whom a broadcast is for")
	}
	piece.Next = piece.Cursor + len(ids)
	piece.Threads, err = s.threadsOf(ctx, b.Org, partition, ids)
	return piece, err
}

// Expand puts texts for a piece into the outbox and moves the cursor behind it,
// all of it or nothing, once.
func (s *Store) Expand(ctx context.Context, b broadcast.Broadcast, shared bool, piece broadcast.Piece, texts []broadcast.Text) error {
	p := piece.Partition
	w := &writes{store: s, p: p, keys: []string{broadcastKey(p, b.ID)}, args: []any{strconv.Itoa(piece.Cursor), piece.Next, len(texts)}}
	for _, t := range texts {
		if err := w.broadcastText(b, shared, t); err != nil {
			return err
		}
	}
	answers, err := s.run(ctx, []call{{s.scripts.expand, w.keys, w.args}})
	if err != nil {
		return away(err, "put a broadcast into the outbox")
	}
	return full(answers[0].Err(), "put a broadcast into the outbox")
}

func (w *writes) broadcastText(b broadcast.Broadcast, shared bool, t broadcast.Text) error {
	says := body{t.Thread.Key.Address, t.By.Number, t.Say.Text, b.Org, t.By.Provider, nil, t.Say.Template}
	text, err := json.Marshal(says)
	if err != nil {
		return fmt.Errorf("write a text: %w", err)
	}
	number, o := w.store.keys.number(t.Thread.Key.Address), t.Say
	owner := ownerOf(t.Thread.ID, number, t.Home)
	fields := []any{
		"s", "queued", "o", owner, "l", string(o.Priority), "b", w.store.shared.seal(text, "text:"+o.Ref),
		"exp", ms(o.Expires), "bc", b.ID, "rt", replyTo(b),
		"eq", w.store.keys.words(o.Text),
	}
	if says.inApp() {
		fields = append(fields, "app", "1")
	}
	if t.Cap > 0 {
		fields = append(fields, "cap", min(t.Cap, mostCounted))
	}
	if !o.NotBefore.IsZero() {
		fields = append(fields, "nb", ms(o.NotBefore))
	}
	if len(b.Audience.Groups) > 0 {
		var groups []string
		for _, g := range b.Audience.Groups {
			groups = append(groups, groupKey(w.p, b.Org, g))
		}
		fields = append(fields, "in", strings.Join(groups, " "))
	}
	if b.Audience.Consent != "" {
		fields = append(fields, "ag", b.Audience.Consent)
	}
	if shared {
		fields = append(fields, "ln", w.store.keys.line(t.By.Number), "og", b.Org)
	}
	if h := w.store.historyOf(w.p).short(); h != "" {
		fields = append(fields, "g", h)
	}
	w.do("HSET", messageKey(w.p, o.Ref), fields...)
	w.keys = append(w.keys, busyKey(w.p, queueOf(owner)), waitKey(w.p, queueOf(owner)), streamKey(w.p, o.Priority))
	w.args = append(w.args, 3, "SEND", owner, o.Ref)
	return nil
}

// replyTo says in one word where answers go.
func replyTo(b broadcast.Broadcast) string {
	if b.Flow != "" {
		return "flow:" + b.Flow
	}
	return "queue:" + b.Queue
}

// Steer lets the texts of a broadcast leave, or not, in every partition, as its
// state says: it holds once it has returned.
func (s *Store) Steer(ctx context.Context, b broadcast.Broadcast) error {
	calls := make([]call, Partitions)
	for part := range calls {
		calls[part] = call{s.scripts.steer, []string{broadcastKey(part, b.ID)}, []any{string(b.State), b.Version, broadcastKept}}
	}
	return s.runAll(ctx, calls, "steer a broadcast")
}

// Rest keeps the texts of a broadcast that are in the outbox from leaving before a
// moment.
func (s *Store) Rest(ctx context.Context, b broadcast.Broadcast, until time.Time) error {
	calls := make([]call, Partitions)
	for part := range calls {
		calls[part] = call{s.scripts.rest, []string{broadcastKey(part, b.ID)}, []any{ms(until)}}
	}
	return s.runAll(ctx, calls, "let a broadcast rest")
}

// Counts adds up what has become of a broadcast.
func (s *Store) Counts(ctx context.Context, b broadcast.Broadcast) (broadcast.Counts, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	counts := make([]*redis.MapStringStringCmd, Partitions)
	replied, stopped, joined := make([]*redis.IntCmd, Partitions), make([]*redis.IntCmd, Partitions), make([]*redis.IntCmd, Partitions)
	for part := range Partitions {
		counts[part] = p.HGetAll(ctx, broadcastKey(part, b.ID))
		replied[part], stopped[part] = p.SCard(ctx, repliedKey(part, b.ID)), p.SCard(ctx, stoppedByKey(part, b.ID))
		joined[part] = p.SCard(ctx, joinedKey(part, b.ID))
	}
	var sum broadcast.Counts
	if _, err := p.Exec(ctx); err != nil && !errors.Is(err, redis.Nil) {
		return sum, away(err, "count a broadcast")
	}
	into := map[string]*int{
		"people": &sum.People, "cursor": &sum.Expanded, "queued": &sum.Queued, "sent": &sum.Sent, "delivered": &sum.Delivered,
		"undelivered": &sum.Undelivered, "failed": &sum.Failed, "withheld": &sum.Withheld, "expired": &sum.Expired, "capped": &sum.Capped, "unknown": &sum.Unknown,
	}
	for part := range Partitions {
		for field, text := range counts[part].Val() {
			if n, err := strconv.Atoi(text); err == nil && into[field] != nil {
				*into[field] += n
			}
		}
		sum.Replied += int(replied[part].Val())
		sum.Stopped += int(stopped[part].Val())
		sum.Joined += int(joined[part].Val())
	}
	return sum, nil
}
