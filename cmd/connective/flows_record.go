package main

import (
	"fmt"

	"github.com/connective-messaging/connective/flows/processing"
)

type flowsRecord struct {
	Dir  string `arg:"" help:"The folder of one organisation, or of all."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Help shows an example.
func (flowsRecord) Help() string {
	return `It writes what Article 30 of the UK GDPR asks for, as far as the flows can know it:
what is kept about people, why, for how long, who saves and uses it, what people
agree to in which words, and who is told what. The rest is marked to be filled in.

Example:
  connective flows record flows/millbrook > record.md`
}

// Run prints the record of each organisation of the folder.
func (c flowsRecord) Run(io streams) error {
	book, findings, err := loadFolder(c.Dir)
	if err != nil {
		return err
	}
	if n := errorsOf(findings); n > 0 {
		return fmt.Errorf("%s has %s: see  connective flows lint %s", c.Dir, counted(n, "error"), c.Dir)
	}
	records := []*processing.Record{}
	for _, org := range book.ByID() {
		records = append(records, processing.Of(org))
	}
	if c.JSON {
		return printJSON(io, records)
	}
	for i, r := range records {
		if i > 0 {
			fmt.Fprintln(io.out)
		}
		if err := r.Markdown(io.out); err != nil {
			return fmt.Errorf("print a record of processing: %w", err)
		}
	}
	return nil
}
