package flows

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// content reads what a line holds behind its indent and its dashes, and returns
// where the next line is. It reports false for a line that belongs nowhere.
func (r *lineReader) content(i, at int) (next int, ok bool) {
	line := r.lines[i]
	if strings.TrimSpace(line[at:]) == "" { // it was a dash alone, which dash has taken away
		return i + 1, false
	}
	for isItem(line[at:]) {
		inner := at + 1 + len(line[at+1:]) - len(strings.TrimLeft(line[at+1:], " "))
		if inner >= len(line) {
			r.last = entry{line: i, indent: at, holds: nothingYet}
			return i + 1, true
		}
		at = inner
		if end, _ := keyEnd(line[at:]); end > 0 || isItem(line[at:]) {
			r.levels = append(r.levels, level{at, isItem(line[at:]), i, 1})
		}
	}
	end, value := keyEnd(line[at:])
	if end == 0 {
		return r.noKey(i, at)
	}
	r.last = entry{line: i, indent: at, key: line[at : at+end]}
	return r.value(i, at+value), true
}

// keyEnd returns where the key of a line ends, and where its value begins; 0 if
// the line has no key.
func keyEnd(text string) (end, value int) {
	switch text[0] {
	case '"', '\'':
		end = quoteEnd(text)
		if end < 0 {
			return 0, 0
		}
		end++
	case '{', '[', '#', '|', '>', '@', '`', '%', '&', '*', '!':
		return 0, 0
	default:
		end = plainKeyEnd(text)
	}
	rest := strings.TrimLeft(text[end:], " ")
	if end == 0 || rest == "" || rest[0] != ':' || len(rest) > 1 && rest[1] != ' ' && rest[1] != '\t' {
		return 0, 0
	}
	after := strings.TrimLeft(rest[1:], " \t")
	return end, len(text) - len(after)
}

// plainKeyEnd is where a key without quotes ends: before the first colon with
// nothing or a space behind it, and before any note.
func plainKeyEnd(text string) int {
	if note := strings.Index(text, " #"); note >= 0 {
		text = text[:note]
	}
	if at := strings.Index(text, ": "); at >= 0 {
		return at
	}
	if at := strings.Index(text, ":\t"); at >= 0 {
		return at
	}
	trimmed := strings.TrimRight(text, " ")
	if at := len(trimmed) - 1; at > 0 && trimmed[at] == ':' {
		return at
	}
	return 0
}

// quoteEnd is where the quoted text that begins a line ends, or -1.
func quoteEnd(text string) int {
	for i := 1; i < len(text); i++ {
		switch {
		case text[0] == '"' && text[i] == '\\':
			i++
		case text[0] == '\'' && text[i] == '\'' && strings.HasPrefix(text[i+1:], "'"):
			i++
		case text[i] == text[0]:
			return i
		}
	}
	return -1
}

// nameAndColon matches a name that a colon follows, as keys are written.
var nameAndColon = regexp.MustCompile(`^(?:- +)*(?:[a-z][a-z0-9_]*|"[^"]*") *:(?: |\t|$)`)

// startsKey tells whether a line, without its indent, begins with a key or a
// dash.
func startsKey(text string) bool { return nameAndColon.MatchString(text) || isItem(text) }

// The ways in which a key is written without its colon and space.
var (
	tightKey = regexp.MustCompile(`^([a-z][a-z0-9_]*):[^\s:/]`)
	oddKey   = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9_]*)\s*([=;：﹕︰∶]|:=)\s*`)
	loneKey  = regexp.MustCompile(`^([a-z][a-z0-9_]*)$`)
	firstKey = regexp.MustCompile(`^([a-z][a-z0-9_]*) +`)
)

// knownKeys are the names of all keys that any file can have.
var knownKeys = sync.OnceValue(func() []string {
	return slices.Concat(keyNames(flowKeys()), keyNames(startKeys()), stepKeyNames(), keyNames(optionsKeys()), keyNames(choiceKeys()),
		keyNames(handKeys()), keyNames(courseKeys()), keyNames(timeoutKeys()), keyNames(orgKeys()), keyNames(queueKeys()), keyNames(profileKeys()), keyNames(watchKeys()), keyNames(casesKeys()), keyNames(areaKeys()), []string{"texts"})
})

// noKey reads a line without a key: the text of the key above, an item, or a key
// that has lost its colon. It reports false for a line that is none of these.
func (r *lineReader) noKey(i, at int) (next int, ok bool) {
	text := r.lines[i][at:]
	isItem := r.levels[len(r.levels)-1].dashes
	isValue := !isItem && r.last.holds == nothingYet && at > r.last.indent && !r.keyBelow(i, at)
	switch {
	case isItem:
		r.last = entry{line: i, indent: at - 1}
		return r.value(i, at), true
	case strings.IndexByte(`{["'|>`, text[0]) >= 0 && isValue:
		r.levels = r.levels[:len(r.levels)-1]
		return r.value(i, at), true
	}
	if m := tightKey.FindStringSubmatch(text); m != nil && !isValue {
		return r.noSpace(i, at, m[1])
	}
	if m := oddKey.FindStringSubmatch(text); m != nil {
		return r.noColon(i, at, m[1], m[2], strings.ToLower(m[1])+": "+text[len(m[0]):])
	}
	if m := loneKey.FindStringSubmatch(text); m != nil && r.deeperBelow(i, at) {
		return r.noColon(i, at, m[1], "", m[1]+":")
	}
	if m := firstKey.FindStringSubmatch(text); m != nil && slices.Contains(knownKeys(), m[1]) && !isValue {
		return r.noColon(i, at, m[1], "", m[1]+": "+text[len(m[0]):])
	}
	switch {
	case len(text) > 1 && text[0] == '-' && r.last.holds == nothingYet:
		return r.tightDash(i, at)
	case isValue:
		r.levels = r.levels[:len(r.levels)-1]
		return r.value(i, at), true
	case r.last.holds == nothingYet && r.last.indent == at && r.last.key != "":
		return r.pushedOut(i, at), true
	}
	return r.stray(i, at), false
}

// pushedOut reports a text that stands below its key, and not further in.
func (r *lineReader) pushedOut(i, at int) int {
	r.explain("indent", i, 0, max(at, 1), "this text stands below "+quoted(r.last.key)+", and not further in.", indentWhy,
		"put it behind "+r.last.key+": on the same line, or begin it with "+counted(at+2, "space")+".")
	r.moved(r.lines, i, at+2)
	return r.value(i, at+2)
}

// noSpace reports a key without a space behind its colon.
func (r *lineReader) noSpace(i, at int, key string) (int, bool) {
	colon := at + len(key)
	r.explain("no-space", i, colon, 1, "a space is missing after this colon.", "without the space YAML takes the line for a text.", "write  "+key+": "+firstLine(r.lines[i][colon+1:]))
	r.requoted(r.lines, i, r.lines[i][:colon+1]+" "+r.lines[i][colon+1:])
	return r.content(i, at)
}

// noColon reports a key without a colon, or with a sign in its place.
func (r *lineReader) noColon(i, at int, key, sign, mended string) (int, bool) {
	message := "a colon is missing after " + quoted(key) + "."
	if sign != "" {
		message = "after " + quoted(key) + " there must be a colon and a space, not " + quoted(sign) + "."
	}
	r.explain("no-colon", i, at+len(key), max(1, utf8.RuneCountInString(sign)), message, "without the colon YAML takes the line for a text.", "write  "+firstLine(mended))
	r.requoted(r.lines, i, r.lines[i][:at]+mended)
	return r.content(i, at)
}

// tightDash reports an item without a space behind its dash.
func (r *lineReader) tightDash(i, at int) (int, bool) {
	r.explain("dash", i, at, 1, "a space is missing after this dash.", "without the space YAML takes the line for a text.", "write  - "+firstLine(r.lines[i][at+1:]))
	r.levels[len(r.levels)-1].dashes = true
	r.requoted(r.lines, i, r.lines[i][:at]+"- "+r.lines[i][at+1:])
	return r.content(i, at)
}

// stray reports a line that belongs to no key, and leaves it out.
func (r *lineReader) stray(i, at int) int {
	line := r.lines[i]
	r.unsure = true
	if i == len(r.lines)-1 { // no line end: the file was cut off
		r.explain("cut-off", i, at, utf8.RuneCountInString(line[at:]), "the file ends in the middle of this line.", "something is missing: it was most likely not saved, or not copied, to its end.", "write the rest, or take the whole file from where it was copied.")
	} else {
		r.explain("stray", i, at, utf8.RuneCountInString(line[at:]), "this line belongs to nothing: it has no key with a colon.", "YAML can't tell what it is a part of.",
			"if it is a part of the text above, put both on one line, or begin the text with | and put its lines two spaces further in than their key. If it is a key, add the colon.")
	}
	r.requoted(r.lines, i, "")
	return i + 1
}

// deeperBelow tells whether the next line that is not empty stands further in.
func (r *lineReader) deeperBelow(i, at int) bool {
	for _, line := range r.lines[i+1:] {
		if strings.TrimSpace(line) != "" {
			return indentOf(line) > at
		}
	}
	return false
}

// keyBelow tells whether a key stands below a line, at its level.
func (r *lineReader) keyBelow(i, at int) bool {
	for _, line := range r.lines[i+1:] {
		if strings.TrimSpace(line) == "" {
			continue
		}
		return indentOf(line) == at && (startsKey(line[at:]) || tightKey.MatchString(line[at:]))
	}
	return false
}
