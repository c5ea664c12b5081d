package web

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot/rehearsal"
)

// conflict is a file that somebody else has changed since it was opened.
type conflict struct {
	Gone   bool           // it was deleted
	Theirs []conflictLine // as it stands in the folder
}

// conflictLine is a line of it.
type conflictLine struct {
	N     int
	Words string
	Other bool // no line of the author's has these words
}

// save writes the file. If somebody else has changed it meanwhile nothing is
// written, both texts are shown, and saving once more takes the author's.
func (a *Authors) save(e *edit) (*conflict, error) {
	text := fileText(e.text, e.saved)
	err := a.Folders.Save(e.draft.Org, e.name, text, e.was)
	switch {
	case err == nil:
		return nil, nil
	case !errors.Is(err, ErrChanged):
		return nil, fmt.Errorf("save a file: %w", err)
	}
	now, err := a.Folders.Read(e.draft.Org)
	if err != nil {
		return nil, fmt.Errorf("read a file that has changed: %w", err)
	}
	theirs, there := now[e.name]
	if there && string(theirs) == string(text) {
		return nil, nil
	}
	e.saved, e.was = theirs, markOf(theirs)
	return conflictOf(pageText(theirs), e.text, !there), nil
}

// conflictOf marks the lines of theirs that the author does not have.
func conflictOf(theirs, mine string, gone bool) *conflict {
	known := map[string]bool{}
	for _, line := range textLines(mine) {
		known[line] = true
	}
	shown := &conflict{Gone: gone}
	for i, line := range textLines(theirs) {
		shown.Theirs = append(shown.Theirs, conflictLine{i + 1, line, !known[line]})
	}
	return shown
}

// textLines are the lines of a text.
func textLines(text string) []string { return strings.Split(text, "\n") }

var transcriptNames = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,40}$`)

// writeDown saves the conversation so far as a transcript, behind those that the
// file has already.
func (a *Authors) writeDown(c echo.Context, e *edit) (notice, problem string) {
	title := strings.TrimSuffix(strings.TrimSpace(c.FormValue("transcript")), ".chat")
	if !transcriptNames.MatchString(title) {
		return "", "A transcript needs a name of letters, digits, - and _, such as joining."
	}
	org, err := a.answering(*e)
	t := a.talkOf(c)
	if err != nil || org == nil {
		return "", "Nothing can be written down while the flows have errors."
	}
	written, err := rehearsal.Play(org, t.begins, t.sent).Written(strings.NewReplacer("-", " ", "_", " ").Replace(title))
	if errors.Is(err, rehearsal.ErrNothing) {
		return "", "There is nothing to write down yet: text something first."
	}
	name := title + ".chat"
	before, was := e.draft.Files[name], ""
	if before != nil {
		was = rehearsal.Mark(before)
		written = strings.TrimRight(string(before), "\n") + "\n\n" + written
	}
	if name == e.name || len(written) > maxSource {
		return "", "It cannot go into this file: choose another name."
	}
	if err := a.Folders.Save(e.draft.Org, name, []byte(written), was); err != nil {
		return "", "It could not be written to " + name + ". Please try again."
	}
	e.draft = e.draft.With(name, []byte(written))
	return "The conversation stands in " + name + " now, and is tested with the others.", ""
}
