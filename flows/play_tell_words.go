package flows

import (
	"slices"
	"strings"

	"github.com/connective-messaging/connective/locales"
)

// toldChoices are the choices of a question to others in every language.
func (t *turn) toldChoices(opts *Options) []ToldChoice {
	var all []ToldChoice
	add := func(c ToldChoice) { all = append(all, c) }
	if name, ok := variableName(opts.From); ok {
		for _, item := range t.frame().Vars[name].Items() {
			c := ToldChoice{ID: item, Label: map[string]string{}, Names: map[string][]string{}}
			for _, tag := range t.org.Languages {
				label := clip(t.hideNumber(item), varLetters)
				c.Label[tag], c.Names[tag] = label, []string{locales.Fold(label)}
			}
			add(c)
		}
	}
	for i := range opts.Fixed {
		opt := &opts.Fixed[i]
		c := ToldChoice{ID: opt.ID, Label: map[string]string{}, Names: map[string][]string{}}
		own := t.flow.language(t.org)
		t.eachLanguage(func(tag string) {
			label := t.hideNumber(t.words(&opt.Label))
			if label == "" {
				label = t.org.optionLabel(tag, *opt)
			}
			label = clip(label, varLetters) // it is kept, and may hold what was kept before
			names := append([]string{locales.Fold(label)}, t.org.optionNames(tag, *opt, false)[1:]...)
			if tag != own {
				names = append(names, t.org.optionNames(own, *opt, false)...)
			}
			slices.Sort(names)
			c.Label[tag], c.Names[tag] = label, slices.Compact(names)
		})
		add(c)
	}
	return all[:min(len(all), mostTold)]
}

// inEveryLanguage renders what others are told, with the choices below it. Staff
// are told all of it.
func (t *turn) inEveryLanguage(tell *Tell, choices []ToldChoice) map[string]string {
	texts := map[string]string{}
	t.eachLanguage(func(tag string) {
		render := func() string {
			lines := []string{t.hideNumber(t.words(tell.Text))}
			for i, c := range choices {
				lines = append(lines, lineOf(i+1, c.Label[tag]))
			}
			return strings.Join(lines, "\n")
		}
		if tell.Who.Kind == ToQueue {
			t.whole(func() { texts[tag] = render() })
			return
		}
		texts[tag] = t.briefly(render)
	})
	return texts
}

// eachLanguage does something in each of the organisation's languages. What it
// says is for others.
func (t *turn) eachLanguage(do func(tag string)) {
	before := t.lang
	t.telling = true
	for _, tag := range t.org.Languages {
		t.lang = tag
		do(tag)
	}
	t.lang, t.telling = before, false
}
