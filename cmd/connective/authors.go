package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"sync"

	"github.com/connective-messaging/connective/bot/rehearsal"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/web"
)

// authors is the folder of one organisation, as the pages for authors read and
// write it. Nothing outside of the folder can be reached, by whatever name or
// link.
type authors struct {
	root *os.Root
	org  string
	mu   sync.Mutex // one save at a time
}

// openAuthors opens the folder of an organisation.
func openAuthors(dir, org string) (*authors, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the folder of the flows: %w", err)
	}
	return &authors{root: root, org: org}, nil
}

func (a *authors) close() { _ = a.root.Close() } // nothing is left to write

// Orgs returns the one organisation.
func (a *authors) Orgs() []string { return []string{a.org} }

// largest is the most of a file that is read: a letter more than any may have, so
// that the loader says that it is too large.
const largest = 1<<20 + 1

// Read reads the organisation's files, transcripts too.
func (a *authors) Read(string) (flows.Files, error) {
	entries, err := fs.ReadDir(a.root.FS(), ".")
	if err != nil {
		return nil, fmt.Errorf("read the folder of the flows: %w", err)
	}
	files := flows.Files{}
	for _, e := range entries {
		if !slices.Contains(endings, path.Ext(e.Name())) {
			continue
		}
		info, err := a.root.Stat(e.Name())
		if err != nil || !info.Mode().IsRegular() { // deleted just now, or a link out of the folder
			continue
		}
		text, err := a.read(e.Name())
		if err != nil {
			return nil, fmt.Errorf("read a file of the flows: %w", err)
		}
		files[e.Name()] = text
	}
	return files, nil
}

func (a *authors) read(name string) ([]byte, error) {
	f, err := a.root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, largest))
}

// Save writes a file in one piece, as long as it has the mark that is given.
func (a *authors) Save(_, name string, text []byte, was string) error {
	if path.Base(name) != name || !slices.Contains(endings, path.Ext(name)) {
		return fmt.Errorf("save a file of the flows: %w", fs.ErrInvalid)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	mark, mode := "", fs.FileMode(0o644)
	switch info, err := a.root.Lstat(name); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return fmt.Errorf("look at a file of the flows: %w", err)
	case !info.Mode().IsRegular():
		return fmt.Errorf("save a file of the flows: it is a folder or a link: %w", fs.ErrInvalid)
	default:
		now, err := a.read(name)
		if err != nil {
			return fmt.Errorf("read a file of the flows: %w", err)
		}
		mark, mode = rehearsal.Mark(now), info.Mode().Perm()
	}
	if mark != was {
		return web.ErrChanged
	}
	return a.replace(name, text, mode)
}

// replace writes a file beside the old one and puts it in its place, so that
// whoever reads it gets the one or the other, whole.
func (a *authors) replace(name string, text []byte, mode fs.FileMode) error {
	beside := "." + name + ".saving"
	err := a.write(beside, text, mode)
	if err == nil {
		err = a.root.Rename(beside, name)
	}
	if err != nil {
		_ = a.root.Remove(beside) // it may not be there
		return fmt.Errorf("write a file of the flows: %w", err)
	}
	return nil
}

func (a *authors) write(name string, text []byte, mode fs.FileMode) error {
	f, err := a.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode)
	if err != nil {
		return err
	}
	if _, err = f.Write(text); err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
