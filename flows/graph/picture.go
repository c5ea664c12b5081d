package graph

import (
	"slices"
	"strconv"

	"github.com/connective-messaging/connective/flows"
)

// Kind tells what a box of a picture stands for.
type Kind string

// The kinds of box.
const (
	Start Kind = "start" // what begins the flow
	Ask   Kind = "ask"   // a question
	Say   Kind = "say"   // words
	Note  Kind = "note"  // effects alone
	Tell  Kind = "tell"  // a text to others
	When  Kind = "when"  // a choice that the bot makes
	Call  Kind = "call"  // another flow, which comes back
	Staff Kind = "staff" // a conversation with a person
	Wait  Kind = "wait"  // a moment that the flow waits for
	Exit  Kind = "exit"  // the end, the menu, another flow
)

// kinds are the kinds of box, in the order in which they are listed.
var kinds = []Kind{Start, Ask, Say, Note, Tell, When, Call, Staff, Wait, Exit}

// Box is one box of a picture.
type Box struct {
	ID      string // unlike those of all other boxes, and safe in every format
	Kind    Kind
	Name    string   // the step's name
	Does    string   // one or two words: "asks", "staff answer"
	Words   string   // what is sent, cut to a glance
	Whole   string   // what is sent, whole
	Notes   []string // what the step does beside, one a line
	Urgent  bool     // its words tell of an emergency number
	Waiting int      // how many people wait here; see Picture.Waiting
	Line    int      // of the step in the flow's file; 0 where there is none
	Link    string   // where the box leads when it is pressed; see Picture.Link
}

// Label is one of the words on an arrow.
type Label struct {
	Words string
	Said  bool   // they are a choice's, as people see them
	If    string // the condition on which the choice is offered
}

// Arrow leads from a box to another, by their places in a picture.
type Arrow struct {
	From, To int
	Labels   []Label
}

// Picture is a flow as boxes and arrows. The first box is what begins it.
type Picture struct {
	ID, Title, About string
	Boxes            []Box
	Arrows           []Arrow
	Always           string // what holds at every point of the conversation
	exits            map[exit]int
}

// exit is a way out of a flow, from one step.
type exit struct{ step, target string }

// Of returns the picture of a flow.
func Of(o *flows.Org, f *flows.Flow) *Picture {
	p := &Picture{ID: f.ID, Title: clean(f.Title.Source), About: clean(f.About), Always: clean(always(o)), exits: map[exit]int{}}
	p.Boxes = append(p.Boxes, Box{ID: "start", Kind: Start, Name: "start", Does: "begins when", Notes: cleaned(beginnings(o, f))})
	at := map[string]int{}
	for _, s := range f.Steps {
		at[s.Name] = len(p.Boxes)
		p.Boxes = append(p.Boxes, boxOf(s))
	}
	p.Arrows = append(p.Arrows, Arrow{From: 0, To: 1})
	for _, s := range f.Steps {
		for _, w := range f.Ways(o, s) {
			to, isStep := at[w.To.Name]
			if !isStep || w.To.Kind != flows.ToStep || w.To.Name == s.Name {
				to = p.exit(s, w.To)
			}
			p.connect(at[s.Name], to, label(s, w))
		}
	}
	return p
}

// Waiting shows how many people wait at each step, by its name. Steps without a
// number, and numbers below 1, show nothing.
func (p *Picture) Waiting(people map[string]int) {
	for i, b := range p.Boxes {
		if b.Kind != Start && b.Kind != Exit {
			p.Boxes[i].Waiting = max(people[b.Name], 0)
		}
	}
}

// Link makes the box of each step lead to an address, which is made of the step's
// line in the flow's file.
func (p *Picture) Link(to func(line int) string) {
	for i, b := range p.Boxes {
		if b.Line > 0 {
			p.Boxes[i].Link = to(b.Line)
		}
	}
}

// connect draws an arrow. Ways between the same two boxes share one.
func (p *Picture) connect(from, to int, label Label) {
	i := slices.IndexFunc(p.Arrows, func(a Arrow) bool { return a.From == from && a.To == to })
	if i < 0 {
		i = len(p.Arrows)
		p.Arrows = append(p.Arrows, Arrow{From: from, To: to})
	}
	if label.Words != "" && !slices.Contains(p.Arrows[i].Labels, label) {
		p.Arrows[i].Labels = append(p.Arrows[i].Labels, label)
	}
}

// exit returns the box for a target that is no step. Each step has its own, so
// that no arrow has to cross the picture to reach the end.
func (p *Picture) exit(s *flows.Step, to flows.Target) int {
	words := "the end"
	switch to.Kind {
	case flows.ToMenu:
		words = "the menu"
	case flows.ToBack:
		words = "back one question"
	case flows.ToAgain, flows.ToStep:
		words = "the same again"
	case flows.ToFlow:
		words = cutTo("flow "+clean(to.Name), boxWidth-3*padding, fontSize)
	}
	way := exit{s.Name, words}
	at, drawn := p.exits[way]
	if !drawn {
		at = len(p.Boxes)
		p.exits[way] = at
		p.Boxes = append(p.Boxes, Box{ID: "x_" + strconv.Itoa(len(p.exits)), Kind: Exit, Words: words, Whole: words})
	}
	return at
}
