package flows

import (
	"io/fs"
	"slices"

	"go.yaml.in/yaml/v4"
)

// Area is where a case of somebody who lives elsewhere can go, once they agree: to
// a queue of another organisation here, or to people whom staff reach otherwise.
type Area struct {
	ID      string
	Name    string // as the resident reads it
	Org     string // that answers here; empty for people elsewhere
	Queue   string // of that organisation
	Contact string // how people elsewhere are reached, as the resident and staff read it
}

// Area is the area of that id.
func (c Closings) Area(id string) (Area, bool) {
	if i := slices.IndexFunc(c.Areas, func(a Area) bool { return a.ID == id }); i >= 0 {
		return c.Areas[i], true
	}
	return Area{}, false
}

// Reaches reports whether a case of one organisation can go there: people
// elsewhere always, another organisation if it says that it takes cases from this
// one, and has the queue. To is nil for an organisation that there is not.
func (a Area) Reaches(from, to *Org) bool {
	if a.Org == "" {
		return true
	}
	if to == nil || to.ID != a.Org || !slices.Contains(to.Closings.TakesFrom, from.ID) {
		return false
	}
	if a.Queue == "" {
		return len(to.Queues) > 0
	}
	_, ok := to.queue(a.Queue)
	return ok
}

// takesAreas is what areas: of org.yaml takes.
const takesAreas = "names, each with name: and queue: of org:, or name: and contact:"

// takesFewLetters is what the names and contacts of areas take: what residents are
// sent with them stays short.
const takesFewLetters = "a text of at most 40 letters"

func fewLetters(v *yaml.Node, into *string) (ok bool) {
	*into, ok = scalar(v)
	return ok && *into != "" && len([]rune(*into)) <= 40
}

// areaKeys is what an area can have.
func areaKeys() []key[Area] {
	return []key[Area]{
		{"name", takesFewLetters, "must be there", "Who answers there, as the resident reads it.", func(_ *loader, v *yaml.Node, a *Area) bool {
			return fewLetters(v, &a.Name)
		}},
		{"org", takesName, "people elsewhere answer", "The organisation on this install that answers; its org.yaml must have this one under takes_from:.", func(_ *loader, v *yaml.Node, a *Area) bool {
			return oneName(v, namePattern, &a.Org)
		}},
		{"queue", "a queue's name", "its first queue", "The queue of that organisation.", func(_ *loader, v *yaml.Node, a *Area) bool {
			return oneName(v, namePattern, &a.Queue)
		}},
		{"contact", takesFewLetters, "none", "How people elsewhere are reached, such as a phone number. The resident is told, too.", func(_ *loader, v *yaml.Node, a *Area) bool {
			return fewLetters(v, &a.Contact)
		}},
	}
}

func readAreas(l *loader, v *yaml.Node, c *Closings) bool {
	return eachEntry(l, v, "an area", func(id string, v *yaml.Node) bool {
		a := Area{ID: id}
		ok := readKeys(l, v, "an area", areaKeys(), &a)
		if a.Name == "" || (a.Org == "") == (a.Contact == "") || a.Queue != "" && a.Org == "" {
			return false
		}
		c.Areas = append(c.Areas, a)
		return ok
	})
}

// warnOfAreas warns of areas that lead to an organisation which is not there, or
// takes no cases from there. Staff are not offered those: an organisation must not
// stop working because another one has changed its mind. One that is loaded alone
// is not looked at, as nobody knows what else there is.
func (b *Book) warnOfAreas(others []*Org, fsys fs.FS, found *[]Finding) {
	all := slices.Concat(others, b.ByID())
	if len(all) < 2 {
		return
	}
	for _, o := range b.ByID() {
		for _, a := range o.Closings.Areas {
			i := slices.IndexFunc(all, func(to *Org) bool { return to.ID == a.Org })
			switch {
			case a.Org == "":
			case i < 0:
				o.warnOfArea(fsys, found, a, "there is no organisation with the id "+quoted(a.Org)+".", "correct the id, or use contact: for people who are not on this install.")
			case !slices.Contains(all[i].Closings.TakesFrom, o.ID):
				o.warnOfArea(fsys, found, a, a.Org+" does not take cases from "+o.ID+".", "ask them to add  takes_from: ["+o.ID+"]  under cases: in their org.yaml.")
			case !a.Reaches(o, all[i]):
				o.warnOfArea(fsys, found, a, a.Org+" has no such queue.", "name one of its queues with queue:.")
			}
		}
	}
}

func (o *Org) warnOfArea(fsys fs.FS, found *[]Finding, a Area, message, fix string) {
	s, ok := readFile(fsys, o.file, found)
	if !ok {
		return
	}
	s.warn("no-such-area", s.find(Pos{File: o.file, Line: 1, Column: 1}, a.ID+":"), len(a.ID), message, "staff cannot hand a case over there.", fix)
}
