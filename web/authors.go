package web

import (
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"path"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot/rehearsal"
	"github.com/connective-messaging/connective/flows"
)

// ErrChanged is returned for a file that is not as its author has opened it.
var ErrChanged = errors.New("the file has changed since it was opened")

// Folders is what organisations write, as their authors change it.
type Folders interface {
	// Orgs returns the ids of the organisations.
	Orgs() []string
	// Read returns the files of one of them, transcripts too.
	Read(org string) (flows.Files, error)
	// Save writes a file of one of them in one piece, as long as its mark is still
	// the one that is given: ErrChanged if not. The mark of a new file is empty.
	Save(org, name string, text []byte, was string) error
}

// Authors is the pages on which an organisation's conversations are written:
// their pictures, their source with what is wrong in it, and a phone to try them.
type Authors struct {
	Folders   Folders
	Published func(org string) *flows.Org // what people get; nil if nothing
	Passing   bool                        // nothing that is saved outlasts the program
	Now       func() time.Time
	NewID     func() string
	Log       *slog.Logger
	talks     *talks
	pages     *template.Template
}

func (a *Authors) register(e *echo.Echo) {
	a.talks = newTalks()
	a.pages = template.Must(template.New("").Funcs(template.FuncMap{"lines": textLines, "plural": plural}).ParseFS(files, "templates/flows*.html"))
	e.GET("/flows", func(c echo.Context) error { return c.Redirect(http.StatusSeeOther, "/flows/") })
	// Pages are answered to this site alone: another one must not be able to write
	// in an author's name.
	own := []echo.MiddlewareFunc{onlyHere, echo.WrapMiddleware(http.NewCrossOriginProtection().Handler)}
	e.GET("/explain/:code", a.explain, own...)
	g := e.Group("/flows", own...)
	g.GET("/", a.list)
	g.GET("/:org/", a.organisation)
	g.GET("/:org/transcripts", a.transcripts)
	g.GET("/:org/new", a.begin)
	g.GET("/:org/:name", a.open)
	g.POST("/:org/:name", a.change)
	g.POST("/:org/:name/look", a.glance)
}

// draft reads an organisation's folder.
func (a *Authors) draft(id string) (rehearsal.Draft, error) {
	if !slices.Contains(a.Folders.Orgs(), id) {
		return rehearsal.Draft{}, echo.NewHTTPError(http.StatusNotFound, "There is no organisation of that name here.")
	}
	written, err := a.Folders.Read(id)
	if err != nil {
		return rehearsal.Draft{}, fmt.Errorf("read the folder of an organisation: %w", err)
	}
	return rehearsal.Draft{Org: id, Files: written}, nil
}

// show writes a page.
func (a *Authors) show(c echo.Context, name string, page any) error {
	c.Response().Header().Set(echo.HeaderContentType, echo.MIMETextHTMLCharsetUTF8)
	c.Response().Header().Set("Cache-Control", "no-store")
	return a.pages.ExecuteTemplate(c.Response(), name, page)
}

// addressOf is where a file of an organisation's is shown.
func addressOf(org, name string) string {
	return "/flows/" + url.PathEscape(org) + "/" + url.PathEscape(name)
}

// kindOf tells what a file is, by its name; empty for one that authors do not
// write.
func kindOf(name string) string {
	base, ext := name[:len(name)-len(path.Ext(name))], path.Ext(name)
	switch {
	case ext == ".chat":
		return "transcript"
	case ext == ".csv":
		return "list"
	case ext != ".yaml":
		return ""
	case base == "org":
		return "organisation"
	case path.Ext(base) != "":
		return "translation"
	}
	return "flow"
}

// plural is "1 error" or "2 errors".
func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
