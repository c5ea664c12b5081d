package flows

import (
	"strings"

	"go.yaml.in/yaml/v4"
)

// loader reads one file into a flow or an organisation.
type loader struct {
	*source
	flow   *Flow          // the flow being read, nil in other files
	path   []string       // the keys above what is being read, without "steps"
	places map[string]Pos // where the value of each key stands, by path
}

// under reads something that stands under a key.
func (l *loader) under(key string, v *yaml.Node, read func()) {
	l.path = append(l.path, key)
	l.places[strings.Join(l.path, ".")] = l.pos(v)
	read()
	l.path = l.path[:len(l.path)-1]
}

// id is the id of the text being read, such as "groups/top.ask".
func (l *loader) id() string { return l.flow.ID + "/" + strings.Join(l.path, ".") }

// target reads where a conversation goes.
func (l *loader) target(v *yaml.Node, into **Target) bool {
	words, ok := scalar(v)
	if !ok {
		return false
	}
	t, ok := parseTarget(words)
	if !ok {
		return false
	}
	t.Pos = l.pos(v)
	*into = &t
	return true
}

// parseTarget reads the words of a target.
func parseTarget(words string) (Target, bool) {
	switch words {
	case "end", "menu", "back", "again":
		return Target{Kind: TargetKind(words)}, true
	}
	if name, ok := strings.CutPrefix(words+" ", "flow "); ok {
		name = strings.TrimSpace(name)
		return Target{Kind: ToFlow, Name: name}, namePattern.MatchString(name)
	}
	return Target{Kind: ToStep, Name: words}, namePattern.MatchString(words)
}

// condition reads a condition. Its faults are in plain words.
func (l *loader) condition(v *yaml.Node, into **Condition) bool {
	words, ok := scalar(v)
	if !ok {
		return false
	}
	c, err := parseCondition(words, l.pos(v))
	if err != nil {
		at := l.pos(v)
		at.Column += len([]rune(words[:err.at]))
		l.fault("bad-condition", at, 1, "I can't follow the condition "+quoted(words)+": "+err.message+".", "the bot would not know which way to go.",
			"write it like  area is castlefields  or  age >= 60 and not me.groups has walkers.")
		return true
	}
	*into = c
	return true
}

// assigns reads a mapping of names and the texts that they are given.
func (l *loader) assigns(v *yaml.Node, into *[]Assign) bool {
	if v.Kind != yaml.MappingNode {
		return false
	}
	for i := 0; i+1 < len(v.Content); i += 2 {
		k, value := v.Content[i], v.Content[i+1]
		if !pathPattern.MatchString(k.Value) {
			l.wrongKind(k, "this", takesName)
			continue
		}
		l.under(k.Value, value, func() {
			if t, ok := l.text(value); !ok {
				l.wrongKind(value, k.Value, takesText)
			} else if t != nil {
				*into = append(*into, Assign{Name: k.Value, Value: *t})
			}
		})
	}
	return true
}
