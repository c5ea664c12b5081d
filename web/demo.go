package web

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/providers"
)

//go:embed templates static
var files embed.FS

// Demo is the demonstration page: phones to text from, and beside them the pages of
// the staff. It is for fictional numbers and must not be opened elsewhere.
type Demo struct {
	Name    func() string
	Authors bool                                       // there are pages for authors too
	Own     bool                                       // the flows are somebody's own, and are kept
	App     func() App                                 // in which people can write as well; the zero one is none
	Text    func(ctx context.Context, said Said) error // sends a text as that phone
	Phones  *Phones
	Now     func() time.Time
	Log     *slog.Logger
	page    *template.Template
}

// phone is one of the fictional people whose phones the page offers.
type phone struct{ Number, Name string }

// Said is what somebody has written from their phone.
type Said struct {
	From   string
	App    string // that it was written in; empty is a text
	Text   string
	Choice string // of what was tapped; Text is what stood on it
}

// App is an app in which people write to the organisation, beside texts.
type App struct{ ID, Name string }

// shelf is where the phone keeps what is written there.
func (s Said) shelf() string {
	if s.App == "" {
		return s.From
	}
	return providers.InApp(s.App, s.From).Value
}

// townsfolk are from Ofcom's range of numbers for drama.
var townsfolk = []phone{
	{"+447700900101", "Ann"}, {"+447700900102", "Bob"}, {"+447700900103", "Cerys"}, {"+447700900104", "Dev"},
}

// before is what people have texted when a visitor comes: three of them wait, and
// one is in danger.
var before = []struct{ who, text string }{
	{"+447700900104", "PERSON"},
	{"+447700900104", "Is the lunch club on this Thursday? I have no car any more"},
	{"+447700900102", "NURSE"},
	{"+447700900102", "My baby is 8 months and wakes every hour. I am so tired. What can I do?"},
	{"+447700900103", "He hits me. What can I do?"},
}

// Wait has people of the pretend town text before a visitor comes.
func (d *Demo) Wait(ctx context.Context) error {
	for _, b := range before {
		d.Phones.Add(b.who, Bubble{Mine: true, Text: b.text, At: d.Now()})
		if err := d.Text(ctx, Said{From: b.who, Text: b.text}); err != nil {
			return err
		}
	}
	return nil
}

// demoPage is what the template shows.
type demoPage struct {
	Name    string
	People  []phone
	Me      phone
	App     string // that the phone shows; empty is texts
	Beside  App    // in which they could write
	Texts   []Bubble
	Problem string
	Authors bool
	Own     bool
}

// registerStatic serves the styles and scripts of the pages.
func registerStatic(e *echo.Echo) {
	static, err := fs.Sub(files, "static")
	if err != nil {
		panic(err) // the folder is embedded: it cannot be missing
	}
	e.GET("/static/*", echo.WrapHandler(http.StripPrefix("/static/", http.FileServerFS(static))))
}

func (d *Demo) register(e *echo.Echo) {
	d.page = template.Must(template.New("").Funcs(template.FuncMap{
		"clock": func(t time.Time) string { return t.Format("15:04") },
		"lines": textLines,
	}).ParseFS(files, "templates/demo.html"))
	e.GET("/", func(c echo.Context) error { return c.Redirect(http.StatusSeeOther, "/demo/") })
	e.GET("/demo", func(c echo.Context) error { return c.Redirect(http.StatusSeeOther, "/demo/") })
	// Pages are answered to this site alone: another one must not be able to
	// text in a visitor's name.
	g := e.Group("/demo", onlyHere, echo.WrapMiddleware(http.NewCrossOriginProtection().Handler))
	g.GET("/", d.show("page"))
	g.GET("/screen", d.show("screen"))
	g.GET("/events", d.events)
	g.POST("/text", d.text)
}

func person(c echo.Context) phone {
	asked := c.FormValue("phone")
	for _, p := range townsfolk {
		if p.Number == asked {
			return p
		}
	}
	return townsfolk[0]
}

// by is the app in which somebody writes; empty for texts.
func (d *Demo) by(c echo.Context) string {
	if app := d.App(); app.ID != "" && c.FormValue("by") == app.ID {
		return app.ID
	}
	return ""
}

func (d *Demo) show(name string) echo.HandlerFunc {
	return func(c echo.Context) error {
		me, by := person(c), d.by(c)
		c.Response().Header().Set(echo.HeaderContentType, echo.MIMETextHTMLCharsetUTF8)
		c.Response().Header().Set("Cache-Control", "no-store")
		return d.page.ExecuteTemplate(c.Response(), name, demoPage{
			Name: d.Name(), People: townsfolk, Me: me, App: by, Beside: d.App(), Texts: d.Phones.Texts(Said{From: me.Number, App: by}.shelf()),
			Problem: problems[c.QueryParam("problem")], Authors: d.Authors, Own: d.Own,
		})
	}
}

// problems are what can go wrong on the page, by the word in its address.
var problems = map[string]string{
	"broken": "Nobody can answer yet, because the flows have errors. Mend them first, on their page.",
	"away":   "That did not work. Please try again.",
}

func (d *Demo) text(c echo.Context) error {
	said := Said{From: person(c).Number, App: d.by(c), Text: c.FormValue("text"), Choice: c.FormValue("tap")}
	if said.Choice != "" {
		said.Text = d.Phones.Label(said.shelf(), said.Choice)
	}
	d.Phones.Add(said.shelf(), Bubble{Mine: true, Text: said.Text, At: d.Now()})
	return d.back(c, d.Text(c.Request().Context(), said))
}

// ErrNoFlows is returned for a text that nothing can answer, as the flows never
// were without errors.
var ErrNoFlows = errors.New("there are no flows without errors")

// back returns to the page, with the word for what went wrong if anything did.
func (d *Demo) back(c echo.Context, err error) error {
	to := url.Values{"phone": {person(c).Number}}
	if by := d.by(c); by != "" {
		to.Set("by", by)
	}
	switch {
	case err == nil:
	case errors.Is(err, ErrNoFlows):
		to.Set("problem", "broken")
	default:
		d.Log.Error("the demonstration could not do that", "route", c.Path(), "why", errorKind(err))
		to.Set("problem", "away")
	}
	return c.Redirect(http.StatusSeeOther, "/demo/?"+to.Encode())
}

// events tells the page each time it should look again, until the page leaves
// or half an hour has passed; the browser then asks again by itself.
func (d *Demo) events(c echo.Context) error {
	w := c.Response()
	out := http.NewResponseController(w)
	if err := out.SetWriteDeadline(time.Time{}); err != nil {
		return fmt.Errorf("keep the connection of a page open: %w", err)
	}
	w.Header().Set(echo.HeaderContentType, "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	changed, stop := d.Phones.Watch()
	defer stop()
	ctx, cancel := context.WithTimeout(c.Request().Context(), 30*time.Minute)
	defer cancel()
	for event := ": hello\n\n"; ; event = "data: look\n\n" {
		if _, err := fmt.Fprint(w, event); err != nil {
			return nil
		}
		w.Flush()
		select {
		case <-changed:
		case <-ctx.Done():
			return nil
		}
	}
}
