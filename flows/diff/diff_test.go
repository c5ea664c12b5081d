package diff_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/flows/diff"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// edit is one change of the files in testdata, and what is said of it. An edit
// without words to say changes nothing that anybody would notice.
type edit struct {
	name, file string
	pairs      []string // what is written, and what instead
	says       []string
	shape      bool // people in the middle would finish on the version before
}

// edits touch everything that a flow can say.
var edits = []edit{
	{"a comment", "main.yaml", []string{"steps:\n", "steps: # the steps\n"}, nil, false},
	{"a default, written out", "main.yaml", []string{"tries: 1", "tries: 1\n    optional: no"}, nil, false},
	{"brackets", "main.yaml", []string{"me.area is WB1 or top is none", "(me.area is WB1)  or (top is none)"}, nil, false},
	{"a question", "main.yaml", []string{"ask: What would you like?", "ask: What can we do?"}, []string{`ask, English: "What can we do?"`, `was: "What would you like?"`, "ask, Welsh: translated from the words before, check it"}, false},
	{"a translation", "main.cy.yaml", []string{"cy: Hwyl fawr.", "cy: Hwyl."}, []string{`say, Welsh: "Hwyl."`, `was: "Hwyl fawr."`}, false},
	{"a translation gone", "main.cy.yaml", []string{"cy: Hwyl fawr.", `cy: ""`}, []string{"say, Welsh: no words now, so the flow's language is sent"}, false},
	{"the title", "main.yaml", []string{"title: Tea and groups", "title: Teas"}, []string{`title, English: "Teas"`}, false},
	{"a label", "main.yaml", []string{"tea: Tea ->", "tea: A cup of tea ->"}, []string{`options.tea, English: "A cup of tea"`}, false},
	{"a long text", "main.yaml", []string{"say: Somebody will answer.", "say: " + strings.Repeat("Somebody will answer. ", 8) + "End."}, []string{"say, English, 2 parts (was 1):"}, false},
	{"a start word", "main.yaml", []string{"words: [TEA]", "words: [TEA, CUPPA]"}, []string{"starts with: TEA, CUPPA (was TEA)"}, false},
	{"what others are told", "main.yaml", []string{"<group> is new.", "<group> is here."}, []string{`tell.text, English: "<group> is here."`}, false},
	{"a list", "groups.csv", []string{"Walkers", "Walking group"}, []string{"list groups: other rows, for everybody at once"}, false},
	{"a setting", "org.yaml", []string{"menu: [main]", "menu: []"}, []string{"org.yaml: menu, for everybody at once"}, false},

	{"a step more", "main.yaml", []string{"  bye: {", "  last: {say: Thanks., then: end}\n  bye: {"}, []string{"+ last"}, true},
	{"a step gone", "main.yaml", []string{"  rest: {wait: until tomorrow 09:00}\n", ""}, []string{"- rest", "news", "goes on to: survey (was rest)"}, true},
	{"a step renamed", "main.yaml", []string{"  agreed: {", "  thanks: {was: agreed, "}, []string{"~ thanks, was agreed"}, true},
	{"a question renamed", "main.yaml", []string{"  agree:\n", "  permit:\n    was: agree\n"}, []string{"~ permit, was agree", "keeps the answer as: permit (was agree)"}, true},
	{"the first step", "main.yaml", []string{"steps:\n", "steps:\n  first: {say: Hello.}\n"}, []string{"first step: first (was top)", "+ first"}, true},
	{"an id more", "main.yaml", []string{"none: Nothing", "coffee: Coffee\n      none: Nothing"}, []string{"choices: tea, group (if not me.groups has walk), coffee, none (was tea, group (if not me.groups has walk), none)"}, true},
	{"an arrow", "main.yaml", []string{"tea: Tea -> sugar", "tea: Tea -> bye"}, []string{"choice tea leads to: bye (was sugar)"}, true},
	{"an arrow written out", "main.yaml", []string{"none: Nothing", "none: Nothing -> check"}, []string{"arrows: written otherwise, and lead where they led"}, true},
	{"what no reply leads to", "main.yaml", []string{"after: 1 day, then: bye", "after: 1 day"}, []string{"no reply leads to: end (was bye)"}, true},
	{"what wrong replies lead to", "main.yaml", []string{"    else: menu\n", ""}, []string{"no reply that fits leads to: the offer of a person (was menu)"}, true},
	{"what an empty list leads to", "main.yaml", []string{", empty: bye", ""}, []string{"nothing to list leads to: menu (was bye)"}, true},
	{"a condition", "main.yaml", []string{"me.area is WB1", "me.area is WB2"}, []string{"decides: if me.area is WB2 or top is none: bye; else: sugar (was if me.area is WB1"}, true},
	{"what is set", "main.yaml", []string{"seen: often", "seen: once"}, []string{"sets: seen: once, where: <house> (was seen: often"}, true},
	{"a kind of answer", "main.yaml", []string{"number 0-5", "text"}, []string{"takes: any text (was a number 0-5)"}, true},
	{"a variable", "main.yaml", []string{"save: sugars", "save: lumps"}, []string{"keeps the answer as: lumps (was sugars)"}, true},
	{"the tries", "main.yaml", []string{"tries: 1", "tries: 0"}, []string{"wrong replies let through: 0 (was 1)"}, true},
	{"a reminder", "main.yaml", []string{"    remind: 3 hours\n", ""}, []string{"asks once more after: nothing now (was 3 hours)"}, true},
	{"a time-out", "main.yaml", []string{"after: 1 day", "after: 30 minutes"}, []string{"waits for an answer: 30 minutes (was 1 day)"}, true},
	{"no guessing", "main.yaml", []string{"    exact: yes\n", ""}, []string{"takes exact words alone: nothing now (was yes)"}, true},
	{"may be skipped", "main.yaml", []string{"    optional: yes\n", ""}, []string{"may be skipped: nothing now (was yes)"}, true},
	{"consent", "main.yaml", []string{"opt_in: updates", "opt_out: updates"}, []string{"records consent: nothing now (was updates)", "ends consent: updates"}, true},
	{"what is forgotten", "main.yaml", []string{"[me.choice]", "[me.choice, me.area]"}, []string{"forgets: me.choice, me.area (was me.choice)"}, true},
	{"a course", "main.yaml", []string{"join: <group>, leave: quit", "join: <group>, leave: quit, course: {join: bump, from: top}"}, []string{"course: joins bump from top"}, true},
	{"groups", "main.yaml", []string{"join: <group>, leave: quit", "join: walk"}, []string{"joins: walk (was <group>)", "leaves: nothing now (was quit)"}, true},
	{"which rows", "main.yaml", []string{"kind is club", "kind is health"}, []string{"choices: from groups, where area is <me.area> and kind is health, near <house>, by name, at most 5 (was"}, true},
	{"who is told", "main.yaml", []string{"group walk except me", "group walk"}, []string{"tells: the group walk, who choose of come within 2 days, which starts the flow other, kept as poll (was all others of the group walk,"}, true},
	{"a choice of others", "main.yaml", []string{"come: I'll come", "go: I'll come"}, []string{"who choose of go within 2 days"}, true},
	{"a wait", "main.yaml", []string{"wait: until tomorrow 09:00", "wait: 3 days"}, []string{"waits: for 3 days (was until tomorrow 09:00)"}, true},
	{"a call", "main.yaml", []string{"kind: group}", "kind: walk}"}, []string{"gives it: service: <group>, kind: walk (was"}, true},
	{"who answers", "main.yaml", []string{"queue: desk", "queue: night"}, []string{"hands over to: the queue night (was the queue desk)"}, true},
	{"what is needed", "main.yaml", []string{"[house, street]", "[house]"}, []string{"needs: house (was house, street)"}, true},
	{"a dataset", "main.yaml", []string{"record: teas", "record: cups"}, []string{"kept as: cups (was teas)"}, true},
}

// town loads the files of testdata with some edits; nil where two of them want
// to change the same words.
func town(t require.TestingT, edits ...edit) *flows.Org {
	files := flows.Files{}
	paths, err := filepath.Glob("testdata/*.*")
	require.NoError(t, err)
	for _, path := range paths {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		if filepath.Ext(path) != ".golden" {
			files[filepath.Base(path)] = text
		}
	}
	for _, e := range edits {
		for i := 0; i < len(e.pairs); i += 2 {
			before := string(files[e.file])
			if !strings.Contains(before, e.pairs[i]) {
				return nil
			}
			files[e.file] = []byte(strings.Replace(before, e.pairs[i], e.pairs[i+1], 1))
		}
	}
	o, err := flows.LoadPublished("mill", files, nil)
	require.NoError(t, err)
	o.Version = files.Version()
	return o
}

func printed(t require.TestingT, s *diff.Set) string {
	var out bytes.Buffer
	require.NoError(t, s.Print(&out, ""))
	return out.String()
}

func TestEachChangeIsSaid(t *testing.T) {
	before := town(t)
	for _, e := range edits {
		t.Run(e.name, func(t *testing.T) {
			after := town(t, e)
			require.NotNil(t, after, "there is nothing of the kind to change")
			s := diff.Of(before, after)
			said := printed(t, s)
			for _, line := range e.says {
				require.Contains(t, said, line)
			}
			require.Equal(t, e.says == nil, s.Empty(), said)
			require.Equal(t, !e.shape, s.WordsOnly(), said)
			require.Equal(t, e.shape, before.Flows["main"].Shape != after.Flows["main"].Shape)
		})
	}
}

func TestADifferenceIsShownWhole(t *testing.T) {
	pick := func(names ...string) (all []edit) {
		for _, name := range names {
			for _, e := range edits {
				if e.name == name {
					all = append(all, e)
				}
			}
		}
		require.Len(t, all, len(names))
		return all
	}
	after := town(t, pick("a question", "a translation", "the title", "a step gone", "a question renamed", "an id more", "an arrow", "a time-out", "a condition", "a list", "a setting")...)
	delete(after.Flows, "other")
	s := diff.Of(town(t), after)
	s.Before, s.After = "before", "after"
	s.Place("main", "agree", diff.People{Waiting: 14, OnPublish: "finish on version before", OnMove: "finish on version before"})
	s.Place("main", "rest", diff.People{Waiting: 1, OnPublish: "finish on version before", OnMove: "finish on version before"})
	s.Place("main", "sugar", diff.People{Waiting: 2, OnPublish: "finish on version before", OnMove: "move to sugar"})
	s.Place("main", "survey", diff.People{Calling: 3, OnPublish: "finish on version before", OnMove: "move to survey"})
	s.Place("other", "top", diff.People{Waiting: 3, OnPublish: "finish on version before", OnMove: "finish on version before"})
	s.Place("third", "top", diff.People{Waiting: 5, OnPublish: "go on with the new words", OnMove: "go on with the new words"})
	golden(t, "testdata/whole.golden", printed(t, s))
	document, err := json.MarshalIndent(s, "", "  ")
	require.NoError(t, err)
	golden(t, "testdata/whole.json.golden", string(document)+"\n")
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

func TestTheFirstVersionIsAllNew(t *testing.T) {
	s := diff.Of(nil, town(t))
	require.Equal(t, "main: new, with 12 steps\nother: new, with 1 step\n", printed(t, s))
	require.True(t, s.WordsOnly(), "nobody is in the middle of what there was not")
}

func TestWhereNothingDiffersPeopleAreOnlyCounted(t *testing.T) {
	s := diff.Of(town(t), town(t, edit{file: "main.yaml", pairs: []string{"say: Goodbye.", "say: Bye."}}))
	s.Place("main", "top", diff.People{Waiting: 2})
	s.Place("main", "bye", diff.People{Waiting: 1, OnPublish: "go on with the new words", OnMove: "go on with the new words"})
	require.Contains(t, printed(t, s), "1 person waits here: go on with the new words\n")
	require.Contains(t, printed(t, s), "elsewhere: 2 people wait, for whom nothing changes\n")
}
