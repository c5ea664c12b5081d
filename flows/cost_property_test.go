package flows

import (
	"fmt"
	"strings"
	"testing"
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

// costReplies are what people write, some of it at length.
var costReplies = []string{"1", "2", "3", "9", "0", "yes", "skip", "1 2", "north", "what", "2 september 2026", "4711", "Łukasz Wieczorek", "a tea, a cake, a very long walk",
	strings.Repeat("long ", 100), strings.Repeat("💚", 300), strings.Repeat("…", 600) + "ł", "\U0001d160\U0001d160 sing, sing"}

// TestNoTextTakesMorePartsThanLintSays plays random conversations with random
// flows of the examples' shape: no text that is sent takes more parts than were
// worked out for where the turn ends, and none more than the flow's, if they
// were.
func TestNoTextTakesMorePartsThanLintSays(t *testing.T) {
	near := 0
	rapid.Check(t, func(t *rapid.T) {
		o := drawCostOrg(t)
		most, told := map[*Step]int{}, map[*Step]int{}
		for _, e := range newPaths(newCosts(o)).endings() {
			kept := most
			if e.kind == endTell || e.kind == endNobody {
				kept = told
			}
			kept[e.step] = max(kept[e.step], e.parts(mostSize))
		}
		menu := newPaths(newCosts(o)).menu(ending{limit: 2}, "en", exactly(locales.Say("en", "menu.top"))).parts(mostSize)
		menu = max(menu, newPaths(newCosts(o)).menu(ending{limit: 2}, "cy", exactly(locales.Say("cy", "menu.top"))).parts(mostSize))
		for _, f := range o.Flows {
			require.NoError(t, f.compile(o))
		}
		k := &talk{org: o, w: World{Now: morning, Me: map[string]string{}, Phone: "+447700900123", Members: func(string) int { return 123456 }}}
		last := o.Begin(Conversation{}, k.w, "a", nil)
		before := Conversation{}
		for range rapid.IntRange(1, 10).Draw(t, "texts") {
			allowed := menu
			step := func(flow, name string) {
				if s := o.Flows[flow].Step(name); s != nil {
					allowed = max(allowed, most[s])
				}
			}
			if n := len(last.Path); n > 0 {
				flow, name, _ := strings.Cut(last.Path[n-1], "/")
				step(flow, name)
			}
			for _, c := range []Conversation{before, last.Conversation} {
				for _, frame := range c.Frames() {
					step(frame.Flow, frame.Step)
				}
			}
			got := partsOf(last.Text)
			require.LessOrEqual(t, got, allowed, "%s\n%q", last.Path, last.Text)
			if got == allowed && got > 1 {
				near++
			}
			for _, e := range last.Effects {
				costTold(t, o, last, e, told)
				k.do(e)
			}
			before = restored(t, last.Conversation)
			k.w.Now = k.w.Now.Add(time.Duration(rapid.IntRange(0, 30).Draw(t, "hours")) * time.Hour)
			last = randomPlay(t, o, k.w, rapid.SampledFrom(costReplies).Draw(t, "text"))(before)
		}
	})
	require.Positive(t, near, "some texts are as long as was said")
}

// costTold checks what others are told.
func costTold(t *rapid.T, o *Org, p Played, e Effect, told map[*Step]int) {
	worst := 0
	for _, at := range p.Path {
		flow, name, _ := strings.Cut(at, "/")
		worst = max(worst, told[o.Flows[flow].Step(name)])
	}
	if e.Tell != nil {
		for _, text := range e.Tell.Text {
			require.LessOrEqual(t, partsOf(text), worst, "%q", text)
		}
	}
	require.LessOrEqual(t, partsOf(e.IfNobody), max(worst, 1), "%q", e.IfNobody)
}
