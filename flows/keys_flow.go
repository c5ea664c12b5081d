package flows

import (
	"slices"
	"strings"
	"sync"
	"time"

	"go.yaml.in/yaml/v4"
)

// flowKeys is what a flow's file can have.
func flowKeys() []key[Flow] {
	return []key[Flow]{
		{"title", "a text of at most 40 letters", "the file's name", "What MENU and the staff show.", readTitle},
		{"about", takesText, "nothing", "A note for colleagues; it is never sent.", func(_ *loader, v *yaml.Node, f *Flow) (ok bool) {
			f.About, ok = scalar(v)
			return ok
		}},
		{"language", takesLanguage, "the organisation's", "The language of the words in this file.", func(_ *loader, v *yaml.Node, f *Flow) bool {
			return languageTag(v, &f.Language)
		}},
		{"languages", "a list of languages' short names, such as [en, cy]", "the organisation's", "The languages that the words must be translated into.", func(_ *loader, v *yaml.Node, f *Flow) (ok bool) {
			f.Languages, ok = languageTags(v)
			return ok
		}},
		{"start", takesStart, "nothing", "What begins the flow.", func(l *loader, v *yaml.Node, f *Flow) bool {
			ok := readKeys(l, v, "start", startKeys(), &f.Start)
			wholeStart(l, v, &f.Start)
			return ok
		}},
		{"needs", takesNames, "none", "Values that the calling flow gives; its variables of the same names are passed by themselves.", func(_ *loader, v *yaml.Node, f *Flow) (ok bool) {
			f.Needs, ok = names(v, namePattern)
			return ok
		}},
		{"record", takesName, "nothing", "Keeps each finished run as one row of this dataset, without the phone number.", func(_ *loader, v *yaml.Node, f *Flow) bool {
			return oneName(v, namePattern, &f.Record)
		}},
		{"timeout", takesDuration, "24 hours", "How long a question waits that says nothing else.", func(_ *loader, v *yaml.Node, f *Flow) bool {
			return duration(v, &f.Timeout, nil)
		}},
		{"parts", "a number from 1 to 4", "2", "The most SMS parts that one text may take, in any language.", func(_ *loader, v *yaml.Node, f *Flow) bool {
			return wholeNumber(v, 1, 4, &f.Parts)
		}},
		{"steps", "the steps, each with its name and a colon", "must be there", "The steps, at most 100; the first is where the flow begins.", readSteps},
	}
}

const takesStart = "words:, every: and to:, or after:"

// startKeys is what start: can have.
func startKeys() []key[Start] {
	return []key[Start]{
		{"words", takesWords, "none", "Words that begin the flow when they are texted; each has at most three words.", readStartWords},
		{"every", takesEvery, "never by itself", "When it starts by itself, in the organisation's time.", readEvery},
		{"to", takesTo, "nobody", "For whom every: starts it.", readTo},
		{"after", takesAfter, "nothing", "Starts it for a person to whom this has happened.", readAfter},
	}
}

func readTitle(l *loader, v *yaml.Node, f *Flow) bool {
	words, ok := scalar(v)
	if !ok || len([]rune(words)) > 40 {
		return false
	}
	t, ok := l.text(v)
	if t != nil {
		f.Title = *t
	}
	return ok
}

// maxStartWords is how many words a start word may have.
const maxStartWords = 3

func readStartWords(l *loader, v *yaml.Node, s *Start) bool {
	items, ok := scalars(v)
	if !ok {
		return false
	}
	for _, item := range items {
		words, _ := scalar(item)
		if len(strings.Fields(words)) > maxStartWords {
			l.wrongKind(item, "a start word", "one to three words")
			continue
		}
		l.places["start.words."+words] = l.pos(item)
		s.Words = append(s.Words, words)
	}
	return true
}

// mostSteps is how many steps a flow may have.
const mostSteps = 100

// reserved are names that mean something everywhere, so that nothing else can
// be called so.
var reserved = map[string]string{
	"end": "then: end", "menu": "then: menu", "back": "then: back", "again": "then: again", "flow": "then: flow NAME",
	"else": "else:", "me": "<me.…>", "today": "today in a condition", "now": "now in a condition",
}

func readSteps(l *loader, v *yaml.Node, f *Flow) bool {
	v = l.undashed(v)
	if v.Kind != yaml.MappingNode || len(v.Content) == 0 {
		return false
	}
	if n := len(v.Content) / 2; n > mostSteps {
		l.faultAt("too-big", v.Content[2*mostSteps], "this flow has "+counted(n, "step")+"; the limit is 100.", "nobody can keep an overview of so many.", "move a part into its own flow and call it.")
	}
	above := l.path
	l.path = nil
	for i := 0; i+1 < len(v.Content); i += 2 {
		if step := readStep(l, v.Content[i], v.Content[i+1]); step != nil && f.Step(step.Name) == nil {
			f.index[step.Name] = len(f.Steps)
			f.Steps = append(f.Steps, step)
		}
	}
	l.path = above
	return true
}

func readStep(l *loader, k, v *yaml.Node) *Step {
	if use, ok := reserved[k.Value]; ok {
		why := use + " means something else everywhere."
		l.faultAt("reserved-name", k, "a step can't be called "+quoted(k.Value)+".", why, "give it another name.")
	} else if v.Kind == yaml.ScalarNode && slices.Contains(stepKeyNames(), k.Value) {
		l.pushedOut(k)
		return nil
	} else if !namePattern.MatchString(k.Value) {
		l.badName(k, "the name of a step")
		l.unsure = true // what leads to it leads nowhere
	}
	step := &Step{Name: k.Value, Pos: l.pos(k), Tries: 2}
	l.under(k.Value, v, func() {
		if !readKeys(l, v, "a step", stepKeys(), step) {
			l.wrongKind(v, "a step", "a list of keys, such as say: and then:")
		}
	})
	return step
}

// stepKeyNames are the keys that a step can have.
var stepKeyNames = sync.OnceValue(func() []string { return keyNames(stepKeys()) })

// pushedOut reports a key of a step that stands where the names of steps do.
func (l *loader) pushedOut(k *yaml.Node) {
	l.fault("indent", Pos{Line: k.Line, Column: 1}, max(1, k.Column-1), quoted(k.Value)+" stands where the names of steps do, so it belongs to none.", indentWhy,
		"begin the line with "+counted(k.Column+1, "space")+", so that it belongs to the step above.")
	l.unsure = true
}

// badName reports a name that cannot be one, with one that can.
func (l *loader) badName(k *yaml.Node, what string) {
	fix := "write it with small letters, digits and _ alone."
	if name := slug(k.Value); namePattern.MatchString(name) {
		fix = "write it as  " + name + "  here and wherever it is named."
	}
	l.faultAt("wrong-kind", k, what+" must be "+takesName+", not "+quoted(firstLine(k.Value))+".", "other places name it, and must be able to.", fix)
}

// newFlow is a flow with what holds when nothing else is written.
func newFlow(id string, org *Org, file string) *Flow {
	return &Flow{
		ID: id, Org: org.ID, File: file, Language: org.Language, Languages: org.Languages,
		Timeout: 24 * time.Hour, Parts: 2, index: map[string]int{}, places: map[string]Pos{},
	}
}

// readFlow reads a flow's file. A file that cannot be read gives a flow without
// steps, so that other flows can still be checked against its name.
func readFlow(s *source, id string, org *Org) *Flow {
	f := newFlow(id, org, s.file)
	top := s.mapping()
	if top == nil {
		return f
	}
	l := &loader{source: s, flow: f, places: f.places}
	// The language decides which plural forms the texts above it may have.
	for i := 0; i+1 < len(top.Content); i += 2 {
		if top.Content[i].Value == "language" {
			languageTag(top.Content[i+1], &f.Language)
		}
	}
	readKeys(l, top, "a flow", flowKeys(), f)
	if f.Title.Source == "" {
		f.Title = Text{ID: id + "/title", Source: id, Pos: Pos{File: s.file, Line: 1, Column: 1}}
		f.written = append(f.written, written{Text: f.Title, forms: map[string]string{"other": id}})
	}
	if _, has := f.places["steps"]; !has && s.count == 0 {
		s.fault("no-steps", Pos{Line: 1, Column: 1}, 1, "this flow has no steps.", "it could not say or ask anything.", "add  steps:  and below it, two spaces in, the first step's name.")
	}
	return f
}
