package flows

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// dice draws what TestAnyTalkGoesAsTheReferenceSays plays. A seed always draws
// the same. It is cheaper by far than a generator that can shrink what it drew,
// so that many more are played; TestAnyTalkWithAnyFlow shrinks.
type dice struct{ *rand.Rand }

func newDice(seed uint64) dice { return dice{rand.New(rand.NewPCG(seed, 0))} }

func (d dice) in100(n int) bool { return d.IntN(100) < n }

func pick[T any](d dice, of ...T) T { return of[d.IntN(len(of))] }

var (
	fruits  = []string{"Apple", "Pear", "Plum", "Fig", "Lime", "Kiwi", "Mango", "Nut", "Quince"}
	trees   = []string{"Oak", "Elm", "Ash"}
	colours = []string{"", "", "", "Green ", "Green ", "Red "}
)

var diceFlows = []string{"a", "b", "c"}

// town draws an organisation of three flows that lead, call and ask each other.
func (d dice) town() *Org {
	o := &Org{ID: "town", Name: "Town", Language: "en", Languages: []string{"en"}, Timezone: time.UTC, MenuFlows: diceFlows,
		Flows: map[string]*Flow{}, Lists: map[string]*List{"groups": {Name: "groups", Columns: []string{"id", "name"}}}}
	for _, tree := range trees {
		o.Lists["groups"].Rows = append(o.Lists["groups"].Rows, Row{"id": "g" + tree[:1], "name": tree})
	}
	o.Lists["places"] = &List{Name: "places", Columns: []string{"id", "name"}}
	for i := range 4 + d.IntN(20) {
		o.Lists["places"].Rows = append(o.Lists["places"].Rows, Row{"id": fmt.Sprintf("p%d", i), "name": pick(d, colours...) + "Hall in " + string(rune('A'+i)) + "street"})
	}
	parts := 2 + d.IntN(3)
	if d.in100(40) { // the menu has pages
		o.MenuFlows = slices.Clone(diceFlows)
		for i := range 8 + d.IntN(10) {
			id := fmt.Sprintf("m%d", i)
			o.MenuFlows = append(o.MenuFlows, id)
			o.Flows[id] = &Flow{ID: id, Title: Text{Source: "More of " + id}, Parts: parts, Steps: []*Step{{Name: "s0", Say: words(id + ".")}}}
		}
	}
	for _, id := range diceFlows {
		f := &Flow{ID: id, Title: Text{Source: "Flow " + id}, Parts: parts}
		if d.in100(50) {
			f.Record = "rows"
		}
		n := 1 + d.IntN(6)
		if d.in100(8) {
			n = 2 * maxTrail
		}
		for i := range n {
			f.Steps = append(f.Steps, d.step(id, i, n))
		}
		o.Flows[id] = f
	}
	return o
}

func (d dice) step(flow string, i, n int) *Step {
	s := &Step{Name: fmt.Sprintf("s%d", i), Tries: d.IntN(3)}
	if d.in100(40) {
		s.Then = d.target(i, n)
	}
	if d.in100(20) {
		s.Set = []Assign{{Name: "v", Value: Text{Source: pick(d, "x", "<s0>", "<s1>")}}}
	}
	if d.in100(10) {
		s.Join = "gO"
	}
	if d.in100(40) {
		s.Say = words(flow + s.Name + ".")
	}
	switch kind := d.IntN(16); kind {
	case 0, 1:
		s.Say = words(flow + s.Name + ".")
	case 2, 3, 4, 5, 6, 7, 8, 9:
		d.question(s, flow, i, n)
	case 10:
		s.Call = pick(d, diceFlows...)
	case 11:
		s.Hand = &HandOver{Queue: "desk"}
	case 12:
		s.Wait = &Wait{For: time.Duration(d.IntN(4)) * 12 * time.Hour, Clock: -1}
	case 13, 14:
		s.Tell = d.tell()
	}
	if d.in100(20) {
		isSet := &Condition{root: expr{kind: exprSet, left: operand{text: "v"}}}
		s.When = []Branch{{If: isSet, Then: *d.target(i, n)}, {Then: *d.target(i, n)}}
	}
	return s
}

func (d dice) question(s *Step, flow string, i, n int) {
	s.Ask = words(flow + s.Name + "?")
	if d.in100(30) {
		s.Else = d.target(i, n)
	}
	if d.in100(30) {
		s.Timeout = &Timeout{After: time.Duration(2+d.IntN(40)) * time.Hour}
		if d.in100(70) {
			s.Timeout.Then = d.target(i, n)
		}
	}
	if d.in100(20) {
		s.Remind = time.Hour
	}
	switch d.IntN(6) {
	case 0:
		s.Answer, s.Opt = &Answer{Kind: answerText}, d.in100(50)
	case 1:
		s.Answer = &Answer{Kind: answerNumber, Min: 1, Max: 5}
	case 2:
		s.Options = &Options{From: pick(d, "groups", "places")}
	default:
		s.Options = &Options{Many: d.in100(15)}
		for j := range 1 + d.IntN(len(fruits)) {
			opt := Option{ID: fmt.Sprintf("o%d", j), Label: Text{Source: pick(d, colours...) + fruits[j]}}
			if d.in100(60) && !s.Options.Many {
				opt.Then = d.target(i, n)
			}
			s.Options.Fixed = append(s.Options.Fixed, opt)
		}
	}
}

func (d dice) tell() *Tell {
	t := &Tell{Who: Audience{Kind: ToGroup, Name: "gO"}, Text: words("Who comes?"), For: 100 * 24 * time.Hour}
	if d.in100(60) {
		t.Options = &Options{Fixed: []Option{{ID: "come", Label: Text{Source: "I can come"}}}}
		if d.in100(60) {
			t.Flow = pick(d, diceFlows...)
		} else {
			t.Save = "poll"
		}
	}
	return t
}

// target draws where to go: mostly on, sometimes anywhere.
func (d dice) target(i, n int) *Target {
	t := &Target{Kind: pick(d, ToStep, ToStep, ToStep, ToStep, ToStep, ToEnd, ToEnd, ToMenu, ToBack, ToAgain, ToFlow)}
	switch t.Kind {
	case ToStep:
		to := d.IntN(n)
		if i+1 < n && d.in100(70) {
			to = i + 1 + d.IntN(n-i-1)
		}
		t.Name = fmt.Sprintf("s%d", to)
	case ToFlow:
		t.Name = pick(d, diceFlows...)
	}
	return t
}
