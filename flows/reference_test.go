package flows

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// plainPlayer is a second, much smaller player of flows, which TestAnyTalkGoesAsTheReferenceSays
// holds against the real one. It walks over the steps as they are written, with
// no machine, no compiled edges and no texts but the words of each step. It knows
// what the language says of: say, ask, set, when, call, tell, join, hand_over,
// wait, record, tries, else, remind, timeout, many, back, more, menu, starts, "did
// you mean", and of moving to a version with other words, other numbers, other
// names or without some steps. What stands on a page it takes from the real player,
// and holds against what must be true of any page (reference_pages_test.go).
type plainPlayer struct {
	org    *Org
	now    time.Time
	at     *place
	stack  []place
	parked []parkedPlace
	asked  []string // questions of others: the flow that each starts, empty where it is only counted
	menu   bool
	list   page // of the menu
	// of the turn alone
	effects []string
	said    []string // what must stand in the text, in this order
	steps   int
	src     string
	fault   bool
	moved   bool // the flow has another shape than when the conversation came to it
	shows   showing
}

// place is where a flow in play stands.
type place struct {
	flow, step string
	vars       map[string]string
	trail      []string
	tries      int
	due        Due
	shape      string // of the flow when the conversation came there
	page       page   // of the open question
}

type parkedPlace struct {
	place
	stack  []place
	starts bool
}

func (r *plainPlayer) step() *Step {
	return r.org.Flows[r.at.flow].Step(r.called(r.at.flow, r.at.step))
}

// begin puts a flow in play. Only who asked is known to it of the one before.
func (r *plainPlayer) begin(flow string, vars map[string]string) {
	next := &place{flow: flow, vars: map[string]string{}, shape: r.org.Flows[flow].Shape}
	if r.at != nil {
		if who, known := r.at.vars[asker]; known {
			next.vars[asker] = who
		}
	}
	maps.Copy(next.vars, vars)
	r.at, r.menu = next, false
	r.enter(r.org.Flows[flow].Steps[0].Name)
}

// enter does what a step does, as far as its wait, and goes on where it has none.
func (r *plainPlayer) enter(name string) {
	if r.steps++; r.steps > stepsATurn || r.fault {
		r.fail()
		return
	}
	r.at.step, r.at.tries, r.at.due, r.at.page = name, 0, Due{}, page{}
	s := r.step()
	for _, a := range s.Set {
		r.at.vars[a.Name] = a.Value.Source
		if other, is := variableName(a.Value.Source); is {
			r.at.vars[a.Name] = r.at.vars[other]
		}
	}
	if s.Join != "" {
		r.effects = append(r.effects, "join "+s.Join)
	}
	if s.Tell != nil {
		r.effects = append(r.effects, "tell "+s.Tell.Who.Name+" "+s.Tell.Flow)
	}
	if s.Say != nil {
		r.said = append(r.said, s.Say.Source)
	}
	switch {
	case s.Ask != nil:
		if i := slices.Index(r.at.trail, name); i >= 0 {
			r.at.trail = r.at.trail[:i]
		}
		r.ask()
	case s.Call != "":
		if len(r.stack) >= maxCalls {
			r.fail()
			return
		}
		caller := *r.at
		r.stack = append(slices.Clone(r.stack), caller)
		r.begin(s.Call, nil)
	case s.Hand != nil:
		r.effects = append(r.effects, "hand_over "+s.Hand.Queue)
	case s.Wait != nil && s.Wait.For > 0:
		r.park(s.Wait.For)
	default:
		r.onward()
	}
}

// ask says the question and sets how long it waits.
func (r *plainPlayer) ask() {
	s := r.step()
	r.said = append(r.said, s.Ask.Source)
	if r.shows = (showing{}); s.Options != nil {
		r.shows = showing{is: showsFirst}
	}
	ends := r.now.Add(r.wait(s))
	r.at.due = Due{Is: DueTimeout, At: ends}
	if s.Remind > 0 {
		r.at.due = Due{Is: DueRemind, At: r.now.Add(s.Remind), Then: ends}
	}
}

func (r *plainPlayer) wait(s *Step) time.Duration {
	if s.Timeout != nil {
		return s.Timeout.After
	}
	return usualTimeout
}

// onward goes where a step leads that has done, or been answered.
func (r *plainPlayer) onward() {
	s := r.step()
	r.src = s.Name
	for _, b := range s.When {
		if b.If == nil || r.at.vars["v"] != "" {
			r.goTo(b.Then)
			return
		}
	}
	r.goTo(r.below(s))
}

func (r *plainPlayer) below(s *Step) Target {
	all := r.org.Flows[r.at.flow].Steps
	i := slices.Index(all, s)
	switch {
	case s.Then != nil:
		return *s.Then
	case i+1 < len(all):
		return Target{Kind: ToStep, Name: all[i+1].Name}
	}
	return Target{Kind: ToEnd}
}

func (r *plainPlayer) goTo(to Target) {
	switch to.Kind {
	case ToStep:
		r.enter(to.Name)
	case ToAgain:
		r.enter(r.at.step)
	case ToFlow:
		r.record()
		r.begin(to.Name, nil)
	case ToMenu:
		r.record()
		r.showMenu()
	case ToBack:
		r.back()
	case ToEnd:
		r.record()
		r.toCaller()
	}
}

// pop comes back to the flow that called. It reports false where that one's step is
// gone.
func (r *plainPlayer) pop() bool {
	last := len(r.stack) - 1
	caller := r.stack[last]
	caller.vars, caller.tries, caller.due = maps.Clone(caller.vars), 0, Due{}
	r.at, r.stack = &caller, slices.Clone(r.stack[:last])
	return r.resume()
}

// resume comes back to a place, which may be in another version by now. It reports
// false where that version does not have it.
func (r *plainPlayer) resume() bool {
	f := r.org.Flows[r.at.flow]
	name := r.called(r.at.flow, r.at.step)
	if name == "" {
		return false
	}
	r.moved = r.at.shape != f.Shape
	r.at.shape, r.at.step = f.Shape, name
	return true
}

// called is what a step is called in the version of now; empty if it is gone.
func (r *plainPlayer) called(flow, step string) string {
	f := r.org.Flows[flow]
	if f.Step(step) != nil {
		return step
	}
	if s := f.renamed(step); s != nil {
		return s.Name
	}
	return ""
}

// gone goes on in the flow that called where the open step is in no version any
// more, over those that are gone too. Where there is none, it is a fault.
func (r *plainPlayer) gone() {
	if !r.toCaller() {
		r.fail()
	}
}

func (r *plainPlayer) toCaller() bool {
	for len(r.stack) > 0 {
		if r.pop() {
			r.onward()
			return true
		}
	}
	r.at = nil
	return false
}

func (r *plainPlayer) showMenu() {
	r.at, r.stack, r.menu, r.shows = nil, nil, true, showing{is: showsFirst}
}

// record keeps the run of a flow in which anything was said.
func (r *plainPlayer) record() {
	if f := r.org.Flows[r.at.flow]; f.Record != "" && len(r.at.vars)+len(r.at.trail) > 0 {
		var row []string
		for _, name := range slices.Sorted(maps.Keys(r.at.vars)) {
			if name != asker {
				row = append(row, name+"="+r.at.vars[name])
			}
		}
		r.effects = append(r.effects, "record "+f.Record+" "+strings.Join(row, " "))
	}
}

// back asks the last question again that is not the one it comes from.
func (r *plainPlayer) back() {
	for here := true; ; {
		for n := len(r.at.trail); here && n > 0; n = len(r.at.trail) {
			name := r.called(r.at.flow, r.at.trail[n-1])
			r.at.trail = r.at.trail[:n-1]
			if name != "" && name != r.src {
				r.at.step, r.at.tries, r.at.page = name, 0, page{}
				r.ask()
				return
			}
		}
		if len(r.stack) == 0 {
			r.showMenu()
			return
		}
		if here = r.pop(); here {
			r.src = r.at.step
		}
	}
}

// park lets a flow wait beside the conversation. One that would do the same is
// replaced; a sixth ends the first.
func (r *plainPlayer) park(d time.Duration) {
	p := parkedPlace{place: *r.at, stack: r.stack}
	p.trail, p.tries, p.due, p.page = nil, 0, Due{Is: DueWait, At: r.now.Add(d)}, page{}
	r.at, r.stack = nil, nil
	r.keepWaiting(p)
}

func (r *plainPlayer) keepWaiting(p parkedPlace) {
	r.parked = slices.DeleteFunc(slices.Clone(r.parked), func(q parkedPlace) bool {
		return p.same(q.place) && slices.EqualFunc(p.stack, q.stack, place.same)
	})
	if r.parked = append(r.parked, p); len(r.parked) > maxParked {
		r.parked = r.parked[1:]
	}
}

// fail is a turn that the flows do not survive: nothing of it is kept but what
// waits beside the conversation.
func (r *plainPlayer) fail() { r.fault = true }

func (p place) same(q place) bool {
	return p.flow == q.flow && p.step == q.step && maps.Equal(p.vars, q.vars)
}

func (p place) String() string {
	return fmt.Sprintf("%s/%s %v trail %v tries %d", p.flow, p.step, p.vars, p.trail, p.tries)
}
