package flows

import (
	"slices"
	"strconv"
	"strings"

	"github.com/connective-messaging/connective/locales"
)

// Joining is how people come into a group.
type Joining string

// The ways into a group. An empty cell is Open.
const (
	Open     Joining = "open"
	Approve  Joining = "approve" // staff say yes to each who asks
	ByInvite Joining = "invite"  // only who was invited, or has the invitation's word
)

// Job is the kind of an event that is work: its places are claimed.
const Job = "job"

// Joinings and GroupKinds are what those columns of the list of groups can have.
var (
	Joinings   = []string{string(Open), string(Approve), string(ByInvite)}
	GroupKinds = []string{"club", "support", "class", "event", "board", "street", Job}
)

// Group is a row of the list of groups, as organisers wrote it.
type Group struct {
	ID, Name  string
	Word      string // that joins it and leaves it; the id if none is written
	Kind      string // one of GroupKinds, or empty
	Joining   Joining
	Invite    string   // the word that lets in who was told it; empty for none
	Sensitive bool     // never named in a text that nobody has asked for
	Texts     int      // a week, about; 0 where it is not said
	Ages      string   // such as 50+ or 0-4; empty is everybody
	Outcodes  []string // that it is for; empty is the whole town
	Row       Row
}

// Group is the group of that id.
func (o *Org) Group(id string) (Group, bool) {
	row := o.List("groups").Row(id)
	if row == nil {
		return Group{}, false
	}
	return groupOf(row), true
}

// Groups are all groups, in the file's order.
func (o *Org) Groups() []Group {
	list := o.List("groups")
	if list == nil {
		return nil
	}
	all := make([]Group, len(list.Rows))
	for i, row := range list.Rows {
		all[i] = groupOf(row)
	}
	return all
}

func groupOf(row Row) Group {
	g := Group{ID: row["id"], Name: row["name"], Word: row["word"], Kind: row["kind"], Joining: Joining(strings.ToLower(row["joining"])),
		Invite: row["invite"], Sensitive: strings.EqualFold(row["sensitive"], "yes"), Ages: row["ages"], Row: row}
	if g.Word == "" {
		g.Word = g.ID
	}
	if g.Joining == "" {
		g.Joining = Open
	}
	g.Texts, _ = strconv.Atoi(row["texts"]) // what is no number is a finding
	for _, column := range []string{"area", "outcodes"} {
		for _, word := range strings.Fields(row[column]) {
			if code, ok := outward(word); ok && !slices.Contains(g.Outcodes, code) {
				g.Outcodes = append(g.Outcodes, code)
			}
		}
	}
	return g
}

// Called is what the group is called in a language.
func (g Group) Called(lang string) string {
	if name := g.Row["name:"+lang]; name != "" {
		return name
	}
	return g.Name
}

// GroupCalled finds the group of that id, word or name in any language, in small or
// capital letters.
func (o *Org) GroupCalled(words string) (Group, bool) {
	wanted := locales.Fold(strings.TrimSpace(words))
	if wanted == "" {
		return Group{}, false
	}
	for _, g := range o.Groups() {
		for column, value := range g.Row {
			isName := column == "id" || column == "word" || column == "name" || strings.HasPrefix(column, "name:")
			if isName && value != "" && locales.Fold(value) == wanted {
				return g, true
			}
		}
	}
	return Group{}, false
}
