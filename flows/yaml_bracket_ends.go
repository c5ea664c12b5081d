package flows

import "strings"

// closes reads a closing bracket.
func (b *bracketReader) closes(sign byte) bool {
	last := len(b.open) - 1
	if b.open[last].sign == opener(sign) {
		at := b.open[last]
		b.open = b.open[:last]
		b.item = bracketItem{state: itemDone, i: at.i, at: at.at, value: true}
		return true
	}
	line := b.lines[b.i]
	if last > 0 && b.open[last-1].sign == opener(sign) {
		b.explainOpen(b.open[last])
		b.requoted(b.lines, b.i, line[:b.at]+closer(b.open[last].sign)+line[b.at:])
		return false
	}
	want := closer(b.open[last].sign)
	b.explain("open-bracket", b.i, b.at, 1, "this bracket closes none: the one that is open is "+string(b.open[last].sign)+".", "nothing behind it can be read.", "write "+want+" in its place, or delete it.")
	b.requoted(b.lines, b.i, line[:b.at]+want+line[b.at+1:])
	return false
}

// explainOpen reports a bracket that is never closed.
func (b *bracketReader) explainOpen(open bracket) {
	b.explain("open-bracket", open.i, open.at, 1, "this bracket is never closed.", "nothing below it can be read either.",
		"close it with "+closer(open.sign)+", or put the whole text in double quotes if the bracket belongs to it.")
}

// unclosed closes every bracket that is still open, on the last line that is not
// empty.
func (b *bracketReader) unclosed() {
	b.explainOpen(b.open[len(b.open)-1])
	i := b.i - 1
	for strings.TrimSpace(b.lines[i]) == "" {
		i--
	}
	end := ""
	for n := len(b.open) - 1; n >= 0; n-- {
		end += closer(b.open[n].sign)
	}
	b.requoted(b.lines, i, b.lines[i]+end)
}

// behind reads what follows the last bracket.
func (b *bracketReader) behind(first bracket) (next int, ok bool) {
	line := b.lines[b.i]
	rest := strings.TrimSpace(line[b.at+1:])
	switch {
	case rest == "" || rest[0] == '#':
		return b.i + 1, true
	case rest[0] == '}' || rest[0] == ']':
		at := b.at + 1 + strings.IndexByte(line[b.at+1:], rest[0])
		b.explain("extra-bracket", b.i, at, 1, "there is a bracket too many here.", "everything was closed before it.", "delete it.")
		b.requoted(b.lines, b.i, line[:at]+line[at+1:])
		return 0, false
	case rest == ",":
		b.explain("stray-comma", b.i, strings.LastIndexByte(line, ','), 1, "there is a comma too many here.", "commas stand within the brackets alone.", "delete it.")
		b.requoted(b.lines, b.i, line[:b.at+1])
	case b.i == first.i:
		b.lineReader.sign(b.i, first.at, line[first.at:])
	default:
		b.explain("extra-text", b.i, b.at+1+strings.Index(line[b.at+1:], rest), 1, "more follows behind the last bracket.", "what stands in brackets ends with its last bracket.", "put it on a line of its own, with its key.")
		b.requoted(b.lines, b.i, line[:b.at+1])
	}
	return b.i + 1, true
}

func opener(closing byte) byte {
	if closing == '}' {
		return '{'
	}
	return '['
}

func closer(opening byte) string {
	if opening == '{' {
		return "}"
	}
	return "]"
}
