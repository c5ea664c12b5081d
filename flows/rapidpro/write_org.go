package rapidpro

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/flows"
)

// writeOrg writes org.yaml, and the list of groups where there are any.
func (im *importer) writeOrg(name string, words map[string][]string, files flows.Files) {
	var l lines
	l.WriteString("# Imported from RapidPro. Read every line before anybody is texted.\n")
	if name = cut(oneLine(name), 40); name == "" {
		name = "Imported from RapidPro"
	}
	l.key(0, "name", quoted(name))
	l.key(0, "number", `"+447700900000"          # TODO: write the number that people text`)
	l.key(0, "languages", list(im.languages))
	if id := im.welcome(); id != "" {
		l.key(0, "welcome", id)
	}
	if menu := im.menu(words); len(menu) > 0 {
		l.key(0, "menu", list(menu))
	}
	l.key(0, "queues", "                         # TODO: say when staff are there and how soon they answer")
	if len(im.queuesOf) == 0 {
		im.queue("staff") // somebody must hear of a crisis
	}
	for _, q := range im.queuesOf {
		l.key(1, q, "")
	}
	im.profile(&l)
	files["org.yaml"] = []byte(l.String())
	if len(im.groupsOf) > 0 {
		files["groups.csv"] = im.groupsFile()
	}
}

// welcome is the flow that an unknown phone came to: that of a catch-all trigger
// for everybody.
func (im *importer) welcome() string {
	for _, t := range im.e.Triggers {
		if t.Type == "C" && len(t.Groups) == 0 && im.ids[t.Flow.UUID] != "" {
			return im.ids[t.Flow.UUID]
		}
	}
	return ""
}

// menu is the flows that people can start themselves.
func (im *importer) menu(words map[string][]string) []string {
	var all []string
	for _, f := range im.e.Flows {
		if id := im.ids[f.UUID]; id != "" && len(words[f.UUID]) > 0 && !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	return all
}

// unsaid is why something is kept, as long as nobody has said it.
const unsaid = "To be written. Say here why you keep it, to the people it is about."

// profile writes what is kept about people: every contact field that a flow uses.
func (im *importer) profile(l *lines) {
	if len(im.fieldsOf) == 0 {
		return
	}
	l.key(0, "profile", "                        # TODO: say why each is kept, and how long")
	for _, key := range im.fieldsOf {
		name := strings.TrimPrefix(im.field(key), "me.")
		l.key(1, name, fmt.Sprintf("{type: %s, why: %s, keep: 1 year}", im.typeOf(key), quoted(unsaid)))
	}
}

// typeOf is the type of a contact field here.
func (im *importer) typeOf(key string) string {
	if key == "name" {
		return "name"
	}
	for _, f := range im.e.Fields {
		if strings.EqualFold(f.Key, key) {
			switch f.Type {
			case "number", "numeric", "N", "D":
				return map[string]string{"number": "number", "numeric": "number", "N": "number", "D": "date"}[f.Type]
			case "datetime":
				return "date"
			}
		}
	}
	return "text"
}

// groupsFile writes the list of groups.
func (im *importer) groupsFile() []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	rows := [][]string{{"id", "name"}}
	for _, name := range im.groupsOf {
		rows = append(rows, []string{im.group(name), name})
	}
	_ = w.WriteAll(rows) // a buffer takes everything
	return out.Bytes()
}

// translations writes a flow's translations and returns the languages that it
// has.
func (w *writer) translations(id string, files flows.Files) []string {
	own, _ := tagOf(w.f.Language)
	written := []string{own}
	for _, language := range slices.Sorted(maps.Keys(w.f.Localization)) {
		tag, known := tagOf(language)
		if !known || slices.Contains(written, tag) {
			continue
		}
		written = append(written, tag)
		files[id+"."+tag+".yaml"] = []byte(w.translation(language, own, tag))
	}
	return w.spoken()
}

// spoken returns the languages that a flow has, its own first, the others in the
// organisation's order.
func (w *writer) spoken() []string {
	own, _ := tagOf(w.f.Language)
	tags := []string{own}
	for _, tag := range w.languages {
		for language := range w.f.Localization {
			if t, known := tagOf(language); known && t == tag && !slices.Contains(tags, tag) {
				tags = append(tags, tag)
			}
		}
	}
	return tags
}

// translation writes the texts in one language.
func (w *writer) translation(language, own, tag string) string {
	var l lines
	l.key(0, "language", tag)
	l.key(0, "texts", "")
	l.key(1, "title", "{"+own+": "+quoted(cut(titleOf(w.f), 40))+", "+tag+`: ""}`)
	for _, e := range w.texts {
		switch {
		case e.words != nil || e.lists != nil:
			if len(e.lists[language]) > 0 {
				l.key(1, e.place, "{"+own+": "+list(e.words)+", "+tag+": "+list(e.lists[language])+"}")
			}
		default:
			l.key(1, e.place, "{"+own+": "+quoted(e.own)+", "+tag+": "+quoted(e.in[language])+"}")
		}
	}
	return l.String()
}
