package flows

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/connective-messaging/connective/locales"
)

// asker is the variable that holds who asked the question that started a flow,
// by their person id. What a flow may say of them is in asker.first_name and
// the like.
const asker = "asker"

// tell plans a text to others. Whom it is for must be known.
func (t *turn) tell(step *Step) {
	d := Told{Who: step.Tell.Who, Flow: step.Tell.Flow}
	switch d.Who.Kind {
	case ToGroup:
		d.Who.Name = t.raw(d.Who.Name).String()
	case ToAsker:
		d.Who.Name = t.frame().Vars[asker].One
	}
	if d.Who.Name == "" || d.Who.Kind == ToGroup && t.tooOften(step, d.Who.Name) {
		return
	}
	id := t.tellID()
	if step.Tell.Options != nil {
		d.For, d.Counts = step.Tell.For, step.Tell.Save != ""
		if d.For <= 0 {
			d.For = usualFor
		}
		t.whole(func() { d.Choices = t.toldChoices(step.Tell.Options) })
		if len(d.Choices) == 0 {
			return
		}
	}
	if d.Flow != "" {
		d.Vars = t.given(d.Flow)
	}
	if save := step.Tell.Save; save != "" {
		t.remembers(save, id, d.Choices)
	}
	d.Text = t.inEveryLanguage(step.Tell, d.Choices)
	t.plan(Effect{Kind: EffectTell, Name: id, Tell: &d})
}

// exitUntold leaves the machine when a group may not be told.
const exitUntold = "untold "

// tooOften refuses to tell a group more often than one member may. The person is
// told so, and the flow ends there: what it would say next is that it was sent.
func (t *turn) tooOften(step *Step, group string) bool {
	if t.w.TellAgain == nil {
		return false
	}
	planned := 0
	for _, e := range t.out.Effects {
		if e.Kind == EffectTell && e.Tell.Who.Kind == ToGroup && e.Tell.Who.Name == group {
			planned++
		}
	}
	again := t.w.TellAgain(group, planned)
	if again.IsZero() {
		return false
	}
	name := group
	if row := t.org.List(fromGroups).Row(group); row != nil {
		name = t.column(row, "name")
	}
	t.say(locales.Say(t.lang, "told.limit", "group", name, "time", again.In(t.org.Timezone).Format(timeOnly)))
	t.exit, t.src = exitUntold, step.Name
	return true
}

// tellID names a question or text to others: the same turn always makes the same
// names.
func (t *turn) tellID() string {
	t.told++
	sum := sha256.Sum256([]byte(t.base.ID + "\x00" + t.w.Event + "\x00" + t.w.Person + "\x00" + strconv.Itoa(t.told)))
	return "t-" + hex.EncodeToString(sum[:8])
}

// toldChoices are the choices of a question to others in every language.
func (t *turn) toldChoices(opts *Options) []ToldChoice {
	var all []ToldChoice
	add := func(c ToldChoice) { all = append(all, c) }
	if name, ok := variableName(opts.From); ok {
		for _, item := range t.frame().Vars[name].Items() {
			c := ToldChoice{ID: item, Label: map[string]string{}, Names: map[string][]string{}}
			for _, tag := range t.org.Languages {
				label := clip(t.hideNumber(item), varLetters)
				c.Label[tag], c.Names[tag] = label, []string{locales.Fold(label)}
			}
			add(c)
		}
	}
	for i := range opts.Fixed {
		opt := &opts.Fixed[i]
		c := ToldChoice{ID: opt.ID, Label: map[string]string{}, Names: map[string][]string{}}
		own := t.flow.language(t.org)
		t.eachLanguage(func(tag string) {
			label := t.hideNumber(t.words(&opt.Label))
			if label == "" {
				label = t.org.optionLabel(tag, *opt)
			}
			label = clip(label, varLetters) // it is kept, and may hold what was kept before
			names := append([]string{locales.Fold(label)}, t.org.optionNames(tag, *opt, false)[1:]...)
			if tag != own {
				names = append(names, t.org.optionNames(own, *opt, false)...)
			}
			slices.Sort(names)
			c.Label[tag], c.Names[tag] = label, slices.Compact(names)
		})
		add(c)
	}
	return all[:min(len(all), mostTold)]
}

// inEveryLanguage renders what others are told, with the choices below it. Staff
// are told all of it.
func (t *turn) inEveryLanguage(tell *Tell, choices []ToldChoice) map[string]string {
	texts := map[string]string{}
	t.eachLanguage(func(tag string) {
		render := func() string {
			lines := []string{t.hideNumber(t.words(tell.Text))}
			for i, c := range choices {
				lines = append(lines, lineOf(i+1, c.Label[tag]))
			}
			return strings.Join(lines, "\n")
		}
		if tell.Who.Kind == ToQueue {
			t.whole(func() { texts[tag] = render() })
			return
		}
		texts[tag] = t.briefly(render)
	})
	return texts
}

// eachLanguage does something in each of the organisation's languages. What it
// says is for others.
func (t *turn) eachLanguage(do func(tag string)) {
	before := t.lang
	t.telling = true
	for _, tag := range t.org.Languages {
		t.lang = tag
		do(tag)
	}
	t.lang, t.telling = before, false
}

// given is what a flow is given that starts for whoever answers: what it needs
// of this flow's variables, and who asked.
func (t *turn) given(name string) map[string]Value {
	vars := map[string]Value{asker: {One: t.w.Person}}
	if flow := t.org.Flows[name]; flow != nil {
		for _, need := range flow.Needs {
			if v, ok := t.frame().Vars[need]; ok {
				vars[need] = t.hidden(v)
			}
		}
	}
	for _, field := range t.org.askers {
		if v := t.mine(field); !v.Empty() && field != "phone" {
			vars[asker+"."+field] = t.hidden(v)
		}
	}
	return vars
}

// remembers keeps a question to others where its answers can be read.
func (t *turn) remembers(name, id string, choices []ToldChoice) {
	p := Poll{ID: id}
	for _, c := range choices {
		p.Choices = append(p.Choices, ToldChoice{ID: c.ID, Label: c.Label})
	}
	polls := map[string]Poll{name: p}
	for other, poll := range t.frame().Polls {
		if other != name {
			polls[other] = poll
		}
	}
	t.frame().Polls = polls
}

// answers returns what a blank such as poll.results or poll.yes tells of the
// answers to a question to others. It reports false if the name is of none.
func (t *turn) answers(base, column string) (string, bool) {
	poll, ok := t.frame().Polls[base]
	if !ok {
		return "", false
	}
	counts := t.w.Answers[poll.ID]
	count := func(i int) string {
		if i < len(counts) {
			return strconv.Itoa(counts[i])
		}
		return "0"
	}
	var all []string
	for i, c := range poll.Choices {
		if c.ID == column {
			return count(i), true
		}
		label := c.Label[t.lang]
		if label == "" {
			label = c.ID
		}
		all = append(all, label+" "+count(i))
	}
	return strings.Join(all, ", "), column == "results"
}

// sharesNumber tells whether the person has agreed in this conversation that
// others see their number.
func (t *turn) sharesNumber() bool {
	frame := t.frame()
	return frame != nil && slices.Contains(frame.Given, shareNumber)
}

// hidden is a value without the person's own number.
func (t *turn) hidden(v Value) Value {
	v.One = t.hideNumber(v.One)
	v.Many = slices.Clone(v.Many)
	for i := range v.Many {
		v.Many[i] = t.hideNumber(v.Many[i])
	}
	return v
}

// fewestDigits is how many digits of the end of a number give it away.
const fewestDigits = 9

// hideNumber takes the person's own number out of what others are told, however
// it is written, unless they have agreed to share it.
func (t *turn) hideNumber(text string) string {
	digits := onlyDigits(t.w.Phone)
	if t.sharesNumber() || len(digits) < fewestDigits {
		return text
	}
	secret := digits[len(digits)-fewestDigits:]
	var out strings.Builder
	letters := []rune(text)
	for at := 0; at < len(letters); {
		end := at
		for end < len(letters) && ofNumber(letters[end]) {
			end++
		}
		run := string(letters[at:end])
		switch {
		case end == at:
			out.WriteRune(letters[at])
			end++
		case strings.Contains(onlyDigits(run), secret):
			lead := run[:len(run)-len(strings.TrimLeft(run, " "))]
			tail := run[len(strings.TrimRight(run, " .")):]
			out.WriteString(lead + locales.Say(t.lang, "told.hidden") + tail)
		default:
			out.WriteString(run)
		}
		at = end
	}
	return out.String()
}

// ofNumber tells whether a letter can stand within a phone number.
func ofNumber(r rune) bool { return unicode.IsDigit(r) || strings.ContainsRune("+ -.()/", r) }

// onlyDigits keeps the digits of a text, whatever their script.
func onlyDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, locales.Fold(text))
}
