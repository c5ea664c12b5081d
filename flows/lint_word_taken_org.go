package flows

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/locales"
)

// refuseSharedWords takes out organisations that use a word which another one on
// the same number uses already, in the Book or outside it: a text of that word
// could only reach one.
func (b *Book) refuseSharedWords(others []*Org, fsys fs.FS, found *[]Finding) {
	used := map[string]orgWord{} // by number and word
	for _, o := range slices.Concat(others, b.ByID()) {
		for _, use := range o.wordUses() {
			key := o.Number + " " + locales.Fold(use.word)
			first, taken := used[key]
			if !taken {
				used[key] = use
			} else if first.org != o && b.Orgs[o.ID] == o {
				sharedWord(fsys, found, use, first)
				b.breaks(o)
			}
		}
	}
}

// orgWord is a word that leads to an organisation or starts one of its flows.
type orgWord struct {
	word string
	pos  Pos
	org  *Org
}

// wordUses returns the words of an organisation: its own, and those that start
// its flows.
func (o *Org) wordUses() []orgWord {
	uses := []orgWord{{o.Word, Pos{File: o.file, Line: 1, Column: 1}, o}}
	for _, f := range o.flowsByID() {
		for _, word := range f.Start.Words {
			uses = append(uses, orgWord{word, f.places["start.words."+word], o})
		}
	}
	return slices.DeleteFunc(uses, func(u orgWord) bool { return u.word == "" })
}

func sharedWord(fsys fs.FS, found *[]Finding, use, first orgWord) {
	s, ok := readFile(fsys, use.pos.File, found)
	if !ok {
		return
	}
	pos := use.pos
	if use.word == use.org.Word {
		pos = s.find(pos, use.word)
	}
	s.fault("word-taken-org", pos, len([]rune(use.word)),
		fmt.Sprintf("%s already uses %q on %s (%s:%d).", first.org.Name, strings.ToUpper(use.word), use.org.Number, first.pos.File, first.pos.Line),
		"both organisations share this number, so only one would hear from people.",
		"agree another word, or put your organisation's own word first: "+strings.ToUpper(use.org.Word+" "+use.word)+".")
}
