package flows

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// hashCut reports a # that hides the end of an item. It reports false for a
// note, which hides nothing.
func (b *bracketReader) hashCut(line string) bool {
	rest := line[b.at:]
	hides := strings.ContainsAny(rest, "]}") && (b.i+1 >= len(b.lines) || !b.closedBelow())
	if !hides && (len(rest) < 2 || rest[1] == ' ' || rest[1] == '#') {
		return false
	}
	if b.item.state == itemNone {
		b.item = bracketItem{itemPlain, b.i, b.at, b.item.value}
	}
	b.explain("hash-cut", b.i, b.at, utf8.RuneCountInString(rest), "everything from "+quoted(firstLine(rest))+" on is being ignored.",
		"in YAML a # after a space starts a note to yourself, and the closing bracket is in it.", quoteFix)
	b.quoteItem()
	return true
}

// closedBelow tells whether a closing bracket stands below, before the next key.
func (b *bracketReader) closedBelow() bool {
	for _, line := range b.lines[b.i+1:] {
		indent := indentOf(line)
		if indent < len(line) && indent <= b.last.indent && startsKey(line[indent:]) {
			return false
		}
		if strings.ContainsAny(line, "]}") {
			return true
		}
	}
	return false
}

// quotedItem reads an item in quotes to its end.
func (b *bracketReader) quotedItem(line string) bool {
	end := quoteEnd(line[b.at:])
	if end < 0 {
		return b.longItem(line)
	}
	if line[b.at] == '"' && b.badEscape(b.i, b.at, line[b.at:b.at+end]) {
		return false
	}
	start := b.at
	b.at += end
	b.item.state = itemDone
	rest := strings.TrimLeft(line[b.at+1:], " \t")
	if rest == "" || strings.IndexByte(",]}:#", rest[0]) >= 0 {
		return true
	}
	b.quoteEndsEarly(b.i, start, b.at)
	b.quoteItem()
	return false
}

// longItem reads an item in quotes that ends on a line below, or never.
func (b *bracketReader) longItem(line string) bool {
	quote := line[b.at : b.at+1]
	for next := b.i + 1; next < len(b.lines); next++ {
		below := b.lines[next]
		if indent := indentOf(below); indent < len(below) && startsKey(below[indent:]) {
			break
		}
		if end := quoteEnd(quote + below); end >= 0 {
			b.i, b.at = next, end-1
			b.item.state = itemDone
			return true
		}
	}
	b.explain("open-quote", b.i, b.at, 1, "the text begins with a quotation mark and never ends with one.", "YAML takes everything after it for one text.", "add the closing quotation mark.")
	b.quoteItem()
	return false
}

// quoteBeforeComma matches the quotation mark at which an item most likely was
// meant to end.
var quoteBeforeComma = regexp.MustCompile(`['"]\s*[,}\]]`)

// quoteItem puts the item in double quotes, to read on: to the next comma, or
// the closing bracket.
func (b *bracketReader) quoteItem() {
	i, at := b.item.i, b.item.at
	line := b.lines[i]
	end := itemEnd(line, at)
	if line[at] == '"' || line[at] == '\'' {
		if m := quoteBeforeComma.FindStringIndex(line[at+1:]); m != nil {
			end = at + 1 + m[0] + 1
		}
	}
	b.requoted(b.lines, i, line[:at]+doubleQuoted(strings.TrimSpace(line[at:end]))+line[end:])
	for n := i + 1; n <= b.i; n++ { // the lines on which it went on
		b.requoted(b.lines, n, "")
	}
}

// itemEnd is where an item ends that begins at a place: at the first comma or
// closing bracket that is not within brackets of its own.
func itemEnd(line string, at int) int {
	depth := 0
	for i := at; i < len(line); i++ {
		switch line[i] {
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return i
			}
			depth--
		case ',':
			if depth == 0 {
				return i
			}
		}
	}
	return len(line)
}

// What findings about signs at the beginning of a text say.
const (
	quoteFix     = "put the whole text in double quotes. A blank to fill in is written <name>, which needs none."
	tooDeep      = "this is more than %d levels deep."
	tooDeepWhy   = "something is most likely not closed, or not moved back to the left."
	tooDeepFix   = "write it with fewer brackets or less indent."
	colonMessage = "this text has a colon and a space in it, so YAML takes it for another key."
	colonWhy     = "in YAML a colon and a space end a key, so the text would be cut in two."
	curlyMessage = "the quotation marks round this text are curly ones, which belong to the text."
	curlyWhy     = "YAML knows the straight ones alone. People would be sent these with the text."
	curlyFix     = `use straight ones: " and ". To send curly ones, put straight ones round them.`
)

func signMessage(sign string) string {
	return "a text can't begin with " + sign + " unless it is in quotes."
}

// signWhy says what a sign would mean to YAML.
func signWhy(sign string) string {
	switch sign {
	case "&", "*":
		return "in YAML & names a part of the file and * copies it, which flows do without."
	case "!":
		return "in YAML the word behind a ! is the kind of a value, and is left out of it."
	case "{", "[":
		return "YAML takes a text that begins with a bracket for a list."
	}
	return "YAML keeps the sign for uses of its own."
}
