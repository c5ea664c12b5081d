package flows

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// shaped is a flow with everything in it that a shape is made of.
const shaped = `
title: Tea and groups
start: {words: [TEA]}
needs: [house, street]
record: teas
timeout: 2 days
steps:
  top:
    say: Welcome to Mill Town.
    ask: What would you like?
    options:
      tea: Tea -> sugar
      group: {label: A group, also: [club], if: not me.groups has walk, then: list}
      none: Nothing
    hint: Reply with a number.
    tries: 1
    else: menu
    timeout: {after: 1 day, then: bye}
    then: check
  check:
    set: {seen: often, where: <house>}
    when:
      me.area is WB1 or top is none: bye
      else: sugar
  sugar:
    ask: How many sugars?
    answer: number 0-5
    save: sugars
    remind: 3 hours
    optional: yes
  agree:
    ask: May we text you?
    exact: yes
    options: {yes: Yes, no: No -> bye}
  agreed: {opt_in: updates, forget: [me.choice]}
  list:
    ask: Which group?
    options: {from: groups, where: area is <me.area> and kind is club, near: <house>, sort: name, limit: 5, empty: bye}
    save: group
  joined: {join: <group>, leave: quit}
  survey: {call: other, with: {service: <group>, kind: group}}
  person:
    say: Somebody will answer.
    hand_over: {queue: desk, about: About <group>, if_nobody: Sorry for the wait.}
    then: end
  bye: {say: Goodbye., then: end}
`

const shapedOther = "needs: [service, kind]\nsteps:\n  top: {ask: \"Was <service> good?\", options: {yes: Yes, no: No}}\n"

// shapeWith is the shape of the flow with some of its words replaced.
func shapeWith(t testing.TB, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		require.Contains(t, shaped, pairs[i], "there is nothing of the kind to replace")
	}
	return unlinted(t, strings.NewReplacer(pairs...).Replace(shaped)).Flows["main"].Shape
}

// unlinted loads the flow as one that was published.
func unlinted(t testing.TB, main string) *Org {
	t.Helper()
	o, err := LoadPublished("mill", Files{"org.yaml": []byte(town), "groups.csv": []byte(townGroups), "outcodes.csv": []byte(townOutcodes),
		"main.yaml": []byte(main), "other.yaml": []byte(shapedOther)}, nil)
	require.NoError(t, err)
	return o
}

// TestAShapeIsTheSameOnEveryMachine holds the shape of one flow. Should it ever
// fail, conversations under way would no longer know their flows after an
// update: mend what takes the hash, not the test.
func TestAShapeIsTheSameOnEveryMachine(t *testing.T) {
	require.Equal(t, "b1f2e430bdc52f7d", shapeWith(t))
}

func TestWordsAreNoPartOfAShape(t *testing.T) {
	for name, pairs := range map[string][]string{
		"a question":                   {"ask: What would you like?", "ask: What can we do?"},
		"what is said":                 {"say: Welcome to Mill Town.", "say: Welcome."},
		"nothing said":                 {"    say: Welcome to Mill Town.\n", ""},
		"a plural":                     {"say: Goodbye.", "say: {count: sugars, one: One., other: Many.}"},
		"a label":                      {"tea: Tea ->", "tea: A cup of tea ->"},
		"other words of a choice":      {"also: [club]", "also: [club, society]"},
		"a hint":                       {"    hint: Reply with a number.\n", ""},
		"the title":                    {"title: Tea and groups", "title: Teas"},
		"a note for colleagues":        {"title: Tea", "about: Tea.\ntitle: Tea"},
		"a start word":                 {"words: [TEA]", "words: [TEA, CUPPA]"},
		"what staff are told":          {"about: About <group>", "about: A group"},
		"what is said if nobody":       {", if_nobody: Sorry for the wait.", ""},
		"how long a text may be":       {"record: teas", "record: teas\nparts: 3"},
		"a former name":                {"  check:\n", "  check:\n    was: choose\n"},
		"a default, written out":       {"tries: 1", "tries: 1\n    optional: no"},
		"the step below, written":      {"save: sugars", "save: sugars\n    then: agree"},
		"the flow's own time-out":      {"after: 1 day", "after: 24 hours"},
		"brackets and spaces":          {"me.area is WB1 or top is none", "(me.area is WB1)  or (top is none)"},
		"keys in another order":        {"    tries: 1\n    else: menu\n", "    else: menu\n    tries: 1\n"},
		"options in another order":     {"{from: groups, where: area is <me.area> and kind is club", "{where: area is <me.area> and kind is club, from: groups"},
		"values in another order":      {"{service: <group>, kind: group}", "{kind: group, service: <group>}"},
		"needs in another order":       {"[house, street]", "[street, house]"},
		"a comment":                    {"steps:\n", "steps: # the steps\n"},
		"a step that stands elsewhere": {"  bye: {say: Goodbye., then: end}\n", "", "  check:\n", "  bye: {say: Goodbye., then: end}\n  check:\n"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, shapeWith(t), shapeWith(t, pairs...))
		})
	}
}

func TestWhatAnswersLeadToIsPartOfAShape(t *testing.T) {
	seen := map[string]string{shapeWith(t): "nothing"}
	for name, pairs := range map[string][]string{
		"a step's name":          {"  agreed: {", "  agreeing: {"},
		"a step gone":            {"  joined: {join: <group>, leave: quit}\n", ""},
		"a step more":            {"  bye: {", "  last: {say: Thanks., then: end}\n  bye: {"},
		"the first step":         {"steps:\n", "steps:\n  first: {say: Hello.}\n"},
		"what a child's age is":  {"{from: groups, where:", "{from: tips, child: <top>, where:"},
		"what an answer is of":   {"tries: 1", "tries: 1\n    helpful: <group>"},
		"an id":                  {"tea: Tea ->", "cuppa: Tea ->"},
		"a choice more":          {"none: Nothing", "coffee: Coffee\n      none: Nothing"},
		"choices turned round":   {"      tea: Tea -> sugar\n", "", "      none: Nothing\n", "      none: Nothing\n      tea: Tea -> sugar\n"},
		"an arrow of a choice":   {"tea: Tea -> sugar", "tea: Tea -> bye"},
		"an arrow of a wait":     {"else: menu", "else: end"},
		"an arrow of a time-out": {"then: bye}", "then: end}"},
		"where a list is empty":  {"empty: bye", "empty: person"},
		"where a step goes":      {"Goodbye., then: end", "Goodbye., then: menu"},
		"a condition":            {"me.area is WB1", "me.area is WB2"},
		"a condition's and":      {"WB1 or top", "WB1 and top"},
		"a condition's not":      {"not me.groups has walk", "me.groups has walk"},
		"a branch":               {"      else: sugar", "      me.area is WB3: bye\n      else: sugar"},
		"a kind of answer":       {"number 0-5", "text"},
		"an answer's range":      {"number 0-5", "number 1-5"},
		"a variable":             {"save: sugars", "save: lumps"},
		"the tries":              {"tries: 1", "tries: 0"},
		"a reminder":             {"remind: 3 hours", "remind: 4 hours"},
		"a time-out":             {"after: 1 day", "after: 2 days"},
		"the flow's time-out":    {"timeout: 2 days", "timeout: 3 days"},
		"no guessing":            {"    exact: yes\n", "    exact: yes\n    optional: yes\n"},
		"optional":               {"    optional: yes\n", ""},
		"what is set":            {"seen: often", "seen: once"},
		"what is set, in order":  {"{seen: often, where: <house>}", "{where: <house>, seen: often}"},
		"what is forgotten":      {"[me.choice]", "[me.choice, me.area]"},
		"a consent":              {"opt_in: updates", "opt_out: updates"},
		"a group joined":         {"join: <group>", "join: walk"},
		"a group left":           {"leave: quit", "leave: knit"},
		"a course joined":        {"leave: quit", "leave: quit, course: {join: bump, from: day}"},
		"a course left":          {"leave: quit", "leave: quit, course: {leave: bump}"},
		"what is listed":         {"from: groups, where: area is <me.area> and kind is club", "from: outcodes"},
		"which rows":             {"kind is club", "kind is health"},
		"near what":              {"near: <house>", "near: <street>"},
		"in which order":         {"sort: name", "sort: date"},
		"how many":               {"limit: 5", "limit: 6"},
		"several at once":        {"limit: 5", "limit: 5, many: yes"},
		"a called flow":          {"{call: other, with: {service: <group>, kind: group}}", "{say: How was it?}"},
		"what it is given":       {"kind: group}", "kind: walk}"},
		"a hand-over":            {"    hand_over: {queue: desk, about: About <group>, if_nobody: Sorry for the wait.}\n", ""},
		"a text to others":       {"{say: Goodbye., then", "{say: Goodbye., tell: {who: group walk, text: Bye.}, then"},
		"who is told":            {"{say: Goodbye., then", "{say: Goodbye., tell: {who: group walk except me, text: Bye.}, then"},
		"what others are asked":  {"{say: Goodbye., then", "{say: Goodbye., tell: {who: group walk, text: Bye., options: [Tea, Milk]}, then"},
		"for how long":           {"{say: Goodbye., then", "{say: Goodbye., tell: {who: group walk, text: Bye., options: [Tea, Milk], for: 2 days}, then"},
		"what their answer does": {"{say: Goodbye., then", "{say: Goodbye., tell: {who: group walk, text: Bye., options: [Tea, Milk], flow: other}, then"},
		"where answers are read": {"{say: Goodbye., then", "{say: Goodbye., tell: {who: group walk, text: Bye., options: [Tea, Milk], save: poll}, then"},
		"a wait":                 {"{say: Goodbye., then", "{say: Goodbye., wait: 2 days, then"},
		"how long a wait":        {"{say: Goodbye., then", "{say: Goodbye., wait: 3 days, then"},
		"until when a wait":      {"{say: Goodbye., then", "{say: Goodbye., wait: until Monday, then"},
		"what is needed":         {"[house, street]", "[house, street, town]"},
		"a dataset":              {"record: teas", "record: cups"},
	} {
		t.Run(name, func(t *testing.T) {
			shape := shapeWith(t, pairs...)
			require.NotContains(t, seen, shape, "the same as with another change: %s", seen[shape])
			seen[shape] = name
		})
	}
}

// TestEveryKeyIsShapeOrWords fails when a step, a question or a flow can hold
// something new: decide whether it belongs to the shape, write that down in
// version_shape.go, and put the field here.
func TestEveryKeyIsShapeOrWords(t *testing.T) {
	for _, known := range []struct {
		of     any
		fields string
	}{
		{Flow{}, "ID Org File Title About Language Languages Start Needs Record Timeout Parts Steps Shape"}, // what it derives from them is not listed
		{Step{}, "Name Pos Was Set Forget OptIn OptOut Join Leave Course Tell Say Ask Options Answer Hint Exact Opt Helpful Save Tries Else Remind Timeout When Call With Hand Wait Then fit"},
		{Wait{}, "For Until Clock Days Shift"},
		{Tell{}, "Who Text Options Flow For Save"},
		{Audience{}, "Kind Name ExceptMe Where"},
		{Options{}, "Fixed From Where Near Find Child Label Sort Limit Empty Many"},
		{Option{}, "ID Label Also If Then Pos"},
		{Answer{}, "Kind Min Max"},
		{Timeout{}, "After Then"},
		{Branch{}, "If Then"},
		{HandOver{}, "Queue About IfNobody Refer"},
		{Refer{}, "To Shares Within"},
		{Assign{}, "Name Value"},
		{Target{}, "Kind Name Pos"},
		{Condition{}, "Source Pos root"},
		{expr{}, "kind kids left values order"},
		{operand{}, "kind text at"},
	} {
		kind := reflect.TypeOf(known.of)
		var fields []string
		for i := range kind.NumField() {
			if field := kind.Field(i); kind.Name() != "Flow" || field.IsExported() {
				fields = append(fields, field.Name)
			}
		}
		require.Equal(t, known.fields, strings.Join(fields, " "), "%s", kind.Name())
	}
	for kind := exprOr; kind <= exprOrder; kind++ {
		require.NotEmpty(t, exprNames[kind])
	}
}

// TestOfRandomFlowsOnlyOnesAlikeShareAShape changes random flows: new words
// leave the shape as it is, another arrow never does.
func TestOfRandomFlowsOnlyOnesAlikeShareAShape(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := randomFlow(t, "a", []string{"a"})
		o := &Org{ID: "town", Language: "en", Languages: []string{"en"}, Flows: map[string]*Flow{"a": f}}
		require.NoError(t, f.compile(o))
		before := f.Shape
		s := f.Steps[rapid.IntRange(0, len(f.Steps)-1).Draw(t, "step")]
		s.Say = words("Other words.")
		require.Equal(t, before, f.shapeOf())
		ways := f.edges(s)
		to := randomTarget(t, len(f.Steps), []string{"a"})
		s.Then = &to
		require.Equal(t, reflect.DeepEqual(ways, f.edges(s)), before == f.shapeOf())
	})
}

func TestAFitIsTheSameQuestion(t *testing.T) {
	step := func(words string) string {
		return unlinted(t, "steps:\n  top:\n"+words).Flows["main"].Steps[0].fit
	}
	first := step("    ask: Tea?\n    options: {tea: Tea, milk: Milk}\n    save: drink\n")
	require.Len(t, first, 8)
	for name, same := range map[string]string{
		"other words and arrows": "    ask: A drink?\n    options: {tea: A tea -> end, milk: Some milk}\n    save: drink\n    tries: 0\n",
		"another order":          "    ask: Tea?\n    options: {milk: Milk, tea: Tea}\n    save: drink\n",
	} {
		require.Equal(t, first, step(same), name)
	}
	for name, other := range map[string]string{
		"another id":       "    ask: Tea?\n    options: {tea: Tea, soup: Soup}\n    save: drink\n",
		"an id more":       "    ask: Tea?\n    options: {tea: Tea, milk: Milk, soup: Soup}\n    save: drink\n",
		"another variable": "    ask: Tea?\n    options: {tea: Tea, milk: Milk}\n",
		"several at once":  "    ask: Tea?\n    options: {tea: Tea, milk: Milk}\n    many: yes\n    save: drink\n",
		"a list":           "    ask: Tea?\n    options: {from: groups}\n    save: drink\n",
		"a text":           "    ask: Tea?\n    answer: text\n    save: drink\n",
		"staff":            "    say: Wait.\n    hand_over: desk\n",
		"a moment":         "    say: Wait.\n    wait: 2 days\n",
	} {
		require.NotEqual(t, first, step(strings.Replace(other, "options: {tea: Tea, milk: Milk}\n    many: yes", "options: {from: groups, many: yes}", 1)), name)
	}
	require.NotEqual(t, step("    ask: How many?\n    answer: number 1-5\n"), step("    ask: How many?\n    answer: number 1-10\n"))
	require.Empty(t, step("    say: Hello.\n"))
}

func TestShapesAreByFlow(t *testing.T) {
	o := unlinted(t, shaped)
	require.Equal(t, []string{"main", "other"}, slices.Sorted(maps.Keys(o.Shapes())))
	require.NotEqual(t, o.Shapes()["main"], o.Shapes()["other"])
}
