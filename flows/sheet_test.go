package flows

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

// kept brings a translation into step and returns the file.
func kept(t *testing.T, folder fstest.MapFS, tag string) (*Sheet, string) {
	t.Helper()
	s, found := OpenSheet(folder, "try", tag)
	require.NotNil(t, s, printed(found))
	text, err := s.Text()
	require.NoError(t, err)
	return s, string(text)
}

// TestSheets keeps the translations in testdata/sheets: each file holds a flow
// and what there is, and the golden file what becomes of it.
func TestSheets(t *testing.T) {
	files, err := filepath.Glob("testdata/sheets/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			require.NoError(t, err)
			tag := "cy"
			if strings.Contains(file, "polish") {
				tag = "pl"
			}
			files := folder(string(raw))
			s, text := kept(t, files, tag)
			same(t, strings.TrimSuffix(file, ".txt")+".golden", text)

			files[s.File] = &fstest.MapFile{Data: []byte(text)}
			_, again := kept(t, files, tag)
			require.Equal(t, text, again, "what is in step stays as it is")
			_, found := Load(files)
			for _, f := range found {
				if f.Severity == Error {
					require.Equal(t, "plural-form", f.Code, f.String())
				}
			}
		})
	}
}

func TestASheetThatWasSavedOnWindowsIsKeptTheSame(t *testing.T) {
	raw, err := os.ReadFile("testdata/sheets/changed.txt")
	require.NoError(t, err)
	_, want := kept(t, folder(string(raw)), "cy")
	files := folder(string(raw))
	for name, f := range files {
		files[name] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(string(f.Data), "\n", "\r\n"))}
	}
	_, text := kept(t, files, "cy")
	require.Equal(t, want, text)
}

func TestWhatIsToDoIsTold(t *testing.T) {
	raw, err := os.ReadFile("testdata/sheets/changed.txt")
	require.NoError(t, err)
	s, _ := kept(t, folder(string(raw)), "cy")
	states := map[string]SheetState{}
	for _, text := range s.Texts() {
		states[text.Place] = text.State
	}
	require.Equal(t, map[string]SheetState{
		"start.words": SheetToDo, "top.ask": SheetCheck, "top.options.black": SheetToDo, "top.options.green": SheetToDo,
		"later.say": SheetCheck, "anew.say": SheetCheck, "home.say": SheetDone, "plain.say": SheetDone,
	}, states)
	changed, err := s.Changed()
	require.NoError(t, err)
	require.True(t, changed)
}

func TestAnOpenedSheetIsRefusedWhereSomethingCouldBeLost(t *testing.T) {
	flow := "start: {words: [TEA]}\nsteps:\n  top: {say: Tea.}\n"
	for name, c := range map[string]struct{ files, flow, tag, says string }{
		"a translation that is no YAML": {flow + "-- try.cy.yaml --\nlanguage: cy\ntexts:\n  top.say: {en: Tea., cy: 'Te.\n", "try", "cy", "try.cy.yaml"},
		"an indent":                     {flow + "-- try.cy.yaml --\nlanguage: cy\ntexts:\n  top.say: {en: Tea., cy: Te.}\n    x: 1\n", "try", "cy", "try.cy.yaml:4:1"},
		"a text twice":                  {flow + "-- try.cy.yaml --\nlanguage: cy\ntexts:\n  top.say: {cy: Te.}\n  top.say: {cy: Tee.}\n", "try", "cy", "stands here twice"},
		"a text that is no pair":        {flow + "-- try.cy.yaml --\nlanguage: cy\ntexts:\n  top.say: Te.\n", "try", "cy", "must be the words and the translation"},
		"texts that are none":           {flow + "-- try.cy.yaml --\nlanguage: cy\ntexts: [Te.]\n", "try", "cy", "texts must be the texts"},
		"gone that is none":             {flow + "-- try.cy.yaml --\nlanguage: cy\ntexts: {}\ngone: {x: y}\n", "try", "cy", "x must be the words"},
		"another language":              {flow + "-- try.cy.yaml --\nlanguage: pl\ntexts: {}\n", "try", "cy", "language must be"},
		"no text at all":                {flow + "-- try.cy.yaml --\n\x00\n", "try", "cy", "try.cy.yaml"},
		"a flow that is broken":         {"steps: [", "try", "cy", "try.yaml"},
		"no such flow":                  {flow, "coffee", "cy", "coffee.yaml: error: this file isn't there."},
		"its own language":              {flow, "try", "en", "this flow is written in English already."},
	} {
		t.Run(name, func(t *testing.T) {
			s, found := OpenSheet(folder(c.files), c.flow, c.tag)
			require.Nil(t, s)
			require.Contains(t, printed(found), c.says)
		})
	}
}

func TestTheWordsOfOrgYamlHaveASheetToo(t *testing.T) {
	files := folder("start: {words: [TEA]}\nsteps:\n  top: {say: Tea.}\n-- org.yaml --\nname: Tea Town\nnumber: \"+447700900002\"\nlanguages: [en, cy, pl]\nqueues: {desk: }\nwatch: {words: [teapot], say: Call 999.}\n")
	ids, found := SheetFlows(files)
	require.Empty(t, printed(found))
	require.Equal(t, []string{"org", "try"}, ids)
	tags, _ := SheetLanguages(files, "try")
	require.Equal(t, []string{"cy", "pl"}, tags)
	s, _ := OpenSheet(files, "org", "cy")
	text, err := s.Text()
	require.NoError(t, err)
	require.Contains(t, string(text), `watch.say: {en: Call 999., cy: ""}`)
	require.Equal(t, "org.cy.yaml", s.File)
}
