package flows

import (
	"cmp"
	"slices"

	"github.com/connective-messaging/connective/providers"
)

// LongestText is the longest that one text of a flow can be, in each language. It
// counts as the linter does: what people write themselves is not in it.
type LongestText struct {
	Flow, Step string
	How        string                     // said, asked, asked again, told, …
	Limit      int                        // the parts that the flow allows
	Count      map[string]providers.Count // by language
	Free       bool                       // it also holds what people write
}

// LongestTexts returns the longest of every text that the organisation's flows can
// send, by flow, in the order of the steps.
func (o *Org) LongestTexts() []LongestText {
	type which struct {
		step *Step
		kind endKind
	}
	at := map[which]int{}
	var all []LongestText
	for _, e := range newPaths(newCosts(o)).endings() {
		if e.kind == endMean {
			continue // it is never longer than the flow allows
		}
		w := which{e.step, e.kind}
		i, known := at[w]
		if !known {
			i, at[w] = len(all), len(all)
			all = append(all, LongestText{Flow: e.flow.ID, Step: e.step.Name, How: string(e.kind), Limit: e.limit, Count: map[string]providers.Count{}})
		}
		text := &all[i]
		count := e.sent().sure.Count()
		count.Parts = e.parts(sureSize)
		if was, has := text.Count[e.tag]; !has || cmp.Or(cmp.Compare(count.Parts, was.Parts), cmp.Compare(count.Units, was.Units)) > 0 {
			text.Count[e.tag] = count
		}
		text.Free = text.Free || e.sent().free > 0
	}
	slices.SortStableFunc(all, func(a, b LongestText) int {
		return cmp.Or(cmp.Compare(a.Flow, b.Flow), cmp.Compare(o.Flows[a.Flow].index[a.Step], o.Flows[b.Flow].index[b.Step]))
	})
	return all
}
