package rehearsal

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot/transcript"
	"github.com/connective-messaging/connective/flows"
)

// Draft is what an organisation's folder holds, transcripts and all, as an author
// has it before them.
type Draft struct {
	Org   string // the organisation's id
	Files flows.Files
}

// With is the draft with another text in one of its files, or one file more.
func (d Draft) With(name string, text []byte) Draft {
	d.Files = maps.Clone(d.Files)
	d.Files[name] = text
	return d
}

// Verdict is what the loader and the linter say about a draft.
type Verdict struct {
	Org      *flows.Org      // nil as long as there is an error
	Findings []flows.Finding // by file and line; files are named as in the folder
}

// Judge looks a draft through as it is at a moment: what is over by then is found
// too. The error says that the files could not be put together at all.
func (d Draft) Judge(now time.Time) (Verdict, error) {
	fsys, err := d.Files.FS(d.Org)
	if err != nil {
		return Verdict{}, err
	}
	book, found := flows.LoadAt(fsys, "", nil, now)
	v := Verdict{Findings: found}
	for i := range found {
		found[i].Pos.File = strings.TrimPrefix(found[i].Pos.File, d.Org+"/")
	}
	if v.Errors("") == 0 && len(book.Orgs) == 1 {
		v.Org = book.ByID()[0]
	}
	return v, nil
}

// Errors counts the errors of a file; "" is all files.
func (v Verdict) Errors(file string) int { return v.count(file, flows.Error) }

// Warnings counts the warnings of a file; "" is all files.
func (v Verdict) Warnings(file string) int { return v.count(file, flows.Warning) }

func (v Verdict) count(file string, severity flows.Severity) int {
	n := 0
	for _, f := range v.Findings {
		if f.Severity == severity && (file == "" || f.Pos.File == file) {
			n++
		}
	}
	return n
}

// Run is how the talks of one transcript went.
type Run struct {
	File string
	transcript.Report
}

// Transcripts plays every transcript of the draft with an organisation, by the
// names of their files.
func (d Draft) Transcripts(org *flows.Org) []Run {
	var runs []Run
	for _, name := range slices.Sorted(maps.Keys(d.Files)) {
		if strings.HasSuffix(name, ".chat") {
			runs = append(runs, Run{name, transcript.Run(org, name, d.Files[name])})
		}
	}
	return runs
}
