package flows

import (
	"fmt"
	"strings"
)

var checkOwnWords = check{
	Code:     "own-words",
	Last:     true,
	Severity: Note,
	What:     "Texts to a group can take more SMS parts than the flow allows, because they hold what people have written.",
	Why:      "People may write up to 640 letters in answer to a question, and each member of the group is sent them. Nothing of it is cut off.",
	Mend:     "Nothing need be done. To spend less, ask people to keep it short, and keep your own words in the same text short.",
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
			Why:     "nothing of what people write is cut off, and each member of the group is sent it.", Fix: "nothing need be done. To spend less, ask people to keep it short."})
	},
}
