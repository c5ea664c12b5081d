package flows

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"

	"github.com/looplab/fsm"

	"github.com/connective-messaging/connective/locales"
)

// What a turn cannot survive. None of them carries a person's words.
var (
	// ErrStepGone is a conversation that waits at a step, or in a flow, that the
	// organisation no longer has.
	ErrStepGone = errors.New("the step is gone")
	// ErrLoop is a flow that goes on and on without waiting for a reply.
	ErrLoop = errors.New("the flow goes round without waiting")
	// ErrDepth is a flow that calls a flow that calls a flow, too deep.
	ErrDepth = errors.New("the flow calls too deep")
	// ErrNoBranch is a when: of which no line is true.
	ErrNoBranch = errors.New("no branch is true")
	// ErrPanic is a fault of ours.
	ErrPanic = errors.New("the flow engine panicked")
)

// Bounds of one turn and of one conversation.
const (
	stepsATurn = 50 // steps a turn may enter
	maxCalls   = 5  // flows that may wait for a called one
	maxTrail   = 10 // questions that back can return to
)

// schema is the version of Conversation's JSON.
const schema = 1

// turn is one turn as it is played: it only plans. Nothing of it outlives the
// call that made it.
type turn struct {
	base    *Org  // the organisation as it is now
	org     *Org  // as the flow in play is played in it; see use
	w       World // as this turn has left it
	flow    *Flow // of c.Now
	c       Conversation
	lang    string
	lines   []string // what is said, in order
	asks    bool     // a question is among the lines
	out     Played
	offered []string // the ids of the choices that were shown last, by one of which a reply answers
	next    string   // the event to fire next; "" is a wait, or an exit
	exit    string   // a state that is no step, or a call, to be taken outside the machine
	src     string   // the step that led to the exit
	steps   int
	depth   int // of blanks within blanks
	owned   bool
	telling bool // what is said is for others
	room    int  // the most parts that the text may take in which something is that people wrote; 0 if nothing is
	told    int  // texts to others that the turn has planned
	chain   int  // of the flow that began the turn by itself
	moved   bool // the conversation stood in another version of the flow
	heard   bool // a text began the turn, so that it must not end in silence
	err     error
}

// newTurn begins a turn. The conversation and the world that were given are
// never changed: what a turn changes it copies first.
func (o *Org) newTurn(c Conversation, w World) *turn {
	t := &turn{base: o, org: o, w: w, c: c}
	t.c.V = schema
	t.speak(c.Lang)
	return t
}

// speak sets the language of what is said from now on.
func (t *turn) speak(tag string) {
	t.lang = t.org.Language
	base, _, _ := strings.Cut(tag, "-")
	switch {
	case slices.Contains(t.org.Languages, tag):
		t.lang = tag
	case slices.Contains(t.org.Languages, base):
		t.lang = base
	}
}

// resume returns to the step where the conversation waits.
func (t *turn) resume() error {
	frame := *t.c.Now
	frame.Vars = maps.Clone(frame.Vars)
	if frame.Vars == nil {
		frame.Vars = make(map[string]Value)
	}
	t.c.Now = &frame
	flow, step, err := t.base.at(t.c.Now)
	if err != nil {
		return err
	}
	t.use(flow)
	t.moved = frame.Ver != "" && frame.Ver != flow.Shape
	frame.Step, frame.Fit, frame.Ver = step.Name, step.fit, flow.Shape
	return nil
}

func (t *turn) frame() *Frame { return t.c.Now }

func (t *turn) step() *Step { return t.flow.Step(t.c.Now.Step) }

// run plays machine after machine until the conversation waits or is over.
func (t *turn) run(ctx context.Context) error {
	for t.next != "" || t.exit != "" {
		play := t.machine
		if t.exit != "" {
			play = t.leave
		}
		if err := play(ctx); err != nil {
			return err
		}
	}
	return nil
}

// machine plays the events of one flow from the step where the frame stands, on
// a machine of that turn's own: machines are never shared and never kept.
func (t *turn) machine(ctx context.Context) error {
	plan := t.flow.turns[t.frame().Step]
	if plan == nil {
		return fmt.Errorf("begin a turn at %q: %w", t.frame().Step, ErrStepGone)
	}
	m := fsm.NewFSM(t.frame().Step, plan.edges, fsm.Callbacks{"enter_state": t.enter})
	for t.next != "" && t.exit == "" {
		event := t.next
		t.next = ""
		if t.org.took != nil {
			t.org.took(Arrow{t.flow.ID, m.Current(), event})
		}
		err := m.Event(ctx, event)
		if same := (fsm.NoTransitionError{}); errors.As(err, &same) { // again: no state was entered
			t.arrive(m.Current())
		} else if err != nil {
			return fmt.Errorf("play %q at %q: %w", kind(event), m.Current(), err)
		}
		if t.err != nil {
			return t.err
		}
	}
	return nil
}

// kind returns an event without a choice's id.
func kind(event string) string {
	name, _, _ := strings.Cut(event, ":")
	return name
}

// enter is the machine's only callback. It plans; it never fires an event.
func (t *turn) enter(_ context.Context, e *fsm.Event) {
	if t.flow.Step(e.Dst) == nil {
		t.exit, t.src = e.Dst, e.Src
		return
	}
	t.arrive(e.Dst)
}

// result closes the turn.
func (t *turn) result(err error) Played {
	if err != nil {
		return faulted(t.c, err, t.out.Path)
	}
	if t.heard && len(t.lines) == 0 {
		t.say(t.heardYou())
	}
	t.out.Text = strings.Join(t.lines, "\n")
	t.out.over = t.over(t.out.Text)
	t.settleOffers()
	if t.asks && t.c.Now != nil {
		t.c.Now.Asked = t.out.Text
	}
	t.out.Conversation = t.c
	return t.out
}

// heardYou answers a text to which the flow says nothing: whoever sent it must
// know that it has come.
func (t *turn) heardYou() string {
	if slices.ContainsFunc(t.out.Effects, func(e Effect) bool { return e.Kind == EffectHandOver }) {
		return locales.Say(t.lang, "person.waiting")
	}
	return locales.Say(t.lang, "done.ok")
}

// faulted is the outcome of a turn that could not be played: nothing of it is
// kept, and the conversation is idle, so that the next text begins afresh.
func faulted(c Conversation, err error, path []string) Played {
	return Played{
		Conversation: Conversation{V: schema, Lang: c.Lang, Misses: c.Misses, Parked: c.Parked, Asked: c.Asked},
		Fault:        err,
		Path:         path,
	}
}

// rescue turns a panic into a fault. It is deferred by every way to play.
func rescue(c Conversation, p *Played) {
	r := recover()
	if r == nil {
		return
	}
	err := fmt.Errorf("%w: %T", ErrPanic, r)
	if fault, ok := r.(runtime.Error); ok { // its words hold no person's words
		err = fmt.Errorf("%w: %w", ErrPanic, fault)
	}
	*p = faulted(c, err, nil)
}
