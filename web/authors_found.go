package web

import (
	"fmt"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/bot/rehearsal"
	"github.com/connective-messaging/connective/bot/transcript"
	"github.com/connective-messaging/connective/flows"
)

// foundHere is what was found in the files as an author has them.
type foundHere struct {
	Here      []foundLook // in the file that is open
	Elsewhere []foundLook // errors and warnings of other files
	Words     string      // how many, in words
	Errors    int         // in all files
	Talks     int         // of a transcript that was run
	NotRun    bool        // a transcript that nothing can be run on
}

// foundLook is one thing that was found.
type foundLook struct {
	Severity                      flows.Severity
	Code, Message, Why, Fix, File string
	Line                          int
	Address                       string // of the line
	Explain                       string // the address of more about it
	Difference                    []differenceLine
}

// differenceLine is a line of what a transcript expects and what was sent: "-"
// is expected alone, "+" was sent alone.
type differenceLine struct{ Sign, Words string }

// found lists what was found, the open file's first.
func found(e edit, v rehearsal.Verdict, org *flows.Org) foundHere {
	all := foundHere{Errors: v.Errors("")}
	for _, f := range v.Findings {
		look := foundLook{
			Severity: f.Severity, Code: f.Code, Message: f.Message, Why: f.Why, Fix: f.Fix, File: f.Pos.File, Line: f.Pos.Line,
			Address: lineAddress(f.Pos.Line), Explain: "/explain/" + f.Code,
		}
		switch {
		case f.Pos.File == e.name:
			all.Here = append(all.Here, look)
		case f.Severity != flows.Note:
			look.Address = addressOf(e.draft.Org, f.Pos.File) + look.Address
			all.Elsewhere = append(all.Elsewhere, look)
		}
	}
	if kindOf(e.name) == "transcript" {
		all.run(e, org)
	}
	all.Words = all.words()
	return all
}

// run plays a transcript. What does not go as written is found in its lines.
func (all *foundHere) run(e edit, org *flows.Org) {
	if org == nil {
		all.NotRun = true
		return
	}
	report := transcript.Run(org, e.name, []byte(e.text))
	all.Talks = report.Talks
	for _, f := range report.Failures {
		all.Here = append(all.Here, failureLook(f))
	}
}

// failureLook is a place where a talk did not go as written.
func failureLook(f transcript.Failure) foundLook {
	look := foundLook{Severity: flows.Error, Message: f.Why + ".", File: f.File, Line: f.Line, Address: lineAddress(f.Line)}
	if f.Talk != "" {
		look.Message = "In “" + f.Talk + "”: " + look.Message
	}
	for _, d := range f.Difference() {
		look.Difference = append(look.Difference, differenceLine{string(d.Sign), d.Words})
	}
	return look
}

// lineAddress leads to a line of the source on the same page.
func lineAddress(line int) string { return fmt.Sprintf("#line-%d", max(line, 1)) }

// words says how much was found in the open file.
func (all *foundHere) words() string {
	number := map[flows.Severity]int{}
	for _, f := range all.Here {
		number[f.Severity]++
	}
	var said []string
	for _, severity := range []flows.Severity{flows.Error, flows.Warning, flows.Note} {
		if n := number[severity]; n > 0 {
			said = append(said, plural(n, string(severity)))
		}
	}
	switch {
	case all.NotRun:
		return "It cannot be run until the flows have no errors."
	case len(said) > 0:
		return strings.Join(said, ", ") + "."
	case all.Talks > 0:
		return plural(all.Talks, "conversation") + ", each as written."
	}
	return "Nothing is wrong here."
}

// worst is the worst that was found in a line; empty where nothing was.
func (all *foundHere) worst(line int) flows.Severity {
	for _, severity := range []flows.Severity{flows.Error, flows.Warning, flows.Note} {
		if slices.ContainsFunc(all.Here, func(f foundLook) bool { return f.Line == line && f.Severity == severity }) {
			return severity
		}
	}
	return ""
}
