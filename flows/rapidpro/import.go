package rapidpro

import (
	"fmt"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/flows"
)

// Result is what comes out of an export.
type Result struct {
	Files    flows.Files // an organisation's folder
	Flows    []Imported
	Left     []Left          // what is not imported and belongs to no flow that is
	Findings []flows.Finding // what the linter says of the files, all warnings
}

// Imported is one flow that was imported.
type Imported struct {
	File      string
	Steps     int
	Questions int
	Languages []string
	Todo      []string // what of it is not imported, each with its step
}

// Left is something that is not imported.
type Left struct{ What, Why string }

// Import makes an organisation's folder of an export. The files always load:
// flows that would not are left out of what is read, and told. Name is what the
// organisation is called, at most 40 letters. An export of a version before 13
// is ErrOld.
func Import(text []byte, name string) (*Result, error) {
	e, err := read(text)
	if err != nil {
		return nil, err
	}
	left, nags := map[string]string{}, map[string]bool{}
	for {
		r, broken, err := attempt(e, name, left, nags)
		if err != nil || len(broken) == 0 {
			return r, err
		}
		for uuid, fault := range broken {
			if fault.Code == "nag" && !nags[uuid] {
				nags[uuid] = true // it is tried once more, and asks nobody for ever
				continue
			}
			left[uuid] = "it cannot be written so that it can be played here: " + fault.Message
		}
	}
}

// attempt imports all flows but those that are known not to load, and returns
// the first fault of those that do not load now, by uuid. Flows that nag lose what
// they do when nobody replies.
func attempt(e *export, name string, left map[string]string, nags map[string]bool) (*Result, map[string]flows.Finding, error) {
	im := newImporter(e, left)
	im.nags = nags
	r := &Result{Files: flows.Files{}}
	words := im.startWords(r)
	uuids := map[string]string{} // by file
	for i := range e.Flows {
		f := &e.Flows[i]
		id, there := im.ids[f.UUID]
		if !there || uuids[id+".yaml"] != "" {
			continue
		}
		uuids[id+".yaml"] = f.UUID
		r.Flows = append(r.Flows, im.flow(f, id, words[f.UUID], r.Files))
	}
	for i := range e.Flows {
		if why := left[e.Flows[i].UUID]; why != "" {
			r.Left = append(r.Left, Left{fmt.Sprintf("the flow %q", cut(oneLine(e.Flows[i].Name), 60)), why})
		}
	}
	im.leftOut(r)
	im.writeOrg(name, words, r.Files)
	broken, err := im.check(r, uuids)
	return r, broken, err
}

// check loads the files, keeps what the linter says, and returns the first fault of
// each flow that does not load.
func (im *importer) check(r *Result, uuids map[string]string) (map[string]flows.Finding, error) {
	fsys, err := r.Files.FS("imported")
	if err != nil {
		return nil, err
	}
	_, found := flows.Load(fsys)
	broken := map[string]flows.Finding{}
	for _, f := range found {
		f.Pos.File = strings.TrimPrefix(f.Pos.File, "imported/")
		if f.Severity != flows.Error {
			r.Findings = append(r.Findings, f)
			continue
		}
		id, _, _ := strings.Cut(f.Pos.File, ".")
		uuid, ok := uuids[id+".yaml"]
		if !ok {
			return nil, fmt.Errorf("import a flow: %s: %s", f.Pos.File, f.Message)
		}
		if _, known := broken[uuid]; !known {
			broken[uuid] = f
		}
	}
	return broken, nil
}

// flow imports one flow into the files.
func (im *importer) flow(f *flow, id string, words []string, files flows.Files) Imported {
	b := &builder{importer: im, f: f}
	first := b.build()
	joinSteps(first)
	afterTickets(first)
	for _, s := range reached(first) {
		if s.asks != nil {
			s.settle()
		}
	}
	breakLoops(first)
	lastReplies(first)
	steps, names := im.decided(first)
	w := &writer{names: names, f: f}
	w.head(words)
	w.write(steps)
	unsaid := w.unsaid(b.sent, steps)
	files[id+".yaml"] = []byte(w.String())
	made := Imported{File: id + ".yaml", Steps: len(steps), Languages: w.translations(id, files)}
	for _, s := range steps {
		if s.asks != nil {
			made.Questions++
		}
		for _, what := range s.todo {
			made.Todo = append(made.Todo, s.name+": "+oneLine(what))
		}
	}
	made.Todo = append(made.Todo, unsaid...)
	return made
}

// afterTickets says the text that follows a ticket before it is opened: what
// follows there is sent at once, and here when staff have closed it.
func afterTickets(first *step) {
	ways := into(first)
	for _, s := range reached(first) {
		if s.hands == nil {
			continue
		}
		if t := s.to; t != nil && t != s && t != first && ways[t] == 1 && t.plain() && t.quiet() && letters(s.said)+letters(t.said) <= mostLetters {
			s.said, s.todo, s.to = append(s.said, t.said...), append(s.todo, t.todo...), t.to
		}
		if s.to != nil {
			s.todo = append(s.todo, "going on at once after the ticket: what follows waits here until staff have closed it")
		}
	}
}

// head writes what stands above the steps.
func (w *writer) head(words []string) {
	w.WriteString("# Imported from RapidPro. Read every line before anybody is texted.\n")
	w.key(0, "title", plainText(cut(titleOf(w.f), 40)))
	if tag, _ := tagOf(w.f.Language); tag != w.languages[0] {
		w.key(0, "language", tag)
	}
	if own := w.spoken(); !slices.Equal(own, w.languages) {
		w.key(0, "languages", list(own))
	}
	if len(words) > 0 {
		w.key(0, "start", "{words: "+list(words)+"}")
	}
	if w.f.Expire > 0 && w.f.Expire != 24*60 {
		w.key(0, "timeout", duration(w.f.Expire))
	}
}

func titleOf(f *flow) string {
	if title := oneLine(harmless(f.Name)); title != "" {
		return title
	}
	return "A flow without a name"
}
