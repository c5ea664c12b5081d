package bot

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot/places"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/locales"
)

// placeWords says what became of somebody's yes.
func (h *hearing) placeWords(e flows.Event, a places.Answer) string {
	event := e.Name(h.lang())
	switch a.Kind {
	case places.Gone:
		return h.words("event.gone")
	case places.Begun:
		return h.words("event.begun", "event", event)
	case places.Closed:
		return h.words("event.closed", "time", h.moment(e.AnswerBy))
	case places.Cancelled:
		return h.words("event.cancelled", "event", event)
	case places.Line:
		return h.lineWords(e, a)
	}
	switch {
	case a.Again:
		return h.words("event.again")
	case a.Party > 1:
		return h.words("event.yes_party", "places", h.countedPlaces(a.Party))
	case e.Work:
		return h.words("job.yes")
	case h.firstQueue() != "":
		return h.words("event.yes_help")
	}
	return h.words("event.yes")
}

func (h *hearing) lineWords(e flows.Event, a places.Answer) string {
	switch {
	case a.Left > 0 && a.Left < a.Party:
		return h.words("event.few", "places", h.countedPlaces(a.Left), "n", number(a.Left))
	case a.Place == 1:
		return h.words(about(e, "first"))
	}
	return h.words(about(e, "line"), "n", number(a.Place))
}

// about is the id of words about an event, which for work are others.
func about(e flows.Event, id string) string {
	if e.Work {
		return "job." + id
	}
	return "event." + id
}

func (h *hearing) countedPlaces(n int) string { return locales.SayCount(h.lang(), "event.places", n) }

// eventFacts are the blanks of a text about an event. Of a sensitive one nothing but
// the time is in a text that nobody has just asked for: others may see the phone.
func (h *hearing) eventFacts(e flows.Event) []string {
	return []string{"event", h.eventName(e), "when", h.org.When(h.lang(), e.Starts), "where", h.where(e), "about", h.about(e)}
}

func (h *hearing) hides(e flows.Event) bool { return e.Sensitive && h.unasked }

func (h *hearing) eventName(e flows.Event) string {
	if h.hides(e) {
		return h.words("event.private")
	}
	return e.Name(h.lang())
}

func (h *hearing) where(e flows.Event) string {
	if h.hides(e) {
		return ""
	}
	return comma(e.Where(h.lang()))
}

func (h *hearing) about(e flows.Event) string {
	if h.hides(e) {
		return ""
	}
	return e.About(h.lang())
}

// comma puts a comma before words that may be missing.
func comma(words string) string {
	if words == "" {
		return ""
	}
	return ", " + words
}

// soon is when something is, to somebody who reads it near the day: "tomorrow at
// 10am", "today at 10am", or the whole date.
func (h *hearing) soon(at time.Time) string {
	for i, id := range []string{"event.today", "event.tomorrow"} {
		if sameDay(h.now.AddDate(0, 0, i).In(at.Location()), at) {
			return h.words(id, "time", h.org.Clock(h.lang(), at))
		}
	}
	return h.org.When(h.lang(), at)
}

// by is a time limit: the hour alone where it is today.
func (h *hearing) by(at time.Time) string {
	if sameDay(at.In(h.org.Timezone), h.now.In(h.org.Timezone)) {
		return h.org.Clock(h.lang(), at)
	}
	return h.moment(at)
}

func number(n int) string { return strconv.Itoa(n) }

// partySaid is for how many a short text says yes: "yes 2 of us", "2 places please",
// "tak, dwie osoby"; 0 for any other, and for a yes without a number.
func (h *hearing) partySaid() int {
	if h.t.Heard == nil {
		return 0
	}
	words := strings.Fields(h.plain)
	if len(words) < 2 || len(words) > 8 {
		return 0
	}
	party, said := 0, false
	for _, word := range words {
		switch n := h.numberWord(word); {
		case n > 0 && party > 0:
			return 0
		case n > 0:
			party = n
		case h.isOneWord(word, "words.yes"), h.isOneWord(word, "words.party"):
			said = true
		case !h.isOneWord(word, "words.party_beside") && !h.isOneWord(word, "words.please"):
			return 0
		}
	}
	if !said {
		return 0
	}
	return party
}

// partyUnclear tells whether a short yes speaks of several people, and not of how
// many in a way that is known.
func (h *hearing) partyUnclear() bool {
	words := strings.Fields(h.plain)
	if len(words) < 2 || len(words) > 8 || !h.isOneWord(words[0], "words.yes") {
		return false
	}
	return slices.ContainsFunc(words, func(w string) bool { return h.isOneWord(w, "words.party") })
}

// isOneWord tells whether a word is in one of the engine's lists, in any language.
func (h *hearing) isOneWord(word, list string) bool { return isOneOf(word, list) }

// numberWord reads 2 or two, in the person's language or the organisation's; 0 for
// none.
func (h *hearing) numberWord(word string) int {
	if n, err := strconv.Atoi(word); err == nil && n > 0 && n < 100 {
		return n
	}
	for _, tag := range []string{h.lang(), h.org.Language} {
		for _, list := range []string{"words.numbers", "words.numbers_also"} {
			i := slices.IndexFunc(locales.Words(tag, list), func(w string) bool { return plainPhrase(w) == " "+word+" " })
			if i >= 0 {
				return i + 1
			}
		}
	}
	return 0
}
