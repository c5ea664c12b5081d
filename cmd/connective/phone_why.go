package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
)

// understood says in words what each rule of the judging means.
var understood = map[string]string{
	"crisis":             "it has words of crisis in it: help comes before everything",
	"stop":               "it is STOP, or can mean nothing else",
	"stop, asked":        "it answers \"did you mean STOP?\" with STOP",
	"stop all":           "it stops every organisation on this number",
	"nobody to answer":   "it comes from a name or a short number, which nobody can answer",
	"stopped":            "the person has said STOP",
	"case":               "staff have the conversation: they read it, and the bot is silent",
	"flood":              "the person has sent more than ten texts in a minute",
	"echo":               "it is our own last text, sent back",
	"safety":             "it answers the question whether the person is safe",
	"unclear crisis":     "it may be a call for help: the person is asked whether they are safe",
	"command":            "it is a word that works everywhere, such as MENU or HELP, or the name of a language",
	"group command":      "it is JOIN or STOP with the name of a group",
	"soft stop":          "it answers \"did you mean STOP?\"",
	"engine question":    "it answers a question of Connective's own",
	"broken flows":       "the organisation has no flows that work",
	"unreadable":         "it is a picture, is very long, or has no words in it",
	"stop or answer":     "it may be STOP or the answer: the person is asked",
	"question":           "it was given to the open question",
	"lenient stop":       "it may mean STOP: the person is asked",
	"answer to others":   "it answers a question that somebody else has asked",
	"answer too late":    "it answers a question that somebody else has asked, after its time",
	"menu":               "it chooses from the menu",
	"start word":         "it is a word that starts a flow",
	"welcome":            "the organisation does not know this phone yet",
	"retry":              "nothing understood it",
	"parked":             "it could not be judged, and is kept for staff",
	"which organisation": "several organisations share this number",
	"due":                "its time had come",
	"staff":              "staff wrote it",
	"closed":             "staff have closed the conversation",
	"told":               "somebody else told it",
	"start":              "a flow starts by itself now",
	"number":             "it is a number as it was shown",
	"label":              "it is the words of a choice",
	"start of a label":   "it is how one choice begins",
	"a word of it":       "one choice has a word of it",
	"one typo":           "it is one typo away from a choice",
	"answer":             "it is an answer of the kind that was asked for",
	"skip":               "it is the word for leaving the question out",
	"more":               "it asks for the next page",
	"back":               "it goes back",
	"did you mean":       "it can mean several choices: the person is asked which",
	"choices changed":    "the choices have other numbers since a new version: they are sent again",
}

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
		p.aside("%s: %s", t.Rule, understood[t.Rule])
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
