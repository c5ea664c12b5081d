package flows

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

var checkURL = check{
	Code:     "url",
	Last:     true,
	Severity: Warning,
	What:     "A link takes much of a text, or hides where it leads.",
	Why:      "Not everybody has a smartphone, and each letter of a link leaves less room for words. A short link of a link service hides whose page it is, as links in fraud do, so people are right not to trust it.",
	Mend:     "Give the short address of a page of your own, such as millbrook.example/help, and also a way to answer by text.",
	Bad: `start: {words: [TEA]}
steps:
  top: {say: "Our tea times are at https://www.teatown.example/about-us/events/tea-in-the-hall"}
`,
	Good: `start: {words: [TEA]}
steps:
  top: {say: "Our tea times are at teatown.example/tea. Or text us."}
`,
	Flow: func(c *flowLint) {
		for _, w := range c.f.written {
			s := c.stepOf(w.Text)
			if s == nil || w.fixed {
				continue
			}
			seen := map[string]bool{}
			for _, tag := range c.org.Languages {
				for _, form := range c.ways().forms(tag, &w.Text) {
					for _, link := range links.FindAllString(form, -1) {
						if link = strings.TrimRight(link, ".,;:!?)"); !seen[link] {
							seen[link] = true
							c.link(w, s, tag, form, link)
						}
					}
				}
			}
		}
	},
}

// links matches what phones show as a link.
var links = regexp.MustCompile(`(?i)\b(?:https?://[^\s<>]+|(?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s<>]+)`)

// shorteners are services that make short links of others' pages.
var shorteners = []string{"bit.ly", "tinyurl.com", "t.co", "goo.gl", "ow.ly", "is.gd", "buff.ly", "rb.gy", "cutt.ly", "tiny.cc", "shorturl.at", "rebrand.ly", "t.ly"}

// longLink is from how many letters on a link is long.
const longLink = 40

// link reports a link that is long for its text, or short because of a service.
func (c *flowLint) link(w written, s *Step, tag, form, link string) {
	pos := c.textPos(ending{step: s, key: strings.TrimPrefix(w.ID, c.f.ID+"/"+s.Name+"."), tag: tag})
	at := c.in(pos)
	letters, all := utf8.RuneCountInString(link), utf8.RuneCountInString(form)
	host, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(link), "https://"), "http://"), "/")
	switch {
	case slices.Contains(shorteners, strings.TrimPrefix(host, "www.")):
		at.warn("url", at.find(pos, link), letters, "people distrust short links, and "+host+" hides where this one leads.",
			"links in fraud look the same.", "give the address of the page itself, such as millbrook.example/help.")
	case letters >= longLink && 3*letters >= all:
		at.warn("url", at.find(pos, link), letters, fmt.Sprintf("a link of %d letters; people distrust short links, but this one takes %s of the text.", letters, share(letters, all)),
			"it leaves less room for words, and not everybody can open a link.", "give a shorter address of your own, such as millbrook.example/help.")
	}
}

// share says in words how much of a whole something is.
func share(part, whole int) string {
	switch {
	case 3*part >= 2*whole:
		return "most"
	case 2*part >= whole:
		return "half"
	}
	return "a third"
}
