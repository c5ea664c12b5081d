package flows

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// blockHead matches the sign that begins a text on the lines below.
var blockHead = regexp.MustCompile(`^[|>][-+0-9]{0,2}\s*(#.*)?$`)

// value reads what stands behind a key or a dash, and returns where the next
// line is.
func (r *lineReader) value(i, at int) int {
	text := strings.TrimRight(r.lines[i][at:], " \t")
	r.last.holds = wholeValue
	if text == "" || text[0] == '#' {
		r.last.holds = nothingYet
		return i + 1
	}
	switch text[0] {
	case '|', '>':
		if blockHead.MatchString(text) {
			return r.block(i)
		}
		r.sign(i, at, text)
	case '"', '\'':
		return r.quoted(i, at)
	case '{', '[':
		return r.brackets(i, at)
	case '@', '`', '%', '*', '&', '!', ',', ']', '}':
		r.sign(i, at, text)
	case '?', '-':
		if len(text) == 1 || text[1] == ' ' {
			r.sign(i, at, text)
			break
		}
		r.plain(i, at, text)
	default:
		r.plain(i, at, text)
	}
	return i + 1
}

// block passes over a text that stands on the lines below its key. Lines that
// should belong to it and do not stand further in are moved.
func (r *lineReader) block(i int) int {
	next, text := i+1, 0
	for ; next < len(r.lines); next++ {
		line := r.lines[next]
		indent := indentOf(line)
		if text == 0 && indent < len(line) && indent > r.last.indent {
			text = indent
		}
		if indent == len(line) || indent > r.last.indent && indent >= text {
			continue
		}
		if end, _ := keyEnd(line[indent:]); end > 0 || isItem(line[indent:]) || line[indent] == '#' {
			return next
		}
		r.explain("indent", next, 0, max(indent, 1), "this line belongs to the text above it, and does not stand further in than its key.", indentWhy,
			"begin it with "+counted(r.last.indent+2, "space")+".")
		r.moved(r.lines, next, r.last.indent+2)
	}
	return next
}

// plain reads a text without quotes, which may go on in the lines below.
func (r *lineReader) plain(i, at int, text string) {
	r.last.holds = openText
	if curly := strings.HasPrefix(text, "“") || strings.HasPrefix(text, "‘") || strings.HasPrefix(text, "„"); curly && colonIn(text) >= 0 {
		r.curly(i, at)
		r.quoteRest(i, at, strings.Trim(text, "“”‘’„"))
		return
	}
	colon := colonIn(text)
	if colon < 0 {
		return
	}
	fix := "put the whole text in double quotes."
	if tightKey.MatchString(text) || startsKey(text) {
		fix = "put the whole text in double quotes, or begin a new line if it is another key."
	}
	r.explain("colon", i, at+colon, 1, colonMessage, colonWhy, fix)
	r.quoteRest(i, at, text)
}

// colonIn is where a text without quotes has a colon with a space, or nothing,
// behind it; -1 if nowhere. A note behind the text does not count.
func colonIn(text string) int {
	if note := strings.Index(text, " #"); note >= 0 {
		text = text[:note]
	}
	text = strings.TrimRight(text, " \t")
	if at := strings.Index(text, ": "); at >= 0 {
		return at
	}
	if strings.HasSuffix(text, ":") {
		return len(text) - 1
	}
	return -1
}

// quoteRest puts a line's text in double quotes, to read on.
func (r *lineReader) quoteRest(i, at int, text string) {
	r.last.holds = wholeValue
	if note := strings.Index(text, " #"); note >= 0 {
		text = text[:note]
	}
	if line := r.lines[i]; line[at] != '"' && line[at] != '\'' {
		r.opened[i+1] = utf8.RuneCountInString(line[:at]) + 1
	}
	r.told[i] = true
	r.lines[i] = r.lines[i][:at] + doubleQuoted(strings.TrimSpace(text))
}

// sign reports a text that begins with a sign which means something in YAML.
func (r *lineReader) sign(i, at int, text string) {
	r.explain("quote-it", i, at, 1, signMessage(text[:1]), signWhy(text[:1]), quoteFix)
	r.quoteRest(i, at, text)
}

// curly reports curly quotation marks that stand for plain ones.
func (r *lineReader) curly(i, at int) {
	r.explain("curly-quotes", i, at, 1, curlyMessage, curlyWhy, curlyFix)
}

// quoted reads a text in quotes, which may end on a line below.
func (r *lineReader) quoted(i, at int) int {
	line := r.lines[i]
	end := quoteEnd(line[at:])
	if end < 0 {
		return r.openQuote(i, at)
	}
	if line[at] == '"' && r.badEscape(i, at, line[at:at+end]) {
		return i + 1
	}
	rest := strings.TrimSpace(line[at+end+1:])
	if rest == "" || rest[0] == '#' {
		return i + 1
	}
	r.quoteEndsEarly(i, at, at+end)
	r.quoteRest(i, at, line[at:])
	return i + 1
}

// quoteEndsEarly reports a quotation mark that ends a text while more follows.
func (r *lineReader) quoteEndsEarly(i, at, end int) {
	switch line := r.lines[i]; {
	case line[at] == '"':
		r.explain("quotes", i, end, 1, "this quotation mark ends the text, but more follows.", "a text that begins with a quotation mark ends at the next one.", `write a quotation mark inside the text as \" or use ‘ and ’.`)
	default:
		r.explain("apostrophe", i, end, 1, "the apostrophe ends the quoted text early.", "a text that begins with a single quotation mark ends at the next one.", "use double quotes round the text instead of single ones.")
	}
}

// openQuote reads a text in quotes that does not end on its line: it ends on one
// of those below, before the next key, or was never closed.
func (r *lineReader) openQuote(i, at int) int {
	quote := r.lines[i][at : at+1]
	for next := i + 1; next < len(r.lines); next++ {
		line := r.lines[next]
		if strings.TrimSpace(line) == "" {
			continue
		}
		if indent := indentOf(line); indent <= r.last.indent || startsKey(line[indent:]) {
			break
		}
		if end := quoteEnd(quote + line); end >= 0 {
			if strings.Trim(line[end:], " \t") == "" || strings.HasPrefix(strings.TrimSpace(line[end:]), "#") {
				return next + 1
			}
			break
		}
	}
	r.explain("open-quote", i, at, 1, "the text begins with a quotation mark and never ends with one.", "YAML takes everything after it for one text.", "add the closing quotation mark.")
	r.quoteRest(i, at, r.lines[i][at:])
	r.last.holds = openText
	return i + 1
}

// badEscape reports a backslash in double quotes that means nothing.
func (r *lineReader) badEscape(i, at int, text string) bool {
	for n := 1; n+1 < len(text); n++ {
		if text[n] != '\\' {
			continue
		}
		n++
		if strings.IndexByte("0abt\tnvfre \"/\\N_LPxuU", text[n]) >= 0 {
			continue
		}
		r.explain("backslash", i, at+n-1, 2, `\`+string([]rune(text[n:])[:1])+" means nothing in double quotes.", "in double quotes a backslash and the letter behind it stand for a sign that can't be typed.", `write the backslash twice: \\`)
		r.requoted(r.lines, i, r.lines[i][:at+n-1]+`\`+r.lines[i][at+n-1:])
		return true
	}
	return false
}

// doubleQuoted puts a text in double quotes, whatever stood round it.
func doubleQuoted(value string) string {
	value = strings.Trim(value, `"'`)
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
}
