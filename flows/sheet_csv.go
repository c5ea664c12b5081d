package flows

import (
	"encoding/csv"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/locales"
)

// The columns of a translator's spreadsheet, beside those called by the
// languages.
const (
	columnFlow   = "flow"
	columnPlace  = "place"
	columnNote   = "note"
	columnSource = "source" // where flows are written in several languages
)

// byteOrderMark begins the file, so that Excel takes it for UTF-8.
const byteOrderMark = "\ufeff"

// WriteSheets writes the texts of some sheets of one language as CSV for a
// translator's spreadsheet: RFC 4180, in UTF-8 with a byte order mark. Cells that
// a spreadsheet would take for a formula begin with an apostrophe, which
// ReadSheetRows takes away again.
func WriteSheets(w io.Writer, sheets []*Sheet) error {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return fmt.Errorf("write a spreadsheet: %w", err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	rows := [][]string{sheetHead(sheets)}
	for _, s := range sheets {
		for _, t := range s.Texts() {
			rows = append(rows, []string{s.Flow, t.Place, s.noteFor(t), t.Source, t.Words, t.Was})
		}
	}
	for _, row := range rows {
		for i := range row {
			row[i] = withoutFormula(row[i])
		}
		if err := out.Write(row); err != nil {
			return fmt.Errorf("write a spreadsheet: %w", err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write a spreadsheet: %w", err)
	}
	return nil
}

func sheetHead(sheets []*Sheet) []string {
	head := []string{columnFlow, columnPlace, columnNote, columnSource, "", wasKey}
	for i, s := range sheets {
		head[4] = s.Language
		if i == 0 {
			head[3] = s.Source
		} else if head[3] != s.Source {
			head[3] = columnSource
		}
	}
	return head
}

// noteFor tells the translator what is to do, and what to know.
func (s *Sheet) noteFor(t SheetText) string {
	notes := []string{}
	switch t.State {
	case SheetToDo:
		notes = append(notes, "to do")
	case SheetCheck:
		notes = append(notes, "to check: the words have changed")
	}
	if _, form, plural := strings.Cut(t.Place, "#"); plural {
		numbers := strings.Trim(fmt.Sprint(locales.PluralExamples(s.Language, form)), "[]")
		notes = append(notes, "for "+strings.Join(strings.Fields(numbers), ", "))
	}
	if isListPlace(t.Place) {
		notes = append(notes, "words that people may text, with commas")
	}
	if blanks := blanksOf(map[string]string{"other": t.Source}); len(blanks) > 0 {
		notes = append(notes, "leave <"+strings.Join(blanks, "> <")+"> as it is")
	}
	return strings.Join(notes, "; ")
}

// formula matches cells that spreadsheets take for a formula, also behind
// apostrophes, so that ours can be told from those in a text. The signs are those
// that OWASP lists under CSV injection, the full-width ones among them.
var formula = regexp.MustCompile("^'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")

// withoutFormula makes a spreadsheet take a cell for text.
func withoutFormula(cell string) string {
	if formula.MatchString(cell) {
		return "'" + cell
	}
	return cell
}

// fromCell undoes withoutFormula.
func fromCell(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok && formula.MatchString(rest) {
		cell = rest
	}
	return strings.TrimSpace(strings.ReplaceAll(cell, "\r\n", "\n"))
}

// spreadsheetErrors are what spreadsheets show where a text was no formula.
var spreadsheetErrors = []string{"#NAME?", "#VALUE!", "#REF!", "#DIV/0!", "#N/A", "#NULL!", "#NUM!", "#ERROR!", "#SPILL!", "#CALC!"}

// isSpreadsheetError tells whether a spreadsheet has put an error in place of a
// text. LibreOffice's have a number, such as Err:509.
func isSpreadsheetError(cell string) bool {
	return slices.Contains(spreadsheetErrors, strings.ToUpper(cell)) || libreError.MatchString(cell)
}

var libreError = regexp.MustCompile(`^Err:\d+$`)
