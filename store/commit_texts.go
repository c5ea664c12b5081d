package store

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
)

// useful is how long a text is worth sending, unless its turn says otherwise.
const useful = 6 * time.Hour

// body is what a text in the outbox says, and to whom.
type body struct {
	To   providers.Address `json:"to"`
	From string            `json:"from"`
	Text string            `json:"text"`
	Org  string            `json:"org"`
	Via  string            `json:"via,omitempty"`

	Choices  *providers.Choices  `json:"choices,omitempty"`
	Template *providers.Template `json:"template,omitempty"`
}

// inApp tells that a text goes to somebody of an app, where it matters when they
// wrote last.
func (b body) inApp() bool {
	app, _ := b.To.App()
	return app != ""
}

func address(a providers.Address) []byte { return []byte(string(a.Kind) + " " + a.Value) }

// texts puts what the turn says into the outbox. Bodies are sealed with a key
// that is not the person's, so that the goodbye to somebody who is erased can
// still leave; they are deleted once they are settled.
func (w *writes) texts() error {
	owner := ownerOf(w.id, w.store.keys.number(w.turn.Key.Address), w.turn.Home)
	for _, o := range w.turn.Say {
		says := body{w.turn.Key.Address, w.turn.Line, o.Text, w.turn.Key.Org, w.turn.Via, o.Choices, o.Template}
		text, err := json.Marshal(says)
		if err != nil {
			return fmt.Errorf("write a text: %w", err)
		}
		key := messageKey(w.p, o.Ref)
		state := []any{"s", "queued"}
		if w.direct.is(o) {
			state = w.direct.fields()
		}
		fields := append(state, "o", owner, "l", string(o.Priority), "b", w.store.shared.seal(text, "text:"+o.Ref), "eq", w.store.keys.words(o.Text))
		if says.inApp() {
			fields = append(fields, "app", "1")
		}
		if o.Safety {
			fields = append(fields, "safety", "1")
		}
		if o.Closing {
			fields = append(fields, "closing", "1")
		}
		if !o.NotBefore.IsZero() {
			fields = append(fields, "nb", ms(o.NotBefore))
		}
		if !o.Safety {
			fields = append(fields, "exp", ms(expiry(o, w.store.now())))
		}
		if w.rushes(o) {
			fields = append(fields, "rush", "1")
		}
		if o.Group != "" {
			fields = append(fields, "in", groupKey(w.p, w.turn.Key.Org, o.Group))
		}
		if o.Event != "" {
			fields = append(fields, "ek", eventKey(w.p, w.turn.Key.Org, o.Event), "fc", w.store.keys.words(o.Face))
		}
		if o.Place != "" {
			fields = append(fields, "st", o.Place)
		}
		if o.Planned {
			fields = append(fields, "pl", "1")
		}
		if o.Cap > 0 {
			fields = append(fields, "cap", min(o.Cap, mostCounted))
		}
		if w.speaks() {
			fields = append(fields, "ln", w.store.keys.line(w.turn.Line), "og", *w.turn.Speaks)
		}
		if w.mark != "" {
			fields = append(fields, "g", w.mark)
		}
		w.do("HSET", key, fields...)
		w.send(o, owner)
	}
	return nil
}

// send puts a text into the queue to its number.
func (w *writes) send(o bot.Outgoing, owner string) {
	queue := queueOf(owner)
	busy, wait, stream := busyKey(w.p, queue), waitKey(w.p, queue), streamKey(w.p, o.Priority)
	w.keys = append(w.keys, busy, wait, stream)
	if w.direct.is(o) {
		w.writeDirect(owner)
		return
	}
	if w.rushes(o) {
		w.args = append(w.args, 4, "RUSH", messageKey(w.p, ""), owner, o.Ref)
		return
	}
	if o.Priority == providers.Reply {
		w.args = append(w.args, 4, "REPLY", messageKey(w.p, ""), owner, o.Ref)
		return
	}
	w.args = append(w.args, 3, "SEND", owner, o.Ref)
}

// speaks tells that the texts say who speaks on a number that is shared.
func (w *writes) speaks() bool { return w.turn.Speaks != nil && !w.turn.Forget }

// rushes tells what goes before everything else to the same number: a safety
// text, and the answer to STOP, behind which nothing else may come.
func (w *writes) rushes(o bot.Outgoing) bool {
	return o.Safety || o.Closing && w.turn.Stop != nil && *w.turn.Stop
}

// expiry is when it is too late to send a text.
func expiry(o bot.Outgoing, planned time.Time) time.Time {
	switch {
	case !o.Expires.IsZero():
		return o.Expires
	case o.NotBefore.After(planned):
		return o.NotBefore.Add(useful)
	}
	return planned.Add(useful)
}

// cases writes the case that the turn opened, changed or closed, and its lines.
// Cases belong to the organisation's staff and outlive FORGET.
func (w *writes) cases() error {
	t := w.turn
	if t.CaseID == "" {
		return nil
	}
	c := t.Thread.Case
	if t.Case == bot.CaseClosed {
		c = t.Closed
	}
	if c != nil && t.Case != bot.CaseSame {
		text, err := json.Marshal(c)
		if err != nil {
			return fmt.Errorf("write a case: %w", err)
		}
		fields := []any{"d", w.store.shared.seal(text, "case:"+t.CaseID), "o", t.Key.Org, "a", w.store.shared.seal(address(t.Key.Address), "case:"+t.CaseID)}
		if t.Case == bot.CaseClosed {
			fields = append(fields, "closed", ms(w.store.now()))
		}
		w.do("HSET", caseKey(w.p, t.CaseID), fields...)
	}
	for _, n := range t.Lines() {
		text, err := json.Marshal(n)
		if err != nil {
			return fmt.Errorf("write a line of a case: %w", err)
		}
		w.do("RPUSH", notesKey(w.p, t.CaseID), w.store.shared.seal(text, "note:"+t.CaseID))
	}
	member := t.Key.Org + "/" + t.CaseID
	w.do("PUBLISH", caseNews(w.p), member)
	switch t.Case {
	case bot.CaseOpened:
		if !c.Reopened.IsZero() {
			w.do("ZREM", closedKey(w.p), member)
			w.do("HDEL", caseKey(w.p, t.CaseID), "closed")
			w.do("PERSIST", caseKey(w.p, t.CaseID))
			w.do("PERSIST", notesKey(w.p, t.CaseID))
		}
		w.do("ZADD", casesKey(w.p), strconv.FormatInt(c.Opened.Unix(), 10), member)
	case bot.CaseClosed:
		w.do("ZREM", casesKey(w.p), member)
		w.do("ZADD", closedKey(w.p), ms(w.store.now()), member)
		w.do("ZREMRANGEBYSCORE", closedKey(w.p), "-inf", ms(w.store.now().Add(-closedFor*time.Second)))
		w.do("EXPIRE", caseKey(w.p, t.CaseID), closedFor)
		w.do("EXPIRE", notesKey(w.p, t.CaseID), closedFor)
	}
	return nil
}
