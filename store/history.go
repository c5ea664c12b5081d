package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot"
)

// history is Redis' replication ID: it marks one history of a server's data. A
// server takes another one when it starts, and when it is made the master in
// place of another: the two moments at which what was acknowledged may be gone
// (redis.io, "Redis replication", Replication ID explained).
type history string

// server is one master as it describes itself.
type server struct {
	address  string
	history  history
	promoted bool // it was a copy of another once, and has not been started since
}

// masterOf reads what INFO replication says. Only a master has a history here:
// a copy may be behind.
func masterOf(address, info string) server {
	if field(info, "role") != "master" {
		return server{address: address}
	}
	return server{
		address: address, history: history(field(info, "master_replid")),
		promoted: strings.Trim(field(info, "master_replid2"), "0") != "",
	}
}

// histories is what this process knows of the servers. Unless they are watched
// (see Failover) every history will do: a command of an operator neither judges
// texts nor sends them.
type histories struct {
	mu      sync.Mutex
	watched bool
	now     map[string]history    // the last one heard, by the server's address
	again   map[history]bool      // texts that were handled may be judged again on it
	caught  map[history]bool      // all of them have been
	judged  map[history]time.Time // all texts may be judged on it, since when
	sent    map[history]bool      // texts may be sent from it
	allowed int                   // how often sending was allowed
	strange bool                  // another one answered and has not been looked at
	woken   chan struct{}         // when that happens
}

func newHistories() *histories {
	return &histories{
		now: map[string]history{}, again: map[history]bool{}, caught: map[history]bool{}, judged: map[history]time.Time{}, sent: map[history]bool{},
		woken: make(chan struct{}, 1),
	}
}

// hear notes who answers.
func (h *histories) hear(s server) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if s.history != "" {
		h.now[s.address] = s.history
	}
	if h.watched && !h.again[s.history] {
		h.strange = true
		select {
		case h.woken <- struct{}{}:
		default:
		}
	}
}

// seen sets which masters there are.
func (h *histories) seen(servers []server) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now, h.strange = map[string]history{}, false
	for _, s := range servers {
		h.now[s.address] = s.history
	}
}

// mayJudge reports whether a text may be judged on what has answered: those that
// were handled before come first.
func (h *histories) mayJudge(a *answerers, before bot.Repeat) bool {
	return h.all(a, func(of history) bool { return !h.judged[of].IsZero() || before == bot.Handled && h.again[of] })
}

func (h *histories) maySend(a *answerers) bool {
	return h.all(a, func(of history) bool { return h.sent[of] })
}

func (h *histories) all(a *answerers, known func(history) bool) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return !h.watched || !slices.ContainsFunc(a.histories(), func(of history) bool { return !known(of) })
}

// allow lets something happen on servers, each step after the one before.
func (h *histories) allow(step map[history]bool, servers []server) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, s := range servers {
		step[s.history] = true
	}
}

// sendFrom lets texts be sent from servers.
func (h *histories) sendFrom(servers []server) {
	h.allow(h.sent, servers)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.allowed++
}

// sending is how often sending was allowed, and whether it is now.
func (h *histories) sending() (allowed int, open bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.allowed, !h.isShut()
}

func (h *histories) judgeOn(servers []server, now time.Time) {
	h.allow(h.again, servers)
	h.allow(h.caught, servers)
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, s := range servers {
		if h.judged[s.history].IsZero() {
			h.judged[s.history] = now
		}
	}
}

// watch begins: from now on nothing is judged or sent before it is allowed.
func (h *histories) watch() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.watched = true
}

// shut reports whether nothing may be sent at all.
func (h *histories) shut() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.isShut()
}

// isShut is shut, for who holds the lock.
func (h *histories) isShut() bool {
	if !h.watched {
		return false
	}
	for _, of := range h.now {
		if !h.sent[of] {
			return true
		}
	}
	return h.strange
}

// changedSince reports whether a server has become another one since then.
func (h *histories) changedSince(t time.Time) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, since := range h.judged {
		if since.After(t) {
			return true
		}
	}
	return false
}

// of is the history of a server, and since when texts are judged on it.
func (h *histories) of(address string) (history, time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now[address], h.judged[h.now[address]]
}

// unsent are those of the servers from which nothing may be sent yet.
func (h *histories) unsent(servers []server) []server {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(servers), func(s server) bool { return h.sent[s.history] })
}

// begun reports whether texts are judged again on all of the servers.
func (h *histories) begun(servers []server) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return !slices.ContainsFunc(servers, func(s server) bool { return !h.again[s.history] })
}

// isStrange reports whether another server has answered since the last look.
func (h *histories) isStrange() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.strange
}

// current are the histories of the servers that there are.
func (h *histories) current() []history {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Sorted(maps.Values(h.now))
}

// epoch names the masters that there are, all of them, in one word: processes
// that say the same have judged again what those may have lost.
func (h *histories) epoch() string {
	sum := sha256.New()
	for _, of := range h.current() {
		sum.Write([]byte(of))
	}
	return hex.EncodeToString(sum.Sum(nil)[:6])
}

// reached is the epoch that this process may say; "-" before it has caught up.
func (h *histories) reached() string {
	h.mu.Lock()
	behind := false
	for _, of := range h.now {
		behind = behind || h.watched && !h.caught[of]
	}
	h.mu.Unlock()
	if behind {
		return "-"
	}
	return h.epoch()
}

// answerers collects whose data a pipeline was answered from.
type answerers struct {
	mu  sync.Mutex
	all []history
}

func (a *answerers) histories() []history {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.all
}

type answerersKey struct{}

// asking makes each server that answers a pipeline say whose data it has, in the
// same round trip and before it does anything else.
func asking(ctx context.Context) (context.Context, *answerers) {
	a := &answerers{}
	return context.WithValue(ctx, answerersKey{}, a), a
}

// heard adds who answered to those that the context collects, if it does.
func heard(ctx context.Context, who *answerers) {
	if a, asks := ctx.Value(answerersKey{}).(*answerers); asks {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.all = append(a.all, who.histories()...)
	}
}

// asker is the hook that puts the question first into pipelines.
type asker struct {
	histories *histories
	address   string
}

// DialHook changes nothing.
func (asker) DialHook(next redis.DialHook) redis.DialHook { return next }

// ProcessHook changes nothing.
func (asker) ProcessHook(next redis.ProcessHook) redis.ProcessHook { return next }

// ProcessPipelineHook asks, if the pipeline's context does.
func (k asker) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		a, asks := ctx.Value(answerersKey{}).(*answerers)
		if !asks {
			return next(ctx, cmds)
		}
		info := redis.NewStringCmd(ctx, "info", "replication")
		err := next(ctx, append([]redis.Cmder{info}, cmds...))
		if info.Err() != nil {
			return err // then nothing behind it was answered either
		}
		s := masterOf(k.address, info.Val())
		k.histories.hear(s)
		a.mu.Lock()
		defer a.mu.Unlock()
		a.all = append(a.all, s.history)
		return err
	}
}

// ask installs the question on every connection of the client for short calls.
func (s *Store) ask() {
	switch c := s.redis.(type) {
	case *redis.ClusterClient:
		c.OnNewNode(func(one *redis.Client) { one.AddHook(asker{s.histories, one.Options().Addr}) })
	case *redis.Client:
		c.AddHook(asker{s.histories, c.Options().Addr})
	}
}

// masters asks every server that holds data who it is. Those that do not answer
// are missing, and the error says so.
func (s *Store) masters(ctx context.Context) ([]server, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	var mu sync.Mutex
	var all []server
	err := onEach(ctx, s.redis, func(ctx context.Context, c *redis.Client) error {
		info, err := c.Info(ctx, "replication").Result()
		if err != nil {
			return err
		}
		one := masterOf(c.Options().Addr, info)
		if one.history == "" {
			return errCopy
		}
		mu.Lock()
		defer mu.Unlock()
		all = append(all, one)
		return nil
	})
	if c, cluster := s.redis.(*redis.ClusterClient); cluster && err != nil {
		c.ReloadState(ctx) // one of them may not be a master any more
	}
	slices.SortFunc(all, func(a, b server) int { return strings.Compare(a.address, b.address) })
	return all, away(err, "ask the servers who they are")
}

var errCopy = errors.New("it is the copy of another server")

// holder is the address of the server that holds a partition; the same for all
// of them unless Redis is a cluster.
func (s *Store) holder(p int) string {
	switch c := s.redis.(type) {
	case *redis.ClusterClient:
		if one, err := c.MasterForKey(s.closed, timersKey(p)); err == nil {
			return one.Options().Addr
		}
	case *redis.Client:
		return c.Options().Addr
	}
	return ""
}

// dueAgain is how long after a failover what a thread does by itself may be
// something that it did before.
const dueAgain = 5 * time.Minute

// mark is what tells, of a text that a turn says, on which history it was said
// first. It is empty if that is not certain.
func (s *Store) mark(ctx context.Context, p int, turn bot.Turn) string {
	of, since := s.histories.of(s.holder(p))
	switch {
	case bot.TryOf(ctx).Before != bot.First:
		return ""
	case turn.Heard == nil && !strings.HasPrefix(turn.Event, "staff:") && s.now().Sub(since) < dueAgain:
		return ""
	}
	return of.short()
}

// historyOf is that of the server that holds a partition, as it was heard last.
func (s *Store) historyOf(p int) history {
	of, _ := s.histories.of(s.holder(p))
	return of
}

func (h history) short() string { return string(h[:min(len(h), 12)]) }
