package flows

import (
	"fmt"
	"strings"
	"unicode/utf16"

	"github.com/connective-messaging/connective/locales"
	"github.com/connective-messaging/connective/providers"
)

// manyGroups is a list of more groups than two pages hold.
const manyGroups = `-- groups.csv --
id,name
a,Allotment
b,Book club
c,Choir
d,Dance
e,English
f,Football
g,Guitar
h,Housing help
i,Igloo building
j,Judo
k,Knitting
l,Lunch club
m,Mending
n,Needlework
o,Oil painting
p,Pottery
q,Quiz night
`

var checkPaged = check{
	Code:     "paged",
	Last:     true,
	Severity: Warning,
	What:     "A question can have so many choices that they take three pages or more.",
	Why:      "Few people text MORE twice. What stands on the last pages is hardly ever chosen, and each page is a text that is paid for.",
	Mend:     "Ask something first, and offer with where: only what fits the answer. Or offer fewer with limit:. If people are meant to browse, let it pass.",
	Bad: manyGroups + `-- try.yaml --
start: {words: [TEA]}
steps:
  top: {ask: "Which group?", options: {from: groups}, then: end}
`,
	Good: manyGroups + `-- try.yaml --
start: {words: [TEA]}
steps:
  top: {ask: "Which group?", options: {from: groups, limit: 16}, then: end}
`,
	Flow: func(c *flowLint) {
		for _, s := range c.f.Steps {
			if s.Ask != nil && s.Options != nil && s.Options.From != fromMyGroups { // nobody is in so many
				c.pages(s)
			}
		}
	},
}

// manyPages is from how many pages on a question is reported.
const manyPages = 3

// pages reports a question whose choices take many pages in some language.
func (c *flowLint) pages(s *Step) {
	var each []string
	most, worst, same := 0, 0, true
	for i, tag := range c.org.Languages {
		o := c.ways().choosing(reading{flow: c.f, tag: tag}, s)
		n := c.pagesIn(s, tag, o)
		same = same && (i == 0 || n == worst)
		most, worst = max(most, o.most), max(worst, n)
		each = append(each, fmt.Sprintf("%d in %s", n, englishName(tag)))
	}
	if worst < manyPages {
		return
	}
	each[0] = strings.Replace(each[0], " in", " pages in", 1)
	pages := strings.Join(each, ", ")
	if same {
		pages = counted(worst, "page")
	}
	fix := "add where: or limit:, or ask something first."
	if s.Options.From == "" {
		fix = "ask something first, or offer fewer."
	}
	c.warn("paged", c.place(s, "options"), 1, fmt.Sprintf("%s has up to %d choices: %s.", quoted(s.Name), most, pages), "few people text MORE twice.", fix)
}

// pagesIn counts the pages of a question as the engine cuts them, with the longest
// question, for those people who are offered most.
func (c *flowLint) pagesIn(s *Step, tag string, o choosing) int {
	p := pager{lang: tag, parts: c.f.Parts, before: []string{aslong(c.ways().words(reading{flow: c.f, tag: tag}, s.Ask))}}
	if s.Opt {
		p.after = locales.Say(tag, "optional.skip")
	}
	most := 0
	for _, class := range c.offers(s.Options, o) {
		choices := make([]choice, len(class))
		for i, at := range class {
			choices[i].label = aslong(o.labels[at])
		}
		most = max(most, p.pagesFrom(choices, 0))
	}
	return most
}

// mostClasses is for how many kinds of people pages are counted: for those who are
// offered most.
const mostClasses = 8

// offers returns the choices that people are offered together, by their places
// among the labels.
func (c *flowLint) offers(opts *Options, o choosing) [][]int {
	if isBlank(opts.From) {
		return nil
	}
	if list := c.org.listOf(opts.From); list != nil {
		all := c.ways().classes(opts, list)
		all = all[:min(len(all), mostClasses)]
		for i := range all {
			all[i] = all[i][:min(len(all[i]), opts.limit())]
		}
		return all
	}
	every := make([]int, len(o.labels))
	for i := range every {
		every[i] = i
	}
	return [][]int{every}
}

// aslong is a text that takes the same room as another of which the letters are
// not known.
func aslong(a amount) string {
	count := a.sure.Count()
	if count.Encoding == providers.GSM7 {
		return strings.Repeat("x", count.Units)
	}
	odd, known := a.sure.Odd()
	if !known {
		odd = 'ŵ'
	}
	return string(odd) + strings.Repeat("x", max(0, count.Units-utf16.RuneLen(odd)))
}
