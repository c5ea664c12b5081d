package flows

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v4"
)

// listSheet is a CSV list of which a sheet translates columns: about:cy stands
// beside about.
type listSheet struct {
	mark    bool // it begins with a byte order mark
	crlf    bool
	records [][]string // as the file has them, the head first
	bases   []string   // the columns that are translated, from left to right
	cells   map[string]listCell
}

// listCell is where a translated cell stands.
type listCell struct {
	row  int
	base string
}

// isListFile tells whether a sheet is of a list, by the name of what it translates.
func isListFile(name string) bool { return path.Ext(name) == ".csv" }

// openListSheet is OpenSheet for a list. A text is called by its row's id and its
// column, such as walkers/about.
func openListSheet(folder fs.FS, file, tag string) (*Sheet, []Finding) {
	l, found := readLists(folder)
	if l == nil {
		return nil, found
	}
	found = slices.DeleteFunc(found, func(f Finding) bool { return f.Pos.File != file && f.Pos.File != orgFileName })
	list, src := l.listIn(file), l.sources[file]
	if list == nil || src == nil || anyError(found) {
		return nil, found
	}
	s := &Sheet{Flow: file, Source: l.org.Language, Language: tag, File: file, before: src.text, older: map[string]bool{}}
	if tag == s.Source {
		newSource(file, "", &found).fault("wrong-kind", Pos{}, 0, "this list is written in "+englishName(tag)+" already.", "", "name another language.")
		return nil, found
	}
	s.list = newListSheet(src.text, l.translated(list))
	s.texts = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	s.list.fill(s)
	return s, found
}

// readLists reads the lists of an organisation, and its flows as far as they tell
// what people are shown of them.
func readLists(folder fs.FS) (*orgLoad, []Finding) {
	var found []Finding
	l := newOrgLoad(folder, ".", &found)
	if !l.readOrg() {
		return nil, found
	}
	for _, name := range l.fileNames() {
		if base, ok := strings.CutSuffix(name, ".csv"); ok {
			l.readList(name, base)
		}
	}
	for _, id := range l.flowNames() {
		l.readFlow(id+".yaml", id)
	}
	return l, slices.DeleteFunc(found, func(f Finding) bool { return f.Severity != Error })
}

// listIn returns the list that stands in a file.
func (l *orgLoad) listIn(file string) *List {
	base := strings.TrimSuffix(file, ".csv")
	for _, list := range l.org.Lists {
		if list.Name == base {
			return list
		}
	}
	return nil
}

// listFiles returns the files of the lists that have anything to translate.
func (l *orgLoad) listFiles() []string {
	var files []string
	for _, name := range l.fileNames() {
		if list := l.listIn(name); isListFile(name) && list != nil && len(l.translated(list)) > 0 {
			files = append(files, name)
		}
	}
	return files
}

// translated returns the columns of a list that need words in every language: those
// that have them in one, and those that people are shown.
func (l *orgLoad) translated(list *List) []string {
	shown := l.shownOf(list)
	return slices.DeleteFunc(slices.Clone(list.Columns), func(column string) bool {
		if column == "id" || strings.Contains(column, ":") {
			return true
		}
		return !shown[column] && !slices.ContainsFunc(list.Columns, func(c string) bool { return strings.HasPrefix(c, column+":") })
	})
}

// shownOf returns the columns of a list that the flows show to people: the names of
// what they offer, and what their blanks and labels are filled with.
func (l *orgLoad) shownOf(list *List) map[string]bool {
	shown, holds := map[string]bool{}, map[string]bool{}
	for _, f := range l.flows() {
		for _, s := range f.Steps {
			if s.Options != nil && l.org.listOf(s.Options.From) == list && list != nil {
				shown["name"], holds[s.saves()] = true, true
				if label := s.Options.Label; label != nil {
					for _, column := range blanksOf(map[string]string{"other": label.Source}) {
						shown[column] = list.HasColumn(column)
					}
				}
			}
		}
	}
	for _, f := range l.flows() {
		for _, w := range f.written {
			for _, name := range blanksOf(w.forms) {
				if base, column, dotted := strings.Cut(name, "."); dotted && holds[base] && list.HasColumn(column) {
					shown[column] = true
				}
			}
		}
	}
	return shown
}

// newListSheet takes a list apart that has been read without a fault.
func newListSheet(text string, bases []string) *listSheet {
	l := &listSheet{mark: strings.HasPrefix(text, byteOrderMark), crlf: strings.Contains(text, "\r\n"), bases: bases, cells: map[string]listCell{}}
	l.records, _ = csvReader(strings.TrimPrefix(text, byteOrderMark), ',').ReadAll()
	return l
}

// column is where a column stands, or -1.
func (l *listSheet) column(name string) int {
	return slices.IndexFunc(l.records[0], func(cell string) bool { return columnName(cell) == name })
}

// columnName is a column's name as it is read from the first line.
func columnName(cell string) string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimSpace(cell)), " ", "_")
}

// cell is what stands in a row; rows may be shorter than the first.
func (l *listSheet) cell(row, column int) string {
	if column < 0 || column >= len(l.records[row]) {
		return ""
	}
	return strings.TrimSpace(l.records[row][column])
}

// fill puts the cells and their translation side by side.
func (l *listSheet) fill(s *Sheet) {
	id := l.column("id")
	for row := 1; row < len(l.records); row++ {
		for _, base := range l.bases {
			source := l.cell(row, l.column(base))
			if source == "" {
				continue
			}
			place := l.cell(row, id) + "/" + base
			pair := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
			setKey(pair, s.Source, textNode(source))
			setKey(pair, s.Language, textNode(l.cell(row, l.column(base+":"+strings.ToLower(s.Language)))))
			setKey(s.texts, place, pair)
			s.asks = append(s.asks, sheetAsk{place: place, words: oneForm(source), wanted: strings.ContainsFunc(source, unicode.IsLetter)})
			l.cells[place] = listCell{row, base}
		}
	}
}

// text is the file with the translations in it. A language gets a column as soon
// as there are words in it; what nobody has changed stays as it was.
func (l *listSheet) text(s *Sheet) ([]byte, error) {
	next := &listSheet{records: make([][]string, len(l.records))}
	for i, record := range l.records {
		next.records[i] = slices.Clone(record)
	}
	changed := false
	for _, e := range entriesOf(s.texts) {
		at, words := l.cells[e.key.Value], strings.TrimSpace(valueOfKey(e.pair, s.Language).Value)
		name := at.base + ":" + strings.ToLower(s.Language)
		if words == next.cell(at.row, next.column(name)) {
			continue
		}
		next.addColumn(name, at.base)
		next.set(at.row, next.column(name), words)
		changed = true
	}
	if !changed {
		return []byte(s.before), nil
	}
	var out bytes.Buffer
	if l.mark {
		out.WriteString(byteOrderMark)
	}
	w := csv.NewWriter(&out)
	w.UseCRLF = l.crlf
	if err := w.WriteAll(next.records); err != nil {
		return nil, fmt.Errorf("write %s: %w", s.File, err)
	}
	var found []Finding
	if again := readRows(newSource(s.File, out.String(), &found), strings.TrimSuffix(s.File, ".csv")); anyError(found) || len(again.Rows) != len(l.records)-1 {
		return nil, fmt.Errorf("write %s: %w", s.File, ErrSheet)
	}
	return out.Bytes(), nil
}

// addColumn adds a column, behind the others of its base, if it is not there.
func (l *listSheet) addColumn(name, base string) {
	if l.column(name) >= 0 {
		return
	}
	at := 0
	for i, cell := range l.records[0] {
		if column := columnName(cell); column == base || strings.HasPrefix(column, base+":") {
			at = i + 1
		}
	}
	for i, record := range l.records {
		if len(record) >= at {
			l.records[i] = slices.Insert(record, at, "")
		}
	}
	l.records[0][at] = name
}

// set writes a cell, of a row that may be shorter than the first.
func (l *listSheet) set(row, column int, words string) {
	for len(l.records[row]) <= column {
		l.records[row] = append(l.records[row], "")
	}
	l.records[row][column] = words
}

// refuse tells why words cannot stand in a list.
func (l *listSheet) refuse(row SheetRow, text SheetText) *Refusal {
	switch {
	case row.Source != "" && !sameWords(row.Source, text.Source):
		return &Refusal{Why: "the list says something else now: " + quoted(firstLine(text.Source)) + ".", Fix: "ask for a new file, and translate that; these words are kept nowhere else."}
	case strings.Contains(row.Words, "\n"):
		return &Refusal{Why: "it must be one line.", Fix: "write it without a line break."}
	case len([]rune(row.Words)) > maxCell:
		return &Refusal{Why: fmt.Sprintf("it has more than %d letters.", maxCell), Fix: "shorten it."}
	}
	return nil
}
