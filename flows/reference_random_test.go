package flows

import (
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
)

var (
	randomCases = flag.Int("flows.cases", 100_000, "how many replies TestAnyTalkGoesAsTheReferenceSays plays")
	randomSeed  = flag.Uint64("flows.seed", 0, "play the talk of this seed alone")
)

// How the cases are spread: each talk has its own flows, and so many acts.
const (
	randomWorkers = 8
	actsATalk     = 40
)

// TestAnyTalkGoesAsTheReferenceSays plays random flows against random replies,
// reminders, starts, answers to others and closings, 100,000 in all, on the real
// player and on the reference. After each of them both stand at the same step
// with the same values, callers and parked flows, and have done the same. There
// is never a panic, never silence for who has texted, never a text of more than
// parts:, and every conversation is written down and read back in between, which
// changes nothing. A failure names its seed: -flows.seed N plays it again.
func TestAnyTalkGoesAsTheReferenceSays(t *testing.T) {
	if *randomSeed != 0 {
		playSeed(t, *randomSeed)
		return
	}
	for worker := range uint64(randomWorkers) {
		t.Run(fmt.Sprint(worker), func(t *testing.T) {
			t.Parallel()
			for played, seed := 0, 1+worker; played < *randomCases/randomWorkers && !t.Failed(); seed += randomWorkers {
				played += playSeed(t, seed)
			}
		})
	}
}

// playSeed plays the talk of a seed, and returns how many acts it had.
func playSeed(t *testing.T, seed uint64) int {
	d := newDice(seed)
	o := d.town()
	ready := func() {
		for _, f := range o.flowsByID() {
			if err := f.compile(o); err != nil {
				require.NoError(t, err, "seed %d", seed)
			}
		}
	}
	ready()
	r := &plainPlayer{org: o, now: morning}
	var c Conversation
	var log []string
	for n := range actsATalk {
		d.later(r)
		if d.in100(4) {
			var what string
			o, what = d.publishes(o)
			ready()
			r.org, log = o, append(log, what)
		}
		a := d.act(r)
		log = append(log, a.name)
		w := World{Now: r.now, Person: "p1", Event: fmt.Sprint(seed, n)}
		p := a.play(o, c, w)
		r.effects, r.said, r.steps, r.fault, r.shows = nil, nil, 0, false, showing{}
		a.refer(r)
		if r.fault {
			r.at, r.stack, r.menu, r.effects = nil, nil, false, nil
		}
		if wrong := differs(r, a, p); wrong != "" {
			require.Fail(t, "the reference goes another way", "seed %d: %s\nacts: %s\ntext: %q\nreference: %s", seed, wrong, strings.Join(log, ", "), p.Text, r)
			return n
		}
		c = restored(t, p.Conversation)
		c = r.others(c, p, w)
	}
	return actsATalk
}

// others puts what the person asks a group to them, too.
func (r *plainPlayer) others(c Conversation, p Played, w World) Conversation {
	for _, e := range p.Effects {
		if e.Kind != EffectTell || len(e.Tell.Choices) == 0 {
			continue
		}
		_, asked := e.Tell.In(e.Name, "en", "en", w.Now.Add(e.Tell.For))
		before := len(c.Asked)
		if c = c.WithAsked(*asked); len(c.Asked) == before { // the oldest had to go
			r.asked = r.asked[1:]
		}
		r.asked = append(r.asked, e.Tell.Flow)
	}
	return c
}

// differs tells in what the real outcome is not what the reference says, or
// breaks a promise; nothing if all is well.
func differs(r *plainPlayer, a act, p Played) string {
	if r.fault != (p.Fault != nil) {
		return fmt.Sprintf("a fault: %v", p.Fault)
	}
	if p.Fault != nil {
		return ""
	}
	for what, pair := range map[string][2]string{
		"where it stands":  {r.stands(), standsAt(p.Conversation)},
		"who called":       {fmt.Sprint(r.callers(r.stack)), fmt.Sprint(callersOf(p.Conversation.Stack))},
		"what is parked":   {fmt.Sprint(r.waiting()), fmt.Sprint(parkedOf(p.Conversation.Parked))},
		"what it has done": {strings.Join(r.effects, ", "), strings.Join(effectsOf(p.Effects), ", ")},
		"the menu":         {fmt.Sprint(r.menu), fmt.Sprint(p.Conversation.Menu != nil)},
	} {
		if pair[0] != pair[1] {
			return fmt.Sprintf("%s: %s, but really %s", what, pair[0], pair[1])
		}
	}
	if wrong := r.wrongPage(p); wrong != "" {
		return wrong
	}
	rest := p.Text
	for _, words := range r.said {
		_, after, found := strings.Cut(rest, words)
		if !found {
			return fmt.Sprintf("%q is not said in its place", words)
		}
		rest = after
	}
	switch {
	case a.text && p.Text == "":
		return "silence"
	case providers.Segments(p.Text).Parts > r.org.Flows["a"].Parts && !r.leastShown():
		return fmt.Sprintf("more than %d parts", r.org.Flows["a"].Parts)
	}
	return ""
}

// leastShown tells whether a page has as few choices as one may have: then it may
// take more parts than it should. Lint refuses such a flow (page-too-small).
func (r *plainPlayer) leastShown() bool {
	return r.at != nil && r.at.page.number > 0 && len(r.at.page.shown) <= leastChoices
}

func (r *plainPlayer) String() string { return r.stands() + fmt.Sprint(r.stack, r.waiting()) }

func (r *plainPlayer) stands() string {
	if r.at == nil {
		return "idle"
	}
	due := ""
	if r.at.due.Is != "" {
		due = fmt.Sprint(r.at.due.Is, r.at.due.At.Unix())
	}
	return fmt.Sprint(*r.at, due)
}

func standsAt(c Conversation) string {
	if c.Now == nil {
		return "idle"
	}
	due := ""
	if c.Now.Due != nil {
		due = fmt.Sprint(c.Now.Due.Is, c.Now.Due.At.Unix())
	}
	return fmt.Sprint(placeOf(*c.Now), due)
}

func placeOf(f Frame) place {
	p := place{flow: f.Flow, step: f.Step, vars: map[string]string{}, trail: f.Trail, tries: f.Tries}
	for name, v := range f.Vars {
		p.vars[name] = v.String()
	}
	return p
}

func (r *plainPlayer) callers(stack []place) (all []string) {
	for _, p := range stack {
		p.tries = 0
		all = append(all, p.String())
	}
	return all
}

func callersOf(stack []Frame) (all []string) {
	for _, f := range stack {
		all = append(all, placeOf(f).String())
	}
	return all
}

func (r *plainPlayer) waiting() (all []string) {
	for _, p := range r.parked {
		all = append(all, fmt.Sprint(p.place, p.due.Is, p.due.At.Unix(), r.callers(p.stack)))
	}
	return all
}

func parkedOf(parked []Parked) (all []string) {
	for _, p := range parked {
		all = append(all, fmt.Sprint(placeOf(p.Frame), p.Due.Is, p.Due.At.Unix(), callersOf(p.Stack)))
	}
	return all
}

func effectsOf(effects []Effect) (all []string) {
	for _, e := range effects {
		words := string(e.Kind)
		switch e.Kind {
		case EffectTell:
			words += " " + e.Tell.Who.Name + " " + e.Tell.Flow
		case EffectRecord:
			var row []string
			for _, name := range slices.Sorted(maps.Keys(e.Row)) {
				if name != "when" && name != "language" {
					row = append(row, name+"="+e.Row[name])
				}
			}
			words += " " + e.Name + " " + strings.Join(row, " ")
		case EffectAnswer:
		default:
			words += " " + e.Name
		}
		all = append(all, words)
	}
	return all
}
