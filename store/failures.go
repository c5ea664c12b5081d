package store

import (
	"sync"

	"github.com/redis/go-redis/v9"
)

// failures counts the runs of scripts that Redis did not answer, or refused.
type failures struct {
	mu sync.Mutex
	of map[string]int
}

func (f *failures) count(s scripts, calls []call) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.of == nil {
		f.of = map[string]int{}
	}
	names := s.names()
	for _, c := range calls {
		f.of[names[c.script]]++
	}
}

// ScriptFailures is how often each of the store's scripts was not answered, or
// refused, since the start.
func (s *Store) ScriptFailures() map[string]int {
	all := map[string]int{}
	for _, name := range s.scripts.names() {
		all[name] = 0
	}
	s.failures.mu.Lock()
	defer s.failures.mu.Unlock()
	for name, n := range s.failures.of {
		all[name] = n
	}
	return all
}

// Regained is how many texts were judged again since the start that a failover of
// Redis had lost.
func (s *Store) Regained() int64 { return s.regained.Load() }

// names are the scripts' files, without the ending.
func (s scripts) names() map[*redis.Script]string {
	return map[*redis.Script]string{
		s.hook: "hook", s.hookTake: "hooktake",
		s.commit: "commit", s.commitStop: "commit", s.claim: "claim", s.result: "result", s.status: "status", s.later: "later",
		s.settle: "settle", s.untaken: "untaken", s.postpone: "postpone", s.apart: "apart", s.replica: "replica", s.ask: "ask", s.giveBack: "giveback", s.doubt: "doubt",
		s.publish: "publish", s.retire: "retire", s.take: "take", s.turned: "turned", s.add: "add",
		s.account: "account", s.session: "session", s.try: "try", s.note: "note", s.draft: "draft", s.opinion: "opinion",
		s.keep: "keep", s.freeze: "freeze", s.expand: "expand", s.steer: "steer", s.rest: "rest", s.pace: "pace", s.halt: "halt",
		s.register: "register", s.invite: "invite",
		s.edition: "edition", s.shelve: "shelve", s.issue: "issue", s.assure: "assure", s.enrol: "enrol",
		s.rate: "rate", s.once: "once", s.answered: "answered",
	}
}
