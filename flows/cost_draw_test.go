package flows

import (
	"fmt"
	"strings"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/connective-messaging/connective/locales"
)

// costBlanks are the kinds of blanks that texts of the examples have.
var costBlanks = []string{"<v|nobody>", "<s0>", "<s1|none>", "<me.area|here>", "<me.first_name|A neighbour>", "<me.language>", "<me.groups>", "<group.name>", "<group.about>", "<g1.members>", "<me.phone>", "<poll.results>"}

// costOrg draws an organisation of the examples' shape: two flows that call and
// leave for each other, a list, texts in two languages, with blanks.
type costOrg struct {
	*rapid.T
	org   *Org
	texts int
}

func (c *costOrg) pick(name string, of ...string) string {
	return rapid.SampledFrom(of).Draw(c.T, name)
}

func (c *costOrg) words(most int) string {
	letters := rapid.SliceOfN(rapid.SampledFrom([]rune("abcdefg hij klm. ?{€")), 1, most).Draw(c.T, "words")
	if rapid.IntRange(0, 5).Draw(c.T, "letter") == 0 {
		letters = append(letters, rapid.SampledFrom([]rune("ŵł💚ع…’")).Draw(c.T, "odd"))
	}
	return string(letters)
}

// text draws a text with blanks in both languages.
func (c *costOrg) text(most int) *Text { return c.textWith(most, costBlanks) }

func (c *costOrg) textWith(most int, blanks []string) *Text {
	one := func() string {
		var out strings.Builder
		for range rapid.IntRange(0, 2).Draw(c.T, "blanks") {
			out.WriteString(c.words(most/2) + " " + c.pick("blank", blanks...))
		}
		return out.String() + c.words(most)
	}
	c.texts++
	t := &Text{ID: fmt.Sprintf("t%d", c.texts), Source: one()}
	require.NoError(c.T, c.org.texts.Add("en", t.ID, map[string]string{"other": t.Source}))
	if rapid.Bool().Draw(c.T, "translated") {
		require.NoError(c.T, c.org.texts.Add("cy", t.ID, map[string]string{"other": one()}))
	}
	return t
}

func (c *costOrg) target(steps int) *Target {
	if rapid.IntRange(0, 2).Draw(c.T, "then") == 0 {
		return nil
	}
	to := randomTarget(c.T, steps, []string{"a", "b"})
	return &to
}

func (c *costOrg) step(name string, steps int) *Step {
	s := &Step{Name: name, Tries: 2, Then: c.target(steps)}
	if rapid.Bool().Draw(c.T, "says") {
		s.Say = c.text(120)
	}
	switch c.pick("kind", "say", "menu", "menu", "list", "many", "text", "name", "number", "date", "items", "hand", "call", "when", "wait", "tell", "set") {
	case "menu":
		s.Ask, s.Options = c.text(150), &Options{}
		for i := range rapid.IntRange(1, 12).Draw(c.T, "choices") {
			opt := Option{ID: fmt.Sprintf("o%d", i), Label: *c.text(20), Then: c.target(steps)}
			if rapid.Bool().Draw(c.T, "if") {
				opt.If = &Condition{root: expr{kind: exprSet, left: operand{text: "v"}}}
			}
			s.Options.Fixed = append(s.Options.Fixed, opt)
		}
		s.Options.Empty = c.target(steps)
		s.Opt = rapid.Bool().Draw(c.T, "optional")
	case "list":
		s.Ask, s.Save = c.text(120), "group"
		s.Options = &Options{From: c.pick("from", "groups", "my groups"), Limit: rapid.IntRange(0, 40).Draw(c.T, "limit"), Empty: c.target(steps)}
		if rapid.Bool().Draw(c.T, "where") {
			cond, fault := parseCondition(c.pick("where", "area is <me.area>", "area has <v> and not joined", "area is north", "area is one of north, south or joined"), Pos{})
			require.Nil(c.T, fault)
			s.Options.Where = cond
		}
		if rapid.Bool().Draw(c.T, "label") {
			s.Options.Label = &Text{Source: "<name>, <area> " + c.words(10)}
		}
	case "many":
		s.Ask, s.Save, s.Options = c.text(60), "v", &Options{Many: true, Fixed: []Option{{ID: "one", Label: *c.text(30)}, {ID: "two", Label: *c.text(30)}}}
	case "text":
		s.Ask, s.Answer, s.Opt, s.Hint = c.text(100), &Answer{Kind: answerText}, true, c.text(60)
	case "name":
		s.Ask, s.Answer, s.Save = c.text(100), &Answer{Kind: answerName}, "me.first_name"
	case "number":
		s.Ask, s.Answer, s.Remind = c.text(200), &Answer{Kind: answerNumber, Min: 1, Max: 5000}, time.Hour
	case "date":
		s.Ask, s.Answer = c.text(100), &Answer{Kind: answerDate}
	case "items":
		s.Ask, s.Answer, s.Save = c.text(60), &Answer{Kind: answerList, Min: 2, Max: 6}, "v"
	case "hand":
		s.Hand = &HandOver{Queue: "desk", IfNobody: c.text(150)}
	case "call":
		s.Call = c.pick("call", "a", "b")
		s.With = []Assign{{Name: "v", Value: Text{Source: c.pick("with", "health visitor", "<s0>", "<v> and <s1|x>")}}}
	case "when":
		s.When = []Branch{{If: &Condition{root: expr{kind: exprSet, left: operand{text: "v"}}}, Then: randomTarget(c.T, steps, []string{"a", "b"})}, {Then: randomTarget(c.T, steps, []string{"a", "b"})}}
		s.Then = nil
	case "wait":
		s.Wait = &Wait{For: time.Duration(rapid.IntRange(0, 2).Draw(c.T, "wait")) * time.Hour, Clock: -1}
	case "tell":
		s.Tell = &Tell{Who: Audience{Kind: ToGroup, Name: "g1"}, Text: c.text(150)}
		if rapid.Bool().Draw(c.T, "asks") {
			s.Tell.Options, s.Tell.Save = &Options{Fixed: []Option{{ID: "yes", Label: *c.textWith(20, costBlanks[:len(costBlanks)-1])}, {ID: "no"}}}, "poll"
		} else if rapid.Bool().Draw(c.T, "items") {
			s.Tell.Options, s.Tell.Save = &Options{From: "<v>"}, "poll"
		}
	case "set":
		s.Set = []Assign{{Name: c.pick("set", "v", "me.area", "me.language", "group"), Value: Text{Source: c.pick("to", "cy", "north", "g1", "<v>", "<me.area>-<v|->", "<group.about>")}}}
		s.Join = "<group>"
	}
	return s
}

func drawCostOrg(t *rapid.T) *Org {
	o := &Org{ID: "town", Name: "Town", Language: "en", Languages: []string{"en", "cy"}, Timezone: time.UTC, MenuFlows: []string{"a", "b"},
		Flows: map[string]*Flow{}, Lists: map[string]*List{"groups": {Name: "groups", Columns: []string{"id", "name", "name:cy", "area", "about"}}}, texts: locales.NewCatalog("en"),
		Consents: []Consent{{"updates", "Texts"}}, Profile: []ProfileField{{Name: "area", Type: "choice"}, {Name: "first_name", Type: "name"}}}
	c := &costOrg{T: t, org: o}
	for i := range rapid.IntRange(0, 14).Draw(t, "groups") {
		o.Lists["groups"].Rows = append(o.Lists["groups"].Rows, Row{"id": fmt.Sprintf("g%d", i), "name": c.words(40), "name:cy": c.words(40), "area": c.pick("area", "north", "south", "north south"), "about": c.words(120)})
	}
	for _, id := range o.MenuFlows {
		f := &Flow{ID: id, Title: *c.text(30), Parts: rapid.IntRange(1, 4).Draw(t, "parts"), Language: "en", Needs: []string{"v"}, index: map[string]int{}}
		n := rapid.IntRange(1, 6).Draw(t, "steps")
		for i := range n {
			f.index[fmt.Sprintf("s%d", i)] = i
			f.Steps = append(f.Steps, c.step(fmt.Sprintf("s%d", i), n))
		}
		o.Flows[id] = f
	}
	return o
}
