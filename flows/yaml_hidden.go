package flows

import (
	"strings"
	"unicode/utf8"
)

// hidden tells whether a letter cannot be seen or turns the words round it. The
// joiners U+200C and U+200D are let through: Urdu and family emoji need them. So
// is the emoji of a flag such as that of Wales; see flagEmoji.
func hidden(r rune) bool {
	switch {
	case r < ' ' && r != '\t', r == 0x7f, r >= 0x80 && r < 0xa0:
		return true
	case r == 0x00ad, r == 0x061c, r == 0x180e, r == 0x200b, r == 0x200e, r == 0x200f, r == 0xfeff:
		return true
	case r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x206f, r >= 0xfff9 && r <= 0xfffb, isTag(r):
		return true
	}
	return false
}

// The letters of a flag's name, which cannot be seen.
const (
	blackFlag          = '\U0001f3f4'
	firstTag, lastTag  = '\U000e0000', '\U000e007f'
	tagZero, tagNine   = '\U000e0030', '\U000e0039'
	tagA, tagZ         = '\U000e0061', '\U000e007a'
	endOfTags          = lastTag
	leastTags, mostTag = 3, 6 // a country's two letters, and up to four of a part of it
)

func isTag(r rune) bool { return r >= firstTag && r <= lastTag }

// flagEmoji returns how many bytes a flag emoji takes with which a text begins, or 0:
// a black flag, the name of a part of a country such as gbwls in tag letters, and
// the end of tags (Unicode Technical Standard 51, definition ED-14a). On its own,
// or in any other order, a tag letter can hide words.
func flagEmoji(text string) int {
	rest, found := strings.CutPrefix(text, string(blackFlag))
	if !found {
		return 0
	}
	tags := 0
	for i, r := range rest {
		switch {
		case r == endOfTags:
			if tags < leastTags || tags > mostTag {
				return 0
			}
			return len(text) - len(rest) + i + utf8.RuneLen(r)
		case r >= tagA && r <= tagZ, r >= tagZero && r <= tagNine:
			tags++
		default:
			return 0
		}
	}
	return 0
}

// eachHidden visits the letters of a line that cannot be seen, with their columns.
func eachHidden(line string, visit func(column int, r rune)) {
	column := 0
	for at := 0; at < len(line); {
		if n := flagEmoji(line[at:]); n > 0 {
			column += utf8.RuneCountInString(line[at : at+n])
			at += n
			continue
		}
		r, size := utf8.DecodeRuneInString(line[at:])
		column++
		at += size
		if hidden(r) {
			visit(column, r)
		}
	}
}

// holdsHidden tells whether a text holds a letter that cannot be seen. Ends of
// lines are none.
func holdsHidden(text string) bool {
	found := false
	eachHidden(text, func(_ int, r rune) { found = found || r != '\n' && r != '\r' })
	return found
}
