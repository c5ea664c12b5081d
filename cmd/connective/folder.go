package main

import (
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"

	"github.com/connective-messaging/connective/flows"
)

// folder is what organisations have written: the ones that can be answered for,
// what is wrong with them, and their files as they were read.
type folder struct {
	book     *flows.Book
	findings []flows.Finding
	files    map[string]flows.Files // by organisation
}

// mostReads is how often a folder is read again that changes meanwhile.
const mostReads = 5

// source is where organisations' files are. An organisation that is all of it is
// known by the id, unless it is empty.
type source struct {
	fsys fs.FS
	id   string
}

// onDisk is a folder on disk. Its name is the id of an organisation that is all
// of it.
func onDisk(dir string) source {
	s := source{fsys: os.DirFS(dir)}
	if whole, err := filepath.Abs(dir); err == nil && filepath.Dir(whole) != whole {
		s.id = filepath.Base(whole)
	}
	return s
}

// readFolder reads a folder on disk that must exist. Others are organisations
// that are answered for already.
func readFolder(dir string, others []*flows.Org) (folder, error) {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return folder{}, fmt.Errorf("there is no folder %s", dir)
	}
	return onDisk(dir).read(others)
}

// read reads every organisation in one piece: what is checked is what the files
// are taken of.
func (s source) read(others []*flows.Org) (folder, error) {
	for range mostReads {
		f := folder{files: map[string]flows.Files{}}
		f.book, f.findings = flows.LoadAt(s.fsys, s.id, others, time.Now())
		whole := true
		for _, org := range f.book.ByID() {
			files, err := flows.ReadFiles(s.fsys, org.Folder)
			if err != nil {
				return f, fmt.Errorf("%s: %w", org.ID, err)
			}
			f.files[org.ID] = files
			whole = whole && files.Version() == org.Version
		}
		if whole {
			return f, nil
		}
	}
	return folder{}, errors.New("the files keep changing while they are read: wait until they are all written")
}

// fingerprint tells whether the files have changed that people are sent words of.
func (s source) fingerprint() string { return fingerprint(s.fsys, ".yaml", ".csv") }

// fingerprint tells two states of a folder apart, by the names, sizes and times of
// its files with such endings. What cannot be read now has no part in it; that it
// can be read later is a change.
func fingerprint(fsys fs.FS, endings ...string) string {
	sum := fnv.New64a()
	_ = fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !slices.Contains(endings, path.Ext(name)) {
			return nil //nolint:nilerr // see above
		}
		if info, err := entry.Info(); err == nil {
			fmt.Fprintln(sum, name, info.Size(), info.ModTime().UnixNano())
		}
		return nil
	})
	return fmt.Sprintf("%x", sum.Sum64())
}
