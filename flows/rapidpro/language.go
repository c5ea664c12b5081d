package rapidpro

import "golang.org/x/text/language"

// unwritten stands for the language of words that RapidPro has none for.
const unwritten = "en"

// tagOf returns the short name of a language that RapidPro calls by three
// letters (ISO 639-3): eng is en. Its base, older for a flow without a language,
// and what is not known are taken for English; known tells.
func tagOf(code string) (tag string, known bool) {
	if code == "" || code == "base" || code == "und" {
		return unwritten, true
	}
	t, err := language.Parse(code)
	base, _ := t.Base()
	if err != nil || base.String() == "und" {
		return unwritten, false
	}
	return base.String(), true
}
