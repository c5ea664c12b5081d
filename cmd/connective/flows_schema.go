package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/connective-messaging/connective/flows"
)

type flowsSchema struct {
	Of  string `arg:"" optional:"" enum:"flow,org,translation" default:"flow" help:"Of which file: flow, org or translation."`
	Out string `help:"Write all of them into this folder instead." type:"path" placeholder:"DIR"`
}

// Help shows an example.
func (flowsSchema) Help() string {
	return `An editor that knows the schema completes keys and says what each does.

Examples:
  connective flows schema org
  connective flows schema --out schemas`
}

// Run prints a schema, or writes all of them.
func (c flowsSchema) Run(io streams) error {
	for _, s := range flows.Schemas() {
		if c.Out != "" {
			if err := writeInto(c.Out, s.File(), s.Text, io); err != nil {
				return err
			}
		} else if s.Name == c.Of {
			_, err := io.out.Write(s.Text)
			return err
		}
	}
	return nil
}

// writeInto writes a file into a folder, which is made where it is missing, and
// says so.
func writeInto(dir, name string, text []byte, io streams) error {
	file := filepath.Join(dir, name)
	err := os.MkdirAll(dir, 0o755)
	if err == nil {
		err = os.WriteFile(file, text, 0o644)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w; choose a folder you may write to, with --out", file, err)
	}
	fmt.Fprintln(io.out, file)
	return nil
}
