package bot

import (
	"slices"
	"strings"

	"github.com/connective-messaging/connective/flows"
)

// joinNamed hears what follows JOIN: a group, and behind one that is by invitation
// the invitation's word. It reports false if no group is meant that the person may
// know of.
func (h *hearing) joinNamed(words string) bool {
	if row := h.groupNamed(words, false); row != nil {
		return h.join(row, false)
	}
	for _, g := range h.org.Groups() {
		code := strings.TrimSpace(plainPhrase(g.Invite))
		named, coded := strings.CutSuffix(strings.TrimSpace(plainWords(words)), " "+code)
		if code == "" || !coded {
			continue
		}
		if row := h.groupNamed(named, false); row != nil && row["id"] == g.ID {
			return h.join(row, true)
		}
	}
	return false
}

// join lets somebody into a group if they may join it now. Of a sensitive group
// that is by invitation nothing is told to who was not invited.
func (h *hearing) join(row flows.Row, invited bool) bool {
	g, _ := h.org.Group(row["id"])
	name := h.groupName(row)
	switch {
	case slices.Contains(h.t.Person.Groups, g.ID):
		h.say(h.words("group.already", "group", name))
	case (invited || h.mayJoin(g)) && h.isEvent(g.ID):
		h.comes(g.ID, 0)
	case invited || h.mayJoin(g):
		h.joined(g.ID)
		h.say(h.words("group.joined", "group", name, "word", strings.ToUpper(g.Word)))
	case g.Joining == flows.ByInvite && g.Sensitive:
		return false
	case g.Joining == flows.ByInvite:
		h.say(h.words("group.invite_only", "group", name))
	case h.wants(g.ID):
		h.say(h.words("group.waiting", "group", name))
	default:
		h.want(g.ID)
		h.say(h.words("group.asked", "group", name))
	}
	return true
}

// mayJoin tells whether a person may join without anybody's yes.
func (h *hearing) mayJoin(g flows.Group) bool {
	return g.Joining != flows.Approve && g.Joining != flows.ByInvite || slices.Contains(h.t.Invited, g.ID)
}

// joinedBy does what a flow says that joins people: into a group that staff decide
// on they are not put, their wish is kept.
func (h *hearing) joinedBy(id string) {
	g, known := h.org.Group(id)
	switch {
	case !known || h.mayJoin(g):
		h.joined(id)
	case g.Joining == flows.Approve && !slices.Contains(h.t.Person.Groups, id):
		h.want(id)
	}
}

func (h *hearing) wants(id string) bool {
	return slices.ContainsFunc(h.t.Wants, func(w Want) bool { return w.Group == id })
}

// want keeps that somebody has asked to join a group, until staff answer.
func (h *hearing) want(id string) {
	if h.wants(id) {
		return
	}
	h.t.Wants, h.t.Wanted = append(h.t.Wants, Want{id, h.now.UTC()}), true
	h.consent(Consent{Name: "ask:" + id, Given: true, Words: h.text})
}

// drop forgets that somebody has asked to join a group, if they have.
func (h *hearing) drop(id string) bool {
	if !h.wants(id) {
		return false
	}
	h.t.Wants, h.t.Wanted = slices.DeleteFunc(h.t.Wants, func(w Want) bool { return w.Group == id }), true
	return true
}
