package rapidpro

import (
	"fmt"
	"maps"
	"slices"
)

// leftOut tells what of an export belongs to no flow.
func (im *importer) leftOut(r *Result) {
	if n := len(im.e.Campaigns); n > 0 {
		r.Left = append(r.Left, Left{plural(n, "campaign", "campaigns"), "texts are not sent by the date of a contact field; see start: and wait: in the flow language"})
	}
	kinds := map[string]int{}
	for _, t := range im.e.Triggers {
		if t.Type != "K" && !(t.Type == "C" && len(t.Groups) == 0) {
			kinds[t.Type]++
		}
	}
	for _, kind := range []struct{ code, one, several string }{
		{"S", "schedule that starts a flow", "schedules that start flows"}, {"C", "catch-all of some groups", "catch-alls of some groups"},
		{"M", "missed call that starts a flow", "missed calls that start flows"}, {"V", "call that starts a flow", "calls that start flows"},
		{"N", "new conversation that starts a flow", "new conversations that start flows"}, {"R", "referral that starts a flow", "referrals that start flows"},
		{"T", "closed ticket that starts a flow", "closed tickets that start flows"}, {"I", "opt-in that starts a flow", "opt-ins that start flows"},
		{"O", "opt-out that starts a flow", "opt-outs that start flows"},
	} {
		if n := kinds[kind.code]; n > 0 {
			r.Left = append(r.Left, Left{plural(n, kind.one, kind.several), "write start: by hand where there is a counterpart"})
			delete(kinds, kind.code)
		}
	}
	others := 0
	for _, n := range kinds {
		others += n
	}
	if others > 0 {
		r.Left = append(r.Left, Left{plural(others, "trigger", "triggers"), "of a kind that is not known"})
	}
	for _, f := range im.e.Flows {
		for _, language := range slices.Sorted(maps.Keys(f.Localization)) {
			if _, known := tagOf(language); !known && im.ids[f.UUID] != "" {
				r.Left = append(r.Left, Left{fmt.Sprintf("the language %q of %s", cut(oneLine(language), 20), im.ids[f.UUID]), "it is not a language that is known"})
			}
		}
	}
}
