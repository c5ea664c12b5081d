package diff

import (
	"maps"
	"reflect"
	"slices"

	"github.com/connective-messaging/connective/flows"
)

// lists returns the lists that differ, in their rows or columns.
func lists(before, after *flows.Org) []List {
	all := []List{}
	both := map[string]bool{}
	for _, o := range []*flows.Org{before, after} {
		for name := range o.Lists {
			both[name] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(both)) {
		b, a := before.Lists[name], after.Lists[name]
		switch {
		case b == nil:
			all = append(all, List{name, Added})
		case a == nil:
			all = append(all, List{name, Removed})
		case !reflect.DeepEqual(b, a):
			all = append(all, List{name, Changed})
		}
	}
	return all
}

// settings returns the keys of org.yaml whose values differ, in the order in
// which they are explained.
func settings(before, after *flows.Org) []string {
	keys := []string{}
	for _, setting := range []struct {
		key string
		of  func(*flows.Org) any
	}{
		{"name", func(o *flows.Org) any { return o.Name }},
		{"number", func(o *flows.Org) any { return o.Number }},
		{"provider", func(o *flows.Org) any { return o.Provider }},
		{"fallback", func(o *flows.Org) any { return o.Fallback }},
		{flows.AppKey, func(o *flows.Org) any { return o.App }},
		{"letters", func(o *flows.Org) any { return o.GSMOnly }},
		{"word", func(o *flows.Org) any { return o.Word }},
		{"language", func(o *flows.Org) any { return o.Language }},
		{"languages", func(o *flows.Org) any { return o.Languages }},
		{"timezone", func(o *flows.Org) any { return o.Timezone.String() }},
		{"quiet", func(o *flows.Org) any { return o.Quiet }},
		{"welcome", func(o *flows.Org) any { return o.Welcome }},
		{"menu", func(o *flows.Org) any { return o.MenuFlows }},
		{"hours", func(o *flows.Org) any { return o.Hours }},
		{"queues", func(o *flows.Org) any { return o.Queues }},
		{"consents", func(o *flows.Org) any { return o.Consents }},
		{"profile", func(o *flows.Org) any { return o.Profile }},
		{"cases", func(o *flows.Org) any { return o.Closings }},
		{"watch", func(o *flows.Org) any { return o.Watch }},
	} {
		if !reflect.DeepEqual(setting.of(before), setting.of(after)) {
			keys = append(keys, setting.key)
		}
	}
	return keys
}
