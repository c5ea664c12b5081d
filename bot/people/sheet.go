package people

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/connective-messaging/connective/flows"
)

// SheetError is what keeps a whole list from being read.
type SheetError struct {
	Line int // 0 for the file as such
	What string
}

// Error says what, and how to mend it.
func (e *SheetError) Error() string {
	if e.Line == 0 {
		return e.What
	}
	return fmt.Sprintf("line %d: %s", e.Line, e.What)
}

// Sheet is a list that is being read, row by row.
type Sheet struct {
	Head    []string // as it was written
	Comma   rune     // between the cells
	columns []string // of Head: the name that each has here, empty for one that is not read
	csv     *csv.Reader
	bounded *bounded
	last    int // line that a row began on
}

// mostRow is how many bytes one row may have. A quotation mark that is never
// closed makes one row of all that follows.
const mostRow = 64 << 10

// OpenSheet reads the first line of a CSV file, with commas, semicolons or tabs
// between the cells. Errors are a *SheetError, or come from the reader.
func OpenSheet(r io.Reader, o *flows.Org) (*Sheet, error) {
	in := &bounded{from: r, left: mostRow}
	buffered := bufio.NewReaderSize(in, 4096)
	start, err := buffered.Peek(4096)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return nil, fmt.Errorf("read the list: %w", err)
	}
	switch {
	case bytes.HasPrefix(start, []byte("\xff\xfe")), bytes.HasPrefix(start, []byte("\xfe\xff")):
		return nil, &SheetError{0, "this file is Unicode Text: save it from the spreadsheet as CSV UTF-8"}
	case bytes.HasPrefix(start, []byte("PK")):
		return nil, &SheetError{0, "this file is a spreadsheet, not a CSV file: save it as CSV UTF-8"}
	case bytes.HasPrefix(start, []byte("\ufeff")): // Excel puts one there
		_, _ = buffered.Discard(3) // was read already
		start = start[3:]
	}
	s := &Sheet{Comma: commaIn(start), bounded: in}
	s.csv = csv.NewReader(buffered)
	s.csv.Comma, s.csv.FieldsPerRecord = s.Comma, -1
	s.Head, err = s.csv.Read()
	if errors.Is(err, io.EOF) {
		return nil, &SheetError{0, "this file is empty"}
	}
	if err != nil {
		return nil, s.fault(err)
	}
	return s, s.heads(o)
}

// commaIn finds what stands between the cells of the first line.
func commaIn(start []byte) rune {
	first, _, _ := strings.Cut(string(start), "\n")
	comma, most := ',', strings.Count(first, ",")
	for _, other := range ";\t" {
		if n := strings.Count(first, string(other)); n > most {
			comma, most = other, n
		}
	}
	return comma
}

// heads finds which column is which.
func (s *Sheet) heads(o *flows.Org) error {
	can := Columns(o)
	for _, head := range s.Head {
		name := strings.Join(strings.FieldsFunc(strings.ToLower(head), func(r rune) bool { return r == ' ' || r == '_' || r == '-' || r == '\u00a0' }), "_")
		if !slices.Contains(can, name) {
			if known := also[name]; known != "" {
				name = known
			}
		}
		switch {
		case name == "" || name == ColumnRefused || name == ColumnState:
			name = ""
		case !slices.Contains(can, name):
			return &SheetError{1, fmt.Sprintf("there is no column %q here: %s. Take other columns out of the list, as nothing else is kept about people", clipped(head), oneOf(can))}
		case slices.Contains(s.columns, name):
			return &SheetError{1, fmt.Sprintf("there are two columns %s", name)}
		}
		s.columns = append(s.columns, name)
	}
	if !slices.Contains(s.columns, ColumnNumber) {
		return &SheetError{1, "there is no column number: the first line must name the columns, and one must be called number"}
	}
	return nil
}

// Rows reads what follows, one row at a time; empty ones are passed over. It ends
// with the first error, which is a *SheetError or comes from the reader.
func (s *Sheet) Rows() iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for {
			s.bounded.left = mostRow
			cells, err := s.csv.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			var parse *csv.ParseError
			if errors.As(err, &parse) && errors.Is(err, csv.ErrBareQuote) { // the next line is read all the same
				if !yield(Row{Line: parse.Line, Broken: Quotes}, nil) {
					return
				}
				continue
			}
			if err != nil {
				yield(Row{}, s.fault(err))
				return
			}
			if row, empty := s.row(cells); !empty && !yield(row, nil) {
				return
			}
		}
	}
}

func (s *Sheet) row(cells []string) (row Row, empty bool) {
	row.Line, _ = s.csv.FieldPos(0)
	s.last = row.Line
	row.Cells, empty = cells, true
	for i, cell := range cells {
		empty = empty && strings.TrimSpace(cell) == ""
		if !utf8.ValidString(cell) {
			row.Broken = Unreadable
		}
		if i < len(s.columns) {
			row.set(s.columns[i], cell)
		}
	}
	return row, empty
}

func (s *Sheet) fault(err error) error {
	var parse *csv.ParseError
	switch {
	case errors.Is(err, errRow):
		return &SheetError{s.last + 1, "a quotation mark is opened in this row or after it, and never closed"}
	case errors.As(err, &parse):
		return &SheetError{parse.StartLine, "a quotation mark is opened in this row, and not closed where the cell ends"}
	}
	return fmt.Errorf("read the list: %w", err)
}

var errRow = errors.New("the row does not end")

// bounded reads so many bytes and no more.
type bounded struct {
	from io.Reader
	left int
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errRow
	}
	n, err := b.from.Read(p)
	b.left -= n
	return n, err
}
