package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/flows"
)

// explainPage is a page about something that the linter finds.
type explainPage struct {
	Title string
	flows.Explanation
	IsWarning bool
	Bad, Good []exampleFile
}

// exampleFile is one file of an example.
type exampleFile struct{ Name, Text string }

func (a *Authors) explain(c echo.Context) error {
	about, near, ok := flows.Explain(c.Param("code"))
	if !ok {
		words := "There is no page of that name."
		if near != "" {
			words += " Did you mean /explain/" + near + "?"
		}
		return echo.NewHTTPError(http.StatusNotFound, words)
	}
	return a.show(c, "flows-explain", explainPage{
		Title: about.Code, Explanation: about, IsWarning: about.Severity == flows.Warning, Bad: exampleOf(about.Bad), Good: exampleOf(about.Good),
	})
}

// exampleOf takes an example apart. A second file begins with a line of its own,
// such as  -- brew.yaml --.
func exampleOf(text string) []exampleFile {
	if text == "" {
		return nil
	}
	all := []exampleFile{{}}
	for line := range strings.Lines(text) {
		if name, ok := strings.CutPrefix(line, "-- "); ok {
			all = append(all, exampleFile{Name: strings.TrimSuffix(strings.TrimSpace(name), " --")})
			continue
		}
		all[len(all)-1].Text += line
	}
	if all[0].Text == "" {
		all = all[1:]
	}
	return all
}
