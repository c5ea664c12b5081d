package flows

import (
	"strings"

	"go.yaml.in/yaml/v4"
)

const (
	takesTell     = "who:, text: and more"
	takesAudience = "group and its id, with except me or without, or asker, or queue and its name"
)

// tellKeys is what tell: can have.
func tellKeys() []key[Tell] {
	return []key[Tell]{
		{"who", takesAudience, mustBeThere, "Who is told: a group, whoever asked the question that started this flow, or staff.", readAudience},
		{"text", takesText, mustBeThere, "What they are told.", func(l *loader, v *yaml.Node, t *Tell) bool { return textInto(l, v, &t.Text) }},
		{"options", takesToldOptions, "a text that asks nothing", "Makes it a question to each of them, with at most nine choices.", readToldOptions},
		{"flow", "a flow's name", "the answers are only counted", "Starts for whoever answers.", func(_ *loader, v *yaml.Node, t *Tell) bool { return oneName(v, namePattern, &t.Flow) }},
		{"for", takesDuration, "24 hours", "How long the question is open.", func(_ *loader, v *yaml.Node, t *Tell) bool {
			return duration(v, &t.For, nil) && t.For <= longestWait
		}},
		{"save", takesName, "nothing", "Where the answers can be read: <name.results>, and <name.id> for one choice.", func(_ *loader, v *yaml.Node, t *Tell) bool {
			return oneName(v, namePattern, &t.Save)
		}},
	}
}

const takesToldOptions = "choices with their names, a list of choices, or <variable> with a list"

func readTell(l *loader, v *yaml.Node, s *Step) bool {
	t := &Tell{For: usualFor}
	if !readKeys(l, v, "tell", tellKeys(), t) {
		return false
	}
	for _, missing := range []struct {
		key  string
		gone bool
	}{{"who", t.Who.Kind == ""}, {"text", t.Text == nil}} {
		if _, written := l.places[strings.Join(append(l.path[:len(l.path):len(l.path)], missing.key), ".")]; missing.gone && !written {
			l.faultAt("tell-what", v, "tell has no "+missing.key+":.", "nobody would be told anything.", "write it like  tell: {who: group walkers, text: The walk starts at ten.}")
		}
	}
	if t.Options == nil && (t.Flow != "" || t.Save != "") {
		l.faultAt("tell-what", v, "tell has flow: or save:, and no options:.", "without choices nobody can answer.", "add options:, or leave out flow: and save:.")
	}
	if t.Options != nil && t.Who.Kind == ToQueue {
		l.faultAt("tell-what", v, "tell asks a queue to choose.", "staff read what they are told and answer in words.", "leave out options:, or tell a group.")
	}
	s.Tell = t
	return true
}

// readAudience reads group walkers, group walkers except me, asker, queue desk.
func readAudience(_ *loader, v *yaml.Node, t *Tell) bool {
	text, _ := scalar(v)
	words := strings.Fields(text)
	switch {
	case text == string(ToAsker):
		t.Who = Audience{Kind: ToAsker}
		return true
	case len(words) < 2:
		return false
	}
	kind, name, rest := AudienceKind(words[0]), words[1], strings.Join(words[2:], " ")
	t.Who = Audience{Kind: kind, Name: name, ExceptMe: rest == "except me"}
	switch {
	case kind == ToGroup:
		return (rowID.MatchString(name) || isBlank(name)) && (rest == "" || t.Who.ExceptMe)
	case kind == ToQueue:
		return namePattern.MatchString(name) && rest == ""
	}
	return false
}

// readToldOptions reads choices that others are given. They lead nowhere by
// themselves: an answer is counted, or starts a flow.
func readToldOptions(l *loader, v *yaml.Node, t *Tell) bool {
	var s Step
	if v.Kind == yaml.MappingNode && valueOfKey(v, "from") != nil || !readOptions(l, v, &s) {
		return false
	}
	t.Options = s.Options
	if n := len(t.Options.Fixed); n > mostTold {
		l.faultAt("too-big", v, "this question to others has "+counted(n, "choice")+"; the limit is 9.", "it has no second page.", "give fewer choices.")
	}
	if t.Options.Many {
		l.faultAt("tell-what", v, "others can't choose several.", "each person has one answer.", "leave out many:.")
	}
	for _, o := range t.Options.Fixed {
		if o.Then != nil || o.If != nil {
			l.fault("tell-what", o.Pos, len(o.ID), "a choice that others are given can't have an arrow or if:.", "it is not this conversation that their answer leads on.", "leave it out, or write flow: with what starts for whoever answers.")
		}
	}
	return true
}
