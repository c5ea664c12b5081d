package flows

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// orgFileName is the file that makes a folder an organisation's.
const orgFileName = "org.yaml"

// Load reads every organisation of a folder, or the one organisation whose
// folder it is. All faults of all files are found at once. An organisation with
// an error is not among the Book's Orgs; its findings say why. It is in Broken,
// without flows, if its org.yaml tells its number.
func Load(fsys fs.FS) (*Book, []Finding) { return LoadBeside(fsys, "", nil) }

// LoadBeside is Load for a folder that is to be answered for together with other
// organisations, which are not in it: one that cannot be told apart from them is
// left out of the Book. An organisation whose folder is fsys itself is known by
// the given id, unless its org.yaml has another; without either by its name.
func LoadBeside(fsys fs.FS, id string, others []*Org) (*Book, []Finding) {
	return LoadAt(fsys, id, others, time.Time{})
}

// LoadAt is LoadBeside at a moment that is known, so that what is over by then is
// found too.
func LoadAt(fsys fs.FS, id string, others []*Org, now time.Time) (*Book, []Finding) {
	lint := func(l *orgLoad) {
		l.now = now
		lintOrg(l)
	}
	book := &Book{Orgs: map[string]*Org{}}
	var found []Finding
	for _, dir := range orgFolders(fsys, &found) {
		before := len(found)
		org := loadOrg(fsys, dir, id, &found, lint)
		found = append(found[:before], withoutEchoes(found[before:])...)
		switch {
		case org == nil || anyError(found[before:]):
			book.addPlain(fsys, dir, id)
		case book.Orgs[org.ID] != nil:
			s := newSource(path.Join(dir, orgFileName), "", &found)
			s.fault("twice", Pos{}, 0, "there are two organisations with the id "+quoted(org.ID)+".", "only one of them can be reached.", "give one of them another id:.")
		default:
			book.Orgs[org.ID] = org
		}
	}
	book.refuseSharedNumbers(others, &found)
	book.refuseFallbacks(others, &found)
	book.refuseApps(others, &found)
	book.refuseSharedWords(others, fsys, &found)
	book.warnOfAreas(others, fsys, &found)
	slices.SortStableFunc(found, func(a, b Finding) int {
		return cmp.Or(strings.Compare(a.Pos.File, b.Pos.File), cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Column, b.Pos.Column))
	})
	return book, found
}

// orgFolders returns the folders that hold an org.yaml; "." for the folder itself.
func orgFolders(fsys fs.FS, found *[]Finding) []string {
	if _, err := fs.Stat(fsys, orgFileName); err == nil {
		return []string{"."}
	}
	var dirs []string
	entries, err := fs.ReadDir(fsys, ".")
	for _, e := range entries {
		if e.IsDir() {
			if _, err := fs.Stat(fsys, path.Join(e.Name(), orgFileName)); err == nil {
				dirs = append(dirs, e.Name())
			}
		}
	}
	if err != nil || len(dirs) == 0 {
		newSource(orgFileName, "", found).fault("no-org", Pos{}, 0, "there is no organisation in this folder.", "nobody could be answered.",
			"make a folder for the organisation with a file org.yaml in it.")
	}
	return dirs
}

func anyError(found []Finding) bool {
	return slices.ContainsFunc(found, func(f Finding) bool { return f.Severity == Error })
}

// ByNumber returns the organisations that share a number, by id.
func (b *Book) ByNumber(number string) []*Org {
	var orgs []*Org
	for _, o := range b.Orgs {
		if o.hasNumber(number) {
			orgs = append(orgs, o)
		}
	}
	slices.SortFunc(orgs, func(a, b *Org) int { return strings.Compare(a.ID, b.ID) })
	return orgs
}

// NewBook puts organisations together that were loaded each by itself. The broken
// ones are answered for too, unless one that works has the same id, or the same
// number and nothing tells the two apart.
func NewBook(orgs []*Org, broken ...*Org) *Book {
	b := &Book{Orgs: make(map[string]*Org, len(orgs))}
	orgs = slices.Clone(orgs)
	for _, o := range broken {
		if !slices.ContainsFunc(orgs, o.takenFor) {
			orgs = append(orgs, o)
		}
	}
	sharers := map[string]int{}
	for _, o := range orgs {
		sharers[o.Number]++
	}
	for _, o := range orgs {
		if shared := sharers[o.Number] > 1; o.Shared != shared {
			changed := *o
			changed.Shared = shared
			o = &changed
		}
		b.Orgs[o.ID] = o
	}
	return b
}

// refuseSharedNumbers takes out organisations that share a number, with each
// other or with one outside the Book, without a word of their own each, since
// nobody could tell whom a text is for.
func (b *Book) refuseSharedNumbers(others []*Org, found *[]Finding) {
	words := map[string][]*Org{}
	sharers := map[string]int{}
	all := b.ByID()
	for _, o := range slices.Concat(others, all) {
		k := o.Number + " " + strings.ToLower(o.Word)
		words[k] = append(words[k], o)
		sharers[o.Number]++
	}
	for _, o := range all {
		same := words[o.Number+" "+strings.ToLower(o.Word)]
		if sharers[o.Number] > 1 && (o.Word == "" || len(same) > 1) {
			newSource(o.file, "", found).fault("word-taken-org", Pos{}, 0, fmt.Sprintf("another organisation uses %s too, and %q doesn't tell them apart.", o.Number, o.Word),
				"both organisations share this number, so only one would hear from people.", "give each its own number, or its own word:.")
			b.breaks(o)
		} else {
			o.Shared = sharers[o.Number] > 1
		}
	}
	book := slices.Concat(others, all)
	for _, o := range all {
		if i := slices.IndexFunc(book, func(x *Org) bool { return x.Number == o.Number && x.Provider != o.Provider }); i >= 0 && b.Orgs[o.ID] != nil {
			newSource(o.file, "", found).fault("other-provider", Pos{}, 0, fmt.Sprintf("%s shares %s, and its org.yaml has another provider:.", book[i].Name, o.Number),
				"a number belongs to one company, so one of the two would hear from nobody.", "give both the same provider:, or each its own number.")
			b.breaks(o)
		}
	}
}

// ByID returns every organisation, by id.
func (b *Book) ByID() []*Org {
	var orgs []*Org
	for _, o := range b.Orgs {
		orgs = append(orgs, o)
	}
	slices.SortFunc(orgs, func(a, b *Org) int { return strings.Compare(a.ID, b.ID) })
	return orgs
}

// readFile reads a file, of at most a size more than any may have.
func readFile(fsys fs.FS, name string, found *[]Finding) (*source, bool) {
	text, err := readBounded(fsys, name)
	if err == nil {
		return newSource(name, string(text), found), true
	}
	s := newSource(name, "", found)
	reason := "this file can't be read."
	if errors.Is(err, fs.ErrNotExist) {
		reason = "this file isn't there."
	}
	s.fault("no-file", Pos{}, 0, reason, "what it says would be missing.", "check its name, and that it may be read.")
	return s, false
}
