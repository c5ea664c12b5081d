package flows

import (
	"fmt"
	"strings"
)

// bracketReader reads what stands in brackets behind a key, as {yes: Yes, no: No}.
type bracketReader struct {
	*lineReader
	i, at int // where it reads
	open  []bracket
	item  bracketItem
}

// bracket is an opening bracket that is not closed yet.
type bracket struct {
	i, at int
	sign  byte
}

// bracketItem is what stands between two commas.
type bracketItem struct {
	state itemState
	i, at int  // where it begins
	value bool // a colon has been read: this is the value of a key
}

type itemState int

const (
	itemNone  itemState = iota // nothing since the bracket or the comma
	itemPlain                  // in a text without quotes
	itemDone                   // behind a text in quotes or a bracket that is closed
)

// maxMended is how many mistakes within one pair of brackets are mended.
const maxMended = 30

// brackets reads from an opening bracket to the one that closes it, which may be
// on a line below, and returns where the next line is.
func (r *lineReader) brackets(i, at int) int {
	for n := 0; n < maxMended && !r.stop; n++ {
		b := &bracketReader{lineReader: r, i: i, at: at}
		if next, ok := b.read(); ok {
			return next
		}
	}
	return i + 1
}

// read reads to the end. It reports false when it has mended a line, so that it
// must be read again.
func (b *bracketReader) read() (next int, ok bool) {
	first := bracket{i: b.i, at: b.at}
	for ; b.i < len(b.lines); b.i, b.at = b.i+1, 0 {
		line := b.lines[b.i]
		if indent := indentOf(line); b.i > first.i && indent <= b.last.indent && indent < len(line) && startsKey(line[indent:]) {
			break
		}
		for ; b.at < len(line); b.at++ {
			if line[b.at] == ' ' || line[b.at] == '\t' {
				continue
			}
			if line[b.at] == '#' && (b.at == 0 || line[b.at-1] == ' ') {
				if b.hashCut(line) {
					return 0, false
				}
				break
			}
			if !b.sign(line, line[b.at]) {
				return 0, false
			}
			if len(b.open) == 0 {
				return b.behind(first)
			}
		}
	}
	b.unclosed()
	return b.i, true
}

// sign reads one sign, or a whole text in quotes. It reports false when it has
// mended a line.
func (b *bracketReader) sign(line string, sign byte) bool {
	switch {
	case sign == '}' || sign == ']':
		return b.tight(line) && b.closes(sign)
	case sign == ',' && b.item.state == itemNone && !b.item.value:
		b.explain("stray-comma", b.i, b.at, 1, "there is a comma too many here.", "a comma stands between two things, and one of them is missing.", "delete it.")
		b.requoted(b.lines, b.i, line[:b.at]+line[b.at+1:])
		return false
	case sign == ',':
		if !b.tight(line) {
			return false
		}
		b.item = bracketItem{}
	case sign == ':' && b.item.state != itemNone && b.endsKey(line):
		if b.item.value {
			b.explain("colon", b.i, b.at, 1, colonMessage, colonWhy, "put the whole text in double quotes, or a comma before it if it is another key.")
			b.quoteItem()
			return false
		}
		b.item = bracketItem{value: true}
	case b.item.state == itemDone:
		b.explain("quote-it", b.item.i, b.item.at, 1, signMessage(b.lines[b.item.i][b.item.at:][:1]), signWhy(b.lines[b.item.i][b.item.at:][:1]), quoteFix)
		b.quoteItem()
		return false
	case b.item.state == itemPlain:
		if sign == '{' || sign == '[' {
			b.explain("quote-it", b.i, b.at, 1, "in brackets a text can't have "+string(sign)+" in it unless it is in quotes.", "YAML takes it for the beginning of a list.", quoteFix)
			b.quoteItem()
			return false
		}
	default:
		return b.begins(line, sign)
	}
	return true
}

// begins reads the first sign of an item.
func (b *bracketReader) begins(line string, sign byte) bool {
	b.item = bracketItem{itemPlain, b.i, b.at, b.item.value}
	switch sign {
	case '{', '[':
		if len(b.open) > deepest {
			b.explain("too-deep", b.i, b.at, 1, fmt.Sprintf(tooDeep, deepest), tooDeepWhy, tooDeepFix)
			b.stop = true
			return false
		}
		b.open = append(b.open, bracket{b.i, b.at, sign})
		b.item = bracketItem{}
	case '"', '\'':
		return b.quotedItem(line)
	case '&', '*', '!', '@', '`', '%', '|', '>':
		b.explain("quote-it", b.i, b.at, 1, signMessage(line[b.at:b.at+1]), signWhy(line[b.at:b.at+1]), quoteFix)
		b.quoteItem()
		return false
	}
	return true
}

// endsKey tells whether a colon ends a key: a space or nothing follows it, or
// the key was in quotes.
func (b *bracketReader) endsKey(line string) bool {
	if b.at+1 >= len(line) || b.item.state == itemDone {
		return true
	}
	return strings.IndexByte(" \t,]}", line[b.at+1]) >= 0
}

// tight reports a key without a space behind its colon, at the end of its item.
func (b *bracketReader) tight(line string) bool {
	if b.item.state != itemPlain || b.item.value || b.item.i != b.i || b.open[len(b.open)-1].sign != '{' {
		return true
	}
	m := tightKey.FindStringSubmatch(line[b.item.at:b.at])
	if m == nil {
		return true
	}
	colon := b.item.at + len(m[1])
	b.explain("no-space", b.i, colon, 1, "a space is missing after this colon.", "without the space YAML takes it all for a key.", "write  "+m[1]+": "+line[colon+1:b.at])
	b.requoted(b.lines, b.i, line[:colon+1]+" "+line[colon+1:])
	return false
}
