package processing

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/flows"
)

// Record is what an organisation processes.
type Record struct {
	Org       string    `json:"org"`
	Name      string    `json:"name"`
	Number    string    `json:"number"`
	Version   string    `json:"version"` // of the files that it was written from
	Languages []string  `json:"languages"`
	Fields    []Field   `json:"fields"`
	Consents  []Consent `json:"consents"`
	Datasets  []Dataset `json:"datasets"`
	Told      []Told    `json:"told"`
	Letters   []Letter  `json:"letters,omitempty"` // to services
	Asked     string    `json:"asked,omitempty"`   // how often services are asked by e-mail whether their records are right
	Staff     []Staff   `json:"staff"`
	Groups    []string  `json:"groups"`            // the steps that join or leave a group
	Courses   []string  `json:"courses,omitempty"` // the steps that join or leave a course, with a day
	Follows   bool      `json:"follows,omitempty"` // people are asked a week after they were shown a service
	Answers   []Answers `json:"answers"`
	Areas     []Area    `json:"areas,omitempty"`
}

// Field is one thing that is kept about a person until its time is over.
type Field struct {
	Name  string   `json:"name"`
	Type  string   `json:"type"`
	Why   string   `json:"why"`
	Keep  string   `json:"keep"`  // counted from when the person told it last
	Saved []string `json:"saved"` // by these steps: welcome/area
	Used  []string `json:"used"`
}

// Consent is something that people can agree to.
type Consent struct {
	Name  string   `json:"name"`
	Words string   `json:"words"` // what org.yaml says of it
	Given []Asked  `json:"given"`
	Ended []string `json:"ended"` // by these steps, and by FORGET
}

// Asked is where a consent is recorded, and what people were asked before.
type Asked struct {
	Step     string   `json:"step"`
	Question string   `json:"question,omitempty"` // the step that asked
	Wording  string   `json:"wording,omitempty"`
	Answers  []string `json:"answers,omitempty"` // the choices that lead to the step
}

// Dataset is rows that are kept of runs of flows, without the phone number.
type Dataset struct {
	Name    string   `json:"name"`
	Flows   []string `json:"flows"`
	Columns []string `json:"columns"`
}

// Told is a text that others are sent.
type Told struct {
	Step   string   `json:"step"`
	Who    string   `json:"who"`
	Words  string   `json:"words"`
	Of     []string `json:"of"` // what is told of the person: me. fields and answers
	Number bool     `json:"number"`
}

// Letter is where a service is asked by e-mail to call somebody who has agreed to it.
type Letter struct {
	Step   string `json:"step"`
	Shares string `json:"shares,omitempty"` // the answer that it reads beside the number; empty is the number alone
}

// Staff is where a conversation is given to staff.
type Staff struct {
	Queue string `json:"queue"`
	Step  string `json:"step"`
	About string `json:"about,omitempty"` // what they see first
}

// Area is where a case can go once its person agrees, with what they let go along.
type Area struct {
	Name string `json:"name"`
	To   string `json:"to"` // an organisation on the same install, or how people elsewhere are reached
}

// Answers is what a flow asks that is kept in the conversation alone.
type Answers struct {
	Flow  string   `json:"flow"`
	Names []string `json:"names"`
}

// Of writes the record of an organisation.
func Of(o *flows.Org) *Record {
	r := &Record{
		Org: o.ID, Name: o.Name, Number: o.Number, Version: o.Version, Languages: o.Languages,
		Fields: []Field{}, Consents: []Consent{}, Datasets: []Dataset{}, Told: []Told{}, Staff: []Staff{}, Groups: []string{}, Answers: []Answers{},
	}
	w := &writing{org: o}
	for _, id := range slices.Sorted(maps.Keys(o.Flows)) {
		w.flows = append(w.flows, o.Flows[id])
	}
	for _, p := range o.Profile {
		r.Fields = append(r.Fields, w.field(p))
	}
	for _, c := range o.Consents {
		r.Consents = append(r.Consents, w.consent(c))
	}
	for _, f := range w.flows {
		r.Datasets = w.dataset(r.Datasets, f)
		if names := answersOf(f); len(names) > 0 {
			r.Answers = append(r.Answers, Answers{f.ID, names})
		}
		for _, s := range f.Steps {
			w.shared(r, f, s)
		}
	}
	for _, a := range o.Closings.Areas {
		r.Areas = append(r.Areas, Area{a.Name, cmp.Or(a.Org, a.Contact)})
	}
	if o.Closings.Survey {
		r.Datasets = append(r.Datasets, surveys()...)
	}
	r.Datasets = append(r.Datasets, w.lists()...)
	if o.AskRight > 0 {
		r.Asked = counted(int(o.AskRight.Hours()/24), "day")
	}
	if r.Follows = o.FollowUp; r.Follows {
		after := []string{"a week after a service was shown"}
		r.Datasets = append(r.Datasets, Dataset{"services.asked", after, []string{"service", "need", "area", "language", "month"}},
			Dataset{"services.outcome", after, []string{"service", "need", "area", "outcome", "language", "month"}})
	}
	return r
}

// surveys are the rows that are kept of what residents say of a closed case: their
// own words apart from the rating.
func surveys() []Dataset {
	after := []string{"when a case is closed"}
	return []Dataset{{"closed.asked", after, []string{"queue", "language", "month"}}, {"closed.rating", after, []string{"rating", "queue", "language", "month"}}, {"closed.words", after, []string{"words"}}}
}

// writing is a record being written.
type writing struct {
	org   *flows.Org
	flows []*flows.Flow // by id
}

// stepsWhere names the steps of which something is true.
func (w *writing) stepsWhere(is func(*flows.Flow, *flows.Step) bool) []string {
	names := []string{}
	for _, f := range w.flows {
		for _, s := range f.Steps {
			if is(f, s) {
				names = append(names, f.ID+"/"+s.Name)
			}
		}
	}
	return names
}

// shared are the ways in which what a person says leaves the conversation.
func (w *writing) shared(r *Record, f *flows.Flow, s *flows.Step) {
	at := f.ID + "/" + s.Name
	if s.Tell != nil {
		words := s.Tell.Text.Source
		of, number := blanks(words)
		r.Told = append(r.Told, Told{Step: at, Who: s.Tell.Who.String(), Words: words, Of: of, Number: number})
	}
	if s.Hand != nil {
		about := ""
		if s.Hand.About != nil {
			about = s.Hand.About.Source
		}
		if s.Hand.Refer.To != "" {
			r.Letters = append(r.Letters, Letter{Step: at, Shares: strings.Trim(s.Hand.Refer.Shares, "<>")})
		}
		r.Staff = append(r.Staff, Staff{Queue: s.Hand.Queue, Step: at, About: about})
	}
	if s.Join != "" || s.Leave != "" {
		r.Groups = append(r.Groups, at)
	}
	if s.Course != nil {
		r.Courses = append(r.Courses, at)
	}
}
