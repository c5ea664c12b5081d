package flows

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// standardChoices are the ids of choices that bring words of their own, in
// every language.
var standardChoices = []string{"yes", "no", "skip", "none", "other"}

// rowID is the form of the ids in lists.
var rowID = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,62}$`)

// readOptions reads a numbered list, written out or from somewhere.
func readOptions(l *loader, v *yaml.Node, s *Step) bool {
	o := &Options{Limit: usualLimit}
	s.Options = o
	v = l.undashed(v)
	switch v.Kind {
	case yaml.ScalarNode:
		return blankInto(v, &o.From)
	case yaml.SequenceNode:
		return readChoiceList(l, v, o)
	case yaml.MappingNode:
		if valueOfKey(v, "from") != nil {
			return readKeys(l, v, "options", optionsKeys(), o) && l.findsServices(v, o) && l.listsTips(v, o)
		}
		readChoices(l, v, o)
		return len(v.Content) > 0
	}
	return false
}

// findsServices reports find: where the choices are no services.
func (l *loader) findsServices(v *yaml.Node, o *Options) bool {
	if o.Find != "" && o.From != fromServices {
		l.faultAt("wrong-kind", valueOfKey(v, "find"), "find: looks for services, and these choices are "+o.From+".", "nothing would be found.", "write  from: services , or leave find: out.")
	}
	return true
}

// listsTips reports child: where the choices are no tips.
func (l *loader) listsTips(v *yaml.Node, o *Options) bool {
	if o.Child != "" && o.From != fromTips {
		l.faultAt("wrong-kind", valueOfKey(v, "child"), "child: chooses among tips, and these choices are "+o.From+".", "nothing would be left out.", "write  from: tips , or leave child: out.")
	}
	return true
}

// blankInto reads a <variable> into a field.
func blankInto(v *yaml.Node, into *string) bool {
	words, _ := scalar(v)
	if !isBlank(words) {
		return false
	}
	*into = words
	return true
}

// valueOfKey returns what a mapping has under a key, or nil.
func valueOfKey(m *yaml.Node, name string) *yaml.Node {
	for i := 0; i+1 < len(m.Content); i += 2 {
		if m.Content[i].Value == name {
			return m.Content[i+1]
		}
	}
	return nil
}

// optionsKeys is what options: can have when the choices come from a list.
func optionsKeys() []key[Options] {
	return []key[Options]{
		{"from", "groups, my groups, events, services, tips, languages, a list's name, or <variable>", "must be there", "Where the choices come from: any CSV file with id and name; events are the groups with a date to come.", readFrom},
		{"where", "a condition", "all", "Which rows; bare names are the row's columns, <names> are variables.", func(l *loader, v *yaml.Node, o *Options) bool { return l.condition(v, &o.Where) }},
		{"near", "<variable> with a postcode", "nothing", "Puts the nearest first, by outcodes.csv.", func(_ *loader, v *yaml.Node, o *Options) bool {
			return blankInto(v, &o.Near)
		}},
		{"find", "<variable> with what people wrote", "nothing", "Services that fit their own words, the best first, and only what is within reach of near:. For from: services.", func(_ *loader, v *yaml.Node, o *Options) bool {
			return blankInto(v, &o.Find)
		}},
		{"child", "<variable> with a stage or a child's birthday", "all", "Leaves out what is for a child of another age, by the column stage. For from: tips.", func(_ *loader, v *yaml.Node, o *Options) bool {
			return blankInto(v, &o.Child)
		}},
		{"label", takesText, "the row's name", "The words of each choice; <names> in it are the row's columns.", func(l *loader, v *yaml.Node, o *Options) bool { return textInto(l, v, &o.Label) }},
		{"sort", "a column's name", "the file's order", "The column by which the choices are put in order.", func(_ *loader, v *yaml.Node, o *Options) bool { return oneName(v, columnPattern, &o.Sort) }},
		{"limit", "a number from 1 to 40", "24", "The most choices that are offered.", func(_ *loader, v *yaml.Node, o *Options) bool { return wholeNumber(v, 1, maxChoices, &o.Limit) }},
		{"empty", takesTarget, "an apology and MENU", "Where to go when there is nothing to list.", func(l *loader, v *yaml.Node, o *Options) bool { return l.target(v, &o.Empty) }},
		{"many", takesYes, "no", "Lets people choose several, as in 1 3.", func(_ *loader, v *yaml.Node, o *Options) bool { return yesNo(v, &o.Many) }},
	}
}

func readFrom(_ *loader, v *yaml.Node, o *Options) bool {
	words, ok := scalar(v)
	o.From = words
	return ok && (words == fromMyGroups || namePattern.MatchString(words) || isBlank(words))
}

// readChoices reads choices with their ids. many: stands among them.
func readChoices(l *loader, v *yaml.Node, o *Options) {
	for i := 0; i+1 < len(v.Content); i += 2 {
		k, value := v.Content[i], v.Content[i+1]
		switch {
		case k.Value == "many":
			if !yesNo(value, &o.Many) {
				l.wrongKind(value, "many", takesYes)
			}
		case !namePattern.MatchString(k.Value):
			switch {
			case l.tight(k, value):
			case value.Tag == "!!null" && value.Value == "":
				l.comma(k)
			case strings.Trim(k.Value, "0123456789.)") == "":
				l.numbered(k, value)
			default:
				l.badName(k, "the name of a choice")
			}
		default:
			l.under(k.Value, value, func() { readChoice(l, k, value, o) })
		}
	}
	tooManyChoices(l, v, o)
}

// numbered reports choices that somebody has numbered by hand.
func (l *loader) numbered(k, value *yaml.Node) {
	name := slug(value.Value)
	if !namePattern.MatchString(name) {
		name = "mornings"
	}
	l.faultAt("wrong-kind", k, "a choice can't be called "+quoted(k.Value)+".", "the numbers are given by themselves: what stands here is what the answer is stored as.",
		"give it a name of your own, such as  "+name+": "+firstLine(value.Value))
}

func tooManyChoices(l *loader, v *yaml.Node, o *Options) {
	if n := len(o.Fixed); n > maxChoices {
		l.faultAt("too-big", v, "this list has "+counted(n, "choice")+"; the limit is 40.", "nobody reads so many on a phone.", "ask something first, or put them into a CSV file and use where:.")
	}
}

// readChoiceList reads choices that are written as a list of labels, whose ids
// are made from the labels.
func readChoiceList(l *loader, v *yaml.Node, o *Options) bool {
	for _, item := range v.Content {
		words, ok := scalar(item)
		label, _, _ := cutArrow(words)
		id := slug(label)
		if !ok || id == "" {
			return false
		}
		l.under(id, item, func() { readChoice(l, item, item, o) })
		o.Fixed[len(o.Fixed)-1].ID = id
		if slices.Contains(standardChoices, id) {
			o.Fixed[len(o.Fixed)-1].Label.Source = label
		}
	}
	tooManyChoices(l, v, o)
	return len(v.Content) > 0
}

// slug makes an id from a label: "Mill Lea" gives mill_lea.
func slug(label string) string {
	id := strings.Join(strings.FieldsFunc(strings.ToLower(label), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }), "_")
	if id != "" && id[0] >= '0' && id[0] <= '9' {
		id = "n" + id
	}
	return id[:min(len(id), 31)]
}

// readChoice reads one choice: a label, "label -> target", or a mapping.
func readChoice(l *loader, k, v *yaml.Node, o *Options) {
	c := Option{ID: k.Value, Pos: l.pos(k)}
	switch {
	case v.Kind == yaml.MappingNode:
		readKeys(l, v, "a choice", choiceKeys(), &c)
	case v.Kind == yaml.ScalarNode:
		l.hashCut(v)
		readLabel(l, v, &c)
	default:
		l.wrongKind(v, "a choice", "a text, or label:, also:, then: and if:")
	}
	if c.Label.Source == "" && !slices.Contains(standardChoices, c.ID) {
		l.faultAt("no-label", k, "the choice "+quoted(c.ID)+" has no words.", "people would see a number with nothing after it.",
			"write them after the colon. Only yes, no, skip, none and other bring their own.")
	}
	c.Label.ID = l.id()
	o.Fixed = append(o.Fixed, c)
}

// choiceKeys is what one choice can have.
func choiceKeys() []key[Option] {
	return []key[Option]{
		{"label", takesText, "must be there", "The words that are shown.", func(l *loader, v *yaml.Node, c *Option) bool {
			l.hashCut(v)
			above := l.path
			l.path = above[:len(above)-1]
			defer func() { l.path = above }()
			return readLabel(l, v, c)
		}},
		{"also", "a list of words, such as [debt, rent]", "none", "Other words that choose it.", readAlso},
		{"then", takesTarget, "the step's", "Where this choice leads.", func(l *loader, v *yaml.Node, c *Option) bool { return l.target(v, &c.Then) }},
		{"if", "a condition", "always", "Offers the choice only if this is true.", func(l *loader, v *yaml.Node, c *Option) bool { return l.condition(v, &c.If) }},
	}
}

// readLabel reads "label" or "label -> target".
func readLabel(l *loader, v *yaml.Node, c *Option) bool {
	if v.Kind != yaml.ScalarNode {
		return false
	}
	words := strings.TrimSpace(v.Value)
	label, arrow, hasArrow := cutArrow(words)
	if hasArrow {
		t, ok := parseTarget(arrow)
		t.Pos = l.find(l.pos(v), "-> "+arrow)
		t.Pos.Column += len("-> ")
		if !ok {
			l.fault("wrong-kind", t.Pos, max(1, len([]rune(arrow))), "what follows -> must be "+takesTarget+", not "+quoted(arrow)+".", "the conversation would have nowhere to go.", "write "+takesTarget+".")
		} else {
			c.Then = &t
		}
	} else {
		l.oddArrow(v, words)
	}
	if label != "" {
		c.Label = *l.keep(v, label, map[string]string{"other": label}, "")
	}
	return true
}

// oddArrow reports an arrow that leads nowhere, because it is drawn with another
// sign or has no space before it: people would be sent it with the label.
func (l *loader) oddArrow(v *yaml.Node, words string) {
	m := arrowLike.FindStringSubmatchIndex(words)
	if m == nil {
		return
	}
	arrow, pos := words[m[4]:m[5]], l.pos(v)
	pos.Column += len([]rune(words[:m[4]]))
	l.fault("odd-arrow", pos, len([]rune(arrow)), "this arrow leads nowhere.", "people would be sent it as a part of the words.", "write  "+words[m[2]:m[3]]+" -> "+words[m[6]:m[7]])
}

// arrowLike matches what people write for an arrow to a step.
var arrowLike = regexp.MustCompile(`^(.*\S)\s*(->|-->|=>|—>|–>|→|➔|➜|⇒|⟶)\s*((?:flow )?[a-z][a-z0-9_]*)$`)

// cutArrow cuts "label -> target" in two.
func cutArrow(words string) (label, target string, found bool) {
	at := strings.LastIndex(words, "->")
	if at < 0 || at > 0 && words[at-1] != ' ' {
		return words, "", false
	}
	return strings.TrimSpace(words[:at]), strings.TrimSpace(words[at+len("->"):]), true
}

func readAlso(l *loader, v *yaml.Node, c *Option) bool {
	items, ok := scalars(v)
	for i, item := range items {
		l.under(strconv.Itoa(i+1), item, func() {
			words, _ := scalar(item)
			c.Also = append(c.Also, *l.keep(item, words, map[string]string{"other": words}, ""))
		})
	}
	return ok
}

// answerPattern matches the kinds of free answer.
var answerPattern = regexp.MustCompile(`^(text|name|postcode|date|time|phone|email|(number|list) (-?\d{1,9})-(\d{1,9}))$`)

func readAnswer(_ *loader, v *yaml.Node, s *Step) bool {
	words, _ := scalar(v)
	m := answerPattern.FindStringSubmatch(words)
	a := Answer{Kind: "text"}
	s.Answer = &a
	if m == nil {
		return false
	}
	a.Kind = m[1]
	if m[2] != "" {
		a.Kind = m[2]
		a.Min, _ = strconv.Atoi(m[3])
		a.Max, _ = strconv.Atoi(m[4])
	}
	return a.Min <= a.Max
}

// counted is a number with what it counts.
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}
