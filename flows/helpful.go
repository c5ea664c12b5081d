package flows

import (
	"slices"

	"go.yaml.in/yaml/v4"
)

// The datasets of what people are shown, and of what they think of tips. No flow can
// have their names, and nothing in them tells who it was.
const (
	TipsShown     = "tips.shown"     // tip, language, month
	TipsHelped    = "tips.helped"    // tip, helped (yes or no), language, month
	ServicesShown = "services.shown" // service, need, area, language, month
)

// monthOnly is how rows say when they were written.
const monthOnly = "2006-01"

// readHelpful reads helpful:, the variable whose tip an answer is about.
func readHelpful(_ *loader, v *yaml.Node, s *Step) bool { return blankInto(v, &s.Helpful) }

// asksYesNo tells whether a question can be answered with yes and with no.
func (s *Step) asksYesNo() bool {
	has := func(id string) bool {
		return slices.ContainsFunc(s.Options.Fixed, func(o Option) bool { return o.ID == id })
	}
	return s.Options != nil && has("yes") && has("no")
}

// counts keeps what an answer tells about the list: that a tip or a service was
// chosen to be shown, or whether a tip has helped.
func (t *turn) counts(step *Step, r reply) {
	switch id := r.value.One; {
	case r.skip || id == "":
	case step.Helpful != "" && (id == "yes" || id == "no"):
		if tip := t.org.List(fromTips).Row(t.named(step.Helpful)); tip != nil {
			t.tally(TipsHelped, map[string]string{"tip": tip["id"], "helped": id})
		}
	case step.Options == nil:
	case step.Options.From == fromTips:
		t.tally(TipsShown, map[string]string{"tip": id})
	case step.Options.From == fromServices:
		t.tally(ServicesShown, t.shownService(step.Options, id))
	}
}

// shownService is what is kept of a service that somebody has chosen.
func (t *turn) shownService(opts *Options, id string) map[string]string {
	row := map[string]string{"service": id, "need": t.org.List(fromServices).Row(id)["need"]}
	area := t.w.Me["area"]
	if opts.Near != "" {
		area = t.named(opts.Near)
	}
	if outcode, ok := outward(area); ok {
		row["area"] = outcode
	}
	return row
}

// tally plans a row of one of the engine's own datasets.
func (t *turn) tally(set string, row map[string]string) {
	row["language"], row["month"] = t.lang, scope{t}.Now().Format(monthOnly)
	t.plan(Effect{Kind: EffectRecord, Name: set, Row: row})
}
