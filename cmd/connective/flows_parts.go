package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

type flowsParts struct {
	Dir []string `arg:"" help:"The folder of one organisation, or of all."`
}

// Help shows an example.
func (flowsParts) Help() string {
	return `Each text counts with the longest values of its blanks, on the longest way to
it. A star is behind texts that also hold what people write themselves, which
is not counted; an exclamation mark behind those that are longer than the flow
allows.

Example:
  connective flows parts flows/millbrook`
}

// Run prints a table of every text: its parts and letters in each language.
func (c flowsParts) Run(io streams) error {
	for _, dir := range c.Dir {
		book, findings, err := loadFolder(dir)
		if err != nil {
			return err
		}
		if broken := errorsOf(findings); broken > 0 {
			return fmt.Errorf("%s has %s: see  connective flows lint %s", dir, counted(broken, "error"), dir)
		}
		for _, o := range book.ByID() {
			if err := writeParts(o, io); err != nil {
				return fmt.Errorf("print the parts of %s: %w", dir, err)
			}
		}
	}
	return nil
}

func writeParts(o *flows.Org, io streams) error {
	table := tabwriter.NewWriter(io.out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "%s\t\t", o.ID)
	for _, tag := range o.Languages {
		fmt.Fprintf(table, "\t%s", tag)
	}
	fmt.Fprintln(table)
	for _, text := range o.LongestTexts() {
		fmt.Fprintf(table, "%s\t%s\t%s", text.Flow, text.Step, text.How)
		for _, tag := range o.Languages {
			fmt.Fprintf(table, "\t%s", partsCell(text, text.Count[tag]))
		}
		fmt.Fprintln(table)
	}
	return table.Flush()
}

// partsCell is the longest of a text in one language, such as 2 parts, 171 letters.
func partsCell(text flows.LongestText, count providers.Count) string {
	if count.Parts == 0 {
		return "-"
	}
	cell := fmt.Sprintf("%d (%d)", count.Parts, count.Units)
	if count.Encoding == providers.UCS2 {
		cell = fmt.Sprintf("%d (%d ucs2)", count.Parts, count.Units)
	}
	if text.Free {
		cell += " *"
	}
	if count.Parts > text.Limit {
		cell += " !"
	}
	return cell
}
