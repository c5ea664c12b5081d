package flows

import (
	"encoding/json"
	"fmt"
	"io"
)

// jsonVersion is the version of the shape that WriteJSON writes. It changes only
// when something is taken away or means something else.
const jsonVersion = 1

// jsonReport is what WriteJSON writes.
type jsonReport struct {
	Version  int           `json:"version"`
	Errors   int           `json:"errors"`
	Warnings int           `json:"warnings"`
	Notes    int           `json:"notes"`
	Findings []jsonFinding `json:"findings"`
}

// jsonFinding is one finding. Lines and columns start at 1 and count letters; a
// finding about a whole file has neither, and no excerpt.
type jsonFinding struct {
	Code      string   `json:"code"`
	Severity  Severity `json:"severity"`
	File      string   `json:"file"`
	Line      int      `json:"line,omitempty"`
	Column    int      `json:"column,omitempty"`
	EndColumn int      `json:"end_column,omitempty"` // of the letter behind the last one
	Excerpt   string   `json:"excerpt,omitempty"`
	Message   string   `json:"message"`
	Why       string   `json:"why"`
	Fix       string   `json:"fix"`
}

// WriteJSON writes findings as one JSON document, in a shape that programs can
// rely on; it is described in docs/flow-language.md.
func WriteJSON(w io.Writer, findings []Finding) error {
	report := jsonReport{Version: jsonVersion, Findings: []jsonFinding{}}
	for _, f := range findings {
		switch f.Severity {
		case Error:
			report.Errors++
		case Warning:
			report.Warnings++
		default:
			report.Notes++
		}
		j := jsonFinding{Code: f.Code, Severity: f.Severity, File: f.Pos.File, Message: f.Message, Why: f.Why, Fix: f.Fix}
		if f.Pos.Line > 0 {
			j.Line, j.Column, j.EndColumn, j.Excerpt = f.Pos.Line, f.Pos.Column, f.Pos.Column+max(f.Width, 1), f.Excerpt
		}
		report.Findings = append(report.Findings, j)
	}
	return writeIndented(w, report)
}

// writeIndented writes JSON that people can read too.
func writeIndented(w io.Writer, v any) error {
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	if err := out.Encode(v); err != nil {
		return fmt.Errorf("write the findings: %w", err)
	}
	return nil
}
