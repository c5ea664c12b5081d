package bot

import (
	"slices"
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
	phrase string   // its beginning, up to where other words may stand
	rest   []string // what follows after at most widestGap other words, each time
	kind   int      // in calls
	spoken []string
}

// gap is where other words may stand in a phrase; widestGap is how many of them.
const (
	gap       = "..."
	widestGap = 3
)

// ear hears calls for help in all languages at once. A call that is not heard is
// worse than one too many, so it hears them as people type them: text speak, words
// that only give weight, letters that are doubled, and a typo in a long word.
type ear struct {
	typed map[string]string   // what a word stands for; "" for nothing
	cries map[string][]*cry   // by their first word
	all   map[string]*cry     // by phrase
	words map[string]bool     // that are known: of cries, and what is typed for them
	long  map[string][]string // those that a typo may be in, by their first letter
}

var listens = sync.OnceValue(func() *ear {
	e := &ear{typed: map[string]string{}, cries: map[string][]*cry{}, all: map[string]*cry{}, words: map[string]bool{}, long: map[string][]string{}}
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
	for _, c := range calls {
		for _, phrase := range locales.AllWords(c.words) {
			for word := range strings.FieldsSeq(plainWords(phrase)) {
				e.learnWord(word)
			}
		}
	}
	for kind, c := range calls {
		for _, language := range locales.Languages() {
			for _, phrase := range locales.Words(language.Tag, c.words) {
				e.learn(phrase, kind, language.Tag)
			}
		}
	}
	return e
})

func (e *ear) learn(listed string, kind int, language string) {
	var parts []string
	for part := range strings.SplitSeq(listed, gap) {
		parts = append(parts, e.meant(plainWords(part)))
	}
	phrase := strings.Join(parts, gap)
	known := e.all[phrase]
	if known == nil {
		known = &cry{phrase: parts[0], rest: parts[1:], kind: kind}
		e.all[phrase] = known
		first, _, _ := strings.Cut(phrase[1:], " ")
		e.cries[first] = append(e.cries[first], known)
	}
	if !slices.Contains(known.spoken, language) {
		known.spoken = append(known.spoken, language)
	}
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
	var heard *cry
	for at := 0; at+1 < len(text); {
		word, _, _ := strings.Cut(text[at+1:], " ")
		for _, c := range e.cries[word] {
			if c.heardIn(text, at) && (heard == nil || c.kind < heard.kind) {
				heard = c
			}
		}
		at += 1 + len(word)
	}
	return heard
}

// heardIn tells whether a phrase stands in a text at that place.
func (c *cry) heardIn(text string, at int) bool {
	if calls[c.kind].alone {
		return text == c.phrase
	}
	if !strings.HasPrefix(text[at:], c.phrase) {
		return false
	}
	at += len(c.phrase) - 1
	for _, part := range c.rest {
		if at = soon(text, at, part); at < 0 {
			return false
		}
	}
	return true
}

// soon is where a part of a phrase ends that stands in a text at that place, or after
// at most widestGap other words; -1 if it does not.
func soon(text string, at int, part string) int {
	for range widestGap + 1 {
		if strings.HasPrefix(text[at:], part) {
			return at + len(part) - 1
		}
		next := strings.IndexByte(text[at+1:], ' ')
		if next < 0 {
			break
		}
		at += 1 + next
	}
	return -1
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

// graver is the one of two calls whose kind comes first; nil if both are.
func graver(a, b *cry) *cry {
	if a == nil || b != nil && b.kind < a.kind {
		return b
	}
	return a
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
		word, _, _ := strings.Cut(text[at+1:], " ")
		end := text[at:]
		if strings.Count(end, " ") > 2 && slices.ContainsFunc(e.cries[word], func(c *cry) bool {
			return len(c.phrase) > len(end) && !calls[c.kind].alone && strings.HasPrefix(c.phrase, end)
		}) {
			return end
		}
		at += 1 + len(word)
	}
	return ""
}

// clear reports whether a call is one that people are called for.
func (c *cry) clear() bool { return c != nil && calls[c.kind].say != "" }
