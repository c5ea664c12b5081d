package flows

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/connective-messaging/connective/locales"
)

// lostBlanks reports blanks that the translation leaves out, or makes up.
func (t *translation) lostBlanks(k, v *yaml.Node, w written, forms map[string]string) {
	ours, theirs := blanksOf(w.forms), blanksOf(forms)
	for _, name := range ours {
		if !slices.Contains(theirs, name) && name != w.Count {
			t.faultAt("lost-blank", v, "the "+englishName(t.tag)+" of "+k.Value+" leaves out <"+name+">.", "people would not be told it.", "put <"+name+"> where it belongs.")
		}
	}
	for _, name := range theirs {
		if !slices.Contains(ours, name) {
			t.faultAt("unknown-blank", v, "<"+name+"> is not in the text that this translates.", "people would be sent a gap where it is.", didYouMean(name, ours)+"The blanks are: "+strings.Join(ours, ", ")+".")
		}
	}
}

// withoutEchoes leaves out what is found about blanks in the translations of a flow
// that has itself one that is never filled in: once that is mended, so are they.
func withoutEchoes(found []Finding) []Finding {
	broken := map[string]bool{}
	for _, f := range found {
		if f.Code == "unknown-blank" {
			broken[strings.TrimSuffix(f.Pos.File, ".yaml")] = true
		}
	}
	return slices.DeleteFunc(found, func(f Finding) bool {
		flow, _, translated := strings.Cut(strings.TrimSuffix(path.Base(f.Pos.File), ".yaml"), ".")
		return translated && broken[path.Join(path.Dir(f.Pos.File), flow)] && (f.Code == "lost-blank" || f.Code == "unknown-blank")
	})
}

// blanksOf returns the names of the blanks of all forms, each once.
func blanksOf(forms map[string]string) []string {
	var found []string
	for _, text := range forms {
		for _, b := range locales.Blanks(text) {
			if !slices.Contains(found, b.Name) {
				found = append(found, b.Name)
			}
		}
	}
	slices.Sort(found)
	return found
}

// startWords adds the words that start the flow in this language.
func (t *translation) startWords(v *yaml.Node) {
	items, ok := scalars(v)
	if !ok {
		t.wrongKind(v, "start.words", takesWords)
	}
	for _, item := range items {
		words, _ := scalar(item)
		if len(strings.Fields(words)) > maxStartWords {
			t.wrongKind(item, "a start word", "one to three words")
		} else if !slices.Contains(t.flow.Start.Words, words) {
			t.flow.places["start.words."+words] = t.pos(item)
			t.flow.Start.Words = append(t.flow.Start.Words, words)
		}
	}
}

// also adds the words that choose something in this language.
func (t *translation) also(k *yaml.Node, place string, v *yaml.Node) {
	step, choice, _ := strings.Cut(place, ".options.")
	s := t.flow.Step(step)
	items, ok := scalars(v)
	if !ok || !t.standard(place) {
		t.wrongKind(k, k.Value, "the other words of a choice, such as [debt, rent]")
		return
	}
	if t.withheld(k.Value) {
		return
	}
	for i := range s.Options.Fixed {
		o := &s.Options.Fixed[i]
		if o.ID != choice {
			continue
		}
		for n, item := range items {
			words, _ := scalar(item)
			id := t.flow.ID + "/" + place + ".also." + strconv.Itoa(n+1)
			t.org.add(t.flow, t.tag, id, map[string]string{"other": words})
			if n >= len(o.Also) {
				o.Also = append(o.Also, Text{ID: id, Pos: t.pos(item)})
			}
		}
	}
}

// englishName is what a language is called in findings: its English name.
func englishName(tag string) string {
	if name := display.English.Languages().Name(language.Make(tag)); name != "" {
		return name
	}
	return tag
}
