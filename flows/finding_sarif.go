package flows

import (
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
)

// SARIF is the form in which code hosts and editors take the findings of any
// linter: OASIS, Static Analysis Results Interchange Format, version 2.1.0. Only
// what findings need of it is here.
const (
	sarifVersion = "2.1.0"
	sarifSchema  = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	homepage     = "https://github.com/connective-messaging/connective"
)

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool       sarifTool     `json:"tool"`
	ColumnKind string        `json:"columnKind"`
	Results    []sarifResult `json:"results"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name           string      `json:"name"`
	Version        string      `json:"version,omitempty"`
	InformationURI string      `json:"informationUri"`
	Rules          []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID               string       `json:"id"`
	ShortDescription sarifText    `json:"shortDescription"`
	FullDescription  sarifText    `json:"fullDescription"`
	Help             sarifText    `json:"help"`
	Default          sarifDefault `json:"defaultConfiguration"`
}

type sarifDefault struct {
	Level string `json:"level"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifResult struct {
	RuleID    string          `json:"ruleId"`
	RuleIndex int             `json:"ruleIndex"`
	Level     string          `json:"level"`
	Message   sarifText       `json:"message"`
	Locations []sarifLocation `json:"locations"`
}

type sarifLocation struct {
	Physical sarifPhysical `json:"physicalLocation"`
}

type sarifPhysical struct {
	File   sarifFile    `json:"artifactLocation"`
	Region *sarifRegion `json:"region,omitempty"`
}

type sarifFile struct {
	URI string `json:"uri"`
}

type sarifRegion struct {
	StartLine   int       `json:"startLine"`
	StartColumn int       `json:"startColumn"`
	EndColumn   int       `json:"endColumn"`
	Snippet     sarifText `json:"snippet"`
}

// WriteSARIF writes findings as a SARIF log, with a page about each code that
// was found. The version is the program's.
func WriteSARIF(w io.Writer, findings []Finding, version string) error {
	run := sarifRun{
		Tool:       sarifTool{sarifDriver{Name: "connective flows lint", Version: version, InformationURI: homepage, Rules: []sarifRule{}}},
		ColumnKind: "unicodeCodePoints",
		Results:    []sarifResult{},
	}
	at := map[string]int{}
	for _, page := range Explanations() {
		if slices.ContainsFunc(findings, func(f Finding) bool { return f.Code == page.Code }) {
			at[page.Code] = len(run.Tool.Driver.Rules)
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{
				ID: page.Code, ShortDescription: sarifText{page.What}, FullDescription: sarifText{page.Why}, Help: sarifText{page.String()}, Default: sarifDefault{string(page.Severity)},
			})
		}
	}
	for _, f := range findings {
		run.Results = append(run.Results, sarifResult{
			RuleID: f.Code, RuleIndex: at[f.Code], Level: string(f.Severity),
			Message:   sarifText{sarifMessage(f)},
			Locations: []sarifLocation{{sarifPhysical{sarifFile{sarifURI(f.Pos.File)}, sarifRegionOf(f)}}},
		})
	}
	return writeIndented(w, sarifLog{sarifSchema, sarifVersion, []sarifRun{run}})
}

func sarifMessage(f Finding) string {
	words := f.Message
	if f.Why != "" {
		words += "\nWhy: " + f.Why
	}
	if f.Fix != "" {
		words += "\nFix: " + f.Fix
	}
	return words
}

// sarifRegionOf is where a finding stands; nil for a whole file.
func sarifRegionOf(f Finding) *sarifRegion {
	if f.Pos.Line == 0 {
		return nil
	}
	return &sarifRegion{f.Pos.Line, f.Pos.Column, f.Pos.Column + max(f.Width, 1), sarifText{f.Excerpt}}
}

// sarifURI is a file's name as a URI: relative as it was named, or file:// where
// it was named from the root.
func sarifURI(file string) string {
	file = filepath.ToSlash(file)
	u := url.URL{Path: strings.TrimPrefix(file, "./")}
	if strings.HasPrefix(file, "/") {
		u = url.URL{Scheme: "file", Path: file}
	}
	return u.String()
}
