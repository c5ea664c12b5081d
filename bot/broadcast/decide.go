package broadcast

import (
	"cmp"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/locales"
	"github.com/connective-messaging/connective/providers"
)

// Reason is why somebody of the audience is left out.
type Reason string

// Why people are left out.
const (
	Stopped  Reason = "stopped"  // they texted STOP
	Unsure   Reason = "unsure"   // they may have meant STOP, and have not said yet
	InCrisis Reason = "urgent"   // their case is urgent: nothing else is texted to them
	NoWords  Reason = "words"    // no words in their language, nor in the organisation's
	Unknown  Reason = "blank"    // a blank of the words has nothing to be filled with
	NoPhone  Reason = "no phone" // they cannot be texted
	DeadEnd  Reason = "dead"     // texts to their number failed for good
	Closed   Reason = "window"   // they are in an app, have not written for a day, and there is no template
	Silent   Reason = "silent"   // nobody has texted from their number for long, and it may be another's

	HadEnough Reason = "cap" // their number has had as many broadcasts this week as it may
)

// Words says it to an organiser.
func (r Reason) Words() string {
	switch r {
	case Stopped:
		return "they texted STOP"
	case Unsure:
		return "they may have meant STOP and have not said yet"
	case InCrisis:
		return "their case is urgent"
	case NoWords:
		return "there are no words in their language"
	case Unknown:
		return "a blank has nothing to be filled with"
	case DeadEnd:
		return "texts to their number failed for good"
	case Closed:
		return "they are in an app and have not written for 24 hours: there, only a template may reach them (template: in org.yaml)"
	case Silent:
		return "not heard from for long (still_you: in org.yaml, 6 months if it says nothing), and asked if it is still them"
	case HadEnough:
		return "their number has had as many broadcasts this week as it may, of all organisations"
	case NoPhone:
		return "they have no number that can be texted"
	}
	return string(r)
}

// Decide says what a person of the audience is texted, or why nothing. It is
// pure. The text leaves at once, or when quiet hours end; it is not sent after
// the broadcast's time.
func Decide(o *flows.Org, b Broadcast, t bot.Thread, now time.Time) (bot.Outgoing, Reason) {
	switch {
	case t.Stopped:
		return bot.Outgoing{}, Stopped
	case t.Soft != nil:
		return bot.Outgoing{}, Unsure
	case t.Case != nil && t.Case.Urgent:
		return bot.Outgoing{}, InCrisis
	case t.Dead:
		return bot.Outgoing{}, DeadEnd
	case !t.Key.Address.Answerable():
		return bot.Outgoing{}, NoPhone
	case t.Person.Doubtful(o, now):
		return bot.Outgoing{}, Silent
	case !o.MayWrite(t.Key.Address, t.Person.Heard, now):
		return bot.Outgoing{}, Closed
	}
	text, reason := words(o, b, t.Person)
	if reason != "" {
		return bot.Outgoing{}, reason
	}
	out := bot.Outgoing{
		Ref: RefOf(b, t.ID), Text: text, Priority: providers.Bulk,
		Expires: b.Until().UTC(), Template: o.TemplateFor(t.Key.Address, cmp.Or(t.Person.Language, o.Language)),
	}
	if opens := b.Opens(o, now); opens.After(now) {
		out.NotBefore = opens.UTC()
	}
	return out, ""
}

// words are the broadcast's words for one person, in their language if there are
// any, with the group's name before them and the way out behind them.
func words(o *flows.Org, b Broadcast, p bot.Person) (string, Reason) {
	lang := p.Language
	if b.Words[lang] == "" {
		lang = o.Language
	}
	source := b.Words[lang]
	if source == "" {
		return "", NoWords
	}
	text, whole := fill(source, func(name string) string { return valueOf(o, b, p, name, lang) })
	if !whole {
		return "", Unknown
	}
	return providers.Smart(frame(o, b, lang, text)), ""
}

// frame puts the group's name before the text, unless that is sensitive or there
// already, and how to stop behind it, unless it says so (PECR regulation 22:
// every marketing text must tell how to refuse more).
func frame(o *flows.Org, b Broadcast, lang, text string) string {
	if name := groupName(o, b.group(), lang); name != "" && !strings.HasPrefix(strings.ToLower(text), strings.ToLower(name)) {
		text = name + ": " + text
	}
	if !locales.TellsStop(text) {
		text += " " + locales.Say(lang, "broadcast.stop")
	}
	return text
}

// fill puts values in the place of blanks, and reports whether each had one.
func fill(source string, value func(name string) string) (text string, whole bool) {
	var out strings.Builder
	end, whole := 0, true
	for _, blank := range locales.Blanks(source) {
		got := cmp.Or(value(blank.Name), blank.Fallback)
		whole = whole && got != ""
		out.WriteString(source[end:blank.Start])
		out.WriteString(got)
		end = blank.End
	}
	out.WriteString(source[end:])
	return out.String(), whole
}

// groupName is a group's name in a language; empty for none and for one that is
// sensitive, which no text names that nobody has asked for.
func groupName(o *flows.Org, id, lang string) string {
	row := groupRow(o, id)
	if row == nil || isSensitive(row) {
		return ""
	}
	if name := row["name:"+lang]; name != "" {
		return name
	}
	return row["name"]
}

func groupRow(o *flows.Org, id string) flows.Row {
	list := o.List("groups")
	if list == nil || id == "" {
		return nil
	}
	for _, row := range list.Rows {
		if row["id"] == id {
			return row
		}
	}
	return nil
}

func isSensitive(row flows.Row) bool { return strings.EqualFold(row["sensitive"], "yes") }

// valueOf is what a blank stands for: <group>, <org> or <me.field>.
func valueOf(o *flows.Org, b Broadcast, p bot.Person, name, lang string) string {
	switch field, mine := strings.CutPrefix(name, "me."); {
	case mine:
		return p.Me[field]
	case name == "group":
		return groupName(o, b.group(), lang)
	case name == "org":
		return o.Name
	}
	return ""
}
