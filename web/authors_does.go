package web

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot/rehearsal"
	"github.com/connective-messaging/connective/bot/transcript"
	"github.com/connective-messaging/connective/flows"
)

// does is what an author does on the phone.
type does struct {
	what, who, text, staff, lapse, language string
	sent                                    int // how much had been done when they saw the page
}

// act makes of a conversation what it becomes. What cannot be done is said in
// words, and changes nothing. A form that comes a second time does nothing.
func (d does) act(t talk, org *flows.Org, now time.Time) (talk, string) {
	t.who = d.who
	switch {
	case d.what == "again":
		return talk{who: d.who, begins: transcript.Begins{Who: testers[0].Value, At: now, Language: d.language}}, ""
	case d.sent != len(t.sent):
		return t, ""
	case d.what == "undo" && len(t.sent) > 0:
		t.sent = t.sent[:len(t.sent)-1]
		return t, ""
	case len(t.sent) >= mostSent:
		return t, "This conversation has " + strconv.Itoa(mostSent) + " texts: start again."
	}
	line, problem := d.line()
	if line == "" {
		return t, problem
	}
	if len(t.sent) == 0 {
		t.begins.Who, t.begins.At = testers[0].Value, now
	}
	sent, err := rehearsal.Add(org, t.begins, t.sent, line)
	if err != nil {
		return t, "That cannot be done: " + err.Error() + "."
	}
	t.sent = sent
	return t, ""
}

// line is what a transcript has for it; or what is missing, in words.
func (d does) line() (line, problem string) {
	switch {
	case d.what == "text" && d.text == "", d.what == "staff" && d.staff == "":
		return "", "Write something first."
	case d.what == "text":
		return d.who + " > " + d.text, ""
	case d.what == "staff":
		return "staff to " + d.who + "> " + d.staff, ""
	case d.what == "close":
		return "staff closes " + d.who, ""
	case d.what == "after":
		return "after " + d.lapse, ""
	}
	return "", ""
}

// doesOf reads what is to be done on the phone. What is not on the lists that the
// page offers counts as the first of them. The Enter key means whatever was
// written.
func doesOf(c echo.Context, org *flows.Org) does {
	d := does{
		what: c.FormValue("do"), who: listed(testers, c.FormValue("who")), lapse: listed(lapses, c.FormValue("lapse")),
		text: oneLine(c.FormValue("text")), staff: oneLine(c.FormValue("staff")),
	}
	if lang := c.FormValue("lang"); slices.Contains(org.Languages, lang) && lang != org.Language {
		d.language = lang
	}
	if d.what == "enter" {
		d.what = "text"
		if d.text == "" && d.staff != "" {
			d.what = "staff"
		}
	}
	d.sent, _ = strconv.Atoi(c.FormValue("sent")) // anything else is a page that has seen nothing
	return d
}

func listed(all []option, value string) string {
	for _, o := range all {
		if o.Value == value {
			return value
		}
	}
	return all[0].Value
}

// longestText is the most letters that a text from the phone may have.
const longestText = 1600

// oneLine is a text as a line of a transcript can hold it.
func oneLine(text string) string {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' }), " ")
	letters := []rune(strings.TrimSpace(text))
	return string(letters[:min(len(letters), longestText)])
}
