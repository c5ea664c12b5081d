package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// former is what a process knows of the one before it in the same folder: which
// Redis had all of its texts, and whether it left in order.
type former struct {
	histories []history
	left      bool
}

// knew reports whether it knew all of those servers.
func (f former) knew(servers []server) bool {
	return !slices.ContainsFunc(servers, func(s server) bool { return !slices.Contains(f.histories, s.history) })
}

const leftWord = "left"

func (j *Journal) formerPath() string { return filepath.Join(j.dir, "redis") }

// former reads what the process before has noted; nothing if there was none.
func (j *Journal) former() (former, error) {
	var f former
	text, err := os.ReadFile(j.formerPath())
	if errors.Is(err, fs.ErrNotExist) {
		return f, nil
	}
	if err != nil {
		return f, fmt.Errorf("read which Redis had the journal's texts: %w", err)
	}
	for _, word := range strings.Fields(string(text)) {
		if word == leftWord {
			f.left = true
			continue
		}
		f.histories = append(f.histories, history(word))
	}
	return f, nil
}

// keepFormer notes it, whole or not at all.
func (j *Journal) keepFormer(f former) error {
	var text strings.Builder
	for _, of := range f.histories {
		fmt.Fprintln(&text, of)
	}
	if f.left {
		fmt.Fprintln(&text, leftWord)
	}
	next := j.formerPath() + ".next"
	file, err := os.OpenFile(next, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("note which Redis has the journal's texts: %w", err)
	}
	_, err = file.WriteString(text.String())
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		err = errors.Join(os.Rename(next, j.formerPath()), syncFolder(j.dir))
	}
	if err != nil {
		return fmt.Errorf("note which Redis has the journal's texts: %w", err)
	}
	return nil
}
