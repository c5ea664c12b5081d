package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
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

// endings are those of the files that organisations write, transcripts among them.
var endings = []string{".yaml", ".csv", ".chat"}

// state tells two states of the folders apart.
func (w folderWatch) state() string {
	var all strings.Builder
	for _, dir := range w.dirs {
		fmt.Fprintln(&all, fingerprint(os.DirFS(dir), endings...))
	}
	return all.String()
}

// isQuiet tells whether the words of a failure were said already.
func isQuiet(err error) bool {
	var failed failure
	return errors.As(err, &failed) && failed.quiet
}
