package versions

import (
	"cmp"
	"slices"

	"github.com/connective-messaging/connective/flows"
)

// Becomes tells what becomes of people when a version is published.
type Becomes string

// What becomes of people.
const (
	GetWords   Becomes = "words"  // they go on with the new words at once
	Finish     Becomes = "finish" // they finish on the version that they are in
	Moves      Becomes = "moves"  // they go on in the new version
	AskedAgain Becomes = "again"  // they do, and a number in reply gets the question once more
	Told       Becomes = "told"   // their version is lost: they are told that it has changed
)

// Outcome is what becomes of the people at one place.
type Outcome struct {
	Becomes Becomes
	Step    string // where they go on
	Version string // in which they finish
}

// Fate is who is at a place, and what becomes of them when a version is
// published, and when it is published so that it moves people.
type Fate struct {
	Place
	Count
	Publish, Move Outcome
}

// Fates tells what becomes of everybody who is in the middle when a version is
// published after a history, the most people first. Open loads a version, or
// returns nil.
func Fates(next *flows.Org, history []Publication, census Census, open func(Publication) (*flows.Org, error)) ([]Fate, error) {
	var all []Fate
	for place, count := range census {
		f := Fate{Place: place, Count: count}
		for move, outcome := range map[bool]*Outcome{false: &f.Publish, true: &f.Move} {
			var err error
			if *outcome, err = becomes(next, history, move, place.Frame(), open); err != nil {
				return nil, err
			}
		}
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b Fate) int {
		return cmp.Or(cmp.Compare(b.Waiting+b.Calling, a.Waiting+a.Calling), cmp.Compare(a.Flow, b.Flow), cmp.Compare(a.Step, b.Step), cmp.Compare(a.Shape, b.Shape))
	})
	return all, nil
}

// becomes follows one frame through a history with a publication more.
func becomes(next *flows.Org, history []Publication, move bool, frame flows.Frame, open func(Publication) (*flows.Org, error)) (Outcome, error) {
	after := slices.Concat([]Publication{{Version: next.Version, Shapes: next.Shapes(), Move: move}}, history)
	at, err := Follow(after, frame, open)
	if err != nil {
		return Outcome{}, err
	}
	moved, fits := next.Move(frame)
	switch {
	case at == 0 && moved.Ver == frame.Ver:
		return Outcome{GetWords, frame.Step, next.Version}, nil
	case at < 0 && !fits:
		return Outcome{Becomes: Told}, nil
	case at > 0:
		return Outcome{Finish, frame.Step, after[at].Version}, nil
	}
	o := Outcome{Moves, moved.Step, next.Version}
	before, err := Follow(history, frame, open)
	if err != nil || before < 0 {
		return o, err
	}
	old, err := open(history[before])
	if err == nil && !numberedAlike(old, next, frame, moved.Step) {
		o.Becomes = AskedAgain
	}
	return o, err
}

// numberedAlike tells whether the choices of a question are sure to have the
// same numbers in two versions.
func numberedAlike(old, next *flows.Org, frame flows.Frame, step string) bool {
	now := next.Flows[frame.Flow].Step(step)
	if now.Options == nil {
		return true
	}
	if old == nil || old.Flows[frame.Flow] == nil {
		return false
	}
	if moved, ok := old.Move(frame); ok {
		frame = moved
	}
	was := old.Flows[frame.Flow].Step(frame.Step)
	return was != nil && was.Options != nil && numbers(was.Options) == numbers(now.Options)
}

// listing is where the numbers of a question's choices come from.
type listing struct {
	from, where, near, sort, ids string
	limit                        int
}

func numbers(o *flows.Options) listing {
	l := listing{from: o.From, near: o.Near, sort: o.Sort, limit: o.Limit}
	if o.Where != nil {
		l.where = o.Where.Source
	}
	for _, opt := range o.Fixed {
		l.ids += opt.ID + " "
		if opt.If != nil {
			l.ids += "if " + opt.If.Source + " "
		}
	}
	return l
}
