// The program generate makes the lists of the example town of Wenbridge from its
// open data: groups.csv, services.csv and outcodes.csv. It is run by
// "go generate ./flows", with WENBRIDGE_DATA set to the folder that holds
// groups.json, outcodes.json and, in Open Referral's form, services.json.
package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	data := flag.String("data", "", "the folder that holds groups.json, outcodes.json and services.json")
	out := flag.String("out", ".", "the folder to write groups.csv, outcodes.csv and services.csv to")
	flag.Parse()
	if err := run(*data, *out); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// run writes the three lists, or none of them.
func run(data, out string) error {
	if data == "" {
		return errors.New("no data: set WENBRIDGE_DATA, or give the folder with -data")
	}
	var groups groupsFile
	var outcodes outcodesFile
	var services servicesFile
	err := errors.Join(
		readJSON(filepath.Join(data, "groups.json"), &groups),
		readJSON(filepath.Join(data, "outcodes.json"), &outcodes),
		readJSON(filepath.Join(data, "services.json"), &services),
	)
	if err != nil {
		return err
	}
	lists := map[string][][]string{"outcodes.csv": outcodeRows(outcodes)}
	var errGroups, errServices error
	lists["groups.csv"], errGroups = groupRows(groups, outcodes)
	lists["services.csv"], errServices = serviceRows(services)
	if err := errors.Join(errGroups, errServices); err != nil {
		return err
	}
	for name, rows := range lists {
		if err := writeCSV(filepath.Join(out, name), rows); err != nil {
			return err
		}
	}
	return nil
}

// readJSON reads one file of the data.
func readJSON(path string, into any) error {
	raw, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read data: %w", err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("read %s: %w", filepath.Base(path), err)
	}
	return nil
}

// writeCSV writes one list, the first row being its columns.
func writeCSV(path string, rows [][]string) error {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	if err := w.WriteAll(rows); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	return os.WriteFile(path, out.Bytes(), 0o644)
}
