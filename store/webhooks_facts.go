package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/bot/webhooks"
)

// news writes down, with the turn itself, what organisations' programs are told of
// it. It is written only for an organisation that has webhooks.
func (w *writes) news() error {
	if !w.store.hooked.has(w.turn.Key.Org) {
		return nil
	}
	for _, f := range factsOf(w.turn) {
		f.Org, f.At, f.ID = w.turn.Key.Org, w.turn.At, factID(w.turn.Event, string(f.Kind), w.id, f.Group)
		if f.Kind != webhooks.CaseOpened && f.Kind != webhooks.CaseClosed {
			f.Person = w.id
		}
		sealed, err := w.store.sealFact(f)
		if err != nil {
			return err
		}
		w.do("XADD", newsKey(w.p), "*", "f", sealed)
	}
	return nil
}

// factID is the same however often the fact is written.
func factID(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:12])
}

func (s *Store) sealFact(f webhooks.Fact) ([]byte, error) {
	text, err := json.Marshal(f)
	if err != nil {
		return nil, fmt.Errorf("write what has happened: %w", err)
	}
	return s.shared.seal(text, "news"), nil
}

// factsOf is what a turn makes known. A case says nothing of whose it is: who
// answers it reads that in the console.
func factsOf(t bot.Turn) []webhooks.Fact {
	var all []webhooks.Fact
	for _, g := range groupsAmong(t.Joined) {
		all = append(all, webhooks.Fact{Kind: webhooks.PersonJoined, Group: g})
	}
	for _, g := range groupsAmong(t.Left) {
		all = append(all, webhooks.Fact{Kind: webhooks.PersonLeft, Group: g})
	}
	switch {
	case t.Stop == nil:
	case *t.Stop:
		all = append(all, webhooks.Fact{Kind: webhooks.PersonStopped})
	default:
		all = append(all, webhooks.Fact{Kind: webhooks.PersonStarted})
	}
	switch t.Case {
	case bot.CaseOpened:
		all = append(all, webhooks.Fact{Kind: webhooks.CaseOpened, Case: t.CaseID})
	case bot.CaseClosed:
		all = append(all, webhooks.Fact{Kind: webhooks.CaseClosed, Case: t.CaseID})
	}
	return all
}

// groupsAmong leaves out courses of tips: that one has ended may tell of a loss.
func groupsAmong(all []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(g string) bool { return strings.HasPrefix(g, bot.CoursePrefix) })
}

// endOf is what is made known of a broadcast, once nothing more comes of it;
// nothing else.
func (s *Store) endOf(b broadcast.Broadcast) ([]byte, error) {
	if !b.State.Over() || !s.hooked.has(b.Org) {
		return nil, nil
	}
	return s.sealFact(webhooks.Fact{
		ID: factID(b.ID, string(b.State)), Org: b.Org, Kind: webhooks.BroadcastFinished, At: b.Ended, Broadcast: b.ID, State: string(b.State),
	})
}

// newsOfFailures is where the scripts of results and reports write that a text has
// failed, with the failure itself; empty where no organisation has webhooks.
func (s *Store) newsOfFailures(partition int) string {
	if !s.hooked.any() {
		return ""
	}
	return newsKey(partition)
}

// failure is a text that did not reach somebody, as the scripts write it: without a
// word or a number. Whose person it is, is found when it is read.
func failure(values map[string]any) (f webhooks.Fact, ok bool) {
	ref, _ := values["x"].(string)
	at, _ := values["at"].(string)
	n, err := strconv.ParseInt(at, 10, 64)
	f = webhooks.Fact{ID: factID(ref, "failed"), Kind: webhooks.MessageFailed, At: time.UnixMilli(n).UTC()}
	f.Person, _ = values["p"].(string)
	f.Why, _ = values["c"].(string)
	return f, ref != "" && err == nil
}

// orgsOf finds the organisations of failures; those of somebody who is erased have
// none, and nobody is told.
func (s *Store) orgsOf(ctx context.Context, all []webhooks.News) error {
	p := s.redis.Pipeline()
	orgs := map[int]*redis.StringCmd{}
	for i, n := range all {
		if n.Fact.Kind == webhooks.MessageFailed && n.Fact.Org == "" {
			part, _, _ := strings.Cut(n.Place, " ")
			at, _ := strconv.Atoi(part) // News wrote it
			orgs[i] = p.HGet(ctx, personKey(at, n.Fact.Person), "o")
		}
	}
	if len(orgs) == 0 {
		return nil
	}
	_, _ = p.Exec(ctx) // each has its own error
	for i, cmd := range orgs {
		if err := away(cmd.Err(), "find whose text has failed"); err != nil {
			return err
		}
		all[i].Fact.Org = cmd.Val()
	}
	return nil
}
