package flows

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/connective-messaging/connective/providers"
)

// whatsapp is the one app that org.yaml has a key for.
const whatsapp = "whatsapp"

// AppLine is an organisation's line in an app, beside the one for texts to its
// number. The zero one is none.
type AppLine struct {
	App       string // what addresses of its people begin with
	Provider  string // the connection
	Number    string // that people write to
	Template  string // by which it writes to who has not written for long; empty is none
	Languages []string
}

// openFor is how long after a person's last text an app lets an organisation write
// in its own words (Meta's customer service window).
const openFor = 24 * time.Hour

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

// AppLine is the organisation's line in an app, and whether there is one.
func (o *Org) AppLine() (Line, bool) {
	a := o.App
	return Line{LineKind(a.App), a.Number, a.Provider}, a.App != ""
}

// Reaches reports whether a line can carry a text to an address: one line carries
// texts to phones, another those to an app.
func (l Line) Reaches(a providers.Address) bool {
	app, _ := a.App()
	if app == "" {
		return l.Kind == SMS
	}
	return string(l.Kind) == app
}

// LineTo is the line by which everything leaves to an address that is not an
// answer. A person of an app of which there is no line any more has one without a
// number: no company takes it.
func (o *Org) LineTo(a providers.Address) Line {
	app, _ := a.App()
	if app == "" {
		return o.Line()
	}
	if line, ok := o.AppLine(); ok && line.Reaches(a) {
		return line
	}
	return Line{Kind: LineKind(app), Provider: o.Provider}
}

// Beside is the address of the same person on the organisation's other line, false
// where there is none or where nobody knows it.
func (o *Org) Beside(a providers.Address) (providers.Address, bool) {
	number := a.Number()
	switch app, _ := a.App(); {
	case number == "" || o.App.App == "":
		return providers.Address{}, false
	case app == "":
		return providers.InApp(o.App.App, number), true
	default:
		return providers.Address{Kind: providers.Phone, Value: number}, true
	}
}

// MayWrite reports whether a text that nobody has just asked for may go to an
// address whose owner was heard last at a moment: always to a phone, and to an app
// within a day of that or by a template.
func (o *Org) MayWrite(a providers.Address, heard, now time.Time) bool {
	app, _ := a.App()
	return app == "" || o.App.Template != "" || now.Sub(heard) < openFor
}

// TemplateFor is the template for a text to an address in a language; nil if there
// is none or if it needs none.
func (o *Org) TemplateFor(a providers.Address, lang string) *providers.Template {
	if app, _ := a.App(); app == "" || o.App.Template == "" {
		return nil
	}
	spoken, _, _ := strings.Cut(lang, "-")
	for _, code := range o.App.Languages {
		if base, _, _ := strings.Cut(code, "_"); base == spoken {
			return &providers.Template{Name: o.App.Template, Language: code}
		}
	}
	return &providers.Template{Name: o.App.Template, Language: o.App.Languages[0]}
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
