package flows

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// SheetRow is one row of a translator's spreadsheet.
type SheetRow struct {
	Row    int    // as the spreadsheet counts it; 1 is the row of the columns' names
	Flow   string // empty where the column is missing
	Place  string
	Source string // the words that it translates; empty where the column is missing
	Words  string
	Was    string
	hasWas bool // there is a column was
}

// Refusal is a row that was not taken, why, and what to do about it.
type Refusal struct {
	Row             int
	Place, Why, Fix string
}

// String gives the refusal as it is printed.
func (r Refusal) String() string {
	place := ""
	if r.Place != "" {
		place = " (" + r.Place + ")"
	}
	return fmt.Sprintf("row %d%s: %s\n  fix: %s", r.Row, place, r.Why, r.Fix)
}

// ErrNoSheet is a file that is not a translator's spreadsheet.
var ErrNoSheet = errors.New("this is not a translator's spreadsheet")

// ReadSheetRows reads what a translator has sent back: the CSV of WriteSheets as
// Excel or LibreOffice may have saved it, in another order of columns and rows,
// with commas, semicolons, tabs or bars, in UTF-8 or UTF-16. A row that cannot be
// read is refused; a file that cannot is ErrNoSheet, with what to do. The sheets,
// one at least, are those that the rows may be for.
func ReadSheetRows(raw []byte, sheets []*Sheet) ([]SheetRow, []Refusal, error) {
	if len(raw) > maxListFile {
		return nil, nil, fmt.Errorf("%w: it has more than %d KB", ErrNoSheet, maxListFile>>10)
	}
	text, err := sheetText(raw)
	if err != nil {
		return nil, nil, err
	}
	head := sheetHead(sheets)
	columns, separator, text, err := sheetColumns(text, head[4])
	if err != nil {
		return nil, nil, err
	}
	r := sheetReader{columns: columns, head: head, csv: csvReader(text, separator)}
	r.readAll()
	return r.rows, r.refused, nil
}

// sheetText decodes a file, and ends its lines as ours.
func sheetText(raw []byte) (string, error) {
	text := string(raw)
	for mark, big := range map[string]bool{"\xfe\xff": true, "\xff\xfe": false} {
		if strings.HasPrefix(text, mark) {
			text = fromUTF16(raw[2:], big)
		}
	}
	if !utf8.ValidString(text) {
		return "", fmt.Errorf("%w: its letters are not in UTF-8, so some would be lost; save it again as \"CSV UTF-8\"", ErrNoSheet)
	}
	text = strings.TrimPrefix(text, byteOrderMark)
	if !strings.Contains(text, "\n") {
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	return text, nil
}

func fromUTF16(raw []byte, big bool) string {
	units := make([]uint16, len(raw)/2)
	for i := range units {
		low, high := raw[2*i], raw[2*i+1]
		if big {
			low, high = high, low
		}
		units[i] = uint16(high)<<8 | uint16(low)
	}
	return string(utf16.Decode(units))
}

// separators are what may stand between cells.
var separators = []rune{',', ';', '\t', '|'}

// sheetColumns finds the columns by their names, and what separates them. A first
// line sep=; is Excel's, and is skipped.
func sheetColumns(text, tag string) (map[string]int, rune, string, error) {
	if first, rest, ok := strings.Cut(text, "\n"); ok && strings.HasPrefix(strings.ToLower(strings.Trim(first, "\"\r")), "sep=") {
		text = rest
	}
	best := []string{}
	for _, separator := range separators {
		head, err := csvReader(text, separator).Read()
		if err != nil {
			continue
		}
		columns := map[string]int{}
		for i, name := range head {
			name = strings.ToLower(strings.TrimSpace(name))
			if _, twice := columns[name]; !twice && name != "" {
				columns[name] = i
			}
		}
		_, places := columns[columnPlace]
		_, words := columns[strings.ToLower(tag)]
		if places && words {
			return columns, separator, text, nil
		}
		if len(head) > len(best) {
			best = head
		}
	}
	return nil, 0, "", fmt.Errorf("%w: its first row must name the columns %s and %s, and has %s", ErrNoSheet, columnPlace, tag, quoted(firstLine(strings.Join(best, ", "))))
}

func csvReader(text string, separator rune) *csv.Reader {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = separator
	r.FieldsPerRecord = -1
	return r
}

// sheetReader reads the rows, and knows their numbers.
type sheetReader struct {
	csv     *csv.Reader
	columns map[string]int
	head    []string // as the columns are called that were sent
	row     int      // the last one that was read
	line    int      // the last line of it
	rows    []SheetRow
	refused []Refusal
}

func (r *sheetReader) readAll() {
	for {
		record, err := r.csv.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		var broken *csv.ParseError
		if errors.As(err, &broken) {
			r.count(broken.StartLine, broken.Line)
			r.refused = append(r.refused, Refusal{Row: r.row, Why: "the quotation marks of this row don't match, so its cells can't be told apart.",
				Fix: "write each \" in a cell twice, and put the cell in quotation marks; or save the file from the spreadsheet again."})
			continue
		}
		if err != nil { // it is in memory, so there is nothing else
			return
		}
		last := len(record) - 1
		first, _ := r.csv.FieldPos(0)
		end, _ := r.csv.FieldPos(last)
		r.count(first, end+strings.Count(record[last], "\n"))
		if r.row > 1 {
			r.take(record)
		}
	}
}

// count counts the row that stands on these lines, and the empty ones above it.
func (r *sheetReader) count(first, last int) {
	r.row += max(first-r.line, 1)
	r.line = last
}

// take takes a row that has anything in it.
func (r *sheetReader) take(record []string) {
	cell := func(name string) string {
		if i, has := r.columns[strings.ToLower(name)]; has && i < len(record) {
			return fromCell(record[i])
		}
		return ""
	}
	if !slices.ContainsFunc(record, func(c string) bool { return strings.TrimSpace(c) != "" }) {
		return
	}
	row := SheetRow{Row: r.row, Flow: strings.ToLower(cell(columnFlow)), Place: cell(columnPlace), Source: cell(r.head[3]), Words: cell(r.head[4]), Was: cell(wasKey)}
	_, row.hasWas = r.columns[wasKey]
	if row.Place == "" {
		r.refused = append(r.refused, Refusal{Row: r.row, Why: "this row has no place, so nobody can tell which text it translates.", Fix: "copy the place from the file that you were sent."})
		return
	}
	r.rows = append(r.rows, row)
}
