package rapidpro

import (
	"fmt"
	"slices"
	"strings"
)

// action adds what an action does to a step, or to new ones after it, and
// returns the last.
func (b *builder) action(s *step, a *action) *step {
	if s.leaves != "" {
		return s
	}
	switch a.Type {
	case "send_msg":
		return b.send(s, a)
	case "set_run_result":
		return s.assign(assign{ref{kind: resultOf, key: b.key(asText(a.Name))}, b.parse(asText(a.Value))})
	case "set_contact_field":
		return b.setField(s, a.Field.Key, asText(a.Value))
	case "set_contact_name":
		return b.setField(s, "name", asText(a.Name))
	case "set_contact_language":
		return b.setLanguage(s, a)
	case "add_contact_groups", "remove_contact_groups":
		return b.groups(s, a)
	case "enter_flow":
		return b.enter(s, a)
	case "open_ticket":
		return b.ticket(s, a)
	}
	s.todo = append(s.todo, describe(a))
	return s
}

// send adds a text.
func (b *builder) send(s *step, a *action) *step {
	if s.waits() {
		s = s.next()
	}
	if n := len(a.Attachments); n > 0 {
		s.todo = append(s.todo, plural(n, "picture or file", "pictures or files")+" sent with the text")
	}
	if m := b.message(a.UUID, "text", a.Text); len(m[""]) > 0 {
		s.said, b.sent = append(s.said, m), append(b.sent, m)
	}
	return s
}

// assign adds an effect. It is done before the step says anything, so it goes
// into a step of its own where the words before it would show another value.
func (s *step) assign(a assign) *step {
	if s.waits() || s.mentions(a.what) || slices.ContainsFunc(s.set, func(o assign) bool { return o.what == a.what }) || s.forgets(a.what) {
		s = s.next()
	}
	s.set = append(s.set, a)
	return s
}

// mentions tells whether the words of a step show something.
func (s *step) mentions(r ref) bool {
	for _, m := range s.said {
		for _, p := range m {
			if p.uses(r) {
				return true
			}
		}
	}
	return false
}

func (s *step) forgets(r ref) bool { return r.kind == fieldOf && slices.Contains(s.forget, r.key) }

func (b *builder) setField(s *step, key, value string) *step {
	what := ref{kind: fieldOf, key: strings.ToLower(key)}
	if key == "" {
		s.todo = append(s.todo, "a contact field without a name")
		return s
	}
	if p := b.parse(value); len(p) > 0 {
		return s.assign(assign{what, p})
	}
	if s.waits() || s.mentions(what) || slices.ContainsFunc(s.set, func(o assign) bool { return o.what == what }) {
		s = s.next()
	}
	if !s.forgets(what) {
		s.forget = append(s.forget, what.key)
	}
	return s
}

func (b *builder) setLanguage(s *step, a *action) *step {
	tag, known := tagOf(a.Language)
	if !known || !slices.Contains(b.languages, tag) {
		s.todo = append(s.todo, fmt.Sprintf("the language %q, which no flow is translated into", oneLine(a.Language)))
		return s
	}
	return s.assign(assign{ref{kind: fieldOf, key: languageKey}, phrase{{words: tag}}})
}

// languageKey stands for the language that a person is texted in.
const languageKey = "@language"

// groups adds memberships, one a step.
func (b *builder) groups(s *step, a *action) *step {
	if a.AllGroups {
		s.todo = append(s.todo, "leaving all groups")
	}
	for _, g := range a.Groups {
		if g.Name == "" {
			s.todo = append(s.todo, "a group whose name is made up by "+oneLine(g.Match))
			continue
		}
		if s.waits() || s.join != "" || s.leave != "" {
			s = s.next()
		}
		b.group(g.Name)
		if a.Type == "add_contact_groups" {
			s.join = g.Name
		} else {
			s.leave = g.Name
		}
	}
	return s
}

// enter adds a call of another flow, or leaves for it.
func (b *builder) enter(s *step, a *action) *step {
	id, there := b.ids[a.Flow.UUID]
	if !there {
		s.todo = append(s.todo, fmt.Sprintf("enter_flow: the flow %q is not imported", oneLine(a.Flow.Name)))
		return s
	}
	if s.waits() {
		s = s.next()
	}
	if a.Terminal || b.circles(b.f.UUID, a.Flow.UUID) {
		if !a.Terminal {
			s.todo = append(s.todo, fmt.Sprintf("coming back from %s, since that flow leads back to this one", id))
		}
		s.leaves = id
		return s
	}
	s.call = id
	return s
}

// ticket hands the conversation to staff.
func (b *builder) ticket(s *step, a *action) *step {
	if s.waits() {
		s = s.next()
	}
	topic := "staff"
	if a.Topic != nil && a.Topic.Name != "" && !strings.EqualFold(a.Topic.Name, "general") {
		topic = a.Topic.Name
	}
	note := a.Note
	if note == "" {
		note = asText(a.Body)
	}
	s.hands = &handOver{b.queue(topic), b.parse(note)}
	return s
}

// describe says what an action was, without the addresses in it, which may hold
// secrets.
func describe(a *action) string {
	if a.ResultName != "" {
		return fmt.Sprintf("%s, whose result was called %q", oneLine(a.Type), oneLine(a.ResultName))
	}
	if a.Type == "" {
		return "an action without a type"
	}
	return cut(oneLine(a.Type), 60)
}
