package graph

import (
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/flows"
)

var update = flag.Bool("update", false, "rewrite golden files")

// golden compares a text with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err, "run  go test ./flows/graph -update")
	require.Equal(t, string(want), got, "run  go test ./flows/graph -update  if this is meant")
}

// examples returns the picture of every flow that comes with the program.
func examples(t testing.TB) map[string]*Picture {
	t.Helper()
	folder, err := fs.Sub(flows.Examples, "examples")
	require.NoError(t, err)
	book, _ := flows.Load(folder)
	require.Len(t, book.Orgs, 2, "an organisation with an error is left out")
	all := map[string]*Picture{}
	for _, o := range book.ByID() {
		for id, f := range o.Flows {
			all[o.Name+" "+id] = Of(o, f)
		}
	}
	return all
}

// drawn returns the picture of one flow, whose file is given.
func drawn(t *testing.T, text string) *Picture {
	t.Helper()
	book, found := flows.Load(fstest.MapFS{
		"org.yaml": {Data: []byte("name: Tea Town\nnumber: \"+447700900002\"\nqueues: {desk: }\nmenu: [try]\n")}, "try.yaml": {Data: []byte(text)},
	})
	for _, f := range found {
		require.NotEqual(t, flows.Error, f.Severity, f.String())
	}
	o := book.ByID()[0]
	return Of(o, o.Flows["try"])
}

// fair is a flow with a step of each kind.
func fair(t *testing.T) *Picture {
	t.Helper()
	book, found := flows.Load(os.DirFS("testdata/fair"))
	require.Len(t, book.Orgs, 1, found)
	o := book.ByID()[0]
	return Of(o, o.Flows["fair"])
}

func TestAPictureInEveryFormat(t *testing.T) {
	p := fair(t)
	golden(t, "fair.mmd", p.Mermaid())
	golden(t, "fair.dot", p.Dot())
	golden(t, "fair.txt", p.Told()+"\n")
	golden(t, "fair.svg", p.SVG())
	seen := map[Kind]bool{}
	for _, b := range p.Boxes {
		seen[b.Kind] = true
	}
	for _, kind := range kinds {
		require.True(t, seen[kind] || kind == Say, kind)
	}
}

func TestThePictureInTheDocumentationIsOfTheFlowAsItIs(t *testing.T) {
	golden(t, "../../../docs/pictures/flow-groups.svg", examples(t)["Millbrook Connect groups"].SVG())
}

// labels are the labels of an arrow on one line.
func labels(a Arrow) string {
	var all []string
	for _, l := range a.Labels {
		all = append(all, l.whole())
	}
	return strings.Join(all, ", ")
}

func TestAPictureHasEveryStepAndWay(t *testing.T) {
	p := drawn(t, `
title: Tea
start: {words: [TEA]}
steps:
  top:
    ask: Tea?
    options: {yes: Yes -> kind, no: No -> end, third: {label: A third, then: top, if: top is set}}
    else: menu
    timeout: {after: 2 hours, then: end}
  kind: {ask: Which?, answer: text, then: person}
  person: {say: "If you are ill call 111.", hand_over: desk, then: flow try}
`)
	var boxes, arrows []string
	for _, b := range p.Boxes {
		boxes = append(boxes, string(b.Kind)+" "+b.Name+b.Words)
	}
	name := func(i int) string {
		if b := p.Boxes[i]; b.Kind != Exit {
			return b.Name
		}
		return p.Boxes[i].Words
	}
	for _, a := range p.Arrows {
		arrows = append(arrows, name(a.From)+" -> "+name(a.To)+": "+labels(a))
	}
	require.Equal(t, []string{
		"start start", "ask topTea?", "ask kindWhich?", "staff personIf you are ill call 111.", "exit the end", "exit the same again", "exit the menu", "exit flow try",
	}, boxes)
	require.Equal(t, []string{
		"start -> top: ", "top -> kind: Yes", "top -> the end: No, no reply in 2 hours", "top -> the same again: A third (if top is set)", "top -> the menu: no reply fits",
		"kind -> person: any answer", "person -> flow try: staff close it",
	}, arrows)
	require.True(t, p.Boxes[3].Urgent)
	require.False(t, p.Boxes[1].Urgent)
	require.Equal(t, []string{"someone texts TEA", "it is picked from the menu", "the flow try leads here"}, p.Boxes[0].Notes)
}

func TestEverySVGIsWellFormedAndTold(t *testing.T) {
	for name, p := range examples(t) {
		t.Run(name, func(t *testing.T) {
			text := p.SVG()
			require.Equal(t, text, p.SVG(), "drawn twice it looks the same")
			var inside []string
			d := xml.NewDecoder(strings.NewReader(text))
			for {
				token, err := d.Token()
				if errors.Is(err, io.EOF) {
					break
				}
				require.NoError(t, err)
				if e, ok := token.(xml.StartElement); ok {
					inside = append(inside, e.Name.Local)
				}
			}
			require.Equal(t, []string{"svg", "title", "desc"}, inside[:3])
			require.Regexp(t, `^<svg [^>]*viewBox="0 0 [0-9.]+ [0-9.]+"[^>]* role="img" aria-labelledby="flow-\w+-title flow-\w+-desc"`, text)
			for _, b := range p.Boxes {
				require.Contains(t, text, `data-box="`+b.ID+`"`)
			}
			arrows := strings.Count(text, "marker-end")
			require.Equal(t, len(p.Arrows), arrows)
			require.NotContains(t, text, "NaN")
		})
	}
}

func TestHowManyWaitIsShownInEveryFormat(t *testing.T) {
	p := drawn(t, "start: {words: [TEA]}\nsteps:\n  top: {ask: Tea?, answer: text}\n  kind: {ask: Which?, answer: text}\n  bye: {say: Bye.}\n")
	before := p.SVG()
	p.Waiting(map[string]int{"top": 12, "kind": 1, "bye": -1, "gone": 4, "start": 9})
	require.Equal(t, []int{0, 12, 1, 0, 0}, []int{p.Boxes[0].Waiting, p.Boxes[1].Waiting, p.Boxes[2].Waiting, p.Boxes[3].Waiting, p.Boxes[4].Waiting})
	for _, text := range []string{p.SVG(), p.Mermaid(), p.Dot(), p.Told()} {
		require.Contains(t, text, "12 people wait here")
		require.Contains(t, text, "1 person waits here")
		require.Equal(t, 2, strings.Count(text, "wait here")+strings.Count(text, "waits here")-strings.Count(text, "<desc")*2)
	}
	p.Waiting(nil)
	require.Equal(t, before, p.SVG())
}

func TestAWideFlowStaysNarrowEnoughToBeRead(t *testing.T) {
	p := &Picture{ID: "try", Boxes: []Box{{ID: "start", Kind: Start}, {ID: "s_top", Kind: Ask, Name: "top"}}, Arrows: []Arrow{{From: 0, To: 1}}}
	for range 20 {
		p.Boxes = append(p.Boxes, Box{Kind: Say, Name: "said"})
		p.connect(1, len(p.Boxes)-1, Label{})
	}
	l := laidOut(p)
	sound(t, l)
	across := map[int]float64{}
	for _, c := range l.cells {
		if c.box >= 0 {
			across[c.layer] += c.w
		}
	}
	require.Len(t, across, 6, "the start, the question, and four rows")
	for _, w := range across {
		require.LessOrEqual(t, w, widest)
	}
}
