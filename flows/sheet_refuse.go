package flows

import (
	"slices"
	"strconv"
	"strings"
)

// refuse tells why a row's words cannot be taken; nil if they can.
func (s *Sheet) refuse(row SheetRow, text SheetText, ask sheetAsk) *Refusal {
	ours, theirs := blanksOf(map[string]string{"other": text.Source}), blanksOf(map[string]string{"other": row.Words})
	_, _, plural := strings.Cut(row.Place, "#")
	if s.list != nil {
		if refusal := s.list.refuse(row, text); refusal != nil {
			return refusal
		}
	}
	switch {
	case isSpreadsheetError(row.Words):
		return &Refusal{Why: "the spreadsheet took the text for a formula and shows " + row.Words + " in its place.", Fix: "type the text again, with an apostrophe (') before it."}
	case lettersLost(text.Words, row.Words) || garbled.MatchString(row.Words) && !garbled.MatchString(text.Source):
		return &Refusal{Why: "letters of " + englishName(s.Language) + " have become other signs.", Fix: `type the words again, and save the file as "CSV UTF-8".`}
	case holdsHidden(row.Words), strings.ContainsAny(row.Words, "\r\ufffd"):
		return &Refusal{Why: "there is a letter in it that can't be seen.", Fix: "type the words again."}
	case len([]rune(row.Words)) > maxText:
		return &Refusal{Why: "it has more than " + strconv.Itoa(maxText) + " letters.", Fix: "shorten it."}
	case !ask.words.isList && missingFrom(ours, theirs) != "" && !plural:
		return &Refusal{Why: "it leaves out <" + missingFrom(ours, theirs) + ">.", Fix: "put <" + missingFrom(ours, theirs) + "> where it belongs, written just so."}
	case missingFrom(theirs, s.blanksOf(ask)) != "":
		return &Refusal{Why: "<" + missingFrom(theirs, s.blanksOf(ask)) + "> is not in the text that it translates, so nothing would be filled in.", Fix: "take it out, or spell it as in the text."}
	case (strings.Contains(ask.place, ".options.") || ask.place == "title") && strings.Contains(row.Words, "\n"):
		return &Refusal{Why: "it must be one line.", Fix: "write it without a line break."}
	case withoutArrow(ask.place, row.Words) != row.Words:
		return &Refusal{Why: "a choice can't have an arrow (->) in it.", Fix: "write it without."}
	case ask.place == "start.words" && tooManyWords(row.Words):
		return &Refusal{Why: "a word that starts a flow has at most three words.", Fix: "put a comma between the words that people may text."}
	}
	return nil
}

// blanksOf returns the blanks of every form of a text.
func (s *Sheet) blanksOf(ask sheetAsk) []string { return blanksOf(ask.words.forms) }

// missingFrom returns the first name that another list lacks.
func missingFrom(names, there []string) string {
	for _, name := range names {
		if !slices.Contains(there, name) {
			return name
		}
	}
	return ""
}

// lettersLost tells whether a text is as it was, but for letters that have become
// question marks: the file was saved for letters of Western Europe alone.
func lettersLost(before, now string) bool {
	old, after := []rune(before), []rune(now)
	if before == now || len(old) != len(after) {
		return false
	}
	for i := range old {
		if old[i] != after[i] && (after[i] != '?' || old[i] < 0x80) {
			return false
		}
	}
	return true
}

func tooManyWords(list string) bool {
	for _, words := range listOfWords(list) {
		if len(strings.Fields(words)) > maxStartWords {
			return true
		}
	}
	return false
}
