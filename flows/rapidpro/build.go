package rapidpro

import (
	"fmt"
	"strings"
)

// builder makes the steps of one flow.
type builder struct {
	*importer
	f       *flow
	nodes   map[string]*node
	entries map[string]*step // the first step of each node
	sent    []message        // every text that is sent
}

// build makes a flow's steps and returns the first.
func (b *builder) build() *step {
	b.nodes, b.entries = map[string]*node{}, map[string]*step{}
	for i := range b.f.Nodes {
		n := &b.f.Nodes[i]
		if b.nodes[n.UUID] == nil {
			b.nodes[n.UUID], b.entries[n.UUID] = n, &step{}
		}
	}
	for i := range b.f.Nodes {
		if n := &b.f.Nodes[i]; b.nodes[n.UUID] == n {
			b.fill(b.entries[n.UUID], n)
		}
	}
	if len(b.f.Nodes) == 0 {
		return nil
	}
	return b.entries[b.f.Nodes[0].UUID]
}

// fill makes the steps of a node, from its first.
func (b *builder) fill(s *step, n *node) {
	for i := range n.Actions {
		s = b.action(s, &n.Actions[i])
	}
	if s.leaves != "" {
		return // nothing comes after it
	}
	r := n.Router
	switch {
	case r == nil:
		s.to = b.after(n, "")
	case r.Wait != nil && r.Wait.Type == "msg" && r.Type == "switch":
		if s.waits() {
			s = s.next()
		}
		b.ask(s, n)
	case r.Type == "random":
		s.todo = append(s.todo, "a random choice between "+plural(len(n.Exits), "way", "ways")+"; the first is taken always")
		s.to = b.after(n, "")
	case r.Type != "switch" || r.Wait != nil:
		s.todo = append(s.todo, fmt.Sprintf("a router of the type %q; the first way is taken always", r.Type))
		s.to = b.after(n, "")
	default:
		b.route(s, n)
	}
}

// next adds a step after another.
func (s *step) next() *step {
	s.to = &step{}
	return s.to
}

// after returns where an exit of a node leads; without a name, the first that
// leads anywhere.
func (b *builder) after(n *node, exit string) *step {
	for _, e := range n.Exits {
		if (exit == "" && e.To != "") || (exit != "" && e.UUID == exit) {
			return b.entries[e.To]
		}
	}
	return nil
}

// toCategory returns where a category of a node's router leads.
func (b *builder) toCategory(n *node, uuid string) *step {
	for _, c := range n.Router.Categories {
		if c.UUID == uuid && c.Exit != "" {
			return b.after(n, c.Exit)
		}
	}
	return nil
}

// named returns a category of a router by one of its names.
func (r *router) named(names ...string) (category, bool) {
	for _, name := range names {
		for _, c := range r.Categories {
			if strings.EqualFold(c.Name, name) {
				return c, true
			}
		}
	}
	return category{}, false
}

// message takes a text apart in every language.
func (b *builder) message(uuid, property, text string) message {
	m := message{"": b.parse(text)}
	for language := range b.f.Localization {
		if said := b.f.texts(language, uuid, property); len(said) > 0 && strings.TrimSpace(said[0]) != "" {
			m[language] = b.parse(said[0])
		}
	}
	return m
}

// parse takes a text apart, without what no flow may hold.
func (b *builder) parse(text string) phrase {
	all := parse(tidy(text))
	for i := range all {
		all[i].words = harmless(all[i].words)
	}
	return all
}

// plural is a number with what it counts.
func plural(n int, one, several string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, several)
}
