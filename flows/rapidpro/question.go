package rapidpro

import (
	"fmt"
	"slices"
	"strings"
)

// ask makes a question of a node that waits for a text.
func (b *builder) ask(s *step, n *node) {
	r := n.Router
	q := &question{result: b.key(r.ResultName)}
	s.asks = q
	if operand := strings.ToLower(strings.TrimSpace(r.Operand)); operand != "" && operand != "@input" && operand != "@input.text" {
		s.todo = append(s.todo, "a question that looks at "+oneLine(r.Operand)+", not at the reply; it looks at the reply now")
	}
	late := ""
	if t := r.Wait.Timeout; t != nil && t.Seconds > 0 {
		q.minutes, late = (t.Seconds+59)/60, t.Category
		if q.late = b.toCategory(n, late); b.nags[b.f.UUID] && q.late != nil {
			q.late = nil
			s.todo = append(s.todo, "where it goes when nobody replies: it would ask again for ever; it ends now")
		}
	}
	for _, c := range r.Categories {
		switch c.UUID {
		case late:
			continue
		case r.Default:
			if len(r.Cases) > 0 {
				q.other, q.retries = b.others(n, c)
				continue
			}
		}
		if made := b.choice(n, c); len(made.tests) > 0 || len(r.Cases) == 0 && c.UUID == r.Default {
			q.choices = append(q.choices, made)
		}
	}
}

// others is where a reply goes that fits no test. Where nothing is drawn from
// there the question is asked again: people would hear nothing else. Where a
// test leads there as well, somebody meant the flow to end.
func (b *builder) others(n *node, c category) (to *step, retries bool) {
	to = b.toCategory(n, c.UUID)
	meant := slices.ContainsFunc(n.Router.Cases, func(t test) bool { return t.Category == c.UUID })
	return to, to == nil && !meant
}

// choice makes a choice of a category and the tests that lead to it.
func (b *builder) choice(n *node, c category) choice {
	made := choice{name: oneLine(c.Name), label: b.message(c.UUID, "name", c.Name), also: map[string][]string{}, to: b.toCategory(n, c.UUID)}
	for _, t := range n.Router.Cases {
		if t.Category != c.UUID {
			continue
		}
		made.tests = append(made.tests, t)
		for language := range b.f.Localization {
			made.also[language] = append(made.also[language], wordsOf(test{Type: t.Type, Arguments: b.f.texts(language, t.UUID, "arguments")})...)
		}
	}
	return made
}

// route makes a step that decides without a reply.
func (b *builder) route(s *step, n *node) {
	r := n.Router
	switch kind := b.kindOf(n); kind {
	case "enter_flow", "open_ticket":
		if s.leaves == "" {
			s.to = b.goodWay(n)
		}
		return
	case "":
	default:
		b.service(s, n, kind)
		return
	}
	if s.waits() {
		s = s.next()
	}
	s.to = b.toCategory(n, r.Default)
	of := operandOf(r.Operand)
	if of.kind == noRef {
		if len(r.Cases) > 0 {
			s.todo = append(s.todo, "a decision by "+oneLine(r.Operand)+"; the way of all other cases is taken always")
		}
		return
	}
	for _, t := range r.Cases {
		to := b.toCategory(n, t.Category)
		if to != s.to || len(r.Cases) > 1 {
			s.when = append(s.when, branch{of: of, test: t, to: to})
		}
	}
}

// kindOf returns the action whose outcome a router looks at, or nothing.
func (b *builder) kindOf(n *node) string {
	operand := strings.ToLower(n.Router.Operand)
	for i := len(n.Actions) - 1; i >= 0; i-- {
		a := n.Actions[i]
		outcome := a.ResultName != "" && strings.Contains(operand, "results."+b.key(a.ResultName))
		switch {
		case a.Type == "enter_flow" && strings.Contains(operand, "child"), a.Type == "open_ticket" && (outcome || strings.Contains(operand, "ticket")):
			return a.Type
		case outcome, a.Type == "call_webhook" && strings.Contains(operand, "webhook"), a.Type == "transfer_airtime" && strings.Contains(operand, "transfer"),
			strings.HasPrefix(a.Type, "call_") && strings.Contains(operand, "locals"):
			return a.Type
		}
	}
	return ""
}

// goodWay is where a router leads when what it looks at went well.
func (b *builder) goodWay(n *node) *step {
	if c, ok := n.Router.named("Complete", "Completed", "Success", "Opened"); ok {
		return b.toCategory(n, c.UUID)
	}
	if len(n.Router.Categories) > 0 {
		return b.toCategory(n, n.Router.Categories[0].UUID)
	}
	return b.after(n, "")
}

// service goes on after something that is not done here: as if it had failed,
// for that is what the author foresaw; as if it had gone well where nothing was
// foreseen for its failing.
func (b *builder) service(s *step, n *node, kind string) {
	failed := b.toCategory(n, n.Router.Default)
	if c, ok := n.Router.named("Failure", "Failed", "Error"); ok {
		failed = b.toCategory(n, c.UUID)
	}
	how := "failed"
	s.to = failed
	if failed == nil {
		s.to, how = b.goodWay(n), "gone well"
	}
	s.todo = append(s.todo, fmt.Sprintf("what follows %s; the conversation goes on as if it had %s", kind, how))
}

// operandOf returns what a router looks at.
func operandOf(operand string) ref {
	p := parse(strings.TrimSpace(operand))
	if len(p) != 1 {
		return ref{}
	}
	switch path := strings.ToLower(strings.Trim(p[0].lost, "@()")); {
	case p[0].ref.kind != noRef && p[0].ref.kind != inputOf && p[0].ref.key != phoneKey:
		return p[0].ref
	case path == "contact.groups":
		return ref{kind: fieldOf, key: groupsKey}
	case path == "contact.language":
		return ref{kind: fieldOf, key: languageKey}
	}
	return ref{}
}

// groupsKey stands for the groups that a person is in.
const groupsKey = "@groups"
