package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/flows/rapidpro"
)

type flowsImport struct {
	Rapidpro flowsImportRapidpro `cmd:"" help:"Make a folder of flows from an export of RapidPro or TextIt."`
}

type flowsImportRapidpro struct {
	File string `arg:"" help:"The .json file that RapidPro exports." type:"existingfile"`
	Out  string `help:"The folder to make; without it, one called like the file." type:"path" placeholder:"DIR"`
	Name string `help:"What the organisation is called, at most 40 letters." default:"Imported from RapidPro"`
}

// Help shows an example.
func (flowsImportRapidpro) Help() string {
	return `Everything that has a counterpart comes across, with its translations. The rest
is a comment in the files that begins with "# TODO not imported:", and is told here.

Example:
  connective flows import rapidpro export.json --out flows/riverside --name "Riverside lunch club"`
}

// largestExport is the largest file that is read.
const largestExport = 32 << 20

// Run makes the folder and says what came across.
func (c flowsImportRapidpro) Run(io streams) error {
	text, err := readExport(c.File)
	if err != nil {
		return err
	}
	result, err := rapidpro.Import(text, c.Name)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	dir := c.Out
	if dir == "" {
		dir = strings.TrimSuffix(filepath.Base(c.File), filepath.Ext(c.File))
	}
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return fmt.Errorf("%s is there already, and not empty: choose a new folder with --out DIR, and move into the old one what you want", dir)
	}
	if err := writeFiles(dir, result.Files); err != nil {
		return err
	}
	fmt.Fprint(io.out, result.Summary(dir))
	return nil
}

// writeFiles writes files into a folder without a word about each.
func writeFiles(dir string, files flows.Files) error {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := writeInto(dir, name, files[name], streams{out: io.Discard}); err != nil {
			return err
		}
	}
	return nil
}

// readExport reads a file of a bounded size.
func readExport(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("open the export: %w", err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, largestExport+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("read the export: %w", err)
	case len(text) > largestExport:
		return nil, errors.New("this export is larger than 32 MB: export fewer flows at a time")
	}
	return text, nil
}
