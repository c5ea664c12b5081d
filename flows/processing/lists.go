package processing

import (
	"slices"

	"github.com/connective-messaging/connective/flows"
)

// lists are the rows that are kept of what people choose from lists: which service
// or tip, whether it helped, and for which needs there was nothing.
func (w *writing) lists() []Dataset {
	var all []Dataset
	add := func(name string, flow *flows.Flow, columns ...string) {
		at := slices.IndexFunc(all, func(d Dataset) bool { return d.Name == name })
		if at < 0 {
			at, all = len(all), append(all, Dataset{Name: name, Columns: columns})
		}
		if !slices.Contains(all[at].Flows, flow.ID) {
			all[at].Flows = append(all[at].Flows, flow.ID)
		}
	}
	for _, f := range w.flows {
		for _, s := range f.Steps {
			if s.Options != nil && s.Options.From == "services" {
				add(flows.ServicesShown, f, "service", "need", "area", "language", "month")
			}
			if s.Options != nil && s.Options.Find != "" {
				add(flows.Unmet, f, "need", "area", "month")
			}
			if s.Options != nil && s.Options.From == "tips" {
				add(flows.TipsShown, f, "tip", "language", "month")
			}
			if s.Helpful != "" {
				add(flows.TipsHelped, f, "tip", "helped", "language", "month")
			}
		}
	}
	return all
}
