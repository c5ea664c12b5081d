package main

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"path/filepath"
	"slices"
	"time"
)

// watchEvery is how often a folder is looked at. Editors are slower than that.
const watchEvery = 300 * time.Millisecond

// clearScreen empties a terminal and goes to its top.
const clearScreen = "\x1b[2J\x1b[3J\x1b[H"

// folderWatch looks at folders again and again, since that works on every file
// system, in containers and on network drives too.
type folderWatch struct {
	dirs  []string
	every time.Duration
}

// run does something at once, and again after each change in the folders, until
// the context ends or it fails.
func (w folderWatch) run(ctx context.Context, do func() error) error {
	tick := time.NewTicker(w.every)
	defer tick.Stop()
	for last, now := "", w.state(); ; now = w.state() {
		if now != last {
			last = now
			if err := do(); err != nil {
				return err
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// endings are those of the files that a change of counts.
var endings = []string{".yaml", ".csv", ".chat"}

// state tells two states of the folders apart: by the names, sizes and times of
// their files.
func (w folderWatch) state() string {
	sum := fnv.New64a()
	for _, dir := range w.dirs {
		_ = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !slices.Contains(endings, filepath.Ext(name)) {
				return nil //nolint:nilerr // what can't be read now can later, and that is a change
			}
			if info, err := d.Info(); err == nil {
				fmt.Fprintln(sum, name, info.Size(), info.ModTime().UnixNano())
			}
			return nil
		})
	}
	return fmt.Sprintf("%x", sum.Sum64())
}

// isQuiet tells whether the words of a failure were said already.
func isQuiet(err error) bool {
	var failed failure
	return errors.As(err, &failed) && failed.quiet
}
