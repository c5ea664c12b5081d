package flows

import (
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/locales"
)

// orgLoad is one organisation while it is loaded.
type orgLoad struct {
	fsys    fs.FS
	dir     string
	org     *Org
	file    orgFile
	said    *loader            // org.yaml, for findings about what it says
	sources map[string]*source // by path
	found   *[]Finding
	now     time.Time // the moment at which it is looked through; zero if that is of no matter
}

// loadOrg reads a folder, and has it looked through; nil when its org.yaml
// cannot be read.
func loadOrg(fsys fs.FS, dir, id string, found *[]Finding, lint func(*orgLoad)) *Org {
	l := newOrgLoad(fsys, dir, found)
	if l.org.Folder = dir; dir == "." && id != "" {
		l.org.ID = id
	}
	if !l.readOrg() {
		return nil
	}
	names := l.fileNames()
	for _, name := range names {
		if base, ok := strings.CutSuffix(name, ".csv"); ok {
			l.readList(name, base)
		}
	}
	l.namedLists()
	l.settleTips()
	for _, id := range l.flowNames() {
		l.readFlow(id+".yaml", id)
	}
	l.readTexts(names)
	l.org.Version = l.files().Version()
	before := len(*found)
	lint(l)
	if !anyError((*found)[:before]) && !anyError((*found)[before:]) {
		l.compile()
	}
	return l.org
}

// newOrgLoad begins to load a folder: what holds where org.yaml says nothing.
func newOrgLoad(fsys fs.FS, dir string, found *[]Finding) *orgLoad {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		zone = time.UTC
	}
	l := &orgLoad{fsys: fsys, dir: dir, found: found, sources: map[string]*source{}}
	l.org = &Org{
		ID: dir, Timezone: zone, Quiet: Quiet{From: 21 * 60, Until: 8 * 60},
		Hours: map[string]*Hours{}, Lists: map[string]*List{}, Flows: map[string]*Flow{},
	}
	return l
}

// flowNames returns the names of the folder's flows, by their files.
func (l *orgLoad) flowNames() []string {
	var ids []string
	for _, name := range l.fileNames() {
		if id, ok := strings.CutSuffix(name, ".yaml"); ok && name != orgFileName && !strings.Contains(id, ".") {
			ids = append(ids, id)
		}
	}
	return ids
}

// open reads one file of the organisation's.
func (l *orgLoad) open(name string) (*source, bool) {
	s, ok := readFile(l.fsys, path.Join(l.dir, name), l.found)
	l.sources[s.file] = s
	return s, ok
}

// fileNames returns the names of the folder's files.
func (l *orgLoad) fileNames() []string {
	entries, _ := fs.ReadDir(l.fsys, l.dir)
	var names []string
	for _, e := range entries {
		if !e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names
}

// files returns what was read, by file name.
func (l *orgLoad) files() Files {
	files := make(Files, len(l.sources))
	for file, s := range l.sources {
		files[path.Base(file)] = []byte(s.text)
	}
	return files
}

// readOrg reads org.yaml.
func (l *orgLoad) readOrg() bool {
	s, ok := l.open(orgFileName)
	return ok && l.readOrgText(s)
}

// readOrgText reads what org.yaml says.
func (l *orgLoad) readOrgText(s *source) bool {
	l.org.file = s.file
	l.file = orgFile{Org: l.org, groups: "groups.csv", services: "services.csv"}
	l.said = &loader{source: s, places: map[string]Pos{}}
	top := s.mapping()
	if top == nil {
		return false
	}
	readKeys(l.said, top, "org.yaml", orgKeys(), &l.file)
	l.settle()
	l.readOwnWords()
	return true
}

// settle gives what is not written what holds without it.
func (l *orgLoad) settle() {
	o := l.org
	switch {
	case len(o.Languages) == 0 && o.Language == "":
		o.Language, o.Languages = "en", []string{"en"}
	case len(o.Languages) == 0:
		o.Languages = []string{o.Language}
	case o.Language == "":
		o.Language = o.Languages[0]
	default:
		o.Languages = languageFirst(o.Language, o.Languages)
	}
	if o.ID == "." {
		o.ID = slug(o.Name)
	}
	for _, missing := range []struct{ key, value, why, example string }{
		{"name", o.Name, "people must be told who is texting them.", "name: Millbrook Connect"},
		{"number", o.Number, "nobody could text the organisation.", `number: "+447700900001"`},
	} {
		if _, tried := l.said.places[missing.key]; missing.value == "" && !tried {
			l.said.fault("no-"+missing.key, Pos{Line: 1, Column: 1}, 1, "org.yaml has no "+missing.key+":.", missing.why, "add  "+missing.example)
		}
	}
	l.settleFallback()
	l.settleApp()
	o.texts = locales.NewCatalog(o.Language)
	o.Closings = o.Closings.orDefaults()
}

// languageFirst puts a language at the head of a list.
func languageFirst(first string, all []string) []string {
	list := []string{first}
	for _, tag := range all {
		if tag != first {
			list = append(list, tag)
		}
	}
	return list
}

// readList reads a CSV file, under its name and under what org.yaml calls it.
func (l *orgLoad) readList(name, base string) {
	s, ok := l.open(name)
	if !ok {
		return
	}
	if !namePattern.MatchString(base) {
		s.fault("bad-name", Pos{}, 0, "a list can't be called "+quoted(base)+".", "flows name a list by its file's name.", "its name must be "+takesName[len("a name: "):]+".")
		return
	}
	list := readRows(s, base)
	named := map[string]string{"groups": l.file.groups, "services": l.file.services}
	if file, taken := named[base]; !taken || file == name {
		l.org.Lists[base] = list
	}
	for called, file := range named {
		if file == name {
			l.org.Lists[called] = list
		}
	}
}

// namedLists reports lists that org.yaml names and that are not there.
func (l *orgLoad) namedLists() {
	for called, file := range map[string]string{"groups": l.file.groups, "services": l.file.services} {
		if pos, written := l.said.places[called]; written && l.org.Lists[called] == nil {
			l.said.fault("no-such-list", pos, len(file), "there is no list "+quoted(file)+".", "people would be shown nothing to choose from.", "put "+file+" in this folder, with columns id and name.")
		}
	}
}

// readFlow reads a flow's file.
func (l *orgLoad) readFlow(name, base string) {
	s, ok := l.open(name)
	if !ok {
		return
	}
	if !namePattern.MatchString(base) {
		s.fault("bad-name", Pos{}, 0, "a flow can't be called "+quoted(base)+".", "other files name a flow by its file's name.", "its file's name must be small letters, digits and _, such as groups.yaml.")
		return
	}
	f := readFlow(s, base, l.org)
	f.Org = l.org.ID
	l.org.Flows[base] = f
}

// compile makes every flow ready to be played. A flow that the checks let
// through and that cannot be compiled is a fault of ours, so it is told as one.
func (l *orgLoad) compile() {
	for _, f := range l.flows() {
		if err := f.compile(l.org); err != nil {
			l.sources[f.File].fault("broken", Pos{Line: 1, Column: 1}, 1, "this flow can't be played: "+err.Error()+".", "this is a fault of the program, not of yours.", "please report it together with the file.")
		}
	}
}

// flows returns the organisation's flows, by id.
func (l *orgLoad) flows() []*Flow { return l.org.flowsByID() }

// flowsByID returns every flow, by id.
func (o *Org) flowsByID() []*Flow {
	all := slices.Collect(maps.Values(o.Flows))
	slices.SortFunc(all, func(a, b *Flow) int { return strings.Compare(a.ID, b.ID) })
	return all
}
