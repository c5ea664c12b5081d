package diff

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/connective-messaging/connective/flows"
)

func assigned(all []flows.Assign) string {
	var said []string
	for _, a := range all {
		said = append(said, a.Name+": "+a.Value.Source)
	}
	return strings.Join(said, ", ")
}

// told says whom a step tells something, and what they can answer.
func told(t *flows.Tell) string {
	if t == nil {
		return ""
	}
	said := t.Who.String()
	if t.Options != nil {
		said += ", who choose of " + choices(t.Options) + " within " + flows.Length(t.For)
	}
	if t.Flow != "" {
		said += ", which starts the flow " + t.Flow
	}
	if t.Save != "" {
		said += ", kept as " + t.Save
	}
	return said
}

// choices says what can be chosen: the ids, or where they come from.
func choices(o *flows.Options) string {
	if o == nil {
		return ""
	}
	var said []string
	for _, opt := range o.Fixed {
		id := opt.ID
		if opt.If != nil {
			id += " (if " + opt.If.Source + ")"
		}
		said = append(said, id)
	}
	if o.From != "" {
		said = append(said, "from "+o.From)
		if o.Where != nil {
			said = append(said, "where "+o.Where.Source)
		}
		if o.Near != "" {
			said = append(said, "near "+o.Near)
		}
		if o.Find != "" {
			said = append(said, "found by "+o.Find)
		}
		if o.Child != "" {
			said = append(said, "for a child of "+o.Child)
		}
		if o.Sort != "" {
			said = append(said, "by "+o.Sort)
		}
		said = append(said, fmt.Sprintf("at most %d", o.Limit))
	}
	if o.Many {
		said = append(said, "several at once")
	}
	return strings.Join(said, ", ")
}

func answer(a *flows.Answer) string {
	switch {
	case a == nil:
		return ""
	case a.Max > 0 || a.Min != 0:
		return fmt.Sprintf("a %s %d-%d", a.Kind, a.Min, a.Max)
	case a.Kind == "text":
		return "any text"
	}
	return "a " + a.Kind
}

func saved(s *flows.Step) string {
	switch {
	case s.Ask == nil:
		return ""
	case s.Save != "":
		return s.Save
	}
	return s.Name
}

func yes(is bool) string {
	if is {
		return "yes"
	}
	return ""
}

func tries(s *flows.Step) string {
	if s.Ask == nil {
		return ""
	}
	return strconv.Itoa(s.Tries)
}

func length(d time.Duration) string {
	if d <= 0 {
		return ""
	}
	return flows.Length(d)
}

func timeout(of side, s *flows.Step) string {
	if s.Ask == nil {
		return ""
	}
	return flows.Length(of.flow.WaitsFor(s))
}

func queue(h *flows.HandOver) string {
	if h == nil {
		return ""
	}
	return "the queue " + h.Queue
}

func waited(w *flows.Wait) string {
	if w == nil {
		return ""
	}
	return w.String()
}

// number is a number that is not 0.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// byItself says when a flow starts without anybody texting.
func byItself(f *flows.Flow) string {
	var said []string
	for _, e := range f.Start.Every {
		said = append(said, "every "+e.Text+" to "+f.Start.To.String())
	}
	for _, a := range f.Start.After {
		said = append(said, strings.TrimSpace("after "+string(a.Kind)+" "+a.Name))
	}
	return strings.Join(said, ", ")
}

// course says what a step does with courses of tips.
func course(c *flows.CourseStep) string {
	switch {
	case c == nil:
		return ""
	case c.Join != "":
		return "joins " + c.Join + " from " + c.From
	}
	return "leaves " + c.Leave
}
