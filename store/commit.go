package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot"
)

// remembered is how long a repeat of an event is known, in seconds: the
// most patient provider there is sends again for 7 days.
const remembered = 7 * 24 * 60 * 60

// closedFor is how long a closed case is kept, in seconds.
const closedFor = 90 * 24 * 60 * 60

// Commit writes a turn with one script, in one round trip that it shares with
// whoever else waits. Errors are bot.ErrDuplicate, bot.ErrStale, or wrap
// bot.ErrUnavailable.
func (s *Store) Commit(ctx context.Context, turn bot.Turn) error {
	if bot.TryOf(ctx).Urgent && !urgent(turn) {
		return fmt.Errorf("commit a turn: %w", bot.ErrFull)
	}
	p := s.keys.partition(turn.Key.Address)
	d := s.beginDirect(ctx, p, turn)
	defer d.end()
	c, err := s.plan(p, turn, s.mark(ctx, p, turn), d)
	if err != nil {
		return err
	}
	asked, who := asking(ctx)
	answers, err := s.run(asked, []call{c})
	if err != nil {
		d.hang(c.keys[0])
		return away(err, "commit a turn")
	}
	answer, err := answers[0].Int()
	if err != nil {
		d.hang(c.keys[0])
		return full(err, "commit a turn")
	}
	switch answer {
	case claimedAtOnce:
		d.send(ctx, who)
	case committedBefore: // by this call even, if its first answer was lost
		d.hang(c.keys[0])
	}
	return s.committed(ctx, answer, c, turn)
}

// What commit.lua answers, beside done.
const (
	committedBefore = 0
	movedOn         = 2
	claimedAtOnce   = 3
)

func (s *Store) committed(ctx context.Context, answer int, c call, turn bot.Turn) error {
	switch answer {
	case committedBefore:
		s.recall(c.keys[0])
		return bot.ErrDuplicate
	case movedOn:
		s.ring.forget(turn.ID)
		return bot.ErrStale
	}
	s.hanging.take(c.keys[:1])
	if bot.TryOf(ctx).Before == bot.Handled {
		s.regained.Add(1)
	}
	if turn.Forget {
		s.ring.forget(turn.ID)
	}
	return nil
}

// plan puts a turn into the words of commit.lua. Its texts are marked with the
// history in which they are said first.
func (s *Store) plan(p int, turn bot.Turn, mark string, d *direct) (call, error) {
	w := &writes{store: s, p: p, id: s.keys.person(turn.Key), turn: turn, mark: mark, direct: d}
	w.keys = append(w.keys, seenKey(p, s.keys.event(turn.Once())), personKey(p, w.id))
	w.args = append(w.args, strconv.FormatInt(turn.Version, 10), remembered)
	if err := w.all(); err != nil {
		return call{}, fmt.Errorf("prepare a commit: %w", err)
	}
	script := s.scripts.commit
	if urgent(turn) {
		script = s.scripts.commitStop
	}
	return call{script, w.keys, w.args}, nil
}

// urgent reports whether a turn must be written even when Redis is short of
// memory: whoever says STOP or START is heard, and safety texts leave.
func urgent(turn bot.Turn) bool { return turn.Forget || turn.Stop != nil || safety(turn) }

// safety reports whether a turn says a text that must leave even when Redis is
// short of memory.
func safety(turn bot.Turn) bool {
	return slices.ContainsFunc(turn.Say, func(o bot.Outgoing) bool { return o.Safety })
}

// writes collects the commands of one commit.
type writes struct {
	store  *Store
	p      int
	id     string
	turn   bot.Turn
	mark   string
	direct *direct // what leaves at once, or nil
	box    personBox
	keys   []string
	args   []any
}

// do adds one command, which has one key.
func (w *writes) do(command, key string, words ...any) {
	w.keys = append(w.keys, key)
	w.args = append(w.args, len(words)+1, command)
	w.args = append(w.args, words...)
}

func (w *writes) all() error {
	var err error
	if w.box, err = w.store.ring.of(w.id, ""); err != nil {
		return err
	}
	for _, write := range []func() error{w.person, w.suppression, w.ledger, w.groups, w.wants, w.timer, w.cases, w.rows, w.spoken, w.people, w.jobs, w.tallies, w.engaged, w.texts, w.news} {
		if err := write(); err != nil {
			return err
		}
	}
	return nil
}

func (w *writes) person() error {
	t := w.turn
	if t.Forget {
		w.do("DEL", ledgerKey(w.p, w.id))
		w.do("DEL", personKey(w.p, w.id))
		w.do("DEL", invitedKey(w.p, w.id))
		return nil
	}
	text, err := json.Marshal(t.Thread)
	if err != nil {
		return fmt.Errorf("write a thread: %w", err)
	}
	fields := []any{"v", t.Version + 1, "d", w.box.seal(text, "thread:"+w.id), "h", hold(t.Thread), "k", w.box.wrapped}
	if len(t.Person.Consents) > 0 || t.Version > 0 { // what was agreed to may be taken back
		fields = append(fields, "ag", strings.Join(t.Person.Consents, " "))
	}
	if t.Placed {
		fields = append(fields, "ev", strings.Join(t.Person.Standing(), " "))
	}
	if t.Heard != nil {
		fields = append(fields, "hd", ms(heardAt(t)))
	}
	if t.Version == 0 {
		fields = append(fields, "o", t.Key.Org, "a", w.store.shared.seal(address(t.Key.Address), "address:"+w.id))
	}
	w.do("HSET", personKey(w.p, w.id), fields...)
	return nil
}

// heardAt is when a text came, however late it was judged.
func heardAt(t bot.Turn) time.Time {
	if t.Heard.Received.IsZero() {
		return t.At
	}
	return t.Heard.Received
}

// hold says what of bulk must not reach somebody: all of it while they may have
// meant STOP, what was planned while their case is urgent or grave.
func hold(t bot.Thread) string {
	switch {
	case t.Soft != nil:
		return "1"
	case t.Case != nil && (t.Case.Urgent || t.Case.Grave()):
		return "2"
	}
	return "0"
}

func (w *writes) suppression() error {
	switch {
	case w.turn.Stop == nil:
	case *w.turn.Stop:
		w.do("SET", stopKey(w.p, w.id), "1")
	default:
		w.do("DEL", stopKey(w.p, w.id))
	}
	return nil
}

func (w *writes) ledger() error {
	if w.turn.Forget {
		return nil
	}
	for _, entry := range w.turn.Ledger {
		sealed, err := w.store.ledgerEntry(w.id, entry)
		if err != nil {
			return err
		}
		w.do("RPUSH", ledgerKey(w.p, w.id), sealed)
	}
	return nil
}

func (w *writes) groups() error {
	for _, g := range w.turn.Joined {
		w.do("SADD", groupKey(w.p, w.turn.Key.Org, g), w.id)
	}
	for _, g := range w.turn.Left {
		w.do("SREM", groupKey(w.p, w.turn.Key.Org, g), w.id)
	}
	return nil
}

func (w *writes) timer() error {
	if w.turn.WakeAt.IsZero() || w.turn.Forget {
		w.do("ZREM", timersKey(w.p), w.id)
		return nil
	}
	w.do("ZADD", timersKey(w.p), ms(w.turn.WakeAt), w.id)
	return nil
}

// rows keeps what flows record. They hold no number, and belong to no person.
func (w *writes) rows() error {
	for _, r := range w.turn.Records {
		text, err := json.Marshal(r.Row)
		if err != nil {
			return fmt.Errorf("write a row: %w", err)
		}
		key := rowsKey(w.p, w.turn.Key.Org, r.Dataset)
		w.do("RPUSH", key, w.store.shared.seal(text, "row:"+r.Dataset))
	}
	return nil
}

func ms(t time.Time) int64 { return t.UnixMilli() }
