package assure

import (
	"cmp"
	"strings"

	"github.com/connective-messaging/connective/bot/directory"
	"github.com/connective-messaging/connective/flows"
)

// Fact is one thing that people are told of a service, in words of a language.
type Fact struct{ Label, Words string }

// mostAbout is how many letters of a description a letter shows.
const mostAbout = 600

// Facts are what people are told of a service. What is not known is said too: it may
// be what has to be mended.
func Facts(s *directory.Service, language string) []Fact {
	missing := word(language, "missing")
	fact := func(label, words string) Fact {
		return Fact{word(language, label), cmp.Or(strings.TrimSpace(words), missing)}
	}
	about := []rune(s.About)
	if len(about) > mostAbout {
		about = append(about[:mostAbout], '…')
	}
	return []Fact{
		fact("name", s.Name), fact("where", s.Address(language)), fact("open", s.Hours(language)),
		fact("phone", strings.Join(s.Phones, ", ")), fact("know", s.Catch(language)), fact("about", string(about)),
	}
}

// languageOf is the language of an organisation's letters and pages: Welsh or English.
func languageOf(o *flows.Org) string {
	if len(o.Languages) > 0 && o.Languages[0] == "cy" {
		return "cy"
	}
	return "en"
}

// words are what letters to services say, in English and Welsh.
var words = map[string][2]string{
	"missing": {"(we know nothing of this)", "(ni wyddom ddim am hyn)"},
	"name":    {"Name", "Enw"},
	"where":   {"Where", "Ble"},
	"open":    {"Open", "Ar agor"},
	"phone":   {"Phone", "Ffôn"},
	"know":    {"To know before going", "I'w wybod cyn mynd"},
	"about":   {"About", "Disgrifiad"},
	"subject": {"is what we say of you still right?", "a yw'r hyn a ddywedwn amdanoch yn dal yn gywir?"},
	"why":     {"tells people by text where they can get help. This is what we say of you:", "yn dweud wrth bobl drwy neges destun ble mae help ar gael. Dyma a ddywedwn amdanoch:"},
	"do":      {"Is it still right? Open this link and press a button. You need no account.", "A yw'n dal yn gywir? Agorwch y ddolen hon a phwyswch fotwm. Nid oes angen cyfrif."},
	"end":     {"The link works for 60 days. Whoever has it can answer for you, so please do not pass it on. On the page you can also say that you want no more of these letters. Nobody reads replies to this e-mail.", "Mae'r ddolen yn gweithio am 60 diwrnod. Gall pwy bynnag sydd â hi ateb drosoch, felly peidiwch â'i hanfon ymlaen. Ar y dudalen gallwch hefyd ddweud nad ydych am gael rhagor o'r llythyrau hyn. Ni all neb ddarllen atebion i'r e-bost hwn."},
}

func word(language, id string) string {
	if language == "cy" {
		return words[id][1]
	}
	return words[id][0]
}

// letter is the letter to a service.
func letter(o *flows.Org, s *directory.Service, link string) (subject, text string) {
	language := languageOf(o)
	var b strings.Builder
	b.WriteString(o.Name + " " + word(language, "why") + "\n\n")
	for _, f := range Facts(s, language) {
		b.WriteString(f.Label + ": " + f.Words + "\n")
	}
	b.WriteString("\n" + word(language, "do") + "\n\n" + link + "\n\n" + word(language, "end"))
	return o.Name + ": " + word(language, "subject"), b.String()
}
