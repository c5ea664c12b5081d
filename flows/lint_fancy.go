package flows

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/connective-messaging/connective/providers"
)

var checkFancy = check{
	Code:     "fancy",
	Last:     true,
	Severity: Warning,
	What:     "An emoji or a sign makes a text take more SMS parts.",
	Why:      "Phones know a basic alphabet, in which 160 letters fit in a text. One sign that it lacks, and only 70 fit. Screen readers also read emoji aloud, so they are no good for what matters.",
	Mend:     "Leave it out, or write it with plain letters. Letters of your language, such as ŵ or ł, are never reported here.",
	Bad: `parts: 4
start: {words: [TEA]}
steps:
  top: {say: "Tea is served every day from two until four in the village hall. Come and say hello 💚"}
`,
	Good: `parts: 4
start: {words: [TEA]}
steps:
  top: {say: "Tea is served every day from two until four in the village hall. Come and say hello."}
`,
	Flow: func(c *flowLint) {
		for _, w := range c.f.written {
			s := c.stepOf(w.Text)
			if s == nil || w.fixed {
				continue
			}
			for _, tag := range c.org.Languages {
				if sign := fancyIn(strings.Join(c.ways().forms(tag, &w.Text), " ")); sign != "" {
					c.fancy(w, s, tag, sign)
				}
			}
		}
	},
}

// fancy reports a sign in a text, where it costs a part.
func (c *flowLint) fancy(w written, s *Step, tag, sign string) {
	extra := c.extraParts(s, tag)
	if extra == 0 {
		return
	}
	pos := c.textPos(ending{step: s, key: strings.TrimPrefix(w.ID, c.f.ID+"/"+s.Name+"."), tag: tag})
	at := c.in(pos)
	pos = at.find(pos, sign)
	at.warn("fancy", pos, len([]rune(sign)), fmt.Sprintf("%s costs %s here.", quoted(sign), strings.Replace(counted(extra, "part"), " ", " extra ", 1)),
		fmt.Sprintf("it isn't in the basic SMS alphabet, so only %d letters fit in a part instead of %d.", providers.Room(providers.UCS2, 2)/2, providers.Room(providers.GSM7, 2)/2),
		"leave it out, or write it with plain letters.")
}

// extraParts is how many parts more the texts take that a step has a share in than
// they would without signs.
func (c *orgLint) extraParts(s *Step, tag string) int {
	c.ways()
	if c.signless == nil {
		k := newCosts(c.org)
		k.plain = true
		c.signless = map[endKey]int{}
		for _, e := range newPaths(k).endings() {
			c.signless[e.id()] = e.parts(sureSize)
		}
	}
	extra := 0
	for _, ended := range c.ended {
		for _, e := range ended {
			if without, there := c.signless[e.id()]; there && e.tag == tag && e.has(s) {
				extra = max(extra, e.parts(sureSize)-without)
			}
		}
	}
	return extra
}

// endKey names a text that can be sent.
type endKey struct {
	step     *Step
	kind     endKind
	key, tag string
}

func (e ending) id() endKey { return endKey{e.step, e.kind, e.key, e.tag} }

// has tells whether a step has a share in the text.
func (e ending) has(s *Step) bool {
	for l := e.by; l != nil; l = l.up {
		if l.step == s {
			return true
		}
	}
	return e.step == s
}

// fancyIn returns the first run of signs in a text that the basic alphabet lacks.
func fancyIn(text string) string {
	text = providers.Smart(text)
	from := strings.IndexFunc(text, isFancy)
	if from < 0 {
		return ""
	}
	run := text[from:]
	if end := strings.IndexFunc(run, func(r rune) bool { return !isFancy(r) && !unicode.Is(unicode.Cf, r) }); end >= 0 {
		run = run[:end]
	}
	return run
}

// isFancy tells whether a letter is an emoji, a part of one, or a sign, and not in
// the basic alphabet. The marks of a script, such as the Urdu full stop, are not.
func isFancy(r rune) bool {
	switch {
	case r <= unicode.MaxASCII || providers.GSMOnly(string(r)) == nil:
		return false
	case r == '\ufe0f', r == '\u20e3', isTag(r): // they make an emoji of the letter before
		return true
	}
	return unicode.IsSymbol(r) || unicode.IsPunct(r) && unicode.Is(unicode.Common, r) && r >= '\u2000' && r <= '\u206f'
}

// withoutFancy leaves out what isFancy finds.
func withoutFancy(text string) string {
	return strings.Map(func(r rune) rune {
		if isFancy(r) {
			return -1
		}
		return r
	}, providers.Smart(text))
}
