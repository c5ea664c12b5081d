package people

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/providers"
)

// Mend writes the rows of a list that were refused, as they were, with why beside
// them: to be mended there, and imported again.
type Mend struct {
	csv     *csv.Writer
	columns []string // of the list
	begun   bool
	head    []string
}

// NewMend writes to w what is refused of a sheet.
func NewMend(w io.Writer, s *Sheet) *Mend {
	m := &Mend{csv: csv.NewWriter(w), columns: s.columns, head: s.Head}
	m.csv.Comma = s.Comma
	return m
}

// Write writes a row if it was refused.
func (m *Mend) Write(o Outcome) error {
	if o.Verdict != Refused {
		return nil
	}
	if !m.begun {
		m.begun = true
		if err := m.write(m.head, ColumnRefused); err != nil {
			return err
		}
	}
	cells := slices.Clone(o.Row.Cells)
	for i := range cells {
		if i < len(m.columns) && m.columns[i] == ColumnNumber {
			cells[i] = wordsOfNumber(cells[i])
		}
	}
	var why []string
	for _, f := range o.Faults {
		why = append(why, f.Words())
	}
	return m.write(cells, fmt.Sprintf("line %d: %s", o.Row.Line, strings.Join(why, "; ")))
}

// write writes a row without the columns that are not read, and why behind it.
func (m *Mend) write(cells []string, why string) error {
	row := make([]string, 0, len(m.columns)+1)
	for i, column := range m.columns {
		switch {
		case column == "":
		case i < len(cells):
			row = append(row, harmless(cells[i]))
		default:
			row = append(row, "")
		}
	}
	if err := m.csv.Write(append(row, why)); err != nil {
		return fmt.Errorf("write what was refused: %w", err)
	}
	return nil
}

// Flush writes what was not written yet.
func (m *Mend) Flush() error {
	m.csv.Flush()
	if err := m.csv.Error(); err != nil {
		return fmt.Errorf("write what was refused: %w", err)
	}
	return nil
}

// wordsOfNumber is a number as no spreadsheet counts with it.
func wordsOfNumber(cell string) string {
	if to, fault, _ := readNumber(cell); fault == nil {
		return providers.National(to)
	}
	return cell
}

// harmless is a cell that no spreadsheet takes for something to work out: what
// people have texted may begin like a formula (OWASP, CSV injection).
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
