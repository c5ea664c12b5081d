package rapidpro

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Summary says what came across, what did not, what the linter finds, and what to
// do before anybody is texted. Dir is the folder that the files are in.
func (r *Result) Summary(dir string) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s came across, into %s:\n", plural(len(r.Flows), "flow", "flows"), dir)
	table := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	for _, f := range r.Flows {
		fmt.Fprintf(table, "  %s\t%s\t%s\t%s\n", f.File, plural(f.Steps, "step", "steps"), plural(f.Questions, "question", "questions"), spokenIn(f.Languages))
	}
	_ = table.Flush() // a builder takes everything
	r.writeLeft(&out)
	r.writeFindings(&out, dir)
	fmt.Fprintf(&out, `
Before anybody is texted:
  Read every flow, and try it:  connective chat --flows %s
  In org.yaml write your number, when staff are there, and why you keep what you keep about people.
  RapidPro records no consent: add opt_in: where people agree to be texted.
`, dir)
	return out.String()
}

// writeLeft says what is not imported.
func (r *Result) writeLeft(out *strings.Builder) {
	n := len(r.Left)
	for _, f := range r.Flows {
		n += len(f.Todo)
	}
	if n == 0 {
		out.WriteString("\nEverything was imported.\n")
		return
	}
	fmt.Fprintf(out, "\nNot imported, %s. In the files they begin with %q:\n", plural(n, "thing", "things"), Mark)
	for _, f := range r.Flows {
		for _, what := range f.Todo {
			fmt.Fprintf(out, "  %s: %s\n", f.File, what)
		}
	}
	for _, l := range r.Left {
		fmt.Fprintf(out, "  %s: %s\n", l.What, l.Why)
	}
}

// writeFindings says what the linter finds, but for what is told already.
func (r *Result) writeFindings(out *strings.Builder, dir string) {
	var all []string
	for _, f := range r.Findings {
		if f.Code != "not-imported" {
			all = append(all, fmt.Sprintf("  %s:%d: %s [%s]\n", f.Pos.File, f.Pos.Line, f.Message, f.Code))
		}
	}
	if len(all) > 0 {
		fmt.Fprintf(out, "\nThe linter advises (more by  connective flows lint %s):\n%s", dir, strings.Join(all, ""))
	}
}

// spokenIn names languages in English.
func spokenIn(tags []string) string {
	var all []string
	for _, tag := range tags {
		name := display.English.Languages().Name(language.Make(tag))
		if name == "" {
			name = tag
		}
		all = append(all, name)
	}
	return joined(all)
}
