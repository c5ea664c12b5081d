package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/flows"
)

type flowsTranslate struct {
	Path  string `arg:"" help:"A flow, as its folder and its name; or an organisation's folder, for all its flows."`
	Lang  string `arg:"" optional:"" help:"The language to translate into, such as cy."`
	All   bool   `help:"Into every language of the organisation."`
	CSV   string `help:"Write a spreadsheet for a translator, too." name:"csv" placeholder:"FILE" xor:"csv"`
	CSVIn string `help:"Take the translations out of a spreadsheet that a translator has filled in." name:"csv-in" placeholder:"FILE" xor:"csv"`
}

// Help shows an example.
func (flowsTranslate) Help() string {
	return `Makes the file beside the flow that says each text in another language, or
brings it into step with the flow: texts that are new, that have changed, and
that are gone. Nothing that a translator wrote is lost.

Examples:
  connective flows translate flows/millbrook/groups cy
  connective flows translate flows/millbrook --all
  connective flows translate flows/millbrook cy --csv welsh.csv
  connective flows translate flows/millbrook cy --csv-in welsh.csv`
}

// Run keeps the translations in step, and says what is to do in each.
func (c flowsTranslate) Run(io streams) error {
	dir, ids, err := c.meant()
	if err != nil {
		return err
	}
	kept, refused := c.open(dir, ids, io)
	if len(kept) == 0 && refused == 0 {
		return fmt.Errorf("there is nothing to translate: say in %s which languages there are, such as  languages: [en, cy]", filepath.Join(dir, "org.yaml"))
	}
	if c.CSVIn != "" && len(kept) > 0 {
		n, err := takeCSV(c.CSVIn, kept, io)
		if err != nil {
			return err
		}
		refused += n
	}
	for _, s := range kept {
		if err := writeSheet(dir, s, io); err != nil {
			return err
		}
	}
	if c.CSV != "" && len(kept) > 0 {
		if err := writeCSV(c.CSV, kept, io); err != nil {
			return err
		}
	}
	if refused > 0 {
		return failure{errors.New("not everything could be taken"), true}
	}
	return nil
}

// meant finds out which flows of which folder are meant.
func (c flowsTranslate) meant() (dir string, ids []string, err error) {
	switch {
	case (c.Lang == "") != c.All:
		return "", nil, errors.New("name a language, such as cy; or say --all for every language of the organisation")
	case c.All && c.CSV+c.CSVIn != "":
		return "", nil, errors.New("a spreadsheet is for one language: name it in place of --all")
	}
	dir, one := c.Path, ""
	if info, err := os.Stat(c.Path); err != nil || !info.IsDir() {
		dir, one = filepath.Dir(c.Path), strings.TrimSuffix(filepath.Base(c.Path), ".yaml")
	}
	if _, err := fs.Stat(os.DirFS(dir), "org.yaml"); err != nil {
		return "", nil, fmt.Errorf("there is no org.yaml in %s: name the folder of one organisation, or one of its flows", dir)
	}
	all, findings := flows.SheetFlows(os.DirFS(dir))
	switch {
	case errorsOf(findings) > 0:
		return "", nil, fmt.Errorf("%s can't be read: see  connective flows lint %s", filepath.Join(dir, "org.yaml"), dir)
	case one == "":
		return dir, all, nil
	case !slices.Contains(all, one):
		return "", nil, fmt.Errorf("there is no flow %s; what can be translated in %s: %s", one, dir, strings.Join(all, ", "))
	}
	return dir, []string{one}, nil
}

// open opens the translations that are meant. Those that cannot be read are told,
// counted, and left as they are.
func (c flowsTranslate) open(dir string, ids []string, io streams) (kept []*flows.Sheet, refused int) {
	folder := os.DirFS(dir)
	for _, id := range ids {
		listed, findings := flows.SheetLanguages(folder, id)
		tags := listed
		switch {
		case errorsOf(findings) > 0:
			refused++
			leftAlone(dir, id+".yaml", findings, io)
			continue
		case !c.All:
			tags = []string{c.Lang}
		}
		for _, tag := range tags {
			s, findings := flows.OpenSheet(folder, id, tag)
			if s == nil {
				refused++
				leftAlone(dir, id+"."+tag+".yaml", findings, io)
				continue
			}
			if !slices.Contains(listed, tag) {
				fmt.Fprintf(io.out, "Nobody can choose %s yet: add it to languages: in %s.\n", tag, filepath.Join(dir, "org.yaml"))
			}
			kept = append(kept, s)
		}
	}
	return kept, refused
}

// leftAlone tells what stands in the way, and that nothing was written.
func leftAlone(dir, file string, findings []flows.Finding, io streams) {
	for _, f := range findings {
		f.Pos.File = filepath.Join(dir, f.Pos.File)
		fmt.Fprintln(io.out, f)
	}
	fmt.Fprintf(io.out, "%s was left as it is, because of this.\n", filepath.Join(dir, file))
}

// writeSheet writes a translation if it is another than what is there, and says
// what is to do in it.
func writeSheet(dir string, s *flows.Sheet, io streams) error {
	changed, err := s.Changed()
	if err != nil {
		return err
	}
	file := filepath.Join(dir, s.File)
	if changed {
		text, err := s.Text()
		if err != nil {
			return err
		}
		if err := replaceFile(file, text); err != nil {
			return err
		}
	}
	saySheet(file, s, io)
	return nil
}

// saySheet says on one line how far a translation is, then what is to check.
func saySheet(file string, s *flows.Sheet, io streams) {
	texts, todo := s.Texts(), 0
	var check []flows.SheetText
	for _, t := range texts {
		switch t.State {
		case flows.SheetToDo:
			todo++
		case flows.SheetCheck:
			check = append(check, t)
		}
	}
	how := []string{counted(len(texts), "text")}
	if todo > 0 {
		how = append(how, fmt.Sprintf("%d to do", todo))
	}
	if len(check) > 0 {
		how = append(how, fmt.Sprintf("%d to check", len(check)))
	}
	if todo+len(check) == 0 {
		how = append(how, "all done")
	}
	if n := len(s.Gone); n > 0 {
		how = append(how, fmt.Sprintf("%d no longer in the flow", n))
	}
	fmt.Fprintf(io.out, "%s: %s\n", file, strings.Join(how, ", "))
	for _, t := range check {
		fmt.Fprintf(io.out, "  check %s\n    was: %s\n    now: %s\n", t.Place, oneLine(t.Was), oneLine(t.Source))
	}
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
