package web

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/connective-messaging/connective/bot/rehearsal"
	"github.com/connective-messaging/connective/flows"
)

// orgLook is an organisation as the list shows it.
type orgLook struct {
	ID, Name, Address string
	Transcripts, Zip  string // addresses
	New               string // where a new file is begun
	Flows             []flowLook
	Others            []fileLook // what is no flow
	Errors, Warnings  int
	Never             bool // the flows never were without errors
}

// flowLook is a flow as the list shows it.
type flowLook struct {
	ID, Title, About, Address, Picture string
	Begins                             string // the words that start it
	Languages                          string
	Translations                       []fileLook
	Missing                            []fileLook // translations that could be begun
	Errors, Warnings                   int        // of the flow and its translations
}

// fileLook is another file as the list shows it.
type fileLook struct {
	Name, What, Address string
	Errors, Warnings    int
}

// listPage is what the list of flows shows.
type listPage struct {
	Title   string
	Whole   bool // every organisation is on it
	Passing bool
	Orgs    []orgLook
}

func (a *Authors) list(c echo.Context) error {
	page := listPage{Title: "Flows", Whole: true, Passing: a.Passing}
	for _, id := range a.Folders.Orgs() {
		look, err := a.look(id)
		if err != nil {
			return err
		}
		page.Orgs = append(page.Orgs, look)
	}
	return a.show(c, "flows-list", page)
}

func (a *Authors) organisation(c echo.Context) error {
	look, err := a.look(c.Param("org"))
	if err != nil {
		return err
	}
	return a.show(c, "flows-list", listPage{Title: look.Name, Passing: a.Passing, Orgs: []orgLook{look}})
}

// look reads an organisation for the list.
func (a *Authors) look(id string) (orgLook, error) {
	d, err := a.draft(id)
	if err != nil {
		return orgLook{}, err
	}
	v, err := d.Judge(a.Now())
	if err != nil {
		return orgLook{}, err
	}
	look := orgLook{ID: d.Org, Name: d.Org, Address: addressOf(d.Org, ""), Transcripts: addressOf(d.Org, "transcripts"), Zip: addressOf(d.Org, d.Org+".zip"), New: addressOf(d.Org, "new"), Errors: v.Errors(""), Warnings: v.Warnings("")}
	org := cmp.Or(v.Org, a.Published(d.Org))
	if look.Never = org == nil; org != nil {
		look.Name = org.Name
	}
	for _, name := range slices.Sorted(maps.Keys(d.Files)) {
		switch kind := kindOf(name); {
		case kind == "flow":
			look.Flows = append(look.Flows, lookOfFlow(d, v, org, strings.TrimSuffix(name, ".yaml")))
		case kind == "translation" && d.Files[flowOf(name)+".yaml"] != nil: // it stands with its flow
		case kind != "":
			look.Others = append(look.Others, lookOfFile(d, v, name, kind))
		}
	}
	return look, nil
}

// lookOfFlow is a flow with its translations. The organisation is the draft's, or
// the one that people get; it may be nil, and need not have the flow.
func lookOfFlow(d rehearsal.Draft, v rehearsal.Verdict, org *flows.Org, id string) flowLook {
	name := id + ".yaml"
	f := flowLook{
		ID: id, Title: id, Address: addressOf(d.Org, name), Languages: "English",
		Errors: v.Errors(name), Warnings: v.Warnings(name),
	}
	var languages []string
	if org != nil && org.Flows[id] != nil {
		flow := org.Flows[id]
		f.Title, f.About, f.Begins = flow.Title.Source, flow.About, strings.Join(flow.Start.Words, ", ")
		f.Picture = addressOf(d.Org, id+".svg")
		languages = append(languages, languageName(flow.Language))
	}
	for _, other := range slices.Sorted(maps.Keys(d.Files)) {
		if kindOf(other) == "translation" && strings.HasPrefix(other, id+".") {
			what := languageName(strings.TrimSuffix(strings.TrimPrefix(other, id+"."), ".yaml"))
			languages = append(languages, what)
			t := lookOfFile(d, v, other, what)
			f.Translations = append(f.Translations, t)
			f.Errors, f.Warnings = f.Errors+t.Errors, f.Warnings+t.Warnings
		}
	}
	f.Languages = strings.Join(languages, ", ")
	f.missing(d, v, org)
	return f
}

// missing lists the translations that the flow ought to have and has not.
func (f *flowLook) missing(d rehearsal.Draft, v rehearsal.Verdict, org *flows.Org) {
	if org == nil || org.Flows[f.ID] == nil {
		return
	}
	flow := org.Flows[f.ID]
	for _, tag := range flow.Languages {
		if name := f.ID + "." + tag + ".yaml"; tag != flow.Language && d.Files[name] == nil {
			f.Missing = append(f.Missing, lookOfFile(d, v, name, languageName(tag)))
		}
	}
}

func lookOfFile(d rehearsal.Draft, v rehearsal.Verdict, name, what string) fileLook {
	return fileLook{Name: name, What: what, Address: addressOf(d.Org, name), Errors: v.Errors(name), Warnings: v.Warnings(name)}
}

// languageName is the English name of a language.
func languageName(tag string) string {
	if name := display.English.Languages().Name(language.Make(tag)); name != "" {
		return name
	}
	return tag
}

// flowOf is the id of the flow that a file belongs to; empty for one of none.
func flowOf(name string) string {
	switch kindOf(name) {
	case "flow", "translation":
		id, _, _ := strings.Cut(name, ".")
		if id != "org" {
			return id
		}
	case "transcript":
		return strings.TrimSuffix(name, path.Ext(name))
	}
	return ""
}
