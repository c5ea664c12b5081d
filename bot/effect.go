package bot

import (
	"slices"
	"strconv"

	"github.com/connective-messaging/connective/flows"
)

// play takes over what a flow's turn has planned.
func (h *hearing) play(p flows.Played) {
	h.t.Path = append(h.t.Path, p.Path...)
	if p.Rule != "" {
		h.t.Rule = string(p.Rule)
	}
	if p.Fault != nil {
		h.fault(p.Fault)
		return
	}
	h.t.Conversation = p.Conversation
	for _, e := range p.Effects {
		h.do(e)
	}
	if said := h.say(p.Text); len(p.Offers) > 0 {
		said.Choices = h.choices(said.Text, p)
	}
	handed := slices.ContainsFunc(p.Effects, func(e flows.Effect) bool { return e.Kind == flows.EffectHandOver })
	if c := h.t.Thread.Case; handed && p.Text != "" && c != nil {
		c.Autos++
	}
}

// do plans one effect of a flow.
func (h *hearing) do(e flows.Effect) {
	switch e.Kind {
	case flows.EffectSet:
		h.t.Person.Keep(h.org, e.Name, e.Value, h.now)
	case flows.EffectForget:
		h.forget(e.Name)
	case flows.EffectLanguage:
		h.t.Person.Language, h.t.Conversation.Lang = e.Value, e.Value
	case flows.EffectOptIn:
		if !slices.Contains(h.t.Person.Consents, e.Name) {
			h.t.Person.Consents = append(h.t.Person.Consents, e.Name)
		}
		h.consent(Consent{Name: e.Name, Given: true, Wording: e.Wording, Words: h.text})
	case flows.EffectOptOut:
		h.withdraw(e.Name)
	case flows.EffectJoin:
		h.joinedBy(e.Name)
	case flows.EffectLeave:
		h.left(e.Name)
	case flows.EffectCourse:
		h.attend(e)
	case flows.EffectUncourse:
		h.quitCourse(e.Name)
	case flows.EffectHandOver:
		h.handOver(e)
	case flows.EffectTell:
		h.tell(e.Name, e.Tell)
	case flows.EffectAnswer:
		h.vote(e)
	case flows.EffectPlace:
		if e.Value == flows.EventYes {
			h.comes(e.Name, 0)
		} else {
			h.staysAway(e.Name)
		}
	case flows.EffectRecord:
		h.t.Records = append(h.t.Records, Record{Dataset: e.Name, Row: e.Row})
		if e.Name == flows.ServicesShown {
			h.wasShown(e.Row)
		}
	}
}

func (h *hearing) vote(e flows.Effect) {
	if choice, err := strconv.Atoi(e.Value); err == nil {
		h.t.Votes = append(h.t.Votes, Vote{Tell: e.Name, Choice: choice, Until: e.Until})
	}
}

func (h *hearing) withdraw(name string) {
	h.t.Person.Consents = slices.DeleteFunc(h.t.Person.Consents, func(c string) bool { return c == name })
	h.consent(Consent{Name: name, Words: h.text})
}

// forget wipes one field, or all that was kept about the person.
func (h *hearing) forget(name string) {
	if name != "all" {
		delete(h.t.Person.Me, name)
		delete(h.t.Person.Kept, name)
		return
	}
	for _, c := range slices.Clone(h.t.Person.Consents) {
		h.withdraw(c)
	}
	h.leaveCourses()
	h.t.Person.Me, h.t.Person.Kept, h.t.Person.Source, h.wiped = nil, nil, "", true
	h.unfollow()
}
