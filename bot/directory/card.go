package directory

import (
	"strings"
	"unicode"

	"github.com/connective-messaging/connective/locales"
	"github.com/connective-messaging/connective/providers"
)

// Card is a service as one text of one part: its name, where, when, the phone
// number, and one thing to know before going. What does not fit is left out whole,
// what matters least first: the street, further opening times, the place's name,
// the catch, the times, and last the end of the name, at a word. Nothing is cut in
// the middle of a number. That nobody has assured the service for a year is never
// left out.
func (s *Service) Card(language string) string {
	c := card{name: s.Name, where: s.Address(language), hours: s.Hours(language), catch: s.catch(language)}
	if s.Doubt {
		c.doubt = s.doubt(language)
	}
	if c.where == c.name {
		c.where = ""
	}
	if len(s.Phones) > 0 {
		c.phone = locales.Say(language, "service.call", "phone", s.Phones[0])
	}
	atPlace := s.Place != nil && (len(s.Ways) == 0 || s.Reached(AtPlace)) && s.Said[language].Address == ""
	for _, shorter := range []func(){
		func() {},
		func() { c.where = shorterPlace(c.where, atPlace, s.Place, false) },
		func() { c.hours, _, _ = strings.Cut(c.hours, "; ") },
		func() { c.where = shorterPlace(c.where, atPlace, s.Place, true) },
		func() { c.catch = "" },
		func() { c.hours = "" },
		func() { c.where = "" },
	} {
		shorter()
		if text := c.text(language); fits(text) {
			return text
		}
	}
	return c.cutName(language)
}

// card are the parts of a card.
type card struct{ name, where, hours, phone, doubt, catch string }

func (c card) text(language string) string {
	text := c.name
	if c.where != "" {
		text += ", " + c.where
	}
	text = strings.TrimRight(text, ". ") + "."
	if c.hours != "" {
		open := locales.Say(language, "service.open", "time", c.hours)
		if strings.HasSuffix(c.hours, ".") { // of a short form of a day
			open = strings.TrimSuffix(open, ".")
		}
		text += " " + open
	}
	for _, more := range []string{c.phone, c.doubt, c.catch} {
		if more != "" {
			text += " " + more
		}
	}
	return forPhones(text)
}

// shorterPlace is where without the place's name, and then the outcode alone.
func shorterPlace(where string, atPlace bool, p *Place, shortest bool) string {
	if !atPlace {
		return where
	}
	if code, ok := Outcode(p.Postcode); ok {
		if shortest {
			return code
		}
		return p.Postcode
	}
	if shortest {
		return ""
	}
	return where
}

// cutName is the card with as much of the name as fits.
func (c card) cutName(language string) string {
	letters := []rune(c.name)
	for end := len(letters) - 1; end > 0; end-- {
		if !breaks(letters, end) {
			continue
		}
		c.name = strings.TrimSpace(string(letters[:end]))
		if text := c.text(language); c.name != "" && fits(text) {
			return text
		}
	}
	if last := strings.TrimSpace(c.phone + " " + c.doubt); fits(last) {
		return last
	}
	return ""
}

// breaks tells whether a text can end before a letter: between two words, or in a
// script that has no spaces, and never within a number.
func breaks(letters []rune, end int) bool {
	if unicode.IsSpace(letters[end]) {
		return !dial(letters, end)
	}
	return letters[end] > 0x2e80 && !unicode.IsDigit(letters[end]) // Chinese and its neighbours
}

// dial tells whether a space stands within a phone number.
func dial(letters []rune, at int) bool {
	return at > 0 && at+1 < len(letters) && unicode.IsDigit(letters[at-1]) && unicode.IsDigit(letters[at+1])
}

func fits(text string) bool { return providers.Segments(text).Parts == 1 }

// forPhones has a text take the alphabet of every phone, in which a part has 160
// letters and not 70, if it needs no more than to lose the accents that it lacks.
func forPhones(text string) string {
	text = providers.Smart(text)
	if providers.GSMOnly(text) == nil {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if providers.GSMOnly(string(r)) == nil {
			b.WriteRune(r)
			continue
		}
		b.WriteString(plainLetter(r))
	}
	if plain := b.String(); providers.GSMOnly(plain) == nil {
		return plain
	}
	return text
}

// plainLetter is a letter without its accent.
func plainLetter(r rune) string {
	switch r {
	case 'ł':
		return "l"
	case 'Ł':
		return "L"
	}
	plain := locales.FoldAccents(strings.ToLower(string(r)))
	if unicode.IsUpper(r) {
		return strings.ToUpper(plain)
	}
	return plain
}
