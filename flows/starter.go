package flows

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// starter is a small organisation to begin with, in English and Welsh.
//
//go:embed starter/*
var starter embed.FS

// ErrNotEmpty is returned for a folder that has something in it.
var ErrNotEmpty = errors.New("the folder is not empty")

// NewOrg writes a small organisation that works, with notes for somebody who has
// never written one, into a folder, which is made where it is missing. It returns
// the names of the files. A folder that has anything in it is left alone:
// ErrNotEmpty.
func NewOrg(dir string) ([]string, error) {
	there, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		err = os.MkdirAll(dir, 0o755)
	case err == nil && len(there) > 0:
		err = ErrNotEmpty
	}
	if err != nil {
		return nil, fmt.Errorf("begin an organisation: %w", err)
	}
	files, err := starter.ReadDir("starter")
	if err != nil {
		return nil, fmt.Errorf("begin an organisation: %w", err)
	}
	var names []string
	for _, f := range files {
		text, err := starter.ReadFile(path.Join("starter", f.Name()))
		if err == nil {
			err = writeNew(filepath.Join(dir, f.Name()), text)
		}
		if err != nil {
			return names, fmt.Errorf("begin an organisation: %w", err)
		}
		names = append(names, f.Name())
	}
	return names, nil
}

// writeNew writes a file that is not there yet.
func writeNew(name string, text []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Close())
}
