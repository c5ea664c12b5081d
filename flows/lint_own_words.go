package flows

import (
	"fmt"
	"strings"
)

var checkOwnWords = check{
	Code:     "own-words",
	Last:     true,
	Severity: Note,
	What:     "What people write is shortened in texts to a group that would take more SMS parts than the flow allows.",
	Why:      "People may write up to 640 letters in answer to a question. What does not fit is left out, with ... in its place. Staff read all of it.",
	Mend:     "Nothing need be done. To have more of it sent, allow more parts, and keep your own words in the same text short.",
	Bad: `start: {words: [TEA]}
steps:
  wish: {ask: "What would you like?", answer: text}
  tell: {tell: {who: group walkers, text: "A neighbour would like: <wish>"}}
`,
	Good: `start: {words: [TEA]}
steps:
  wish: {ask: "What would you like?", options: {milk: Milk, cake: Cake}}
  tell: {tell: {who: group walkers, text: "A neighbour would like: <wish>"}}
`,
	Flow: func(c *flowLint) {
		type span struct{ from, to int }
		spans := map[string]span{}
		var places []string
		for _, e := range c.endings(c.f) {
			from, to := e.sent().written()
			if e.kind != endTell || e.step.Tell.Who.Kind != ToGroup || e.sent().free == 0 || to <= e.limit || e.parts(sureSize) > e.limit {
				continue
			}
			place := e.step.Name + "." + e.key
			was, known := spans[place]
			if !known {
				places, was = append(places, place), span{from, to}
			}
			spans[place] = span{min(was.from, from), max(was.to, to)}
		}
		if len(places) == 0 {
			return
		}
		for i, place := range places {
			places[i] = fmt.Sprintf("%s (%d, or %d beyond the basic alphabet)", place, spans[place].from, spans[place].to)
			if i > 0 {
				places[i] = fmt.Sprintf("%s (%d, or %d)", place, spans[place].from, spans[place].to)
			}
		}
		pos := c.f.Title.Pos
		c.report(Finding{Code: "own-words", Severity: Note, Pos: Pos{Line: max(pos.Line, 1), Column: max(pos.Column, 1)}, Width: 1,
			Message: fmt.Sprintf("what people write themselves can make these longer than %s: %s.", counted(allowed(c.f), "SMS part"), strings.Join(shortList(places), ", ")),
			Why:     "what does not fit is left out, with ... in its place.", Fix: "nothing need be done. To have more of it sent, allow more parts."})
	},
}
