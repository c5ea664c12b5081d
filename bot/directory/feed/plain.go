package feed

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
)

// Plain makes a feed's text plain: tags gone with the scripts and styles inside
// them, entities read, spaces squeezed, letters that cannot be seen left out.
func Plain(text string) string {
	text = strings.ToValidUTF8(text, "")
	if strings.ContainsAny(text, "<&") {
		text = withoutTags(text)
	}
	var b strings.Builder
	space := false
	for _, r := range norm.NFC.String(text) {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case !unicode.IsGraphic(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r):
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// withoutTags returns what a page shows of a text. A text that was escaped once
// more than it should be is read again, once.
func withoutTags(text string) string {
	once := shown(text)
	if strings.Contains(once, "</") || strings.Contains(once, "/>") || strings.Contains(once, "&amp;") {
		return shown(once)
	}
	return once
}

func shown(text string) string {
	z := html.NewTokenizer(strings.NewReader(text))
	var b strings.Builder
	hidden := ""
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			if hidden == "" {
				b.WriteString(html.UnescapeString(string(z.Raw())))
			}
		case html.StartTagToken:
			name, _ := z.TagName()
			if tag := string(name); hidden == "" && (tag == "script" || tag == "style" || tag == "template") {
				hidden = tag
			}
			b.WriteByte(' ')
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == hidden {
				hidden = ""
			}
			b.WriteByte(' ')
		default:
			b.WriteByte(' ')
		}
	}
}

// cutAtWord returns at most so many letters of a text, up to the end of a word.
func cutAtWord(text string, most int) string {
	letters := []rune(text)
	if len(letters) <= most {
		return text
	}
	short := letters[:most]
	if !unicode.IsSpace(letters[most]) {
		for i := most - 1; i > most/2; i-- {
			if unicode.IsSpace(short[i]) {
				short = short[:i]
				break
			}
		}
	}
	return strings.TrimSpace(string(short))
}
