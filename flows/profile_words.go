package flows

// ProfileWords is what is kept in a field of a profile, as its person would read it
// in a language: the words of the choice that they made, a date in the language's
// form, or what they wrote. Empty where they chose not to say.
func (o *Org) ProfileWords(lang, field, value string) string {
	if value == skipped {
		return ""
	}
	t := &turn{base: o, org: o, lang: lang}
	for _, s := range o.savers["me."+field] {
		if words, ok := t.choiceWords(s, value); ok {
			return words
		}
	}
	return t.own(t.shown(value))
}
