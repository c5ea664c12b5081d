package flows

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/locales"
)

// leave takes an exit: it ends, calls or leaves the flow in play. What it sets
// as the next event is played on a machine of the flow that is then in play.
func (t *turn) leave(context.Context) error {
	exit := t.exit
	t.exit = ""
	switch {
	case exit == stateEnd:
		return t.end()
	case exit == stateMenu:
		t.record()
		t.idle()
		t.showMenu()
		return nil
	case exit == stateBack:
		return t.back()
	case exit == stateGaveUp:
		t.idle()
		t.say(locales.Say(t.lang, "retry.gave_up"))
		return nil
	case exit == exitPark:
		t.park()
		return nil
	case exit == exitUntold:
		t.idle()
		return nil
	case strings.HasPrefix(exit, stateFlow):
		t.record()
		return t.begin(exit[len(stateFlow):], nil)
	}
	return t.call(exit[len(exitCall):])
}

// idle drops every flow in play.
func (t *turn) idle() {
	t.c.Now, t.c.Stack = nil, nil
	t.use(nil)
}

// end goes back to the flow that called, or leaves the conversation idle.
func (t *turn) end() error {
	t.record()
	called := len(t.c.Stack) > 0
	if !t.toCaller() && called && len(t.lines) == 0 {
		t.say(locales.Say(t.lang, "fault.changed")) // every flow that called is gone
	}
	return t.err
}

// call plays another flow and comes back to this step.
func (t *turn) call(name string) error {
	if len(t.c.Stack) >= maxCalls {
		return fmt.Errorf("call flow %q: %w", name, ErrDepth)
	}
	given := make(map[string]Value)
	for _, a := range t.step().With {
		given[a.Name] = t.raw(a.Value.Source)
	}
	caller := *t.frame()
	caller.Shown, caller.Page, caller.Tries, caller.Due = nil, 0, 0, nil
	t.c.Stack = append(slices.Clone(t.c.Stack), caller)
	return t.begin(name, given)
}

// begin puts a flow in play in place of the one that is. It is given what it
// needs, and the variables of the same names.
func (t *turn) begin(name string, given map[string]Value) error {
	flow := t.org.Flows[name]
	if now := t.base.Flows[name]; now != nil && (flow == nil || flow.Shape == now.Shape) {
		flow = now
	}
	if flow == nil || len(flow.Steps) == 0 {
		return fmt.Errorf("begin flow %q: %w", name, ErrStepGone)
	}
	vars := make(map[string]Value)
	next := &Frame{Flow: flow.ID, Ver: flow.Shape, Vars: vars, Chain: t.chain}
	if last := t.frame(); last != nil {
		next.inherit(last, flow.Needs)
	}
	for name, v := range given {
		vars[name] = v.bounded()
	}
	t.use(flow)
	t.c.Now = next
	t.c.Menu = nil
	t.arrive(flow.Steps[0].Name)
	return t.err
}

// inherit takes over what a flow is given by the one before it: what it needs,
// who asked for it, and what was agreed to in the conversation.
func (f *Frame) inherit(last *Frame, needs []string) {
	f.Asked, f.Given, f.Chain = last.Asked, last.Given, last.Chain
	for name, v := range last.Vars {
		if slices.Contains(needs, name) || name == asker || strings.HasPrefix(name, asker+".") {
			f.Vars[name] = v
		}
	}
	for name, poll := range last.Polls {
		if slices.Contains(needs, name) {
			if f.Polls == nil {
				f.Polls = map[string]Poll{}
			}
			f.Polls[name] = poll
		}
	}
}

// back asks the last question again that was answered before this one: of this
// flow, or of the flows that called it. From the first one it goes to the menu.
func (t *turn) back() error {
	for here := true; ; {
		if here && t.popTrail() {
			t.askAgain(0, 1)
			return nil
		}
		last := len(t.c.Stack) - 1
		if last < 0 {
			t.idle()
			t.showMenu()
			return nil
		}
		caller := t.c.Stack[last]
		t.c.Now, t.c.Stack = &caller, slices.Clone(t.c.Stack[:last])
		if here = t.resume() == nil; here { // else it is gone: to the one before
			t.src = t.frame().Step
		}
	}
}

// popTrail moves the frame to the last question on its trail that is not the
// one it comes from. It reports false when there is none.
func (t *turn) popTrail() bool {
	frame := t.frame()
	for n := len(frame.Trail); n > 0; n = len(frame.Trail) {
		name := frame.Trail[n-1]
		frame.Trail = frame.Trail[:n-1]
		step := cmp.Or(t.flow.Step(name), t.flow.renamed(name))
		if step != nil && step.Ask != nil && step.Name != t.src {
			frame.Step, frame.Fit = step.Name, step.fit
			frame.Shown, frame.Page, frame.Tries = nil, 0, 0
			return true
		}
	}
	return false
}

// record plans the row of a run that is over, if the flow keeps its runs. A run
// in which nothing was answered leaves none.
func (t *turn) record() {
	frame := t.frame()
	if t.flow.Record == "" || len(frame.Vars)+len(frame.Trail) == 0 {
		return
	}
	row := make(map[string]string, len(frame.Vars)+3)
	for _, name := range slices.Sorted(maps.Keys(frame.Vars)) {
		if of, _, _ := strings.Cut(name, "."); of != asker && !t.isPhone(name) {
			row[name] = frame.Vars[name].String()
		}
	}
	row["when"] = scope{t}.Now().Format(dayAndTime)
	row["language"] = t.lang
	if area := t.w.Me["area"]; area != "" {
		row["area"] = area
	}
	t.plan(Effect{Kind: EffectRecord, Name: t.flow.Record, Row: row})
}

// isPhone tells whether a variable holds a phone number, which no dataset keeps.
func (t *turn) isPhone(name string) bool {
	return slices.ContainsFunc(t.saversOf(name), func(s saver) bool {
		return s.step.Answer != nil && s.step.Answer.Kind == answerPhone
	})
}
