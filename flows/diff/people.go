package diff

import "slices"

// Same is a step in which nothing differs, named because people wait there whose
// flow has another shape.
const Same Kind = "same"

// People are those who wait at one step, in one version of its flow.
type People struct {
	Waiting   int    `json:"waiting"`    // for an answer, for staff or for a moment
	Calling   int    `json:"calling"`    // who come back here from a flow that the step runs
	OnPublish string `json:"on_publish"` // what becomes of them when the new version is published
	OnMove    string `json:"on_move"`    // and when it is published with --move
}

// Place tells that people wait at a step, by the name that it had when they came
// there. Where nothing differs they are only counted.
func (s *Set) Place(flow, step string, people People) {
	at := slices.IndexFunc(s.Flows, func(f Flow) bool { return f.ID == flow })
	if at < 0 {
		s.Elsewhere += people.Waiting + people.Calling
		return
	}
	f := &s.Flows[at]
	i := slices.IndexFunc(f.Steps, func(d Step) bool { return d.Was == step || d.Was == "" && d.Name == step })
	if i < 0 {
		if f.Kind == Words {
			s.Elsewhere += people.Waiting + people.Calling
			return
		}
		i = len(f.Steps)
		f.Steps = append(f.Steps, Step{Name: step, Kind: Same})
	}
	f.Steps[i].People = append(f.Steps[i].People, people)
}
