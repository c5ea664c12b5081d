package web

import (
	"cmp"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/locales"
	"github.com/connective-messaging/connective/providers"
)

// choice is one of several in a form.
type choice struct {
	ID, Name string
	Chosen   bool
}

// languageWords are the words in one language.
type languageWords struct{ Lang, Name, Text, Count string }

// answer is what is kept about people under a name, and what is asked of it.
type answer struct {
	Name, Why, Value string
	Can              []choice // what people choose from; empty where they say it in their own words
}

// broadcastForm is what an organiser can say of a broadcast, and has said.
type broadcastForm struct {
	Groups, Consents, Languages, Queues, Flows []choice
	Areas                                      string
	Places                                     bool // areas are kept about people
	Answers                                    []answer
	Words                                      []languageWords
	Hours, Urgent, Key                         string
	Every, Except                              []choice
	Clock, Until, From, Before                 string // of a series, and of the hours in which it may leave
}

// newBroadcast is the form, empty or with what an earlier one said.
func (k *Console) newBroadcast(v *visit) error {
	b := broadcast.Broadcast{}
	if id := v.QueryParam("from"); id != "" {
		var err error
		if b, err = k.Broadcasts.Archive.Broadcast(v.ctx(), v.scope.Org(), id); err != nil {
			return err
		}
	}
	return v.showBroadcastForm(http.StatusOK, b)
}

func (v *visit) showBroadcastForm(status int, b broadcast.Broadcast, problems ...problem) error {
	o, err := v.organisation()
	if err != nil {
		return err
	}
	return v.show(status, "broadcast-new", "broadcast.new", v.broadcastForm(o, b), problems...)
}

func (v *visit) broadcastForm(o *flows.Org, b broadcast.Broadcast) broadcastForm {
	f := broadcastForm{Key: v.formKey(), Areas: strings.Join(b.Audience.Areas, ", "), Urgent: b.Urgent, Hours: strconv.Itoa(int(cmp.Or(b.Valid, broadcast.DefaultValid).Hours()))}
	if list := o.List("groups"); list != nil {
		for _, row := range list.Rows {
			name := cmp.Or(row["name:"+v.lang], row["name"], row["id"])
			if e, is := o.Event(row["id"]); is { // others may have the same name
				name += ", " + v.moment(e.Starts)
			}
			if g, _ := o.Group(row["id"]); g.Sensitive {
				name += " (" + strings.ToLower(say(v.lang, "groups.sensitive")) + ")"
			}
			f.Groups = append(f.Groups, choice{row["id"], name, slices.Contains(b.Audience.Groups, row["id"])})
		}
	}
	for _, c := range o.Consents {
		f.Consents = append(f.Consents, choice{c.Name, c.Name, c.Name == b.Audience.Consent})
	}
	for _, lang := range o.Languages {
		name := locales.Say(lang, "name")
		f.Languages = append(f.Languages, choice{lang, name, slices.Contains(b.Audience.Languages, lang)})
		f.Words = append(f.Words, languageWords{lang, name, b.Words[lang], v.countOf(o, b, lang)})
	}
	for _, p := range o.Profile {
		if p.Type == "outcode" || p.Type == "postcode" {
			f.Places = true
			continue
		}
		said := answer{Name: p.Name, Why: p.Why, Value: b.Audience.Profile[p.Name]}
		for _, id := range broadcast.Answers(o, p.Name) {
			said.Can = append(said.Can, choice{id, id, strings.EqualFold(id, said.Value)})
		}
		f.Answers = append(f.Answers, said)
	}
	for _, q := range o.Queues {
		f.Queues = append(f.Queues, choice{q.Name, q.Name, q.Name == b.Queue})
	}
	v.times(&f, b)
	for _, id := range slices.Sorted(maps.Keys(o.Flows)) {
		f.Flows = append(f.Flows, choice{id, cmp.Or(o.Flows[id].Title.Source, id), id == b.Flow})
	}
	return f
}

// readBroadcast is what a form says. Whether it can be sent is for Check to judge.
func (v *visit) readBroadcast(o *flows.Org) (broadcast.Broadcast, error) {
	form, err := v.FormParams()
	if err != nil {
		return broadcast.Broadcast{}, echo.NewHTTPError(http.StatusUnprocessableEntity)
	}
	b := broadcast.Broadcast{
		Org: v.scope.Org(), Words: map[string]string{}, Queue: form.Get("queue"), Flow: form.Get("flow"), Urgent: strings.TrimSpace(form.Get("urgent")),
		Audience: broadcast.Audience{Groups: form["group"], Consent: form.Get("consent"), Languages: form["language"], Areas: areasIn(form.Get("areas"))},
	}
	for _, lang := range o.Languages {
		if text := strings.TrimSpace(strings.ReplaceAll(form.Get("say-"+lang), "\r\n", "\n")); text != "" {
			b.Words[lang] = text
		}
	}
	for _, p := range o.Profile {
		if said := strings.TrimSpace(form.Get("me." + p.Name)); said != "" {
			if b.Audience.Profile == nil {
				b.Audience.Profile = map[string]string{}
			}
			b.Audience.Profile[p.Name] = said
		}
	}
	readTimes(&b, form.Get)
	b.Valid = -1 // no number of hours
	if hours, err := strconv.Atoi(strings.TrimSpace(form.Get("hours"))); err == nil && hours > 0 && hours <= 7*24 {
		b.Valid = time.Duration(hours) * time.Hour
	}
	return b, nil
}

// areasIn are outcodes that somebody has written with commas or spaces.
func areasIn(said string) []string {
	return strings.FieldsFunc(strings.ToUpper(said), func(r rune) bool { return r == ',' || r == ' ' || r == ';' })
}

func (k *Console) writeBroadcast(v *visit) error {
	o, err := v.organisation()
	if err != nil {
		return err
	}
	b, err := v.readBroadcast(o)
	if err != nil {
		return err
	}
	if problems := v.faultsOf(o, b); len(problems) > 0 {
		b.Valid = max(b.Valid, 0)
		return v.showBroadcastForm(http.StatusUnprocessableEntity, b, problems...)
	}
	kept, err := k.Broadcasts.Write(v.ctx(), v.scope, b, v.formKey())
	if key := (*broadcast.KeyError)(nil); errors.As(err, &key) {
		v.spendKey()
		return v.showBroadcastForm(http.StatusConflict, b, problem{"group", say(v.lang, "wrong.b.key")})
	}
	if err != nil {
		return err
	}
	return v.to("broadcasts/" + kept.ID)
}

// faultsOf are what keeps a broadcast from being sent, in the page's language.
func (v *visit) faultsOf(o *flows.Org, b broadcast.Broadcast) []problem {
	var out []problem
	if b.Valid <= 0 {
		out = append(out, problem{"hours", say(v.lang, "wrong.hours")})
		b.Valid = broadcast.DefaultValid
	}
	for _, fault := range broadcast.FaultsOf(o, b) {
		out = append(out, v.problemOf(o, fault))
	}
	return out
}

// problemOf says a fault beside the field that mends it.
func (v *visit) problemOf(o *flows.Org, f *broadcast.Fault) problem {
	field := map[broadcast.FaultKind]string{
		broadcast.NobodyChosen: "group", broadcast.NoGroup: "group", broadcast.NoConsent: "consent", broadcast.NoPlaces: "areas", broadcast.NoField: "areas",
		broadcast.NoFlow: "flow", broadcast.NoQueue: "queue", broadcast.TooLongOfUse: "hours", broadcast.NoHours: "from",
		broadcast.NoSchedule: "every", broadcast.NoRegion: "except", broadcast.NoLastDay: "last", broadcast.NoLanguage: "language-" + o.Language,
	}[f.Kind]
	if f.Kind == broadcast.NoAnswer {
		field = "me." + f.Name
	}
	if field == "" {
		field = "say-" + cmp.Or(f.Lang, o.Language)
	}
	name := f.Name
	if f.Kind == broadcast.NoWordsAtAll || f.Kind == broadcast.NoLanguage || f.Kind == broadcast.WordsIn {
		name = cmp.Or(locales.Say(f.Name, "name"), f.Name)
	}
	return problem{field, say(v.lang, "wrong.b.fault."+string(f.Kind), "name", name, "known", cmp.Or(strings.Join(f.Known, ", "), "-"))}
}

// countOf are the letters and parts of the words in a language, as they are sent.
func (v *visit) countOf(o *flows.Org, b broadcast.Broadcast, lang string) string {
	if b.Words[lang] == "" {
		return ""
	}
	w := broadcast.Weigh(o, b, lang)
	if w.Parts > 1 {
		return say(v.lang, "count.more", "units", w.Units, "n", w.Parts)
	}
	room := gsmRoom
	if w.Encoding == providers.UCS2 {
		room = otherRoom
	}
	return say(v.lang, "count.one", "units", w.Units, "room", room)
}

// countWords answers a page on which somebody writes.
func (k *Console) countWords(v *visit) error {
	o, err := v.organisation()
	if err != nil {
		return err
	}
	b, err := v.readBroadcast(o)
	if err != nil {
		return err
	}
	return v.show(http.StatusOK, "broadcast-count", "broadcast.new", v.countOf(o, b, v.QueryParam("language")))
}
