package flows

import (
	"strings"

	"github.com/connective-messaging/connective/locales"
)

var checkNamesSensitive = check{
	Code: "names-sensitive",
	Last: true,
	What: "A text that nobody has just asked for names a sensitive group.",
	Why:  "Somebody else may see the phone, and read what its owner has told nobody.",
	Mend: "Write it without the group's name, such as  We meet tomorrow at 2pm. What is sent by itself is what is told to others, what starts by the clock, what comes after a wait or when nobody replied, lessons of courses, and events.",
	Bad: `start: {words: [TEA]}
steps:
  top: {tell: {who: group grief, text: The Grief cafe is closed today.}, say: Sent.}
-- groups.csv --
id,name,sensitive
grief,Grief cafe,yes
`,
	Good: `start: {words: [TEA]}
steps:
  top: {tell: {who: group grief, text: We are closed today.}, say: Sent.}
-- groups.csv --
id,name,sensitive
grief,Grief cafe,yes
`,
	Flow: func(c *flowLint) {
		if len(c.org.sensitiveGroups()) == 0 {
			return
		}
		unasked := c.unasked()
		for _, w := range c.f.written {
			s := c.stepOf(w.Text)
			if s == nil || w.fixed {
				continue
			}
			key := strings.TrimPrefix(w.ID, c.f.ID+"/"+s.Name+".")
			told := strings.HasPrefix(key, "tell.")
			switch {
			case told && s.Tell.Who.Kind != ToQueue:
				c.namesSensitive(w, s, key, s.Tell.Who)
			case !told && unasked[s] && sentWith(key):
				c.namesSensitive(w, s, key, c.f.Start.To)
			}
		}
	},
	Org: func(c *orgLint) {
		if len(c.org.sensitiveGroups()) > 0 {
			c.lessonsNameSensitive()
			c.eventsNameSensitive()
		}
	},
}

// unnamed is how to mend a text that names a sensitive group.
const unnamed = "write it without the group's name."

// sentWith tells whether a text of a step is sent as the conversation comes to it, and
// not in answer to what somebody replies.
func sentWith(key string) bool {
	return key == "say" || key == "ask" || strings.HasPrefix(key, "options.")
}

// namesSensitive reports a text for certain people that names a sensitive group, or may
// do so.
func (c *flowLint) namesSensitive(w written, s *Step, key string, to Audience) {
	group := ""
	if to.Kind == ToGroup {
		group = to.Name
	}
	for _, tag := range c.org.Languages {
		pos := c.textPos(ending{step: s, key: key, tag: tag})
		for _, form := range c.ways().forms(tag, &w.Text) {
			name := c.org.namesSensitive(form, group)
			if name == "" {
				name = c.mayNameSensitive(form)
			}
			if name != "" {
				c.in(pos).namesSensitive(pos, name, unnamed)
				return
			}
		}
	}
}

// mayNameSensitive returns a blank that is filled with the name of whichever group was
// chosen.
func (c *flowLint) mayNameSensitive(text string) string {
	for _, b := range locales.Blanks(text) {
		name, column, _ := strings.Cut(b.Name, ".")
		v := c.names.vars[name]
		if v != nil && v.list != nil && v.list == c.org.List(fromGroups) && (column == "name" || column == "word") {
			return text[b.Start:b.End]
		}
	}
	return ""
}

func (s *source) namesSensitive(pos Pos, name, fix string) {
	pos = s.find(pos, name)
	s.fault("names-sensitive", pos, len([]rune(name)), quoted(name)+" is, or may be, a sensitive group, and nobody has asked for this text just now.",
		"somebody else may see the phone.", fix)
}

// unasked are the steps of the flow whose texts are sent though nobody has texted just
// before: the clock starts them, a wait is over, or nobody has replied.
func (c *flowLint) unasked() map[*Step]bool {
	reached := map[*Step]bool{}
	var come func(to Target, from *Step)
	come = func(to Target, from *Step) {
		s := from
		if to.Kind == ToStep {
			s = c.f.Step(to.Name)
		}
		if s == nil || reached[s] || to.Kind != ToStep && to.Kind != ToAgain {
			return
		}
		reached[s] = true
		for _, w := range c.graph.ways[s.Name] {
			if w.passing {
				come(w.to, s)
			}
		}
	}
	if len(c.f.Start.Every) > 0 {
		come(Target{Kind: ToStep, Name: c.f.Steps[0].Name}, nil)
	}
	for _, s := range c.f.Steps {
		switch {
		case s.Wait != nil:
			for _, w := range c.graph.ways[s.Name] {
				come(w.to, s)
			}
		case s.Timeout != nil && s.Timeout.Then != nil:
			come(*s.Timeout.Then, s)
		}
		if s.Remind > 0 {
			reached[s] = true
		}
	}
	return reached
}
