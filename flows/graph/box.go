package graph

import (
	"regexp"
	"strings"

	"github.com/connective-messaging/connective/flows"
)

// glance is how many letters of a step's words a picture shows.
const glance = 110

// boxOf returns the box of a step.
func boxOf(s *flows.Step) Box {
	b := Box{ID: "s_" + s.Name, Kind: Say, Name: s.Name, Does: "says", Notes: effects(s), Line: s.Pos.Line}
	switch {
	case s.Ask != nil:
		b.Kind, b.Does = Ask, "asks"
	case s.Hand != nil:
		b.Kind, b.Does = Staff, "staff answer"
		b.Notes = append(b.Notes, "to the queue "+s.Hand.Queue)
	case s.Call != "":
		b.Kind, b.Does = Call, "runs a flow"
		b.Notes = append(b.Notes, "runs "+s.Call+" and comes back")
	case s.Wait != nil:
		b.Kind, b.Does = Wait, "waits"
		b.Notes = append(b.Notes, s.Wait.String())
	case len(s.When) > 0:
		b.Kind, b.Does = When, "decides"
	case s.Say == nil && s.Tell != nil:
		b.Kind, b.Does = Tell, "tells others"
	case s.Say == nil:
		b.Kind, b.Does = Note, "notes"
	}
	b.Notes = cleaned(append(told(s.Tell, b.Kind != Tell), b.Notes...))
	b.Whole = sent(s, b.Kind)
	b.Words = cut(b.Whole, glance)
	b.Urgent = urgent(b.Whole)
	return b
}

// sent is what a step sends: to the person, or to others where it does nothing
// else.
func sent(s *flows.Step, kind Kind) string {
	if kind == Tell {
		return clean(s.Tell.Text.Source)
	}
	var said []string
	for _, t := range []*flows.Text{s.Say, s.Ask} {
		if t != nil {
			said = append(said, clean(t.Source))
		}
	}
	return strings.Join(said, " ")
}

// told says whom a step tells something, and what they can answer.
func told(t *flows.Tell, words bool) []string {
	if t == nil {
		return nil
	}
	line := "tells " + t.Who.String()
	if t.Options != nil {
		line = "asks " + t.Who.String()
	}
	if words {
		line += ": " + cut(clean(t.Text.Source), 60)
	}
	lines := []string{line}
	if t.Options != nil {
		lines = append(lines, "for "+flows.Length(t.For))
	}
	if t.Flow != "" {
		lines = append(lines, "whoever answers starts the flow "+t.Flow)
	}
	return lines
}

// effects says what a step does before it says anything, and how it asks.
func effects(s *flows.Step) []string {
	var lines []string
	add := func(what string, names ...string) {
		if len(names) > 0 && names[0] != "" {
			lines = append(lines, what+strings.Join(names, ", "))
		}
	}
	var set []string
	for _, a := range s.Set {
		set = append(set, a.Name)
	}
	add("sets ", set...)
	add("forgets ", s.Forget...)
	add("records consent: ", s.OptIn...)
	add("ends consent: ", s.OptOut...)
	add("joins the group ", s.Join)
	add("leaves the group ", s.Leave)
	if c := s.Course; c != nil {
		add("joins the course ", c.Join)
		add("leaves the course ", c.Leave)
	}
	add("keeps the answer as ", s.Save)
	if s.Exact {
		lines = append(lines, "takes exact words alone")
	}
	if s.Remind > 0 {
		add("asks once more after ", flows.Length(s.Remind))
	}
	return lines
}

// emergency matches the numbers to call in danger or despair.
var emergency = regexp.MustCompile(`\b(999|112|111|116 ?123)\b`)

// urgent tells whether words tell of an emergency number.
func urgent(words string) bool { return emergency.MatchString(words) }
