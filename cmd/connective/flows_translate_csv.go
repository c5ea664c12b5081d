package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/connective-messaging/connective/flows"
)

// writeCSV writes a translator's spreadsheet. One that is there may hold a
// translator's work, so it is not written over.
func writeCSV(file string, sheets []*flows.Sheet, io streams) error {
	var out bytes.Buffer
	if err := flows.WriteSheets(&out, sheets); err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already, and may hold a translator's work: choose another name, or take it with --csv-in", file)
	}
	if err == nil {
		_, err = f.Write(out.Bytes())
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	fmt.Fprintf(io.out, "%s: send it to the translator. It opens in Excel and LibreOffice; only the column %s is to be filled in.\n", file, sheets[0].Language)
	return nil
}

// takeCSV takes what a translator has sent back, and tells what was refused, and
// what took the place of something else. It returns how many rows were refused.
func takeCSV(file string, sheets []*flows.Sheet, io streams) (refused int, err error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return 0, fmt.Errorf("read %s: %w", file, err)
	}
	rows, broken, err := flows.ReadSheetRows(raw, sheets)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", file, err)
	}
	taken := flows.TakeRows(sheets, rows)
	for _, c := range taken.Changes {
		fmt.Fprintf(io.out, "row %d (%s %s) takes the place of: %s\n", c.Row, c.Flow, c.Place, oneLine(c.Before))
	}
	all := append(broken, taken.Refused...)
	for _, r := range all {
		fmt.Fprintln(io.out, r)
	}
	fmt.Fprintf(io.out, "%s: rows taken %d, as they were %d, empty %d, refused %d\n", file, taken.New, taken.Same, taken.Empty, len(all))
	return len(all), nil
}

// replaceFile puts a file in the place of another at once, so that a fault half
// way through leaves the old one.
func replaceFile(file string, text []byte) error {
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(file); err == nil {
		mode = info.Mode().Perm()
	}
	f, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+"-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	defer func() { _ = os.Remove(f.Name()) }() // gone already where all went well
	_, err = f.Write(text)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = errors.Join(os.Chmod(f.Name(), mode), os.Rename(f.Name(), file))
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	return nil
}
