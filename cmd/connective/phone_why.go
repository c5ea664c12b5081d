package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/transcript"
	"github.com/connective-messaging/connective/flows"
)

// moments is how an hour is shown.
const moments = "Mon 2 Jan 2006 15:04"

// why tells how the last thing was understood, and what waits now.
func (p *phone) why(string) {
	acts := p.talk.Acts()
	if len(acts) == 0 {
		p.aside("(nothing has happened yet)")
		return
	}
	for _, t := range acts[len(acts)-1].Turns {
		p.aside("%s: %s", t.Rule, transcript.Understood[t.Rule])
		if len(t.Path) > 0 {
			p.aside("it went to %s", strings.Join(t.Path, ", then "))
		}
	}
	thread, err := p.talk.Thread(p.who)
	if err != nil {
		p.aside("(%s)", err)
		return
	}
	for _, words := range p.standing(thread) {
		p.aside("%s", words)
	}
	p.aside("it is %s", p.talk.Now().Format(moments))
}

// standing says how a person stands: what waits, and what is known.
func (p *phone) standing(t bot.Thread) []string {
	var all []string
	add := func(format string, values ...any) { all = append(all, fmt.Sprintf(format, values...)) }
	for role, frame := range t.Conversation.Frames() {
		switch role {
		case flows.RoleNow:
			add("%s/%s waits%s", frame.Flow, frame.Step, p.until(frame.Due))
		case flows.RoleParked:
			add("%s/%s is parked%s", frame.Flow, frame.Step, p.until(frame.Due))
		case flows.RoleCaller:
			add("%s/%s goes on after it", frame.Flow, frame.Step)
		}
	}
	if t.Conversation.Now == nil {
		add("no question is open")
	}
	if c := t.Case; c != nil {
		add("a case is open for %s: %s", c.Queue, c.Reason)
	}
	if t.Stopped {
		add("they have said STOP")
	}
	var known []string
	for field, value := range t.Person.Me {
		known = append(known, "me."+field+" = "+value)
	}
	slices.Sort(known)
	known = slices.Concat([]string{"language " + t.Person.Language}, known, prefixed("in ", t.Person.Groups), prefixed("agreed to ", t.Person.Consents))
	add("known: %s", strings.Join(known, ", "))
	return all
}

func prefixed(prefix string, all []string) []string {
	out := make([]string, len(all))
	for i, s := range all {
		out[i] = prefix + s
	}
	return out
}

// until says how long something waits.
func (p *phone) until(due *flows.Due) string {
	if due == nil {
		return ""
	}
	at := func(t time.Time) string { return t.In(p.org.Timezone).Format(moments) }
	if due.Is == flows.DueRemind {
		return " until " + at(due.Then) + ", with a reminder at " + at(due.At)
	}
	return " until " + at(due.At)
}
