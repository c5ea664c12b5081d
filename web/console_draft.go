package web

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/connective-messaging/connective/bot/inbox"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// weightSheet is what a reply weighs, as its page says it.
type weightSheet struct {
	Count, Curly, Fancy, Blanks string
	Kept                        string // said of a draft that has just been kept
}

// Room for letters in a text that stands alone; see providers.Segments.
const gsmRoom, otherRoom = 160, 70

// weigh counts a reply.
func (v *visit) weigh(caseID, text string) (*weightSheet, error) {
	w, err := v.console.Cases.Weigh(v.ctx(), v.scope, caseID, text)
	if err != nil {
		return nil, err
	}
	return v.weightOf(w, text), nil
}

func (v *visit) weightOf(w inbox.Weight, text string) *weightSheet {
	if w.Parts == 0 {
		return nil
	}
	s := &weightSheet{Count: say(v.lang, "count.more", "units", w.Units, "n", w.Parts)}
	if w.Parts == 1 {
		room := gsmRoom
		if w.Encoding == providers.UCS2 {
			room = otherRoom
		}
		s.Count = say(v.lang, "count.one", "units", w.Units, "room", room)
	}
	if w.Curly {
		s.Curly = say(v.lang, "count.curly")
	}
	if w.Fancy != "" {
		s.Fancy = say(v.lang, "count.fancy", "letters", shortened(w.Fancy, 10))
	}
	if left := v.offers().Unfilled(text); len(left) > 0 {
		s.Blanks = say(v.lang, "count.blank", "blanks", strings.Join(left, ", "))
	}
	return s
}

// offers is what the organisation lists for its cases.
func (v *visit) offers() flows.Closings {
	if o := v.console.Org(v.scope.Org()); o != nil {
		return o.Closings
	}
	return flows.Closings{}
}

// keepDraft keeps what somebody has begun to write. A page that is open asks for it
// while they type, and is told the count; a button does the same where no script
// runs. A template that was chosen is added first.
func (k *Console) keepDraft(v *visit) error {
	text, id := v.FormValue("text"), v.Param("id")
	if n, err := strconv.Atoi(v.FormValue("template")); err == nil {
		text = withTemplate(text, v.offers().Templates, n)
	}
	w, err := k.Cases.Keep(v.ctx(), v.scope, id, v.formKey(), text)
	if err != nil {
		return err
	}
	if !v.byScript() {
		return v.to("case/" + id + "?done=draft#text")
	}
	sheet := v.weightOf(w, text)
	if sheet != nil {
		sheet.Kept = say(v.lang, "count.kept")
	}
	return v.show(http.StatusOK, "weight", "case.title", sheet)
}

// byScript reports whether a page that is open asks, and not a person who goes to
// another.
func (v *visit) byScript() bool { return v.Request().Header.Get("HX-Request") == "true" }

// withTemplate adds the template of that place to what is written.
func withTemplate(text string, all []flows.Template, n int) string {
	if n < 0 || n >= len(all) {
		return text
	}
	if text = strings.TrimRight(text, " \r\n"); text != "" {
		text += " "
	}
	return text + all[n].Text
}
