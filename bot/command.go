package bot

import (
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/locales"
	"github.com/connective-messaging/connective/providers"
)

// askedFor is how long a question of the engine's own waits.
const askedFor = 24 * time.Hour

// commands are the texts that work everywhere, as whole messages.
var commands = []struct {
	words string
	does  func(*hearing)
}{
	{"words.help", (*hearing).help},
	{"words.menu", func(h *hearing) { h.play(h.org.Menu(h.t.Conversation, h.world())) }},
	{"words.back", func(h *hearing) { h.play(h.org.Back(h.t.Conversation, h.world())) }},
	{"words.more", func(h *hearing) { h.play(h.org.More(h.t.Conversation, h.world())) }},
	{"words.person", func(h *hearing) { h.person("asked") }},
	{"words.mydata", (*hearing).myData},
	{"words.forget", (*hearing).askForget},
	{"words.wrong_number", (*hearing).wrongNumber},
	{"words.who", (*hearing).askWho},
	{"words.start", func(h *hearing) { h.say(h.words("start.already")) }},
}

// command does what a whole-message command says.
func (h *hearing) command() bool {
	for _, c := range commands {
		if !h.whole(c.words) && (c.words != "words.help" || !h.helped()) {
			continue
		}
		if c.words == "words.who" && h.t.Person.Met.IsZero() {
			return false // somebody new: the welcome says who we are
		}
		if c.words == "words.start" && len(h.t.Person.Consents) == 0 {
			return false // somebody new: the welcome asks first
		}
		h.t.Asking, h.t.Soft = nil, nil
		h.t.Rule = "command"
		if h.silentFlows() && (c.words == "words.menu" || c.words == "words.back" || c.words == "words.more") {
			return false
		}
		c.does(h)
		h.t.Conversation.Misses = 0
		return true
	}
	return h.languageNamed() || h.ownWord()
}

// help tells how to go on, unless the provider has told it in the organisation's
// own words.
func (h *hearing) help() {
	if !h.helped() {
		h.say(h.words("help.text"))
	}
}

// helped reports whether the provider took the text for HELP and answered it.
func (h *hearing) helped() bool { return h.t.Heard.OptOut == providers.OptOutHelp }

// languageNamed changes the language, and asks the open question again in it,
// unless that is which language to use.
func (h *hearing) languageNamed() bool {
	if h.org.AsksLanguage(h.t.Conversation) {
		return false
	}
	for _, l := range locales.Languages() {
		if !slices.Contains(h.org.Languages, l.Tag) || !slices.ContainsFunc(l.Names, h.isPhrase) {
			continue
		}
		h.t.Person.Language, h.t.Conversation.Lang = l.Tag, l.Tag
		switch {
		case h.org.Waiting(h.t.Conversation):
			h.play(h.org.Retell(h.t.Conversation, l.Tag, h.world()))
		case len(h.t.Person.Consents) == 0 && h.org.Welcome != "" && !h.silentFlows():
			h.play(h.org.Begin(h.t.Conversation, h.world(), h.org.Welcome, nil))
		case h.silentFlows():
			h.say(h.words("language.set"))
		default:
			h.play(h.org.Menu(h.t.Conversation, h.world()))
		}
		return true
	}
	return false
}

// myData tells what is kept about the person.
func (h *hearing) myData() {
	var facts []string
	for name, value := range h.t.Person.Me {
		if words := h.org.ProfileWords(h.lang(), name, value); words != "" {
			facts = append(facts, strings.ReplaceAll(name, "_", " ")+" "+words)
		}
	}
	slices.Sort(facts)
	facts = append(facts, h.myGroups()...)
	facts = append(facts, h.myCourses()...)
	if h.t.FollowUp != nil && h.t.FollowUp.Service != "" { // not which: others may read the phone
		facts = append(facts, h.words("data.follow"))
	}
	if len(facts) == 0 {
		facts = []string{h.words("data.nothing")}
	}
	text := h.words("data.mine", "facts", strings.Join(facts, ", "))
	if len(h.t.Person.Groups)+len(h.t.Person.Courses) > 0 {
		text += " " + h.words("data.leave")
	}
	h.say(text)
}

// mostNamed is how many groups are named in one text; more are only counted.
const mostNamed = 3

// myGroups names the groups that the person is in, or counts them.
func (h *hearing) myGroups() []string {
	var groups []string
	for _, id := range h.t.Person.Groups {
		if row := h.org.List("groups").Row(id); row != nil {
			groups = append(groups, h.groupWithKind(row))
		}
	}
	if n := len(groups); n > mostNamed {
		return []string{locales.SayCount(h.lang(), "data.groups", n)}
	}
	return groups
}

// groupWithKind names a group, and what kind it is if that is known.
func (h *hearing) groupWithKind(row flows.Row) string {
	if !slices.Contains(flows.GroupKinds, row["kind"]) {
		return h.groupName(row)
	}
	return h.groupName(row) + " (" + locales.Say(h.lang(), "kind."+row["kind"]) + ")"
}

func (h *hearing) askForget() {
	h.t.Asking = &Asking{Kind: "forget", Due: h.now.Add(askedFor).UTC()}
	h.ask(h.words("forget.ask"))
}

// askWho answers whoever asks who this is. A new owner of a number asks it, and so
// does somebody who has forgotten us: nothing is wiped before they have said which.
// What was kept is not told of, as it may be about somebody else.
func (h *hearing) askWho() {
	h.t.Asking = &Asking{Kind: askWrong, Due: h.now.Add(askedFor).UTC()}
	h.ask(h.words("wrong.ask"))
}

// wrongNumber wipes what was kept: it was about somebody else. An open case of
// theirs is closed, so that staff do not write to the new owner of the number.
func (h *hearing) wrongNumber() {
	if c := h.t.Thread.Case; c != nil {
		c.Closing = &Closing{Reasons: []string{ReasonNumber}, At: h.now.UTC()}
		h.note(ByAct, "", "says that the number is not theirs")
		h.closed(c)
	}
	h.erase()
	h.say(h.words("wrong.done")).Closing = true
}

// ReasonNumber is why a case was closed whose number has become another person's.
// Organisations cannot list it, and staff cannot choose it.
const ReasonNumber = "number_changed"

// askWrong is the question whether texts are meant for whoever has the phone.
const askWrong = "wrong"

// forgetAll erases the person. Only the suppression entry outlives them.
func (h *hearing) forgetAll() {
	h.erase()
	h.say(h.words("forget.done")).Closing = true
}

func (h *hearing) erase() {
	yes := true
	h.stops = true
	h.t.Stop, h.t.Stopped, h.t.Forget = &yes, true, true
	h.idle()
	h.t.Left = append(h.t.Left, h.t.Person.Groups...)
	for _, id := range h.t.Person.AttendedCourses() {
		h.t.Left = append(h.t.Left, CoursePrefix+id)
	}
	h.t.Person = Person{Language: h.t.Person.Language}
	h.t.Wants, h.t.Wanted, h.t.FollowUp = nil, true, nil
}

// moment is a day and time in the person's language.
func (h *hearing) moment(at time.Time) string { return h.org.Moment(h.lang(), at, h.now) }
