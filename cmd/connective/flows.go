package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/connective-messaging/connective/bot/transcript"
	"github.com/connective-messaging/connective/flows"
)

type flowsCommand struct {
	Lint     flowsLint     `cmd:"" help:"Say what is wrong in the flows, where, why, and how to mend it."`
	Parts    flowsParts    `cmd:"" help:"Print how long each text can be, in each language."`
	Publish  flowsPublish  `cmd:"" help:"Let people get the flows as they are now, without losing anybody in the middle."`
	Rollback flowsRollback `cmd:"" help:"Let people get an older version again."`
	Diff     flowsDiff     `cmd:"" help:"Say in what two versions differ, step by step, and who waits where."`
	Versions flowsVersions `cmd:"" help:"List what was published, when, by whom, and who is in the middle of it."`
	Explain  flowsExplain  `cmd:"" help:"Explain what the linter finds, with a bad and a good example."`
	Graph    flowsGraph    `cmd:"" help:"Draw a flow: a picture, or text for Mermaid or Graphviz."`
	Import   flowsImport   `cmd:"" help:"Make a folder of flows from those of another system."`
	Record   flowsRecord   `cmd:"" help:"Write the record of processing: what is kept about people, why, for how long, and who is told."`
	Schema   flowsSchema   `cmd:"" help:"Print a JSON Schema, with which an editor completes keys and explains them."`
	Test     flowsTest     `cmd:"" help:"Run the transcripts (.chat files) beside the flows."`

	New       flowsNew       `cmd:"" help:"Make a folder with a small organisation to begin with."`
	Translate flowsTranslate `cmd:"" help:"Make or keep the translation of a flow, also by a translator's spreadsheet."`
}

type flowsTest struct {
	Dir    []string `arg:"" help:"The folder of one organisation, or of all."`
	Update bool     `help:"Rewrite what the transcripts expect with what is said now."`
	Cover  bool     `help:"List the arrows that no transcript takes, each with the beginning of one that does."`
}

// Help shows an example.
func (flowsTest) Help() string { return "Example:\n  connective flows test flows/millbrook" }

// Run runs every transcript and fails if one did not go as written.
func (c flowsTest) Run(io streams) error {
	talks, failed := 0, 0
	for _, dir := range c.Dir {
		book, findings, err := loadFolder(dir)
		if err != nil {
			return err
		}
		if broken := errorsOf(findings); broken > 0 {
			return fmt.Errorf("%s has %s: see  connective flows lint %s", dir, counted(broken, "error"), dir)
		}
		taken := map[string]map[flows.Arrow]bool{}
		report, err := transcript.RunDir(book, dir, transcript.Options{Update: c.Update, Took: func(o *flows.Org, a flows.Arrow) {
			if taken[o.ID] == nil {
				taken[o.ID] = map[flows.Arrow]bool{}
			}
			taken[o.ID][a] = true
		}})
		if err != nil {
			return fmt.Errorf("run the transcripts of %s: %w", dir, err)
		}
		talks += report.Talks
		failed += report.Failed()
		for _, f := range report.Failures {
			fmt.Fprintln(io.out, f)
		}
		if c.Cover {
			for _, o := range book.ByID() {
				sayCover(o, taken[o.ID], io)
			}
		}
	}
	fmt.Fprintf(io.out, "%s, %d did not go as written\n", counted(talks, "conversation"), failed)
	if failed > 0 {
		return failure{errors.New(counted(failed, "failure")), true}
	}
	return nil
}

// loadFolder loads the flows of a folder that must exist.
func loadFolder(dir string) (*flows.Book, []flows.Finding, error) {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, nil, fmt.Errorf("there is no folder %s", dir)
	}
	s := onDisk(dir)
	book, findings := flows.LoadAt(s.fsys, s.id, nil, time.Now())
	return book, findings, nil
}

func errorsOf(findings []flows.Finding) int {
	n := 0
	for _, f := range findings {
		if f.Severity == flows.Error {
			n++
		}
	}
	return n
}
