package processing

import (
	"regexp"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/locales"
)

const me = "me."

func (w *writing) field(p flows.ProfileField) Field {
	f := Field{Name: p.Name, Type: p.Type, Why: p.Why, Keep: keep(p)}
	f.Saved = w.stepsWhere(func(_ *flows.Flow, s *flows.Step) bool { return saves(s, me+p.Name) })
	f.Used = w.stepsWhere(func(f *flows.Flow, s *flows.Step) bool { return names(s, p.Name) })
	for _, flow := range w.flows {
		if where := flow.Start.To.Where; where != nil && mentions(where.Source, p.Name) {
			f.Used = append(f.Used, flow.ID+" (for whom it starts)")
		}
	}
	return f
}

// keep is how long a field is kept, in years where it is whole years.
func keep(p flows.ProfileField) string {
	const year = 365 * 24
	if hours := int(p.Keep.Hours()); hours > 0 && hours%year == 0 {
		return counted(hours/year, "year")
	}
	return flows.Length(p.Keep)
}

// saves tells whether a step keeps something under a name.
func saves(s *flows.Step, name string) bool {
	return s.Save == name || slices.ContainsFunc(s.Set, func(a flows.Assign) bool { return a.Name == name })
}

// names tells whether a step's words, choices, conditions or values use a me.
// field.
func names(s *flows.Step, field string) bool {
	return slices.ContainsFunc(sources(s), func(words string) bool { return mentions(words, field) })
}

func mentions(words, field string) bool {
	return slices.Contains(mentioned(words), field)
}

// mine finds the fields of the person, and of whoever asked them.
var mine = regexp.MustCompile(`\b(?:me|asker)\.([a-z][a-z0-9_]*)`)

func mentioned(words string) (fields []string) {
	for _, m := range mine.FindAllStringSubmatch(words, -1) {
		fields = append(fields, m[1])
	}
	return fields
}

// sources are all that is written in a step, but for where things are kept.
func sources(s *flows.Step) []string {
	var all []string
	text := func(texts ...*flows.Text) {
		for _, t := range texts {
			if t != nil {
				all = append(all, t.Source)
			}
		}
	}
	condition := func(c *flows.Condition) {
		if c != nil {
			all = append(all, c.Source)
		}
	}
	text(s.Say, s.Ask, s.Hint)
	for _, values := range [][]flows.Assign{s.Set, s.With} {
		for _, a := range values {
			all = append(all, a.Value.Source)
		}
	}
	for _, b := range s.When {
		condition(b.If)
	}
	choices := []*flows.Options{s.Options}
	if s.Tell != nil {
		text(s.Tell.Text)
		choices = append(choices, s.Tell.Options)
	}
	if s.Hand != nil {
		text(s.Hand.About, s.Hand.IfNobody)
	}
	if s.Wait != nil {
		all = append(all, s.Wait.Until)
	}
	for _, o := range choices {
		if o == nil {
			continue
		}
		all = append(all, o.From, o.Near)
		condition(o.Where)
		text(o.Label)
		for _, opt := range o.Fixed {
			text(&opt.Label)
			condition(opt.If)
		}
	}
	if c := s.Course; c != nil {
		all = append(all, c.Join, "<"+c.From+">", c.Leave)
	}
	return append(all, s.Join, s.Leave)
}

// blanks are the names of what a text tells, and whether a number is among it.
func blanks(words string) (of []string, number bool) {
	of = []string{}
	for _, b := range locales.Blanks(words) {
		if b.Name == me+"phone" {
			number = true
		}
		if !slices.Contains(of, b.Name) {
			of = append(of, b.Name)
		}
	}
	return of, number
}

// answersOf are the names under which a flow keeps answers in the conversation.
func answersOf(f *flows.Flow) []string {
	var all []string
	add := func(name string) {
		if !strings.HasPrefix(name, me) && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	for _, s := range f.Steps {
		if s.Ask != nil && s.Save == "" {
			add(s.Name)
		} else if s.Ask != nil {
			add(s.Save)
		}
		for _, a := range s.Set {
			add(a.Name)
		}
	}
	return all
}

// dataset adds the rows that a flow keeps.
func (w *writing) dataset(all []Dataset, f *flows.Flow) []Dataset {
	if f.Record == "" {
		return all
	}
	at := slices.IndexFunc(all, func(d Dataset) bool { return d.Name == f.Record })
	if at < 0 {
		at = len(all)
		all = append(all, Dataset{Name: f.Record})
	}
	d := &all[at]
	d.Flows = append(d.Flows, f.ID)
	for _, name := range slices.Concat(f.Needs, answersOf(f), []string{"when", "language"}, w.area()) {
		if !slices.Contains(d.Columns, name) && !phones(f, name) {
			d.Columns = append(d.Columns, name)
		}
	}
	return all
}

// area is the column that every row has where the organisation keeps an area.
func (w *writing) area() []string {
	if slices.ContainsFunc(w.org.Profile, func(p flows.ProfileField) bool { return p.Name == "area" }) {
		return []string{"area"}
	}
	return nil
}

// phones tells whether a flow asks for a phone number under that name: no row
// keeps one.
func phones(f *flows.Flow, name string) bool {
	return slices.ContainsFunc(f.Steps, func(s *flows.Step) bool {
		return s.Answer != nil && s.Answer.Kind == "phone" && (s.Save == name || s.Save == "" && s.Name == name)
	})
}
