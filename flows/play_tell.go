package flows

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

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

// exitUntold leaves the machine when a group may not be told, or an event has no
// place.
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
