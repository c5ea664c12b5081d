package flows

import (
	"fmt"
	"strings"

	"github.com/connective-messaging/connective/locales"
)

var checkPageTooSmall = check{
	Code: "page-too-small",
	Last: true,
	What: "Fewer than three choices fit on a page.",
	Why:  "A list that is too long for one text goes out in pages. With one or two choices on each, people would have to text MORE again and again, so three are always sent, and they take more parts than the flow allows.",
	Mend: "Shorten the question, or the labels of the choices. If so long a text is meant, say how many parts the flow allows:  parts: 3.",
	Bad: `parts: 1
start: {words: [TEA]}
steps:
  top:
    ask: Which of these kinds of tea would you like us to bring to you?
    options:
      black: Black tea with milk and two sugars
      green: Green tea from the first leaves of spring
      mint: Mint tea from the garden behind the hall
      none: -> end
`,
	Good: `parts: 1
start: {words: [TEA]}
steps:
  top:
    ask: Which kind of tea?
    options:
      black: Black tea with milk and sugar
      green: Green tea from the first leaves
      mint: Mint tea from the garden
      none: -> end
`,
	Flow: func(c *flowLint) {
		for _, s := range c.f.Steps {
			var small []string
			parts := 0
			for _, tag := range c.org.Languages {
				if n, limit := c.smallestPage(s, tag); n > limit {
					small, parts = append(small, englishName(tag)), max(parts, n)
				}
			}
			if len(small) > 0 {
				c.fault("page-too-small", c.place(s, "ask"), 1, fmt.Sprintf("fewer than %d choices fit a page of %s in %s.", leastChoices, quoted(s.Name), strings.Join(small, " and ")),
					fmt.Sprintf("%d are sent all the same, and take %d SMS parts; the limit is %d.", leastChoices, parts, allowed(c.f)), "shorten the question or the labels.")
			}
		}
	},
	Org: func(c *orgLint) {
		for _, tag := range c.org.Languages {
			titles := c.ways().menu(ending{}, tag, amount{})
			if len(c.org.MenuFlows) > leastChoices && titles.least.sure.Parts() > usualParts {
				c.said.fault("page-too-small", c.said.places["menu"], 1, fmt.Sprintf("fewer than %d choices fit a page of the menu in %s.", leastChoices, englishName(tag)),
					"people would have to text MORE again and again.", "shorten the titles of the flows.")
			}
		}
	},
}

// smallestPage returns how many parts a page of a question can take that has as
// few choices as the engine puts on one, and how many it may take. Where the
// choices are always the same, they are those that stand beside each other.
func (c *flowLint) smallestPage(s *Step, tag string) (parts, limit int) {
	limit = allowed(c.f)
	if s.Ask == nil || s.Options == nil {
		return 0, limit
	}
	k, in := c.ways().costs, reading{flow: c.f, tag: tag}
	o := k.choosing(in, s)
	if o.most <= leastChoices {
		return 0, limit
	}
	p := pager{lang: tag}
	if s.Opt {
		p.after = locales.Say(tag, "optional.skip")
	}
	top := k.words(in, s.Ask)
	if !o.fixed {
		_, least := k.paged(top, o, p)
		return least.sure.Parts(), limit
	}
	for from := range len(o.labels) - leastChoices + 1 {
		_, least := k.paged(top, choosing{most: o.most, labels: o.labels[from : from+leastChoices]}, p)
		parts = max(parts, least.sure.Parts())
	}
	return parts, limit
}

// tooSmall tells whether a text is too long because of a page that is too small,
// which is reported by itself.
func (c *flowLint) tooSmall(e ending) bool {
	parts, limit := c.smallestPage(e.step, e.tag)
	return e.key == "ask" && parts > limit
}
