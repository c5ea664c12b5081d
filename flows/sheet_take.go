package flows

import (
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Taken counts what a translator's rows came to.
type Taken struct {
	New     int // translations that are written, or written anew
	Same    int // as they were
	Empty   int // nothing was written in the row: what was there is kept
	Refused []Refusal
	Changes []SheetChange // translations that took the place of others
}

// SheetChange is a translation that took the place of another.
type SheetChange struct {
	Row            int
	Flow, Place    string
	Before, Become string
}

// TakeRows puts a translator's rows into their sheets. A row that cannot be taken
// is refused, and changes nothing.
func TakeRows(sheets []*Sheet, rows []SheetRow) Taken {
	var all Taken
	seen := map[string]SheetRow{}
	for _, row := range rows {
		s, refusal := sheetOf(sheets, row)
		if s != nil {
			id := s.Flow + "/" + row.Place
			if first, twice := seen[id]; !twice {
				seen[id] = row
				refusal = s.take(row, &all)
			} else if first.Words != row.Words {
				refusal = &Refusal{Why: "row " + strconv.Itoa(first.Row) + " translates the same text in other words.", Fix: "leave only one of the two rows."}
			}
		}
		if refusal != nil {
			refusal.Row, refusal.Place = row.Row, strings.TrimPrefix(row.Flow+" "+row.Place, " ")
			all.Refused = append(all.Refused, *refusal)
		}
	}
	return all
}

// sheetOf finds the sheet that a row is for.
func sheetOf(sheets []*Sheet, row SheetRow) (*Sheet, *Refusal) {
	var flows []string
	for _, s := range sheets {
		if s.Flow == row.Flow || row.Flow == "" && len(sheets) == 1 {
			return s, nil
		}
		flows = append(flows, s.Flow)
	}
	if row.Flow == "" {
		return nil, &Refusal{Why: "this row doesn't say which flow its text is in.", Fix: "copy the flow from the file that you were sent: " + strings.Join(flows, ", ") + "."}
	}
	return nil, &Refusal{Why: "there is no flow called " + quoted(row.Flow) + " here.", Fix: didYouMean(row.Flow, flows) + "Flows: " + strings.Join(flows, ", ") + "."}
}

// take puts one row into the sheet.
func (s *Sheet) take(row SheetRow, all *Taken) *Refusal {
	text, ask, refusal := s.find(row.Place)
	if refusal != nil {
		return refusal
	}
	checked := row.hasWas && row.Was == "" && text.Was != ""
	switch {
	case row.Words == "":
		all.Empty++
		return nil
	case sameWords(row.Words, text.Words) && !checked:
		all.Same++
		return nil
	}
	if refusal := s.refuse(row, text, ask); refusal != nil {
		return refusal
	}
	if text.Words != "" && !sameWords(row.Words, text.Words) {
		all.Changes = append(all.Changes, SheetChange{row.Row, s.Flow, row.Place, text.Words, row.Words})
	}
	all.New++
	s.set(row, text, ask)
	return nil
}

// find finds a text by its place.
func (s *Sheet) find(place string) (SheetText, sheetAsk, *Refusal) {
	at, _, _ := strings.Cut(place, "#")
	for _, a := range s.asks {
		if a.place != at {
			continue
		}
		for _, t := range s.textsOf(a) {
			if t.Place == place {
				return t, a, nil
			}
		}
	}
	var places []string
	for _, t := range s.Texts() {
		places = append(places, t.Place)
	}
	return SheetText{}, sheetAsk{}, &Refusal{Why: "there is no text " + quoted(place) + " in " + s.Flow + " any more.",
		Fix: didYouMean(place, places) + "If the flow has changed, ask for a new file; these words are kept nowhere else."}
}

// garbled matches a question mark within a word, and letters of UTF-8 that were
// read as those of Windows-1252: what a spreadsheet makes of letters that it
// cannot save or read.
var garbled = regexp.MustCompile(`\pL\?\pL|[ÂÃÄÅ][\x{80}-\x{bf}‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]`)

// listOfWords reads a cell with several words.
func listOfWords(cell string) []string {
	var words []string
	for _, word := range strings.FieldsFunc(cell, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		if word = strings.TrimSpace(word); word != "" {
			words = append(words, word)
		}
	}
	return words
}

// sameWords compares texts without regard to how a spreadsheet has broken lines.
func sameWords(a, b string) bool {
	return strings.Join(strings.Fields(a), " ") == strings.Join(strings.Fields(b), " ")
}

// set writes the words. They are to be checked if they translate other words than
// the flow has now.
func (s *Sheet) set(row SheetRow, text SheetText, ask sheetAsk) {
	pair := valueOfKey(s.texts, ask.place)
	place, form, plural := strings.Cut(row.Place, "#")
	switch {
	case plural:
		setWords(valueOfKey(pair, s.Language), form, textNode(row.Words))
	case isListPlace(place):
		setWords(pair, s.Language, listNode(listOfWords(row.Words)))
	default:
		setWords(pair, s.Language, textNode(row.Words))
	}
	switch older := row.Source != "" && !sameWords(row.Source, text.Source); {
	case older && plural:
		s.older[place] = true
		setKey(pair, wasKey, formsNode([]string{form}, map[string]string{form: row.Source}, false))
	case older:
		setKey(pair, wasKey, textNode(row.Source))
	case !s.older[place]:
		dropKey(pair, wasKey)
	}
	layOut(ask.place, pair)
}

// setWords gives a key other words, and keeps what an author noted beside it.
func setWords(m *yaml.Node, name string, words *yaml.Node) {
	if old := valueOfKey(m, name); old != nil {
		words.HeadComment, words.LineComment, words.FootComment = old.HeadComment, old.LineComment, old.FootComment
	}
	setKey(m, name, words)
}
