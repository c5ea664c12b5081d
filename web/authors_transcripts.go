package web

import (
	"cmp"
	"fmt"
	"mime"
	"net/http"

	"github.com/labstack/echo/v4"
)

// transcriptsPage is how an organisation's transcripts go.
type transcriptsPage struct {
	Title, OrgAddress string
	Old               bool // they are played with what people get, as the files have errors
	Files             []transcriptLook
	Talks, Failures   int
}

// transcriptLook is how one transcript goes.
type transcriptLook struct {
	fileLook
	Talks int
	Found []foundLook
}

// transcripts plays every transcript of an organisation, and shows what does not
// go as written.
func (a *Authors) transcripts(c echo.Context) error {
	d, err := a.draft(c.Param("org"))
	if err != nil {
		return err
	}
	v, err := d.Judge(a.Now())
	if err != nil {
		return err
	}
	page := transcriptsPage{Title: "Transcripts", OrgAddress: addressOf(d.Org, ""), Old: v.Org == nil}
	if org := cmp.Or(v.Org, a.Published(d.Org)); org != nil {
		page.Title = "Transcripts of " + org.Name
		for _, run := range d.Transcripts(org) {
			look := transcriptLook{fileLook: lookOfFile(d, v, run.File, "transcript"), Talks: run.Talks}
			for _, f := range run.Failures {
				found := failureLook(f)
				found.Address = look.Address + found.Address
				look.Found = append(look.Found, found)
			}
			page.Files = append(page.Files, look)
			page.Talks, page.Failures = page.Talks+run.Talks, page.Failures+len(run.Failures)
		}
	}
	return a.show(c, "flows-transcripts", page)
}

// packed answers with all that an organisation wrote, in a folder of its own.
func (a *Authors) packed(c echo.Context) error {
	d, err := a.draft(c.Param("org"))
	if err != nil {
		return err
	}
	if c.Param("name") != d.Org+".zip" {
		return echo.ErrNotFound
	}
	zip, err := d.Files.PackInto(d.Org)
	if err != nil {
		return fmt.Errorf("pack the files of an organisation: %w", err)
	}
	return download(c, d.Org+".zip", "application/zip", zip)
}

// download answers with a file to be kept, not shown.
func download(c echo.Context, name, kind string, content []byte) error {
	h := c.Response().Header()
	h.Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Cache-Control", "no-store")
	return c.Blob(http.StatusOK, kind, content)
}
