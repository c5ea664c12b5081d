package rapidpro

import (
	"slices"
	"strings"
	"unicode"
)

// importer is an export while it is imported.
type importer struct {
	e         *export
	languages []string          // every language that is written, English first where it is among them
	ids       map[string]string // of flows, by uuid
	left      map[string]string // flows that are not imported, by uuid, and why
	nags      map[string]bool   // flows that would ask again for ever when nobody replies, by uuid
	groupIDs  *namer
	queueIDs  *namer
	fieldIDs  *namer
	groupsOf  []string // the groups' names, in the order in which they are met
	queuesOf  []string
	fieldsOf  []string // the keys of contact fields that are kept
}

// newImporter gives every flow that is imported an id. Some are known not to
// load, and are left out.
func newImporter(e *export, left map[string]string) *importer {
	im := &importer{e: e, ids: map[string]string{}, left: left, groupIDs: newNamer(), queueIDs: newNamer(), fieldIDs: newNamer(mine...)}
	ids := newNamer("org")
	for i := range e.Flows {
		f := &e.Flows[i]
		if reason := unfit(f); reason != "" && left[f.UUID] == "" {
			left[f.UUID] = reason
		}
		id := ids.fresh(f.Name, "flow")
		if _, twice := im.ids[f.UUID]; !twice && left[f.UUID] == "" {
			im.ids[f.UUID] = id
			im.speaks(f)
		}
	}
	if len(im.languages) == 0 {
		im.languages = []string{unwritten}
	}
	return im
}

// unfit says why a flow is not one of texts.
func unfit(f *flow) string {
	switch {
	case f.Type != "" && f.Type != "messaging" && f.Type != "message":
		return "it is a flow of the type " + oneLine(f.Type) + ", which no texts are exchanged in"
	case len(f.Nodes) == 0:
		return "it is empty"
	}
	return ""
}

// speaks adds the languages of a flow.
func (im *importer) speaks(f *flow) {
	own, _ := tagOf(f.Language)
	all := []string{own}
	for language := range f.Localization {
		if tag, known := tagOf(language); known {
			all = append(all, tag)
		}
	}
	slices.Sort(all[1:])
	for _, tag := range all {
		if !slices.Contains(im.languages, tag) {
			im.languages = append(im.languages, tag)
		}
	}
}

// group returns a group's id.
func (im *importer) group(name string) string {
	key := strings.ToLower(oneLine(name))
	if _, met := im.groupIDs.given[key]; !met {
		im.groupsOf = append(im.groupsOf, oneLine(name))
	}
	return im.groupIDs.name(key, name, "group")
}

// queue returns a queue's name.
func (im *importer) queue(topic string) string {
	key := strings.ToLower(oneLine(topic))
	name := im.queueIDs.name(key, topic, "staff")
	if !slices.Contains(im.queuesOf, name) {
		im.queuesOf = append(im.queuesOf, name)
	}
	return name
}

// field returns the name that a contact field has here, me. and all.
func (im *importer) field(key string) string {
	switch key {
	case phoneKey, groupsKey, languageKey:
		return "me." + strings.TrimPrefix(key, "@")
	}
	if _, met := im.fieldIDs.given[key]; !met {
		im.fieldsOf = append(im.fieldsOf, key)
	}
	return "me." + im.fieldIDs.name(key, key, "field")
}

// key is what RapidPro calls a result within texts: "Kind of tea" is
// kind_of_tea.
func (im *importer) key(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), "_")
}

// circles tells whether a flow that is called leads back to its caller.
func (im *importer) circles(caller, called string) bool {
	calls := map[string][]string{}
	for _, f := range im.e.Flows {
		for _, n := range f.Nodes {
			for _, a := range n.Actions {
				if a.Type == "enter_flow" {
					calls[f.UUID] = append(calls[f.UUID], a.Flow.UUID)
				}
			}
		}
	}
	seen, waiting := map[string]bool{}, []string{called}
	for len(waiting) > 0 {
		id := waiting[0]
		waiting = waiting[1:]
		if id == caller {
			return true
		}
		if !seen[id] {
			seen[id] = true
			waiting = append(waiting, calls[id]...)
		}
	}
	return false
}
