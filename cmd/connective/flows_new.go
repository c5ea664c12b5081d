package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/connective-messaging/connective/flows"
)

type flowsNew struct {
	Dir string `arg:"" help:"The folder to make, such as my-org."`
}

// Help shows an example.
func (flowsNew) Help() string {
	return `Makes a folder with a small organisation that works, in English and Welsh, with
notes that explain each line.

Example:
  connective flows new my-org`
}

// Run writes the folder, and says what to do next.
func (c flowsNew) Run(io streams) error {
	names, err := flows.NewOrg(c.Dir)
	if errors.Is(err, flows.ErrNotEmpty) {
		return fmt.Errorf("%s has files in it already: choose another name", c.Dir)
	}
	if err != nil {
		return err
	}
	for _, name := range names {
		fmt.Fprintln(io.out, filepath.Join(c.Dir, name))
	}
	fmt.Fprintf(io.out, `
Now try these, one after the other:
  connective flows lint %[1]s      # what is wrong, and how to mend it
  connective flows test %[1]s      # runs the conversations in welcome.chat
  connective chat --flows %[1]s    # a phone to try it on: text HELLO
Then open %[2]s in any text editor, change a text, and try them again.
`, c.Dir, filepath.Join(c.Dir, "welcome.yaml"))
	return nil
}
