package flows

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// The limits of a CSV file.
const (
	maxListFile = 1 << 20
	maxRows     = 5000
	maxCell     = 640
)

// columnPattern is the form of a column's name without its language.
var columnPattern = regexp.MustCompile(`^[a-z][a-z0-9_]{0,30}$`)

// headPattern is the form of a column's name: "about", or "about:cy".
var headPattern = regexp.MustCompile(`^[a-z][a-z0-9_]{0,30}(:[a-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$`)

// HasColumn tells whether a list has a column, in any language.
func (l *List) HasColumn(name string) bool {
	for _, c := range l.Columns {
		if c == name {
			return true
		}
	}
	return false
}

// readRows reads a CSV file with the columns id and name; outcodes.csv has lat
// and lon in place of the name, the tips of a course when and text, and synonyms.csv
// has words alone.
func readRows(s *source, name string) *List {
	list := &List{Name: name}
	if len(s.text) > maxListFile {
		s.fault("too-big", Pos{}, 0, fmt.Sprintf("this file has %d KB; the limit is %d.", len(s.text)>>10, maxListFile>>10), "so long a list can't be searched within one text.", "split it into two lists.")
		return list
	}
	if !s.isText() {
		return list
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(s.text, "\ufeff"))) // Excel puts one there
	r.FieldsPerRecord = -1
	head, err := r.Read()
	if err != nil || !s.heads(list, head) {
		if err != nil {
			s.csvFault(err)
		}
		return list
	}
	seen := map[string]int{}
	list.lines = seen
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			s.csvFault(err)
			return list
		}
		line, _ := r.FieldPos(0)
		if len(list.Rows) == maxRows {
			s.fault("too-big", Pos{Line: line, Column: 1}, 1, fmt.Sprintf("this list has more than %d rows.", maxRows), "so long a list can't be searched within one text.", "split it into two lists.")
			return list
		}
		if row := s.row(list, record, line, seen); row != nil {
			list.Rows = append(list.Rows, row)
		}
	}
}

func (s *source) csvFault(err error) {
	pos, reason := Pos{}, "it is empty"
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		pos, reason = Pos{Line: parse.Line, Column: max(parse.Column, 1)}, "the quotation marks don't match"
	}
	s.fault("bad-list", pos, 1, "this list can't be read: "+reason+".", "its rows could not be told apart.", "save it from your spreadsheet as CSV (UTF-8).")
}

// heads reads the first line.
func (s *source) heads(list *List, head []string) bool {
	for i, cell := range head {
		name := columnName(cell)
		if name == "" {
			name = "column" + strconv.Itoa(i+1)
		}
		if len(head) == 1 && strings.ContainsAny(cell, ";\t") {
			s.fault("bad-list", Pos{Line: 1, Column: 1}, 1, "the columns of this list are not kept apart by commas.", "all of them would be read as one.",
				"save it from your spreadsheet again as CSV, with a comma between the columns.")
			return false
		}
		if !headPattern.MatchString(name) {
			s.fault("bad-list", s.find(Pos{Line: 1, Column: 1}, cell), len([]rune(cell)), "a column can't be called "+quoted(cell)+".", "",
				"use small letters, digits and _, such as about; a translation is called about:cy.")
			return false
		}
		list.Columns = append(list.Columns, name)
	}
	for _, needed := range neededColumns(list.Name) {
		if !list.HasColumn(needed) {
			s.fault("bad-list", Pos{Line: 1, Column: 1}, 1, "this list has no column "+quoted(needed)+".", "choices are made from these columns.", "the first line must name the columns: "+strings.Join(neededColumns(list.Name), ", ")+".")
			return false
		}
	}
	return true
}

// outcodes is the list that says where the first halves of postcodes are.
const outcodes = "outcodes"

func neededColumns(list string) []string {
	switch {
	case list == outcodes:
		return []string{"id", "lat", "lon"}
	case list == synonyms:
		return []string{"words"}
	case strings.HasPrefix(list, coursePrefix):
		return []string{"id", lessonWhen, lessonText}
	}
	return []string{"id", "name"}
}

// row reads one line; nil when it has no usable id.
func (s *source) row(list *List, record []string, line int, seen map[string]int) Row {
	row := Row{}
	for i, cell := range record {
		if i < len(list.Columns) {
			row[list.Columns[i]] = strings.TrimSpace(cell)
		}
	}
	pos := Pos{Line: line, Column: 1}
	if len(record) > len(list.Columns) {
		s.fault("bad-list", pos, 1, fmt.Sprintf("this row has %d cells; there are %d columns.", len(record), len(list.Columns)), "its words stand in the wrong columns.",
			"put double quotes round a cell that has a comma in it.")
	}
	for i, cell := range record {
		if len([]rune(cell)) > maxCell && i < len(list.Columns) {
			s.fault("bad-list", pos, 1, fmt.Sprintf("the %s of this row has more than %d letters.", list.Columns[i], maxCell), "no text can hold it.", "shorten it.")
		}
		if holdsHidden(cell) {
			s.fault("hidden-letter", pos, 1, "there is a letter in this row that can't be seen.", "what you read would not be what is sent.", "type the row again.")
		}
	}
	id := row["id"]
	switch list.Name {
	case outcodes:
		id = strings.ToLower(id)
	case synonyms: // nobody chooses one
		id = "line" + strconv.Itoa(line)
		row["id"] = id
	}
	switch {
	case !rowID.MatchString(id):
		s.fault("bad-list", pos, 1, "a row's id must be small letters, digits, - and _, not "+quoted(firstLine(id))+".", "the id is what is stored when somebody chooses the row.", "write it like  mill_lea")
		return nil
	case seen[id] > 0:
		s.fault("twice", pos, 1, fmt.Sprintf("there are two rows called %q (the other is on line %d).", id, seen[id]), "only one of them can be reached.", "give one of them another id.")
		return nil
	}
	seen[id] = line
	return row
}
