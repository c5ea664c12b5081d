package bot

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/connective-messaging/connective/locales"
)

// call is a kind of call for help.
type call struct {
	words string // the list of what is heard
	say   string // what is said at once; nothing brings a question
	local bool   // an organisation that has words for it too says its own
}

// calls are the kinds. Of several in one text the first decides: what kills within
// minutes before all.
var calls = []call{
	{words: "words.danger", say: "crisis.danger"},
	{words: "words.crisis", say: "crisis.safe"},
	{words: "words.abuse", say: "crisis.abuse", local: true},
	{words: "words.urgent", say: "crisis.urgent", local: true},
	{words: "words.crisis_unclear", local: true},
}

// cry is a phrase that calls for help, as typed gives it.
type cry struct {
	phrase string
	kind   int // in calls
	spoken []string
}

// ear hears calls for help in all languages at once. A call that is not heard is
// worse than one too many, so it hears them as people type them: text speak, words
// that only give weight, letters that are doubled, and a typo in a long word.
type ear struct {
	typed map[string]string   // what a word stands for; "" for nothing
	cries map[string][]*cry   // by their first word
	all   map[string]*cry     // by phrase
	words map[string]bool     // that cries are made of
	long  map[string][]string // those that a typo may be in, by their first letter
}

// shortestTypo is the least letters of a word that a typo is looked for in: in
// shorter ones it makes another word too often.
const shortestTypo = 5

var listens = sync.OnceValue(func() *ear {
	e := &ear{typed: map[string]string{}, cries: map[string][]*cry{}, all: map[string]*cry{}, words: map[string]bool{}, long: map[string][]string{}}
	for _, entry := range locales.AllWords("words.typed") {
		from, to, _ := strings.Cut(strings.TrimSpace(plainWords(entry)), " ")
		e.typed[from] = to
		if to != "" {
			e.learnWord(from)
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
				e.learn(plainWords(phrase), kind, language.Tag)
			}
		}
	}
	return e
})

func (e *ear) learn(plain string, kind int, language string) {
	phrase := e.meant(plain)
	known := e.all[phrase]
	if known == nil {
		known = &cry{phrase: phrase, kind: kind}
		e.all[phrase] = known
		first, _, _ := strings.Cut(phrase[1:], " ")
		e.cries[first] = append(e.cries[first], known)
	}
	if !slices.Contains(known.spoken, language) {
		known.spoken = append(known.spoken, language)
	}
}

func (e *ear) learnWord(w string) {
	if e.words[w] {
		return
	}
	e.words[w] = true
	if utf8.RuneCountInString(w) >= shortestTypo {
		e.long[firstLetter(w)] = append(e.long[firstLetter(w)], w)
	}
}

// hear returns the call that a plain text holds, the one of the first kind if it
// holds several; nil for none.
func (e *ear) hear(plain string) *cry {
	text := e.meant(without(plain, lexisOf("words.crisis_not")))
	var heard *cry
	for at := 0; at+1 < len(text); {
		word, _, _ := strings.Cut(text[at+1:], " ")
		for _, c := range e.cries[word] {
			if strings.HasPrefix(text[at:], c.phrase) && (heard == nil || c.kind < heard.kind) {
				heard = c
			}
		}
		at += 1 + len(word)
	}
	return heard
}

// meant is a plain text with each word as it is meant. Most texts stay as they are.
func (e *ear) meant(plain string) string {
	same := true
	for word := range strings.FieldsSeq(plain) {
		same = same && e.word(word) == word
	}
	if same {
		return plain
	}
	var out strings.Builder
	out.Grow(2 * len(plain))
	out.WriteByte(' ')
	for word := range strings.FieldsSeq(plain) {
		if meant := e.word(word); meant != "" {
			out.WriteString(meant)
			out.WriteByte(' ')
		}
	}
	return out.String()
}

// word is what a word stands for: one word, several, or nothing.
func (e *ear) word(w string) string {
	if to, ok := e.typed[w]; ok {
		return to
	}
	if e.words[w] {
		return w
	}
	if isNumber(w) {
		return "many"
	}
	if short := undoubled(unleet(w)); short != w {
		return e.word(short)
	}
	if utf8.RuneCountInString(w) < shortestTypo-1 {
		return w
	}
	for _, right := range e.long[firstLetter(w)] {
		if locales.OneTypo(w, right) {
			return e.word(right)
		}
	}
	return w
}

// isNumber tells whether a word is a number from 10 to 999: of pills or of weeks.
func isNumber(w string) bool {
	return (len(w) == 2 || len(w) == 3) && strings.Trim(w, "0123456789") == ""
}

func firstLetter(w string) string {
	_, n := utf8.DecodeRuneInString(w)
	return w[:n]
}

// unleet puts letters for the digits within a word, as in d1e.
func unleet(w string) string {
	if !strings.ContainsAny(w, "01345") || strings.Trim(w, "0123456789") == "" {
		return w
	}
	return leet.Replace(w)
}

var leet = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s")

// undoubled leaves one of a letter that is typed three times or more: dieee.
func undoubled(w string) string {
	for i, r := range w {
		letter := string(r)
		if rest := w[i:]; strings.HasPrefix(rest, letter+letter+letter) {
			return undoubled(w[:i] + letter + strings.TrimLeft(rest, letter))
		}
	}
	return w
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
	c := listens().hear(h.plain)
	if h.apart == "" {
		return c
	}
	apart := listens().hear(h.apart)
	if c == nil || apart != nil && cmp.Less(apart.kind, c.kind) {
		return apart
	}
	return c
}

// clear reports whether a call is one that people are called for.
func (c *cry) clear() bool { return c != nil && calls[c.kind].say != "" }
