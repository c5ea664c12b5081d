package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/connective-messaging/connective/flows"
)

type flowsExplain struct {
	Code string `arg:"" optional:"" help:"The word in [brackets] behind a finding. Without it: all of them, one line each."`
}

// Help shows an example.
func (flowsExplain) Help() string {
	return "Examples:\n  connective flows explain\n  connective flows explain runs-on"
}

// Run prints the page about one code, or a list of all codes.
func (c flowsExplain) Run(io streams) error {
	if c.Code == "" {
		table := tabwriter.NewWriter(io.out, 0, 0, 2, ' ', 0)
		for _, page := range flows.Explanations() {
			fmt.Fprintf(table, "%s\t%s\t%s\n", page.Code, page.Severity, page.What)
		}
		return table.Flush()
	}
	page, near, ok := flows.Explain(c.Code)
	switch {
	case ok:
		fmt.Fprint(io.out, page)
		return nil
	case near != "":
		return fmt.Errorf("the linter has no code %q; did you mean %q? See  connective flows explain %s", c.Code, near, near)
	}
	return fmt.Errorf("the linter has no code %q; all of them:  connective flows explain", c.Code)
}
