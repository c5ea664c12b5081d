package locales

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Catalog holds texts by language and id, with their plural forms. It must not
// be changed while it is read; once built, any number of goroutines may read it.
type Catalog struct {
	language   string
	bundle     *i18n.Bundle
	localizers map[string]*i18n.Localizer          // by language
	texts      map[string]map[string]*i18n.Message // by language, then id
}

// NewCatalog returns an empty catalog. A text that a language lacks is taken
// from the default language.
func NewCatalog(defaultLanguage string) *Catalog {
	return &Catalog{
		language:   defaultLanguage,
		bundle:     i18n.NewBundle(language.Make(defaultLanguage)),
		localizers: map[string]*i18n.Localizer{},
		texts:      map[string]map[string]*i18n.Message{},
	}
}

// Add puts one text into the catalog. The forms are CLDR's: "other" alone for a
// text of one form. A text without any words is left out, so that the default
// language's is used instead. The id is taken as it is, dots and all.
func (c *Catalog) Add(languageTag, id string, forms map[string]string) error {
	message, err := newMessage(id, forms)
	if err != nil || message == nil {
		return err
	}
	tag, err := language.Parse(languageTag)
	if err != nil {
		return fmt.Errorf("add text %q: read language %q: %w", id, languageTag, err)
	}
	if err := c.bundle.AddMessages(tag, message); err != nil {
		return fmt.Errorf("add text %q: %w", id, err)
	}
	if c.texts[languageTag] == nil {
		c.texts[languageTag] = map[string]*i18n.Message{}
		c.localizers[languageTag] = i18n.NewLocalizer(c.bundle, languageTag)
	}
	c.texts[languageTag][id] = message
	return nil
}

// newMessage makes go-i18n's message, or nil when no form has any words.
// Languages whose whole numbers never take "other" get it from their last form.
func newMessage(id string, forms map[string]string) (*i18n.Message, error) {
	m := &i18n.Message{ID: id}
	fields := map[string]*string{
		"zero": &m.Zero, "one": &m.One, "two": &m.Two, "few": &m.Few, "many": &m.Many, "other": &m.Other,
	}
	last := ""
	for form, text := range forms {
		if fields[form] == nil {
			return nil, fmt.Errorf("add text %q: there is no plural form %q, only %s", id, form, strings.Join(formNames, ", "))
		}
		*fields[form] = text
	}
	for _, form := range formNames {
		if text := *fields[form]; text != "" {
			last = text
		}
	}
	if last == "" {
		return nil, nil
	}
	m.Other = last
	return m, nil
}

// Render returns a text with its blanks filled in, and the language that it was
// found in: the one asked for, else its base ("cy" for "cy-GB"), else the
// default one. The count, if there is one, picks the plural form. It reports
// false when the catalog has no such text.
func (c *Catalog) Render(languageTag, id string, count *int, fill func(blank string) string) (text, used string, ok bool) {
	used, ok = c.find(languageTag, id)
	if !ok {
		return "", "", false
	}
	config := i18n.LocalizeConfig{MessageID: id, TemplateParser: blankParser{}, TemplateData: filler(fill)}
	if count != nil {
		config.PluralCount = *count
	}
	// The error is of no use: a plural form that is missing has been answered
	// with "other", and that the text exists is known.
	text, _ = c.localizers[used].Localize(&config)
	return text, used, text != ""
}

// find returns the language in which Render finds a text.
func (c *Catalog) find(languageTag, id string) (string, bool) {
	if c.texts[languageTag][id] != nil {
		return languageTag, true
	}
	if base, _, regional := strings.Cut(languageTag, "-"); regional && c.texts[base][id] != nil {
		return base, true
	}
	return c.language, c.texts[c.language][id] != nil
}

// Source returns the raw words of a text in exactly that language, in its form
// "other".
func (c *Catalog) Source(languageTag, id string) (string, bool) {
	m := c.texts[languageTag][id]
	if m == nil {
		return "", false
	}
	return m.Other, true
}

// Forms returns the raw words of a text in exactly that language, by plural form:
// "other" alone for a text of one form. It returns nil when there is no such text.
func (c *Catalog) Forms(languageTag, id string) map[string]string {
	m := c.texts[languageTag][id]
	if m == nil {
		return nil
	}
	forms := map[string]string{}
	for i, words := range []string{m.Zero, m.One, m.Two, m.Few, m.Many, m.Other} {
		if words != "" {
			forms[formNames[i]] = words
		}
	}
	return forms
}

// Wordings returns every form in which Render can answer a text in a language, each
// once, its blanks as they are written; nothing when the catalog has no such text.
func (c *Catalog) Wordings(languageTag, id string) []string {
	used, ok := c.find(languageTag, id)
	if !ok {
		return nil
	}
	m := c.texts[used][id]
	var forms []string
	for _, form := range []string{m.Other, m.Zero, m.One, m.Two, m.Few, m.Many} {
		if form != "" && !slices.Contains(forms, form) {
			forms = append(forms, form)
		}
	}
	return forms
}

// Blanks returns the names of the blanks in any form of the default language's
// text, each once, in the order in which they stand.
func (c *Catalog) Blanks(id string) []string {
	m := c.texts[c.language][id]
	if m == nil {
		return nil
	}
	var names []string
	for _, form := range []string{m.Other, m.Zero, m.One, m.Two, m.Few, m.Many} {
		for _, b := range Blanks(form) {
			if !slices.Contains(names, b.Name) {
				names = append(names, b.Name)
			}
		}
	}
	return names
}
