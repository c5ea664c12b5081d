package web

import (
	"cmp"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot/rehearsal"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/flows/graph"
)

// filePage is what the page of a file shows.
type filePage struct {
	Org, OrgName, OrgAddress, Address string
	Name, Kind                        string
	Title                             string
	Passing, New, Unsaved             bool
	Beside                            []fileLook // the other files of the same flow
	Text, Was                         string
	Now                               string // the mark of what stands in the folder
	Rows, Columns                     int
	Lines                             []gutterLine
	Found                             foundHere
	Picture                           template.HTML
	PictureOld                        bool // of what people get, as the file has errors
	Phone                             phoneLook
	Notice, Problem                   string
	Held                              bool // what was saved is not what people get
	Conflict                          *conflict
}

// gutterLine is the number of a line, and the worst that was found in it.
type gutterLine struct {
	N   int
	Bad flows.Severity
}

// view makes the page of a file.
func (a *Authors) view(e edit, t talk) (filePage, error) {
	v, err := e.draft.Judge(a.Now())
	if err != nil {
		return filePage{}, err
	}
	org := cmp.Or(v.Org, a.Published(e.draft.Org))
	p := filePage{
		Org: e.draft.Org, OrgName: e.draft.Org, OrgAddress: addressOf(e.draft.Org, ""), Address: addressOf(e.draft.Org, e.name),
		Name: e.name, Kind: kindOf(e.name), Title: e.name, Passing: a.Passing, New: e.saved == nil,
		Text: e.text, Was: e.was, Now: markOf(e.saved), Unsaved: e.text != pageText(e.saved), Found: found(e, v, org), Phone: phoneOf(e, v, org, t),
	}
	if org != nil {
		p.OrgName = org.Name
		p.picture(e, org, v.Org == nil)
	}
	lines := strings.Split(e.text, "\n")
	p.Rows, p.Columns = len(lines), 20
	for i, line := range lines {
		p.Columns = max(p.Columns, utf8.RuneCountInString(line)+2)
		p.Lines = append(p.Lines, gutterLine{i + 1, p.Found.worst(i + 1)})
	}
	p.Beside = beside(e, v)
	if p.Unsaved && e.was != markOf(e.saved) {
		p.Problem = "Somebody else has changed this file since you opened it. Nothing of theirs or yours is lost: when you save, you see both."
	}
	return p, nil
}

// savedWords says what became of what was saved.
func (p filePage) savedWords() string {
	switch {
	case p.Kind == "transcript":
		return "Saved."
	case p.Found.Errors > 0 && p.Phone.None:
		return "Saved, but not published: there " + isAre(p.Found.Errors) + ". Until that is mended, the flows answer nobody."
	case p.Found.Errors > 0:
		return "Saved, but not published: there " + isAre(p.Found.Errors) + ". Until that is mended, people keep what they had."
	}
	return "Saved and published: people get it from their next text on."
}

func isAre(errors int) string {
	if errors == 1 {
		return "is 1 error"
	}
	return "are " + plural(errors, "error")
}

// picture draws the flow, with links to the lines of its steps.
func (p *filePage) picture(e edit, org *flows.Org, old bool) {
	flow := org.Flows[flowOf(e.name)]
	if flow == nil || p.Kind != "flow" {
		return
	}
	p.Title = flow.Title.Source
	drawn := graph.Of(org, flow)
	if !old {
		drawn.Link(lineAddress)
	}
	p.Picture = template.HTML(drawn.SVG()) //nolint:gosec // graph escapes every word that it draws
	p.PictureOld = old
}

// beside lists the files that belong to the same flow.
func beside(e edit, v rehearsal.Verdict) []fileLook {
	id := flowOf(e.name)
	if id == "" {
		return nil
	}
	var all []fileLook
	for name := range e.draft.Files {
		if flowOf(name) == id {
			all = append(all, lookOfFile(e.draft, v, name, kindOf(name)))
		}
	}
	slices.SortFunc(all, func(a, b fileLook) int { return cmp.Compare(orderOf(a), orderOf(b)) })
	return all
}

// orderOf puts a flow first, then its translations, then its transcript.
func orderOf(f fileLook) string {
	return map[string]string{"flow": "1", "translation": "2"}[f.What] + f.Name
}

func (a *Authors) open(c echo.Context) error {
	if id, ok := strings.CutSuffix(c.Param("name"), ".svg"); ok {
		return a.drawn(c, id)
	}
	if strings.HasSuffix(c.Param("name"), ".zip") {
		return a.packed(c)
	}
	e, err := a.edit(c)
	if err != nil {
		return err
	}
	if c.QueryParam("download") != "" {
		return download(c, e.name, "text/plain; charset=utf-8", e.saved)
	}
	p, err := a.view(e, a.talkOf(c))
	if err != nil {
		return err
	}
	if c.QueryParam("saved") != "" {
		p.Notice, p.Held = p.savedWords(), p.Found.Errors > 0 && p.Kind != "transcript"
	}
	return a.show(c, "flows-file", p)
}

// drawn answers with the picture of a flow alone.
func (a *Authors) drawn(c echo.Context, id string) error {
	d, err := a.draft(c.Param("org"))
	if err != nil {
		return err
	}
	v, err := d.Judge(a.Now())
	if err != nil {
		return err
	}
	org := cmp.Or(v.Org, a.Published(d.Org))
	if org == nil || org.Flows[id] == nil {
		return echo.NewHTTPError(http.StatusNotFound, "There is no picture of that flow: it may have errors.")
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.Blob(http.StatusOK, "image/svg+xml", []byte(graph.Of(org, org.Flows[id]).SVG()))
}
