package flows

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"

	"go.yaml.in/yaml/v4"
)

// whatsapp is the one app that org.yaml has a key for.
const whatsapp = "whatsapp"

// AppKey is the key of org.yaml that has the line in an app.
const AppKey = whatsapp

// takesApp is what whatsapp: must be.
const takesApp = "number:, provider:, template: and template_languages:"

// What the keys about a template must be.
const (
	takesTemplate        = "a template's name, such as town_news"
	takesTemplateLocales = "a list of languages as Meta names them, such as [en_GB, cy]"
)

var (
	templatePattern = regexp.MustCompile(`^[a-z0-9_]{1,100}$`)
	templateLocale  = regexp.MustCompile(`^[a-z]{2,3}(_[A-Z]{2})?$`)
)

// appKeys is what whatsapp: can have.
func appKeys() []key[AppLine] {
	return []key[AppLine]{
		{"number", "a phone number with + and the country, such as +447700900001", "must be there", "The number that people write to.", func(_ *loader, v *yaml.Node, a *AppLine) bool {
			return oneName(v, numberPattern, &a.Number)
		}},
		{"provider", takesConnection, whatsapp, "The connection to WhatsApp.", func(_ *loader, v *yaml.Node, a *AppLine) bool {
			return oneName(v, namePattern, &a.Provider)
		}},
		{"template", takesTemplate, "none", "The template with one blank that a text goes into if the person has not written for 24 hours. Without one such a text is not sent.", func(_ *loader, v *yaml.Node, a *AppLine) bool {
			return oneName(v, templatePattern, &a.Template)
		}},
		{"template_languages", takesTemplateLocales, "[en_GB]", "The languages that the template was approved in. The first is used for people who speak none of them.", func(_ *loader, v *yaml.Node, a *AppLine) (ok bool) {
			a.Languages, ok = names(v, templateLocale)
			return ok && len(a.Languages) > 0
		}},
	}
}

// appKey is the key for the line in an app.
func appKey() key[orgFile] {
	return key[orgFile]{whatsapp, takesApp, "none", "The organisation's line on WhatsApp, beside its number.", readApp}
}

// readApp reads whatsapp:.
func readApp(l *loader, v *yaml.Node, o *orgFile) bool {
	ok := readKeys(l, v, "whatsapp", appKeys(), &o.App)
	if o.App.Number == "" {
		if ok {
			l.faultAt("whatsapp-what", v, "whatsapp: has no number:.", "nobody could write to it.", `add  number: "+447700900001",  the number that WhatsApp shows.`)
		}
		o.App = AppLine{}
		return ok
	}
	o.App.App = whatsapp // also where another key is wrong: people are still answered
	o.App.Provider = cmp.Or(o.App.Provider, whatsapp)
	if len(o.App.Languages) == 0 {
		o.App.Languages = []string{"en_GB"}
	}
	return ok
}

// settleApp compares the line in an app with the others, once all are read.
func (l *orgLoad) settleApp() {
	o := l.org
	pos, written := l.said.places["whatsapp"]
	if written && o.App.Provider != "" && (o.App.Provider == o.Provider || o.App.Provider == o.Fallback.Provider) {
		l.said.fault("whatsapp-what", pos, 1, "whatsapp: names the connection that carries texts.", "a connection carries texts to phones or to WhatsApp, not both.", "name the connection to WhatsApp, or leave provider: out.")
	}
}

// refuseApps takes out organisations whose line in an app cannot tell for whom a
// text is: another has the same one, or the organisation shares its number.
func (b *Book) refuseApps(others []*Org, found *[]Finding) {
	all := b.ByID()
	for _, o := range all {
		line, ok := o.AppLine()
		if !ok {
			continue
		}
		what := ""
		for _, other := range slices.Concat(others, all) {
			theirs, has := other.AppLine()
			switch {
			case other.ID == o.ID:
			case has && theirs.Number == line.Number:
				what = fmt.Sprintf("the number of whatsapp:, %s, is %s's too.", line.Number, other.Name)
			case other.Number == o.Number:
				what = fmt.Sprintf("whatsapp: stands beside a number that %s has too.", other.Name)
			}
		}
		if what != "" {
			newSource(o.file, "", found).fault("whatsapp-what", Pos{}, 0, what, "nobody could tell whom a text is for.", "give each organisation numbers of its own.")
			b.breaks(o)
		}
	}
}

// appFault is what the loader finds wrong with the line in an app, for Explain.
func appFault() check {
	return check{
		Code: "whatsapp-what",
		What: "The line on WhatsApp has no number, the connection of the texts to phones, or a number at which nobody could tell whom a text is for.",
		Why:  "What people write there, STOP above all, must come to this organisation and no other.",
		Mend: "Write  whatsapp: {number: \"+447700900003\", provider: whatsapp},  with the number that WhatsApp shows and the connection that is set up for it.",
		Bad: `-- org.yaml --
name: Tea Town
number: "+447700900002"
whatsapp: {provider: whatsapp}
`,
		Good: `-- org.yaml --
name: Tea Town
number: "+447700900002"
whatsapp: {number: "+447700900003", provider: whatsapp}
`,
	}
}
