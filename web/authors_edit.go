package web

import (
	"net/http"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot/rehearsal"
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

// markOf is the mark of what stands in the folder; empty for a file that is not
// there.
func markOf(saved []byte) string {
	if saved == nil {
		return ""
	}
	return rehearsal.Mark(saved)
}
