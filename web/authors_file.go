package web

import (
	"cmp"
	"html/template"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot/rehearsal"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/flows/graph"
)

// maxSource is the most bytes that a file may have to be edited on a page.
const maxSource = 64 << 10

// edit is a file as its author has it before them, saved or not.
type edit struct {
	draft rehearsal.Draft // with the text in it
	name  string
	text  string // with line feeds alone
	was   string // the mark of the file as the author opened it
	saved []byte // what stands in the folder; nil for a file that is not there
}

// newNames are the names that a new file may have: small letters, as the loader
// demands.
var newNames = regexp.MustCompile(`^[a-z][a-z0-9_]{0,30}(\.[a-z]{2,3}(-[A-Za-z]{2,8})?)?\.yaml$|^[a-z][a-z0-9_]{0,30}\.csv$|^[A-Za-z0-9][A-Za-z0-9_-]{0,40}\.chat$`)

// edit opens a file of an organisation's. One that is not there yet may be begun.
func (a *Authors) edit(c echo.Context) (edit, error) {
	d, err := a.draft(c.Param("org"))
	if err != nil {
		return edit{}, err
	}
	name := c.Param("name")
	saved, there := d.Files[name]
	switch {
	case kindOf(name) == "" || !there && !newNames.MatchString(name):
		return edit{}, echo.NewHTTPError(http.StatusNotFound, "There is no such file. A new one has a name of small letters, such as news.yaml, news.cy.yaml, news.chat or places.csv.")
	case len(saved) > maxSource:
		return edit{}, echo.NewHTTPError(http.StatusRequestEntityTooLarge, "This file has more than 64 KB: edit it with an editor or a spreadsheet.")
	case !utf8.Valid(saved) || strings.ContainsRune(string(saved), 0):
		return edit{}, echo.NewHTTPError(http.StatusUnsupportedMediaType, "This file is not plain text (UTF-8), so this page would damage it. Save it as UTF-8 in your editor first.")
	}
	e := edit{draft: d, name: name, saved: saved, text: pageText(saved), was: markOf(saved)}
	if !there {
		e.text = begun(d, name)
		e.draft = d.With(name, []byte(e.text))
	}
	return e, nil
}

// pageText is a file's text as a page shows it.
func pageText(saved []byte) string { return lineFeeds(strings.TrimPrefix(string(saved), mark)) }

// mark is what some editors put at the beginning of a file.
const mark = "\ufeff"

func lineFeeds(text string) string {
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
}

// fileText is what a page sends back, with the line ends and the mark at the
// beginning that the file has: an editor on another machine may need them.
func fileText(text string, saved []byte) []byte {
	text = lineFeeds(strings.TrimPrefix(text, mark))
	if strings.Contains(string(saved), "\r\n") {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	if strings.HasPrefix(string(saved), mark) {
		text = mark + text
	}
	return []byte(text)
}

// filePage is what the page of a file shows.
type filePage struct {
	Org, OrgName, OrgAddress, Address string
	Name, Kind                        string
	Title                             string
	Passing, New, Unsaved             bool
	Beside                            []fileLook // the other files of the same flow
	Text, Was                         string
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
	v, err := e.draft.Judge()
	if err != nil {
		return filePage{}, err
	}
	org := cmp.Or(v.Org, a.Published(e.draft.Org))
	p := filePage{
		Org: e.draft.Org, OrgName: e.draft.Org, OrgAddress: addressOf(e.draft.Org, ""), Address: addressOf(e.draft.Org, e.name),
		Name: e.name, Kind: kindOf(e.name), Title: e.name, Passing: a.Passing, New: e.saved == nil,
		Text: e.text, Was: e.was, Unsaved: e.text != pageText(e.saved), Found: found(e, v, org), Phone: phoneOf(e, v, org, t),
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

// markOf is the mark of what stands in the folder; empty for a file that is not
// there.
func markOf(saved []byte) string {
	if saved == nil {
		return ""
	}
	return rehearsal.Mark(saved)
}

// savedWords says what became of what was saved.
func (p filePage) savedWords() string {
	switch {
	case p.Kind == "transcript":
		return "Saved."
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
	v, err := d.Judge()
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
