package bot

import (
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/connective-messaging/connective/locales"
)

// call is a kind of call for help.
type call struct {
	words string // the list of what is heard
	say   string // what is said at once; nothing brings a question
	local bool   // an organisation that has words for it too says its own
	alone bool   // heard only where it is all of the text
}

// calls are the kinds. Of several in one text the first decides: what kills within
// minutes before all.
var calls = []call{
	{words: "words.danger", say: "crisis.danger"},
	{words: "words.crisis", say: "crisis.safe"},
	{words: "words.abuse", say: "crisis.abuse", local: true},
	{words: "words.urgent", say: "crisis.urgent", local: true},
	{words: "words.crisis_alone", local: true, alone: true},
	{words: "words.crisis_unclear", local: true},
}

// cry is a phrase that calls for help, as typed gives it.
type cry struct {
	kind   int // in calls
	spoken []string
}

// ear hears calls for help in all languages at once. A call that is not heard is
// worse than one too many, so it hears them as people type them: text speak, words
// that only give weight, letters that are doubled, and a typo in a long word.
type ear struct {
	typed map[string]string   // what a word stands for; "" for nothing
	cries *tree               // those that may stand within a text
	alone map[string]*cry     // those that are all of it
	words map[string]bool     // that are known: of cries, and what is typed for them
	signs *signs              // of those that no phrase is listed for
	long  map[string][]string // those that a typo may be in, by their first letter
}

var listens = sync.OnceValue(func() *ear {
	e := &ear{typed: map[string]string{}, cries: &tree{}, signs: newSigns(), alone: map[string]*cry{}, words: map[string]bool{}, long: map[string][]string{}}
	for _, word := range locales.AllWords("words.typed_right") {
		e.words[strings.TrimSpace(plainWords(word))] = true
	}
	for _, entry := range locales.AllWords("words.typed") {
		from, to, _ := strings.Cut(strings.TrimSpace(plainWords(entry)), " ")
		e.typed[from] = to
		e.words[from] = true
		if to != "" {
			e.learnLong(from)
		}
	}
	for _, language := range locales.Languages() {
		for _, c := range calls {
			for _, phrase := range phrasesOf(c, language.Tag) {
				for word := range strings.FieldsSeq(plainWords(phrase)) {
					e.learnWord(word)
				}
			}
		}
	}
	for kind, c := range calls {
		for _, language := range locales.Languages() {
			for _, phrase := range phrasesOf(c, language.Tag) {
				e.learn(phrase, kind, language.Tag)
			}
		}
	}
	for _, language := range locales.Languages() {
		e.signs.learn(language.Tag, e.meant)
	}
	return e
})

// learn hears a phrase as a kind of call from now on, or as the graver one that it is
// known as already.
func (e *ear) learn(listed string, kind int, language string) {
	var parts []string
	for part := range strings.SplitSeq(listed, gap) {
		parts = append(parts, e.meant(plainWords(part)))
	}
	if calls[kind].alone {
		e.alone[parts[0]] = &cry{kind: kind}
		return
	}
	end := e.cries.grow(parts)
	if end.ends == nil {
		end.ends = &cry{kind: kind}
	}
	end.ends.speaks(language)
}

func (e *ear) learnWord(w string) {
	if !e.words[w] {
		e.words[w] = true
		e.learnLong(w)
	}
}

func (e *ear) learnLong(w string) {
	if utf8.RuneCountInString(w) >= shortestTypo {
		e.long[firstLetter(w)] = append(e.long[firstLetter(w)], w)
	}
}

// hear returns the call that a plain text holds, the one of the first kind if it
// holds several; nil for none.
func (e *ear) hear(plain string) *cry {
	plain = without(plain, lexisOf("words.crisis_not"))
	heard := e.hearMeant(e.meant(plain))
	if heard.clear() {
		return heard
	}
	if apart, ok := e.apart(plain); ok {
		if c := e.hearMeant(e.meant(apart)); c != nil && (heard == nil || c.kind < heard.kind) {
			return c
		}
	}
	return heard
}

// hearMeant is hear for a text whose words are as they are meant.
func (e *ear) hearMeant(text string) *cry {
	heard := e.alone[text]
	for at := 0; at+1 < len(text); at += 1 + strings.IndexByte(text[at+1:], ' ') {
		heard = e.cries.gravest(text, at, heard)
	}
	return graver(heard, e.signs.hear(text))
}

// without is a plain text with no phrase of a list.
func without(plain string, list *lexis) string {
	for phrase := list.within(plain); phrase != ""; phrase = list.within(plain) {
		plain = strings.Replace(plain, phrase, " + ", 1)
	}
	return plain
}

// cry is what the text calls for, also where a network has cut off a space between
// two parts; nil for nothing.
func (h *hearing) cry() *cry {
	c := graver(listens().hear(h.plain), h.cryEnded())
	if h.apart == "" {
		return c
	}
	return graver(c, listens().hear(h.apart))
}

// begunFor is how soon a text must follow another to end what that began.
const begunFor = 2 * time.Minute

// cryEnded is what the text calls for together with the end of the one before it:
// "i want to", and then "die". Nil for nothing.
func (h *hearing) cryEnded() *cry {
	p := h.t.Person
	if p.Begun == "" || len(h.plain) < 2 || h.now.Sub(p.Heard) > begunFor {
		return nil
	}
	return listens().hear(p.Begun + h.plain[1:])
}

// begun is the beginning of a call for help that a plain text ends with, of two
// words or more, such as "i want to"; empty for none.
func (e *ear) begun(plain string) string {
	text := e.meant(plain)
	for at := 0; at+1 < len(text); {
		end := text[at:]
		if strings.Count(end, " ") > 2 && e.cries.begins(end) {
			return end
		}
		at += 1 + strings.IndexByte(end[1:], ' ')
	}
	return ""
}

// clear reports whether a call is one that people are called for.
func (c *cry) clear() bool { return c != nil && calls[c.kind].say != "" }
