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
	if !idle && r.step() == nil {
		return d.atGone(r)
	}
	question := !idle && r.step().Ask != nil
	paged := question && r.at.page.number > 0 || idle && r.menu && r.list.number > 0
	switch n := d.IntN(100); {
	case paged && n < 30:
		return d.turnPage(r, question)
	case n < 5:
		return act{"menu", true, func(o *Org, c Conversation, w World) Played { return o.Menu(c, w) }, (*plainPlayer).showMenu}
	case n < 10 && question:
		return act{"repeat", true, func(o *Org, c Conversation, w World) Played { return o.Repeat(c, w) }, (*plainPlayer).again}
	case n < 17 && !idle:
		return act{"back", true, func(o *Org, c Conversation, w World) Played { return o.Back(c, w) }, (*plainPlayer).pageBack}
	case n < 24 && len(r.asked) > 0:
		return d.answerOthers(r)
	case n < 30:
		return d.starts()
	case n < 42 && question:
		return d.silence(r)
	case question:
		return d.reply(r)
	case !idle:
		return act{"staff close", false, func(o *Org, c Conversation, w World) Played { return o.Closed(c, w) }, func(r *plainPlayer) {
			r.resume()
			r.onward()
		}}
	case len(r.parked) > 0 && n < 60:
		return d.unpark(r)
	case r.menu && n < 66:
		return act{"menu flow", true, func(o *Org, c Conversation, w World) Played { return o.HearMenu(c, w, "flow") }, (*plainPlayer).unsureOfMenu}
	case r.menu && n < 90:
		k := d.IntN(len(r.list.shown))
		return act{fmt.Sprintf("menu %d", k+1), true, func(o *Org, c Conversation, w World) Played {
			return o.HearMenu(c, w, fmt.Sprint(k+1))
		}, func(r *plainPlayer) { r.begin(r.list.shown[k], nil) }}
	}
	flow := pick(d, diceFlows...)
	return act{"word " + flow, true, func(o *Org, c Conversation, w World) Played { return o.Begin(c, w, flow, nil) }, func(r *plainPlayer) { r.begin(flow, nil) }}
}

// atGone draws what can happen where the step is gone at which the person stands.
func (d dice) atGone(r *plainPlayer) act {
	name := pick(d, "text", "back", "repeat", "due")
	plays := map[string]func(*Org, Conversation, World) Played{
		"text": hears("hello"),
		"back": func(o *Org, c Conversation, w World) Played { return o.Back(c, w) }, "repeat": func(o *Org, c Conversation, w World) Played { return o.Repeat(c, w) },
		"due": func(o *Org, c Conversation, w World) Played { return o.Due(c, w) },
	}
	if r.at.due.Is == "" { // it was no question
		name = "back"
	}
	if name == "due" {
		r.now = r.at.due.At
	}
	return act{name + ", gone", name != "due", plays[name], (*plainPlayer).gone}
}

// reply answers the open question with something that it takes, with what may mean
// several choices, or with what it cannot take.
func (d dice) reply(r *plainPlayer) act {
	s := r.step()
	text, value, numbers := "zzzz", "", false
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
	case s.Options.Many:
		text, value, numbers = d.several(r.choices(s), r.at.page.shown)
	case d.in100(25):
		return d.unsure(r, s)
	case d.in100(50):
		i := d.IntN(len(r.at.page.shown))
		numbers, value, text = true, r.at.page.shown[i], pick(d, fmt.Sprint(i+1), fmt.Sprint(i+1, "."))
		then = thenOf(s, value)
	default:
		all := r.choices(s)
		one := all[d.IntN(len(all))]
		value, text = one.id, pick(d, one.label, strings.ToUpper(one.label), one.label+"!")
		then = thenOf(s, value)
	}
	return act{"> " + text, true, hears(text), func(r *plainPlayer) {
		r.resume()
		switch {
		case fits && numbers && r.renumbered(s):
			r.at.page = page{}
			r.ask()
		case fits:
			r.answered(s, value, then)
		default:
			r.wrong(s)
		}
	}}
}

// hears has the real player hear a text, and answer one that it does not follow.
func hears(text string) func(*Org, Conversation, World) Played {
	return func(o *Org, c Conversation, w World) Played {
		if p := o.Hear(c, w, text); p.Understood || p.Text != "" || p.Fault != nil {
			return p
		}
		return o.Retry(c, w, text)
	}
}

// thenOf is where a choice leads by itself.
func thenOf(s *Step, id string) *Target {
	for _, opt := range s.Options.Fixed {
		if opt.ID == id {
			return opt.Then
		}
	}
	return nil
}

// several names some of the choices, by the numbers that are shown or by their
// words.
func (d dice) several(all []shownChoice, shown []string) (text, value string, numbers bool) {
	numbers = d.in100(50)
	if numbers {
		all = slices.DeleteFunc(slices.Clone(all), func(c shownChoice) bool { return !slices.Contains(shown, c.id) })
	}
	d.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	all = all[:1+d.IntN(min(3, len(all)))]
	var said, ids []string
	for _, c := range all {
		ids = append(ids, c.id)
		if said = append(said, c.label); numbers {
			said[len(said)-1] = fmt.Sprint(slices.Index(shown, c.id) + 1)
		}
	}
	between := pick(d, ", ", "; ", " + ")
	if numbers {
		between = pick(d, between, " ", " and ")
	}
	return strings.Join(said, between), strings.Join(ids, " "), numbers
}

// unsure texts a word that some choices begin with: one of them is chosen, two to
// four are asked about, of more nothing is understood.
func (d dice) unsure(r *plainPlayer, s *Step) act {
	word := pick(d, "green", "red")
	var found []string
	for _, c := range r.choices(s) {
		if strings.HasPrefix(strings.ToLower(c.label), word+" ") {
			found = append(found, c.id)
		}
	}
	return act{"> " + word, true, hears(word), func(r *plainPlayer) {
		r.resume()
		switch n := len(found); {
		case n == 1:
			r.answered(s, found[0], thenOf(s, found[0]))
		case n == 0 || n > maxUnsure:
			r.wrong(s)
		default:
			r.said = append(r.said, "Did you mean")
			if slices.ContainsFunc(found, func(id string) bool { return !slices.Contains(r.at.page.shown, id) }) {
				r.at.page.shown = found
			}
			r.shows = showing{is: showsSame}
		}
	}}
}

func (r *plainPlayer) answered(s *Step, value string, then *Target) {
	if value != "" {
		r.at.vars[s.saves()] = value
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

// again asks the open question once more, with the page that was shown. Whoever
// was reminded is not reminded again.
func (r *plainPlayer) again() {
	r.resume()
	reminded := r.at.due.Is == DueTimeout && r.step().Remind > 0
	if r.askPage(showsAgain); reminded {
		r.at.due = Due{Is: DueTimeout, At: r.at.due.Then}
	}
}

// silence lets the question wait until its reminder or its time-out is due.
func (d dice) silence(r *plainPlayer) act {
	r.now = r.at.due.At
	return act{"silence", false, func(o *Org, c Conversation, w World) Played { return o.Due(c, w) }, func(r *plainPlayer) {
		r.resume()
		s := r.step()
		if due := r.at.due; due.Is == DueRemind && r.now.Before(due.Then) {
			r.askPage(showsAgain)
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
		if r.called(p.flow, p.step) == "" {
			return // it ends in silence
		}
		at := p.place
		at.vars, at.due = maps.Clone(at.vars), Due{}
		r.at, r.stack = &at, p.stack
		r.resume()
		if r.onward(); r.at != nil {
			r.menu = false
		}
	}}
}

// later lets a little time pass before the next act.
func (d dice) later(r *plainPlayer) { r.now = r.now.Add(time.Duration(d.IntN(90)) * time.Minute) }
