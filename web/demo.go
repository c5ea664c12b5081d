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
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot"
)

//go:embed templates static
var files embed.FS

// DemoStaff is what the "be the staff" box can do.
type DemoStaff interface {
	OpenCases(ctx context.Context, org string) ([]bot.CaseFile, error)
	StaffReply(ctx context.Context, org, caseID, name, text, uuid string) error
	StaffClose(ctx context.Context, org, caseID, name, uuid string) error
}

// Demo is the demonstration page: phones to text from, and a small box to be
// the staff. It is for fictional numbers and must not be opened elsewhere.
type Demo struct {
	Org     string
	Name    func() string
	Authors bool                                               // there are pages for authors too
	Own     bool                                               // the flows are somebody's own, and are kept
	Text    func(ctx context.Context, from, text string) error // sends a text as that phone
	Staff   DemoStaff
	Phones  *Phones
	Now     func() time.Time
	NewID   func() string
	Log     *slog.Logger
	page    *template.Template
}

// phone is one of the fictional people whose phones the page offers.
type phone struct{ Number, Name string }

// people are from Ofcom's range of numbers for drama.
var people = []phone{
	{"+447700900101", "Ann"}, {"+447700900102", "Bob"}, {"+447700900103", "Cerys"}, {"+447700900104", "Dev"},
}

// demoPage is what the template shows.
type demoPage struct {
	Name    string
	People  []phone
	Me      phone
	Texts   []Bubble
	Cases   []bot.CaseFile
	Key     string // makes a reply that is sent twice one text
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
	g.POST("/reply", d.reply)
	g.POST("/close", d.close)
}

func person(c echo.Context) phone {
	asked := c.FormValue("phone")
	for _, p := range people {
		if p.Number == asked {
			return p
		}
	}
	return people[0]
}

func (d *Demo) show(name string) echo.HandlerFunc {
	return func(c echo.Context) error {
		cases, err := d.Staff.OpenCases(c.Request().Context(), d.Org)
		if err != nil {
			return fmt.Errorf("list the open cases: %w", err)
		}
		me := person(c)
		c.Response().Header().Set(echo.HeaderContentType, echo.MIMETextHTMLCharsetUTF8)
		c.Response().Header().Set("Cache-Control", "no-store")
		return d.page.ExecuteTemplate(c.Response(), name, demoPage{
			Name: d.Name(), People: people, Me: me, Key: d.NewID(),
			Texts: d.Phones.Texts(me.Number), Cases: cases, Problem: problems[c.QueryParam("problem")], Authors: d.Authors, Own: d.Own,
		})
	}
}

// problems are what can go wrong on the page, by the word in its address.
var problems = map[string]string{
	"stopped": "They have texted STOP, so nothing can be sent to them.",
	"gone":    "That conversation is closed already.",
	"empty":   "Write something first.",
	"broken":  "Nobody can answer yet, because the flows have errors. Mend them first, on their page.",
	"away":    "That did not work. Please try again.",
}

func (d *Demo) text(c echo.Context) error {
	me, text := person(c), c.FormValue("text")
	d.Phones.Add(me.Number, Bubble{Mine: true, Text: text, At: d.Now()})
	if err := d.Text(c.Request().Context(), me.Number, text); err != nil {
		return d.back(c, err)
	}
	return d.back(c, nil)
}

func (d *Demo) reply(c echo.Context) error {
	if strings.TrimSpace(c.FormValue("text")) == "" {
		return d.back(c, errEmpty)
	}
	err := d.Staff.StaffReply(c.Request().Context(), d.Org, c.FormValue("case"), "Sam", c.FormValue("text"), c.FormValue("key"))
	d.Phones.Changed()
	return d.back(c, err)
}

func (d *Demo) close(c echo.Context) error {
	err := d.Staff.StaffClose(c.Request().Context(), d.Org, c.FormValue("case"), "Sam", c.FormValue("key"))
	d.Phones.Changed()
	return d.back(c, err)
}

var errEmpty = errors.New("there are no words in it")

// ErrNoFlows is returned for a text that nothing can answer, as the flows never
// were without errors.
var ErrNoFlows = errors.New("there are no flows without errors")

// back returns to the page, with the word for what went wrong if anything did.
func (d *Demo) back(c echo.Context, err error) error {
	to := url.Values{"phone": {person(c).Number}}
	switch {
	case err == nil:
	case errors.Is(err, errEmpty):
		to.Set("problem", "empty")
	case errors.Is(err, bot.ErrStopped):
		to.Set("problem", "stopped")
	case errors.Is(err, ErrNoFlows):
		to.Set("problem", "broken")
	case errors.Is(err, bot.ErrNoCase):
		to.Set("problem", "gone")
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
