package bot

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot/directory"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/locales"
	"github.com/connective-messaging/connective/providers"
)

// useful is how long a reply is worth sending.
const useful = 6 * time.Hour

// hearing is one text, timer or staff act being judged. It plans a turn on a
// copy of the thread and changes nothing else.
type hearing struct {
	org     *flows.Org
	now     time.Time
	members func(group string) int
	text    string // as the person wrote it
	folded  string // locales.Fold of it
	plain   string // letters and digits alone, without accents or look-alikes
	t       Turn
	unasked bool             // nobody has just texted: quiet hours hold
	shown   *flows.Menu      // the menu that was shown before
	agreed  []string         // consents that were given before
	apart   string           // plain, with a space where two parts of a long text meet
	rest    bool             // no more of a long text is waited for
	chain   int              // flows that have led by themselves to this turn
	wiped   bool             // a flow has forgotten all about the person
	had     map[string]Place // places that the person had before
	lost    bool             // the text has ended courses, as it may tell of a lost baby
	stops   bool             // the person has said STOP, or FORGET ME, themselves

	oldTap   bool // a button of a question that is not open any more was tapped
	isBeside bool // it is about what was said on the person's other line
}

func newHearing(o *flows.Org, thread Thread, event string, now time.Time, members func(string) int) *hearing {
	thread.Person.Me = maps.Clone(thread.Person.Me)
	thread.Person.Kept = maps.Clone(thread.Person.Kept)
	thread.Person.Groups = slices.Clone(thread.Person.Groups)
	agreed := thread.Person.Consents
	thread.Person.Consents = slices.Clone(agreed)
	thread.Wants = slices.Clone(thread.Wants)
	thread.Case, thread.Soft, thread.Asking = copied(thread.Case), copied(thread.Soft), copied(thread.Asking)
	line := thread.LineOf(o)
	h := &hearing{org: o, now: now, members: members, agreed: agreed, t: Turn{Thread: thread, At: now.UTC(), Event: event, Line: line.Number, Via: line.Provider, Home: thread.HomeOf(o)}}
	h.had = maps.Clone(thread.Person.Places)
	h.shown = thread.Conversation.Menu
	if o.Shared {
		h.t.Speaks = &o.ID
	}
	if h.t.Person.Language == "" {
		h.t.Person.Language = o.Language
	}
	h.t.Conversation.Lang = h.t.Person.Language
	h.wipe()
	return h
}

func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	c := *p
	return &c
}

func (h *hearing) hear(in providers.Inbound) {
	h.set(strings.ToValidUTF8(in.Text, "�"))
	h.tapped(in.Choice)
	h.t.Heard = &in
	own := h.org.LineTo(h.t.Key.Address)
	h.t.Line, h.t.Via, h.t.Person.Line = own.Number, own.Provider, ""
	if in.To.Value != own.Number && h.answerOn(in.To.Value) {
		h.t.Person.Line = in.To.Value
	}
	h.complete(in)
}

// answerOn has what is said leave from that number, and reports whether it is the
// organisation's. Else nothing changes.
func (h *hearing) answerOn(number string) bool {
	for _, l := range h.org.Lines() {
		if l.Number == number && l.Reaches(h.t.Key.Address) {
			h.t.Line, h.t.Via = l.Number, l.Provider
			return true
		}
	}
	return false
}

func (h *hearing) set(text string) {
	h.text = text
	h.folded = locales.Fold(h.text)
	h.plain = plainWords(h.folded)
}

// holds reports whether the text holds a phrase of one of the engine's lists as
// whole words.
func (h *hearing) holds(list string) bool { return h.phrase(list) != "" }

// phrase is the first phrase of one of the engine's lists that the text holds, also
// where a network has cut off a space between two parts; empty for none.
func (h *hearing) phrase(list string) string {
	phrase := lexisOf(list).within(h.plain)
	if phrase == "" && h.apart != "" {
		phrase = lexisOf(list).within(h.apart)
	}
	return phrase
}

// whole reports whether the text is a phrase of one of the engine's lists and
// nothing else.
func (h *hearing) whole(list string) bool { return lexisOf(list).whole(h.plain) }

// holdsPhrase reports whether the text holds a phrase of an organisation's as
// whole words.
func (h *hearing) holdsPhrase(phrase string) bool {
	phrase = plainPhrase(phrase)
	return len(phrase) > 2 && (strings.Contains(h.plain, phrase) || strings.Contains(h.apart, phrase))
}

// isPhrase reports whether the text is that phrase and nothing else.
func (h *hearing) isPhrase(phrase string) bool { return h.plain == plainPhrase(phrase) }

func (h *hearing) lang() string { return h.t.Person.Language }

// inLanguageOf has somebody new answered in a language of the phrase that they
// have used, since nothing else tells what they speak. They keep it if the
// organisation speaks it too.
func (h *hearing) inLanguageOf(spoken []string, answer func()) {
	before := h.lang()
	if h.t.Person.Met.IsZero() && len(spoken) > 0 && !slices.Contains(spoken, before) {
		h.t.Person.Language = spoken[0]
	}
	answer()
	if !slices.Contains(h.org.Languages, h.lang()) {
		h.t.Person.Language = before
	}
	h.t.Conversation.Lang = h.lang()
}

// words is something of the engine's own, with the organisation's name.
func (h *hearing) words(id string, pairs ...string) string {
	return locales.Say(h.lang(), id, append(pairs, "org", h.org.Name)...)
}

func (h *hearing) world() flows.World {
	w := flows.World{
		Now: h.now, Me: h.t.Person.Me, Groups: h.t.Person.Groups, Consents: h.t.Person.Consents, Courses: h.t.Person.AttendedCourses(),
		Members: h.members, Phone: h.t.Key.Address.Number(), Person: h.t.ID, Event: h.t.Event, Answers: h.t.Answers,
		Find: func(k flows.Seek) flows.Sought { return directory.Find(h.org, k) },
	}
	if !h.unasked { // what comes by itself was counted when the person set it going
		w.TellAgain = h.tellAgain
	}
	w.Join, w.Course, w.Off = h.placeFor, h.courseFor, h.t.Off
	app, _ := h.t.Key.Address.App()
	w.Taps = app != ""
	return w
}

// say plans one text. An empty one is silence, and so is one to a sender of
// letters or a short code.
func (h *hearing) say(text string) *Outgoing {
	if text == "" || !h.t.Key.Address.Answerable() {
		return &Outgoing{}
	}
	o := Outgoing{
		Ref: Ref(h.t.Event, h.t.Key.Org, len(h.t.Say)), Text: providers.Smart(text), Priority: providers.Reply, Expires: h.now.Add(useful).UTC(),
	}
	if h.unasked {
		o.Priority = providers.Bulk
		if h.org.QuietAt(h.now) {
			o.NotBefore = h.org.QuietEnds(h.now).UTC()
			o.Expires = o.NotBefore.Add(useful)
		}
	}
	o.Template = h.org.TemplateFor(h.t.Key.Address, h.lang())
	h.t.Say = append(h.t.Say, o)
	return &h.t.Say[len(h.t.Say)-1]
}

// idle leaves whatever was open.
func (h *hearing) idle() {
	h.t.Conversation.Now, h.t.Conversation.Stack, h.t.Conversation.Menu = nil, nil, nil
}

// finish sets when the thread must be woken next.
func (h *hearing) finish() Turn {
	if h.wiped && h.t.Conversation.Now == nil && h.t.Thread.Case == nil && len(h.t.Person.Groups) == 0 {
		h.t.Forget = true // nothing is left but the number, and that goes too
	}
	if menu := h.t.Conversation.Menu; menu != nil && menu != h.shown && len(h.t.Conversation.Asked) > 0 {
		h.t.Conversation = h.t.Conversation.PutBehind(h.now)
	}
	h.settleCourses()
	h.showCourses()
	h.settlePlaces()
	h.startAfter()
	h.beside()
	h.wipe()
	h.t.WakeAt = h.nextDue()
	return h.t
}

func (h *hearing) nextDue() time.Time {
	var next time.Time
	sooner := func(at time.Time) {
		if !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	if now := h.t.Conversation.Now; now != nil && now.Due != nil && !h.t.Stopped {
		sooner(now.Due.At)
	}
	if h.t.Part != nil {
		sooner(h.t.Part.Due)
	}
	sooner(h.parkedAt())
	sooner(h.toldAt())
	sooner(h.courseAt())
	sooner(h.stillAt())
	sooner(h.wipeAt())
	if h.t.Soft != nil {
		sooner(h.t.Soft.Due)
	}
	if h.t.Asking != nil {
		sooner(h.t.Asking.Due)
	}
	if c := h.t.Thread.Case; c != nil && c.Nobody != "" && c.Answered.IsZero() {
		sooner(c.NobodyAt)
	}
	sooner(h.silenceAt())
	sooner(h.referralAt())
	if h.t.Survey != nil {
		sooner(h.t.Survey.At)
	}
	if h.t.FollowUp != nil {
		sooner(h.t.FollowUp.Due)
	}
	return next
}
