package bot

import (
	"slices"
	"strings"

	"github.com/connective-messaging/connective/bot/places"
	"github.com/connective-messaging/connective/flows"
)

// groupCommand hears JOIN <group> and STOP <group>, each the whole text. A
// group that has STOP in its name is joined by its name, and not left.
func (h *hearing) groupCommand() bool {
	toJoin, joins := lexisOf("words.join").following(h.plain)
	toLeave, leaves := lexisOf("words.stop").following(h.plain)
	if !joins && !leaves || h.groupNamed(strings.TrimSpace(h.plain), false) != nil {
		return false
	}
	if joins {
		return len(h.t.Person.Consents) > 0 && h.joinNamed(toJoin)
	}
	if row := h.groupNamed(toLeave, false); row != nil {
		h.leave(row)
		return true
	}
	c, known := h.courseNamed(toLeave)
	if known {
		h.leaveNamed(c)
	}
	return known
}

// stopInTalk hears STOP <group> and STOP <course> of whoever is in it while staff
// talk with them, or it is asked whether they are safe. The way out that stands under
// a text is open at all times. What was asked stays open, and staff see the text.
func (h *hearing) stopInTalk() bool {
	c := h.t.Thread.Case
	talks := c != nil && c.Holds || h.t.Asking != nil && h.t.Asking.Kind == "safety"
	if !talks || !h.t.Key.Address.Answerable() {
		return false
	}
	words := h.afterStop()
	row := h.groupNamed(words, false)
	course, attended := h.attendedNamed(words)
	switch {
	case !h.mayBeStop():
		return false
	case row != nil && slices.Contains(h.t.Person.Groups, row["id"]):
		h.leave(row)
	case attended:
		h.leaveNamed(course)
	default:
		return false
	}
	if c != nil {
		h.note(ByResident, "", h.text)
	}
	return true
}

// groupNamed finds the group of that id, word or name; with loosely, the only
// one that has the word in its name.
func (h *hearing) groupNamed(words string, loosely bool) flows.Row {
	list := h.org.List("groups")
	if list == nil || words == "" {
		return nil
	}
	wanted := plainWords(words)
	var found []flows.Row
	for _, row := range list.Rows {
		for column, value := range row {
			isName := column == "id" || column == "word" || column == "name" || strings.HasPrefix(column, "name:")
			if !isName || value == "" {
				continue
			}
			if plain := plainPhrase(value); plain == wanted {
				return row
			} else if loosely && strings.Contains(plain, wanted) {
				found = append(found, row)
				break
			}
		}
	}
	if len(found) == 1 {
		return found[0]
	}
	return nil
}

func (h *hearing) groupName(row flows.Row) string {
	if name := row["name:"+h.lang()]; name != "" {
		return name
	}
	return row["name"]
}

// joined puts the person into a group. Of an event they get what places there are.
func (h *hearing) joined(id string) {
	if e, is := h.org.Event(id); is {
		h.take(e, h.partySaid())
		return
	}
	h.inGroup(id)
}

func (h *hearing) inGroup(id string) {
	if slices.Contains(h.t.Person.Groups, id) {
		return
	}
	h.t.Person.Groups = append(h.t.Person.Groups, id)
	h.t.Joined = append(h.t.Joined, id)
	h.drop(id)
	h.consent(Consent{Name: "join:" + id, Given: true, Words: h.text})
}

func (h *hearing) leave(row flows.Row) {
	if row == nil {
		return
	}
	if h.drop(row["id"]) {
		h.say(h.words("group.withdrawn", "group", h.groupName(row)))
		return
	}
	if place, waits := h.t.Person.Places[row["id"]]; waits && place.State != places.Coming {
		h.staysAway(row["id"])
		return
	}
	if !slices.Contains(h.t.Person.Groups, row["id"]) {
		h.say(h.words("group.not_in", "group", h.groupName(row)))
		return
	}
	h.left(row["id"])
	h.say(h.words("group.left", "group", h.groupName(row)))
}

func (h *hearing) left(id string) {
	if !slices.Contains(h.t.Person.Groups, id) {
		return
	}
	h.t.Person.Groups = slices.DeleteFunc(h.t.Person.Groups, func(g string) bool { return g == id })
	h.t.Left = append(h.t.Left, id)
	h.consent(Consent{Name: "leave:" + id, Words: h.text})
}

// consent adds an entry to the ledger.
func (h *hearing) consent(c Consent) {
	c.At, c.Event, c.Source = h.now.UTC(), h.t.Event, h.t.Person.Source
	h.t.Ledger = append(h.t.Ledger, c)
}
