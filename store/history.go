package store

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/connective-messaging/connective/bot"
)

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
