package flows

import (
	"fmt"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/providers"
)

var checkTooLong = check{
	Code:     "too-long",
	Last:     true,
	Severity: Warning,
	What:     "A text can take more SMS parts than the flow allows.",
	Why:      "Each part is paid for, for every person, and long texts are read less. All that is said between two questions goes out as one text. The longest value of each blank counts, on the longest way through the flow, in each language. What people write themselves is not counted: see own-words.",
	Mend:     "Shorten it, split the choices into two questions, or ask something in between. A letter that the basic SMS alphabet lacks, such as ŵ or an emoji, leaves less than half the room. If so long a text is meant, say how many parts the flow allows:  parts: 3.",
	Bad: `parts: 1
start: {words: [TEA]}
steps:
  top: {say: "Tea comes to your door every Monday, Wednesday and Friday between nine and eleven in the morning.", then: more}
  more: {say: "Please leave your cups outside on the step, so that nobody has to ring."}
`,
	Good: `parts: 1
start: {words: [TEA]}
steps:
  top: {say: "Tea comes every Monday, Wednesday and Friday between nine and eleven.", then: more}
  more: {say: "Please leave your cups outside on the step, so that nobody has to ring."}
`,
	Flow: func(c *flowLint) {
		seen := map[Pos]bool{}
		for _, e := range c.endings(c.f) {
			pos := c.textPos(e)
			if e.parts(sureSize) <= e.limit || seen[pos] || c.tooSmall(e) {
				continue
			}
			seen[pos] = true
			c.tooLong(pos, e)
		}
	},
}

// tooLong reports a text that can be longer than the flow allows.
func (c *flowLint) tooLong(pos Pos, e ending) {
	parts, count := e.parts(sureSize), e.sent().sure.Count()
	how := map[endKind]string{
		endAgain: "asked again after a reply that isn't followed, ", endBack: "asked again on the way back, ", endMenu: "with the menu below it, ",
	}[e.kind]
	why := fmt.Sprintf("each person it is sent to costs %d texts.", parts)
	if odd, known := e.sent().sure.Odd(); known && count.Encoding == providers.UCS2 {
		why += fmt.Sprintf(" %s isn't in the basic SMS alphabet, so only %d letters fit in a part instead of %d.", quoted(string(odd)), providers.Room(providers.UCS2, 2)/2, providers.Room(providers.GSM7, 2)/2)
	}
	if before := e.saidBefore(); len(before) > 0 {
		why += " It goes out together with what " + strings.Join(before, " and ") + " says."
	}
	fix := "shorten it, or ask something in between."
	if e.step.Options != nil && e.key == "ask" {
		fix = "shorten it, or split the choices into two questions."
	}
	c.in(pos).warn("too-long", pos, 1, fmt.Sprintf("%sthis is %d SMS parts in %s (%d letters); the limit is %d.", how, parts, englishName(e.tag), count.Units, e.limit), why, fix)
}

// saidBefore names the steps that say something before in the same text.
func (e ending) saidBefore() []string {
	var names []string
	for l := e.by; l != nil; l = l.up {
		name := l.step.Name
		if l.flow != e.flow {
			name = l.flow.ID + "/" + name
		}
		if l.step != e.step && !slices.Contains(names, quoted(name)) {
			names = append(names, quoted(name))
		}
	}
	slices.Reverse(names)
	return names
}

// textPos is where a text stands that is sent in a language: in its translation,
// else in the flow.
func (c *flowLint) textPos(e ending) Pos {
	place := e.step.Name + "." + e.key
	if t, has := c.f.translated[e.tag][place]; has {
		if d := c.f.drafts[e.tag]; d == nil || !slices.Contains(d.Withheld, place) {
			return t.pos
		}
	}
	return c.place(e.step, strings.Split(e.key, ".")...)
}

// ways returns the paths through the organisation's flows, worked out once.
func (c *orgLint) ways() *paths {
	if c.paths == nil {
		c.paths = newPaths(newCosts(c.org))
		c.ended = map[*Flow][]ending{}
		for _, e := range c.paths.endings() {
			c.ended[e.flow] = append(c.ended[e.flow], e)
		}
	}
	return c.paths
}

// endings returns the texts that a flow can send.
func (c *orgLint) endings(f *Flow) []ending {
	c.ways()
	return c.ended[f]
}
