package flows

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// exitCall leaves the machine to begin the flow that a step calls.
const exitCall = "call "

// arrive enters a step: its effects, what it says, then its wait, or the event
// that leads on.
func (t *turn) arrive(name string) {
	t.steps++
	if t.steps > stepsATurn {
		t.err = fmt.Errorf("play flow %q: %w", t.flow.ID, ErrLoop)
		return
	}
	step := t.flow.Step(name)
	frame := t.frame()
	frame.Step, frame.Fit, frame.Shown, frame.Page, frame.Tries, frame.Due = name, step.fit, nil, 0, 0, nil
	t.out.Path = append(t.out.Path, t.flow.ID+"/"+name)
	t.effects(step)
	if t.exit == exitUntold {
		return
	}
	if step.Say != nil {
		t.say(t.words(step.Say))
	}
	if step.Ask != nil {
		t.arriveAtQuestion(step)
		return
	}
	t.goOn(step)
}

// goOn is what a step does when it asks nothing, or what it asked is answered.
func (t *turn) goOn(step *Step) {
	switch {
	case step.Call != "":
		t.exit, t.src = exitCall+step.Call, step.Name
	case step.Hand != nil:
		t.handOver(step.Hand)
	case step.Wait != nil:
		t.wait(step)
	case len(step.When) > 0:
		t.branch(step)
	default:
		t.next = evNext
	}
}

// branch takes the first line of when: that is true.
func (t *turn) branch(step *Step) {
	for n, b := range step.When {
		if b.If.Eval(scope{t}) {
			t.next = evWhen + strconv.Itoa(n)
			return
		}
	}
	t.err = fmt.Errorf("play %q of flow %q: %w", step.Name, t.flow.ID, ErrNoBranch)
}

// say adds a line to the one text of the turn.
func (t *turn) say(words string) {
	if words != "" {
		t.lines = append(t.lines, words)
	}
}

func (t *turn) plan(e Effect) { t.out.Effects = append(t.out.Effects, e) }

// effects plans what a step changes, in the order of the language, not of the
// step's keys.
func (t *turn) effects(s *Step) {
	for _, a := range s.Set {
		t.set(a.Name, t.raw(a.Value.Source))
	}
	for _, name := range s.Forget {
		t.forget(name)
	}
	for _, name := range s.OptIn {
		t.plan(Effect{Kind: EffectOptIn, Name: name, Wording: t.frame().Asked})
		t.frame().Given = with(t.frame().Given, name)
		t.w.Consents = with(t.w.Consents, name)
	}
	for _, name := range s.OptOut {
		t.plan(Effect{Kind: EffectOptOut, Name: name})
		t.frame().Given = without(t.frame().Given, name)
		t.w.Consents = without(t.w.Consents, name)
	}
	if group := t.raw(s.Join).String(); group != "" {
		t.plan(Effect{Kind: EffectJoin, Name: group})
		if told, in := t.mayJoin(group); !in {
			t.say(told)
			t.exit, t.src = exitUntold, s.Name
			return
		}
		t.w.Groups = with(t.w.Groups, group)
	}
	if group := t.raw(s.Leave).String(); group != "" {
		t.plan(Effect{Kind: EffectLeave, Name: group})
		t.w.Groups = without(t.w.Groups, group)
	}
	if s.Course != nil && !t.course(s) {
		return
	}
	if s.Tell != nil {
		t.tell(s)
	}
}

// mayJoin tells whether the person gets into a group; if not, what they are told.
func (t *turn) mayJoin(group string) (told string, in bool) {
	if t.w.Join == nil {
		return "", true
	}
	return t.w.Join(group)
}

// set gives a variable or a me. field a value.
func (t *turn) set(name string, v Value) {
	v = v.bounded()
	field, mine := profileField(name)
	switch {
	case !mine:
		t.frame().Vars[name] = v
	case field == "language":
		if slices.Contains(t.org.Languages, v.One) {
			t.plan(Effect{Kind: EffectLanguage, Value: v.One})
			t.c.Lang = v.One
			t.speak(v.One)
		}
	default:
		text := t.org.fitting(field, v.String())
		t.plan(Effect{Kind: EffectSet, Name: field, Value: text})
		t.ownProfile()[field] = text
	}
}

// fitting returns what a me. field keeps of a value: of a postcode only its
// outward half, where org.yaml says that this is all that is kept.
func (o *Org) fitting(field, value string) string {
	for _, p := range o.Profile {
		if p.Name == field && p.Type == "outcode" {
			if outcode, ok := outward(value); ok {
				return outcode
			}
		}
	}
	return value
}

func (t *turn) forget(name string) {
	field := strings.TrimPrefix(name, "me.")
	t.plan(Effect{Kind: EffectForget, Name: field})
	if field == "all" {
		clear(t.ownProfile())
		return
	}
	delete(t.ownProfile(), field)
}

// ownProfile returns the turn's own copy of what is known of the person.
func (t *turn) ownProfile() map[string]string {
	if !t.owned {
		t.w.Me, t.owned = maps.Clone(t.w.Me), true
		if t.w.Me == nil {
			t.w.Me = make(map[string]string)
		}
	}
	return t.w.Me
}

// handOver gives the conversation to staff. What it is about is in the words of
// the flow's language, for staff; the rest is for the person.
func (t *turn) handOver(h *HandOver) {
	e := Effect{Kind: EffectHandOver, Name: h.Queue}
	if h.IfNobody != nil {
		e.IfNobody = t.briefly(func() string { return t.words(h.IfNobody) })
	}
	if h.About != nil {
		lang := t.lang
		t.lang = t.flow.language(t.org)
		t.whole(func() { e.Value = t.words(h.About) })
		t.lang = lang
	}
	e.Refer = t.refers(h.Refer)
	t.plan(e)
}

// with returns the names and one more; the list that was given stays as it is.
func with(names []string, name string) []string {
	if slices.Contains(names, name) {
		return names
	}
	return append(slices.Clone(names), name)
}

// without returns the names but one; the list that was given stays as it is.
func without(names []string, name string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == name })
}
