package flows

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// act is one thing that happens to a conversation, and what the reference makes
// of it. Play plays it on the real conversation.
type act struct {
	name  string
	text  bool // a person has texted, and must hear something
	play  func(o *Org, c Conversation, w World) Played
	refer func(r *plainPlayer)
}

// act draws something that can happen where the reference stands.
func (d dice) act(r *plainPlayer) act {
	idle := r.at == nil
	question := !idle && r.step().Ask != nil
	switch n := d.IntN(100); {
	case n < 5:
		return act{"menu", true, func(o *Org, c Conversation, w World) Played { return o.Menu(c, w) }, (*plainPlayer).showMenu}
	case n < 10 && question:
		return act{"repeat", true, func(o *Org, c Conversation, w World) Played { return o.Repeat(c, w) }, (*plainPlayer).again}
	case n < 17 && !idle:
		return act{"back", true, func(o *Org, c Conversation, w World) Played { return o.Back(c, w) }, func(r *plainPlayer) {
			r.src = r.at.step
			r.back()
		}}
	case n < 24 && len(r.asked) > 0:
		return d.answerOthers(r)
	case n < 30:
		return d.starts()
	case n < 42 && question:
		return d.silence(r)
	case question:
		return d.reply(r)
	case !idle:
		return act{"staff close", false, func(o *Org, c Conversation, w World) Played { return o.Closed(c, w) }, (*plainPlayer).onward}
	case len(r.parked) > 0 && n < 60:
		return d.unpark(r)
	case r.menu && n < 90:
		k := d.IntN(len(diceFlows))
		return act{fmt.Sprintf("menu %d", k+1), true, func(o *Org, c Conversation, w World) Played {
			return o.HearMenu(c, w, fmt.Sprint(k+1))
		}, func(r *plainPlayer) { r.begin(diceFlows[k], nil) }}
	}
	flow := pick(d, diceFlows...)
	return act{"word " + flow, true, func(o *Org, c Conversation, w World) Played { return o.Begin(c, w, flow, nil) }, func(r *plainPlayer) { r.begin(flow, nil) }}
}

// reply answers the open question with something that it takes, or with what it
// cannot take.
func (d dice) reply(r *plainPlayer) act {
	s := r.step()
	text, value := "zzzz", ""
	var then *Target
	fits := d.in100(80)
	switch {
	case s.Answer != nil && s.Answer.Kind == answerText:
		fits, text, value = true, "Hello there", "Hello there"
		if s.Opt && d.in100(40) {
			text, value = "skip", ""
		}
	case !fits:
	case s.Answer != nil:
		text = fmt.Sprint(1 + d.IntN(5))
		value = text
	case s.Options.From != "":
		i := d.IntN(len(trees))
		text, value = pick(d, fmt.Sprint(i+1), trees[i], strings.ToUpper(trees[i])), "g"+trees[i][:1]
	default:
		i := d.IntN(len(s.Options.Fixed))
		text, value, then = pick(d, fmt.Sprint(i+1), fruits[i], fmt.Sprint(i+1, "."), fruits[i]+"!"), s.Options.Fixed[i].ID, s.Options.Fixed[i].Then
	}
	return act{"> " + text, true, func(o *Org, c Conversation, w World) Played {
		if p := o.Hear(c, w, text); p.Understood || p.Text != "" || p.Fault != nil {
			return p
		}
		return o.Retry(c, w, text)
	}, func(r *plainPlayer) {
		if fits {
			r.answered(s, value, then)
		} else {
			r.wrong(s)
		}
	}}
}

func (r *plainPlayer) answered(s *Step, value string, then *Target) {
	if value != "" {
		r.at.vars[s.Name] = value
	}
	trail := r.at.trail
	r.at.trail = append(slices.Clone(trail[max(0, len(trail)-maxTrail+1):]), s.Name)
	if r.src = s.Name; then != nil {
		r.goTo(*then)
		return
	}
	r.onward()
}

func (r *plainPlayer) wrong(s *Step) {
	if r.at.tries++; r.at.tries <= s.Tries {
		r.again()
		return
	}
	if r.src = s.Name; s.Else != nil {
		r.goTo(*s.Else)
		return
	}
	r.at, r.stack = nil, nil
}

// again asks the open question once more. Whoever was reminded is not reminded
// again.
func (r *plainPlayer) again() {
	reminded := r.at.due.Is == DueTimeout && r.step().Remind > 0
	if r.ask(); reminded {
		r.at.due = Due{Is: DueTimeout, At: r.at.due.Then}
	}
}

// silence lets the question wait until its reminder or its time-out is due.
func (d dice) silence(r *plainPlayer) act {
	r.now = r.at.due.At
	return act{"silence", false, func(o *Org, c Conversation, w World) Played { return o.Due(c, w) }, func(r *plainPlayer) {
		s := r.step()
		if due := r.at.due; due.Is == DueRemind && r.now.Before(due.Then) {
			r.ask()
			r.at.due = Due{Is: DueTimeout, At: due.Then}
			return
		}
		if r.src = s.Name; s.Timeout != nil && s.Timeout.Then != nil {
			r.goTo(*s.Timeout.Then)
			return
		}
		r.goTo(Target{Kind: ToEnd})
	}}
}

// answerOthers answers the newest question of others.
func (d dice) answerOthers(*plainPlayer) act {
	return act{"> I can come", true, func(o *Org, c Conversation, w World) Played { return o.HearAsked(c, w, "I can come") }, func(r *plainPlayer) {
		flow := r.asked[len(r.asked)-1]
		r.asked = r.asked[:len(r.asked)-1]
		if flow == "" {
			r.effects = append(r.effects, "answer")
			return
		}
		r.at, r.stack = nil, nil
		r.begin(flow, map[string]string{"answer": "come", asker: "p1"})
	}}
}

// starts lets a flow start by itself as soon as the person is free.
func (d dice) starts() act {
	flow := pick(d, diceFlows...)
	return act{"start " + flow, false, func(o *Org, c Conversation, w World) Played {
		return Played{Conversation: o.ToStart(c, flow, w.Now, 0)}
	}, func(r *plainPlayer) {
		first := r.org.Flows[flow].Steps[0].Name
		r.keepWaiting(parkedPlace{place: place{flow: flow, step: first, due: Due{Is: DueStart, At: r.now}}, starts: true})
	}}
}

// unpark goes on with what waits beside the conversation and is due first.
func (d dice) unpark(r *plainPlayer) act {
	next := 0
	for i, p := range r.parked {
		if p.due.At.Before(r.parked[next].due.At) {
			next = i
		}
	}
	if at := r.parked[next].due.At; at.After(r.now) {
		r.now = at
	}
	return act{"due", false, func(o *Org, c Conversation, w World) Played { return o.Unpark(c, w) }, func(r *plainPlayer) {
		p := r.parked[next]
		r.parked = slices.Delete(slices.Clone(r.parked), next, next+1)
		if p.starts {
			r.begin(p.flow, nil)
			return
		}
		at := p.place
		at.vars, at.due = maps.Clone(at.vars), Due{}
		r.at, r.stack = &at, p.stack
		if r.onward(); r.at != nil {
			r.menu = false
		}
	}}
}

// later lets a little time pass before the next act.
func (d dice) later(r *plainPlayer) { r.now = r.now.Add(time.Duration(d.IntN(90)) * time.Minute) }
