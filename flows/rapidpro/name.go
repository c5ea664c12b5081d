package rapidpro

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// nameLetters is how long a name may be in a flow.
const nameLetters = 31

// slug makes a name for a flow of any words: "Mill Lea" gives mill_lea. It is
// empty where no letter can be kept.
func slug(words string) string {
	var out strings.Builder
	gap := false
	for _, r := range norm.NFD.String(strings.ToLower(words)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if gap && out.Len() > 0 {
				out.WriteByte('_')
			}
			out.WriteRune(r)
			gap = false
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’':
		default:
			gap = true
		}
	}
	name := out.String()
	if name != "" && name[0] <= '9' {
		name = "n" + name
	}
	return strings.TrimRight(name[:min(len(name), nameLetters)], "_")
}

// small are words that no name should end with.
var small = map[string]bool{
	"a": true, "an": true, "and": true, "at": true, "for": true, "in": true, "is": true, "of": true, "on": true, "or": true, "the": true, "to": true, "your": true,
}

// shortly makes a name of the first words of a text.
func shortly(words string) string {
	const most = 20
	name := ""
	for _, word := range strings.Fields(words) {
		next := slug(name + " " + word)
		if name != "" && len(next) > most {
			break
		}
		name = next
	}
	for cut := strings.LastIndexByte(name, '_'); cut > 0 && small[name[cut+1:]]; cut = strings.LastIndexByte(name, '_') {
		name = name[:cut]
	}
	return name
}

// namer gives names that are unlike each other.
type namer struct {
	taken map[string]bool
	given map[string]string // by what it was asked for
}

// newNamer returns a namer that never gives some names.
func newNamer(reserved ...string) *namer {
	n := &namer{taken: map[string]bool{}, given: map[string]string{}}
	for _, name := range reserved {
		n.taken[name] = true
	}
	return n
}

// name returns a name for words: the same for the same key.
func (n *namer) name(key, words, otherwise string) string {
	if name, ok := n.given[key]; ok {
		return name
	}
	name := n.fresh(words, otherwise)
	n.given[key] = name
	return name
}

// fresh returns a name for words that nothing has yet.
func (n *namer) fresh(words, otherwise string) string {
	base := slug(words)
	if base == "" {
		base = otherwise
	}
	name := base
	for i := 2; n.taken[name]; i++ {
		tail := "_" + strconv.Itoa(i)
		name = strings.TrimRight(base[:min(len(base), nameLetters-len(tail))], "_") + tail
	}
	n.taken[name] = true
	return name
}

// reserved are names that mean something everywhere in flows.
var reserved = []string{"end", "menu", "back", "again", "flow", "else", "me", "today", "now", "state", "event"}

// mine are names of me. that are always there.
var mine = []string{"language", "groups", "consents", "phone"}
