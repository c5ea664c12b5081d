package flows

import (
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

func someFiles() Files {
	return Files{"org.yaml": []byte(town), "groups.csv": []byte("\ufeff" + townGroups), "main.yaml": []byte("start: {words: [TEA]}\nsteps:\n  top: {say: Tea.}\n"),
		"main.cy.yaml": []byte("language: cy\ntexts:\n  top.say: {en: Tea., cy: Te.}\n")}
}

func TestAVersionNamesExactlyTheseFiles(t *testing.T) {
	first := someFiles().Version()
	require.Equal(t, first, someFiles().Version())
	require.Regexp(t, "^[0-9a-f]{32}$", first)
	seen := map[string]bool{first: true}
	for name := range someFiles() {
		for change, f := range map[string]func(Files){
			"a letter more": func(f Files) { f[name] = append(f[name], ' ') },
			"gone":          func(f Files) { delete(f, name) },
			"renamed":       func(f Files) { f["x"+name] = f[name]; delete(f, name) },
		} {
			other := someFiles()
			f(other)
			require.False(t, seen[other.Version()], "%s %s", name, change)
			seen[other.Version()] = true
		}
	}
	require.NotEqual(t, Files{"a": []byte("bc")}.Version(), Files{"ab": []byte("c")}.Version())
}

func TestFilesComeBackFromTheirPackage(t *testing.T) {
	packed, err := someFiles().Pack()
	require.NoError(t, err)
	back, err := UnpackFiles(packed)
	require.NoError(t, err)
	require.Equal(t, someFiles(), back)
	for n := range 40 {
		_, err := UnpackFiles(packed[:len(packed)*n/40])
		require.Error(t, err, "a package that was cut")
	}
}

func TestWhatIsLoadedHasTheVersionOfItsFiles(t *testing.T) {
	files := someFiles()
	folder := fstest.MapFS{"mill/notes.txt": {Data: []byte("x")}, "mill/main.chat": {Data: []byte("# T\n")}, "mill/old/main.yaml": {Data: []byte("x")}}
	for name, text := range files {
		folder["mill/"+name] = &fstest.MapFile{Data: text}
	}
	read, err := ReadFiles(folder, "mill")
	require.NoError(t, err)
	require.Equal(t, files, read, "transcripts, notes and folders are left out")
	book, found := Load(folder)
	require.Empty(t, found)
	require.Equal(t, files.Version(), book.Orgs["mill"].Version)

	fsys, err := files.FS("mill")
	require.NoError(t, err)
	again, found := Load(fsys)
	require.Empty(t, found)
	require.Equal(t, files.Version(), again.Orgs["mill"].Version)
	require.Equal(t, book.Orgs["mill"].Shapes(), again.Orgs["mill"].Shapes())
}

func TestAVersionHasABound(t *testing.T) {
	folder := fstest.MapFS{}
	for n := range mostFiles + 1 {
		folder["f"+strings.Repeat("x", n)+".csv"] = &fstest.MapFile{}
	}
	_, err := ReadFiles(folder, ".")
	require.ErrorIs(t, err, ErrTooMuch)
	big := strings.Repeat("x", maxListFile)
	clear(folder)
	for n := range mostBytes/maxListFile + 1 {
		folder["f"+strings.Repeat("x", n)+".csv"] = &fstest.MapFile{Data: []byte(big)}
	}
	_, err = ReadFiles(folder, ".")
	require.ErrorIs(t, err, ErrTooMuch)
	packed, err := Files(maps.Collect(func(yield func(string, []byte) bool) {
		for name, f := range folder {
			if !yield(name, f.Data) {
				return
			}
		}
	})).Pack()
	require.NoError(t, err)
	_, err = UnpackFiles(packed)
	require.ErrorIs(t, err, ErrTooMuch, "a package that grows")
}

func TestAFolderIsReadBesideOrganisationsThatAreNotInIt(t *testing.T) {
	one := func(org, word string) fstest.MapFS {
		return fstest.MapFS{
			"org.yaml":  {Data: []byte("name: " + org + "\nnumber: \"+447700900001\"\n" + word)},
			"main.yaml": {Data: []byte("start: {words: [TEA]}\nsteps:\n  top: {say: Tea. Text STOP to stop.}\n")},
		}
	}
	load := func(fsys fstest.MapFS, id string, others ...*Org) (*Book, []string) {
		book, found := LoadBeside(fsys, id, others)
		var codes []string
		for _, f := range found {
			codes = append(codes, f.Code)
		}
		return book, codes
	}
	first, codes := load(one("Mill", "word: MILL\n"), "mill")
	require.Empty(t, codes)
	mill := first.Orgs["mill"]
	require.NotNil(t, mill, "it is known by the id that it was given")
	require.Equal(t, ".", mill.Folder)
	require.False(t, mill.Shared)

	_, codes = load(one("River", ""), "river", mill)
	require.Contains(t, codes, "word-taken-org", "nothing tells them apart")
	_, codes = load(one("River", "word: RIVER\n"), "river", mill)
	require.Equal(t, []string{"word-taken-org"}, codes, "both start a flow with TEA")
	other := one("River", "word: RIVER\n")
	other["main.yaml"].Data = []byte("start: {words: [FISH]}\nsteps:\n  top: {say: Fish. Text STOP to stop.}\n")
	second, codes := load(other, "river", mill)
	require.Empty(t, codes)
	require.Len(t, second.Orgs, 1)
	require.True(t, second.Orgs["river"].Shared)

	both := NewBook([]*Org{mill, second.Orgs["river"]})
	require.True(t, both.Orgs["mill"].Shared)
	require.False(t, mill.Shared, "what was loaded stays as it is")
	require.Same(t, mill, NewBook([]*Org{mill}).Orgs["mill"])
}
