package bot

import (
	"time"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// rule is one thing that a text can be. The first that fits decides.
type rule struct {
	name string
	fits func(*hearing) bool
}

// rules is the order in which every text is judged. It is the promise of the
// house: nothing comes before words of crisis, nothing but they before STOP.
var rules = []rule{
	{"crisis", (*hearing).crisis},
	{"stop", (*hearing).stopAlone},
	{"stop, asked", (*hearing).stopAsked},
	{"loss", (*hearing).loss},
	{"stop of one, in a talk", (*hearing).stopInTalk},
	{partRule, (*hearing).part},
	{"nobody to answer", (*hearing).unanswerable},
	{"stopped", (*hearing).stopped},
	{"case", (*hearing).openCase},
	{"flood", (*hearing).flood},
	{"echo", (*hearing).echo},
	{"old button", (*hearing).oldButton},
	{"safety", (*hearing).safetyAnswer},
	{"unclear crisis", (*hearing).unclear},
	{"still you", (*hearing).stillYou},
	{"command", (*hearing).command},
	{"group command", (*hearing).groupCommand},
	{"soft stop", (*hearing).softAnswer},
	{"engine question", (*hearing).asked},
	{"broken flows", (*hearing).broken},
	{"unreadable", (*hearing).unreadable},
	{"stop or answer", (*hearing).stopOrAnswer},
	{"question", (*hearing).question},
	{"lenient stop", (*hearing).lenientStop},
	{"answer about an event", (*hearing).aboutEvent},
	{"answer to others", (*hearing).toldQuestion},
	{"menu", (*hearing).menu},
	{"start word", (*hearing).startWord},
	{"answer too late", (*hearing).toldTooLate},
	{"answer to a broadcast", (*hearing).broadcastAnswer},
	{"thanks", (*hearing).thanks},
	{"own words", (*hearing).ownWords},
	{"welcome", (*hearing).welcome},
	{"retry", (*hearing).retry},
}

// failedRules are what a text can still be that could not be judged: the rules
// that never bend, and none that plays a flow.
var failedRules = []rule{
	{"crisis", (*hearing).crisis},
	{"stop", (*hearing).stopAlone},
	{"stop, asked", (*hearing).stopAsked},
	{"loss", (*hearing).loss},
	{"stop of one, in a talk", (*hearing).stopInTalk},
	{"nobody to answer", (*hearing).unanswerable},
	{"case", (*hearing).openCase},
	{"flood", (*hearing).flood},
	{"parked", (*hearing).failed},
}

// Judge decides what one text changes. It is pure: the same thread, text and
// hour make the same turn. The members of a group are counted by the function,
// which may be nil.
func Judge(o *flows.Org, thread Thread, in providers.Inbound, now time.Time, members func(group string) int) Turn {
	return judge(rules, newHearing(o, thread, eventOf(in), now, members), in)
}

// JudgeFailed decides what becomes of a text that Judge has failed on: people
// read it, and its sender is told so. It is pure.
func JudgeFailed(o *flows.Org, thread Thread, in providers.Inbound, now time.Time) Turn {
	return judge(failedRules, newHearing(o, thread, eventOf(in), now, nil), in)
}

func judge(rules []rule, h *hearing, in providers.Inbound) Turn {
	h.hear(in)
	h.endForLoss()
	for _, r := range rules {
		if r.fits(h) {
			if h.t.Rule == "" {
				h.t.Rule = r.name
			}
			break
		}
	}
	if h.t.Person.Met.IsZero() {
		h.t.Person.Met = h.now.UTC()
	}
	h.hears()
	h.guardLoops()
	return h.finish()
}

// eventOf names the coming of a text: a repeat of it has the same name.
func eventOf(in providers.Inbound) string { return in.Provider + ":" + in.EventID }
