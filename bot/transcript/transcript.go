// Package transcript runs conversations that are written down in .chat files:
// who texts what, what they must be sent, what else must have happened. It
// plays them through the real mind on an in-memory store with a clock of its
// own, so that days pass in no time, and says in plain words where a
// conversation did not go as written.
//
// It knows nothing of Redis, webhooks or providers' wires.
package transcript

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/connective-messaging/connective/flows"
)

// Options says how transcripts are run.
type Options struct {
	// Update rewrites the expected texts with what is said now.
	Update bool
	// Took is told each arrow that a talk takes; nil for nobody.
	Took func(*flows.Org, flows.Arrow)
}

// Report is the outcome of transcripts.
type Report struct {
	Talks    int
	Failures []Failure
}

// Failed counts the conversations that did not go as written.
func (r Report) Failed() int {
	type place struct{ file, talk string }
	failed := map[place]bool{}
	for _, f := range r.Failures {
		failed[place{f.File, f.Talk}] = true
	}
	return len(failed)
}

func (r *Report) add(other Report) {
	r.Talks += other.Talks
	r.Failures = append(r.Failures, other.Failures...)
}

// Run plays every talk of one file with an organisation's flows. Each begins
// with an empty world.
func Run(org *flows.Org, file string, src []byte) Report {
	report, _ := play([]*flows.Org{org}, file, src)
	return report
}

// Update returns the file with the expected texts replaced by what is said
// now. Expected texts that fit stay as they are, "..." and all.
func Update(org *flows.Org, file string, src []byte) ([]byte, Report) {
	return update([]*flows.Org{org}, file, src)
}

func update(orgs []*flows.Org, file string, src []byte) ([]byte, Report) {
	report, edits := play(orgs, file, src)
	return edits.apply(src), report
}

// play plays a file with the organisations that share the number which is texted.
func play(orgs []*flows.Org, file string, src []byte) (Report, edits) {
	var ids []string
	for _, org := range orgs {
		ids = append(ids, org.ID)
	}
	talks, faults := parse(file, src, orgs[0].Timezone, ids...)
	report := Report{Talks: len(talks), Failures: faults}
	if len(faults) > 0 {
		return report, nil
	}
	var all edits
	for _, t := range talks {
		s := newStage(orgs, file, t)
		s.play()
		report.Failures = append(report.Failures, s.failures...)
		all = append(all, s.edits...)
	}
	return report, all
}

// RunFS plays every .chat file of a folder that holds one folder for each
// organisation, or that is itself one. A file beside several organisations' folders
// is played with all of them, who must share a number.
func RunFS(book *flows.Book, fsys fs.FS) (Report, error) {
	var report Report
	err := eachFile(book, fsys, func(orgs []*flows.Org, file string, src []byte) error {
		played, _ := play(orgs, file, src)
		report.add(played)
		return nil
	})
	return report, err
}

// RunDir plays every .chat file below a folder on disk. Failures name files as
// dir does. With Update the files are rewritten, and what could be mended that
// way is no failure.
func RunDir(book *flows.Book, dir string, o Options) (Report, error) {
	var report Report
	err := eachFile(book, os.DirFS(dir), func(orgs []*flows.Org, file string, src []byte) error {
		name := filepath.Join(dir, filepath.FromSlash(file))
		if o.Update {
			mended, _ := update(orgs, name, src)
			if string(mended) != string(src) {
				if err := os.WriteFile(name, mended, 0o644); err != nil {
					return fmt.Errorf("rewrite a transcript: %w", err)
				}
			}
			src = mended
		}
		for i, org := range orgs {
			if o.Took != nil {
				orgs[i] = org.Watched(func(a flows.Arrow) { o.Took(org, a) })
			}
		}
		played, _ := play(orgs, name, src)
		report.add(played)
		return nil
	})
	return report, err
}

// eachFile calls f for every .chat file, with the organisations it belongs to.
func eachFile(book *flows.Book, fsys fs.FS, f func(orgs []*flows.Org, file string, src []byte) error) error {
	return fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".chat" {
			return err
		}
		orgs := owners(book, name)
		switch {
		case len(orgs) == 0:
			return fmt.Errorf("%s belongs to no organisation: put it beside its flows", name)
		case len(orgs) != len(book.ByNumber(orgs[0].Number)) && len(orgs) > 1:
			return fmt.Errorf("%s is about organisations with several numbers: put it beside the flows of one of them", name)
		}
		src, err := fs.ReadFile(fsys, name)
		if err != nil {
			return fmt.Errorf("read a transcript: %w", err)
		}
		return f(orgs, name, src)
	})
}

// owners finds the organisation of a file, by the folder it stands in; all there
// are for a file beside their folders.
func owners(book *flows.Book, file string) []*flows.Org {
	folder, _, within := strings.Cut(file, "/")
	switch {
	case !within:
		return book.ByID()
	case book.Orgs[folder] != nil:
		return []*flows.Org{book.Orgs[folder]}
	}
	return nil
}
