package web

import (
	"fmt"
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot/rehearsal"
	"github.com/connective-messaging/connective/bot/transcript"
	"github.com/connective-messaging/connective/flows"
)

// flowBegun is what a new flow begins with.
const flowBegun = `title: %s
start: {words: [%s]}
steps:
  top:
    say: Write here what people are sent.
`

// begun is what a file begins with that is not there yet: a small flow, or a
// translation with a place for each text.
func begun(d rehearsal.Draft, name string) string {
	switch kindOf(name) {
	case "flow":
		word := strings.ReplaceAll(strings.TrimSuffix(name, ".yaml"), "_", " ")
		return fmt.Sprintf(flowBegun, strings.ToUpper(word[:1])+word[1:], strings.ToUpper(word))
	case "translation":
		if sheet, _, err := d.Translation(name); err == nil && sheet != nil {
			text, _ := sheet.Text() // without it the author begins with nothing
			return string(text)
		}
	case "list":
		return "id,name\n"
	case "transcript":
		return "# What this conversation shows\n> HELLO\n"
	}
	return ""
}

// begin leads to the page of a new file.
func (a *Authors) begin(c echo.Context) error {
	name := strings.TrimSpace(c.QueryParam("name"))
	if path.Ext(name) == "" {
		name += ".yaml"
	}
	return c.Redirect(http.StatusSeeOther, addressOf(c.Param("org"), name))
}

// update writes into a transcript what is sent now, or into a translation the
// texts of the flow as it is now. Nothing is saved yet.
func (a *Authors) update(e *edit) (notice, refused string, err error) {
	switch kindOf(e.name) {
	case "transcript":
		org, err := a.answering(*e)
		if err != nil || org == nil {
			return "", "Nothing can be sent as long as the flows have errors.", err
		}
		mended, _ := transcript.Update(org, e.name, []byte(e.text))
		e.set(string(mended))
		return "What is sent now stands in the transcript. Read it: is it what you meant? It is not saved yet.", "", nil
	case "translation":
		return e.translate()
	}
	return "", "", nil
}

func (e *edit) set(text string) {
	e.text = lineFeeds(text)
	e.draft = e.draft.With(e.name, fileText(text, e.saved))
}

// translate brings a translation into step with its flow. Nothing that was
// translated is lost.
func (e *edit) translate() (notice, refused string, err error) {
	sheet, found, err := e.draft.Translation(e.name)
	if err != nil {
		return "", "", err
	}
	if sheet == nil {
		for _, f := range found {
			if f.Severity == flows.Error {
				return "", fmt.Sprintf("The translation was left as it is, because of %s, line %d: %s", f.Pos.File, f.Pos.Line, f.Message), nil
			}
		}
		return "", "The translation was left as it is: its flow is not there.", nil
	}
	text, err := sheet.Text()
	if err != nil {
		return "", "", fmt.Errorf("write a translation: %w", err)
	}
	e.set(string(text))
	number := map[flows.SheetState]int{}
	for _, t := range sheet.Texts() {
		number[t.State]++
	}
	return fmt.Sprintf("It has every text of the flow now: %d to do, %d to check. It is not saved yet.", number[flows.SheetToDo], number[flows.SheetCheck]), "", nil
}
