package flows

import (
	"strings"
	"time"

	"github.com/connective-messaging/connective/providers"
)

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
