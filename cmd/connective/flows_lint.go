package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/connective-messaging/connective/flows"
)

type flowsLint struct {
	Dir    []string `arg:"" help:"The folder of one organisation, or of all."`
	Strict bool     `help:"Fail on warnings too."`
	JSON   bool     `help:"Print the findings as JSON, for programs." name:"json" xor:"form"`
	Sarif  bool     `help:"Print the findings as SARIF 2.1.0, for code hosts and editors." xor:"form"`
	Watch  bool     `help:"Lint again whenever a file is saved, until you press Ctrl-C."`
}

// Help shows examples.
func (flowsLint) Help() string {
	return `Examples:
  connective flows lint flows/millbrook
  connective flows lint --strict flows
  connective flows lint --watch flows/millbrook
  connective flows lint --sarif flows > lint.sarif`
}

// Run prints every finding and fails if one is an error. While it watches, it
// does so again after each change, and ends well.
func (c flowsLint) Run(ctx context.Context, io streams) error {
	if !c.Watch {
		return c.once(io)
	}
	watch := folderWatch{dirs: c.Dir, every: watchEvery}
	return watch.run(ctx, func() error {
		if screen, ok := io.out.(*os.File); ok && isTerminal(screen) {
			fmt.Fprint(io.out, clearScreen)
		}
		if err := c.once(io); err != nil && !isQuiet(err) {
			return err
		}
		if !c.JSON && !c.Sarif {
			fmt.Fprintf(io.out, "%s  watching %s (Ctrl-C ends)\n", time.Now().Format("15:04:05"), strings.Join(c.Dir, ", "))
		}
		return nil
	})
}

// once lints the folders one time.
func (c flowsLint) once(io streams) error {
	var all []flows.Finding
	for _, dir := range c.Dir {
		book, findings, err := loadFolder(dir)
		if err != nil {
			return err
		}
		if !c.JSON && !c.Sarif {
			sayDrafts(book, func(words string) { fmt.Fprintln(io.out, words+".") })
		}
		for _, f := range findings {
			f.Pos.File = path.Join(filepath.ToSlash(dir), f.Pos.File)
			all = append(all, f)
		}
	}
	if err := c.print(io, all); err != nil {
		return err
	}
	if bad := c.failing(all); bad > 0 {
		return failure{errors.New(counted(bad, "finding")), true}
	}
	return nil
}

// print prints findings in the form that was asked for.
func (c flowsLint) print(io streams, findings []flows.Finding) error {
	switch {
	case c.JSON:
		return flows.WriteJSON(io.out, findings)
	case c.Sarif:
		return flows.WriteSARIF(io.out, findings, version())
	}
	for _, f := range findings {
		fmt.Fprintln(io.out, f)
	}
	if len(findings) > 0 {
		fmt.Fprintf(io.out, "\n%s. More about each, by the word in [brackets]:  connective flows explain %s\n", bySeverity(findings), worst(findings).Code)
	}
	return nil
}

// worst is the first of the findings that are most severe.
func worst(findings []flows.Finding) flows.Finding {
	for _, severity := range []flows.Severity{flows.Error, flows.Warning} {
		for _, f := range findings {
			if f.Severity == severity {
				return f
			}
		}
	}
	return findings[0]
}

// failing counts the findings because of which the command fails.
func (c flowsLint) failing(findings []flows.Finding) int {
	bad := 0
	for _, f := range findings {
		if f.Severity == flows.Error || c.Strict && f.Severity == flows.Warning {
			bad++
		}
	}
	return bad
}

// bySeverity says how many findings there are of each severity.
func bySeverity(findings []flows.Finding) string {
	number := map[flows.Severity]int{}
	for _, f := range findings {
		number[f.Severity]++
	}
	var parts []string
	for _, severity := range []flows.Severity{flows.Error, flows.Warning, flows.Note} {
		switch n := number[severity]; n {
		case 0:
		case 1:
			parts = append(parts, "1 "+string(severity))
		default:
			parts = append(parts, fmt.Sprintf("%d %ss", n, severity))
		}
	}
	return strings.Join(parts, ", ")
}
