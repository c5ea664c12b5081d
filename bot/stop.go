package bot

import (
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/locales"
	"github.com/connective-messaging/connective/providers"
)

// softFor is how long "did you mean STOP?" waits. Silence then counts as STOP.
const softFor = 24 * time.Hour

// toldEvery is how often a person who has stopped is told so.
const toldEvery = 24 * time.Hour

// IsStop reports whether a text means STOP and nothing else, in any language.
func IsStop(text string) bool {
	h := hearing{folded: locales.Fold(text)}
	h.plain = plainWords(h.folded)
	return h.isStop()
}

func (h *hearing) isStop() bool { return h.stopSpoken() != nil }

// stopSpoken are the languages in which the text is STOP, or a sentence that can mean
// nothing else, with or without please; nil if it is neither.
func (h *hearing) stopSpoken() []string {
	if spoken := lexisOf("words.stop").spoken[onceOnly(h.plain)]; spoken != nil {
		return spoken
	}
	sentences := lexisOf("words.stop_sentences").spoken
	if spoken := sentences[h.plain]; spoken != nil {
		return spoken
	}
	return sentences[withoutPlease(h.plain)]
}

// onceOnly is a plain text that says one word over and over, said once: STOP STOP.
func onceOnly(plain string) string {
	word, _, more := strings.Cut(plain[min(1, len(plain)):], " ")
	if !more || strings.Count(plain, plain[1:len(word)+2])*(len(word)+1)+1 != len(plain) {
		return plain
	}
	return plain[:len(word)+2]
}

// withoutPlease takes the words for please from both ends of a plain text.
func withoutPlease(plain string) string {
	for please := range lexisOf("words.please").spoken {
		plain = strings.TrimPrefix(plain, please[:len(please)-1])
		plain = strings.TrimSuffix(plain, please[1:])
	}
	return plain
}

// stopAlone obeys STOP at once, whatever is open.
func (h *hearing) stopAlone() bool {
	provider := h.t.Heard.OptOut == providers.OptOutStop
	spoken := h.stopSpoken()
	if !provider && spoken == nil {
		return false
	}
	h.inLanguageOf(spoken, func() { h.stop(provider) })
	return true
}

// stopAsked takes any text with STOP in it for a yes while that is asked.
func (h *hearing) stopAsked() bool {
	if h.t.Soft == nil || !h.holds("words.stop") {
		return false
	}
	h.stop(false)
	return true
}

// stop adds the person to the suppression list, and says goodbye once.
func (h *hearing) stop(answered bool) {
	h.stops = h.t.Heard == nil || h.t.Heard.OptOut != providers.OptOutStop || h.isStop()
	h.consent(Consent{Name: "stop", Given: false, Words: h.text})
	if c := h.t.Thread.Case; c != nil {
		c.Stop = true
		h.edited()
		if h.t.Heard != nil {
			h.note(ByResident, "", h.text)
		}
	}
	h.t.Soft, h.t.Asking = nil, nil
	if h.t.Stopped {
		return
	}
	yes := true
	h.t.Stop, h.t.Stopped = &yes, true
	h.idle()
	h.t.Conversation.Parked = nil
	h.unfollow()
	h.forgetOthers()
	switch {
	case answered:
	case h.org.Shared:
		h.say(h.words("stop.done_shared", "word", strings.ToUpper(h.org.Word))).Closing = true
	default:
		h.say(h.words("stop.done")).Closing = true
	}
}

// stopped answers a person who has stopped: START and JOIN bring them back,
// HELP is answered, one reminder a day; all else is kept for staff.
func (h *hearing) stopped() bool {
	if !h.t.Stopped {
		return false
	}
	switch c := h.t.Thread.Case; {
	case h.t.Heard.OptOut == providers.OptOutStart: // the provider has said so
		h.start()
	case h.whole("words.start"):
		h.start()
		if h.t.Person.Met.IsZero() && h.org.Welcome != "" && h.t.Thread.Case == nil {
			h.begin() // all was wiped: the number may be another's by now, who is asked
			return true
		}
		h.say(h.words("start.done"))
	case h.whole("words.join"):
		h.start()
		h.t.Person.Consents = nil // joining again asks for consent again
		h.begin()
	case h.whole("words.help") && !h.helped():
		h.say(h.words("help.stopped")).Closing = true
	case c != nil && (c.Reason == "crisis" || c.ofLoss()):
		h.note(ByResident, "", h.text)
		h.acknowledge(c)
	case h.helped():
	default:
		h.keepForStaff("stopped")
		if h.now.Sub(h.t.Person.StopTold) >= toldEvery {
			h.t.Person.StopTold = h.now.UTC()
			h.say(h.words("stop.told")).Closing = true
		}
	}
	return true
}

func (h *hearing) start() {
	no := false
	h.t.Stop, h.t.Stopped = &no, false
	h.t.Person.StopTold = time.Time{}
	if c := h.t.Thread.Case; c != nil {
		c.Stop = false
		h.edited()
	}
	h.consent(Consent{Name: "start", Given: true, Words: h.text})
}

// begin starts the flow that JOIN starts, or the welcome.
func (h *hearing) begin() {
	flow, _, ok := h.org.StartWord("join")
	if !ok {
		flow = h.org.Welcome
	}
	if flow == "" {
		h.play(h.org.Menu(h.t.Conversation, h.world()))
		return
	}
	h.play(h.org.Begin(h.t.Conversation, h.world(), flow, nil))
}

// stopOrAnswer asks first when a free answer may be a STOP, so that "Stop.
// Thank you" is neither lost nor obeyed by guess.
func (h *hearing) stopOrAnswer() bool {
	if !h.org.FreeText(h.t.Conversation) || !h.mayBeStop() {
		return false
	}
	h.t.Soft = &SoftStop{Text: h.text, Due: h.now.Add(softFor).UTC()}
	h.ask(h.words("stop.soft_free"))
	return true
}

// lenientStop asks whether STOP was meant.
func (h *hearing) lenientStop() bool {
	if !h.mayBeStop() {
		return false
	}
	if course, named := h.attendedNamed(h.afterStop()); named {
		h.leaveNamed(course)
		return true
	}
	h.t.Soft = &SoftStop{Due: h.now.Add(softFor).UTC()}
	if course, like := h.attendedLike(h.afterStop()); like {
		h.t.Soft.Group = CoursePrefix + course.ID
		h.ask(h.words("stop.soft_group", "group", h.courseName(course.ID)))
		return true
	}
	if row := h.groupNamed(h.afterStop(), true); row != nil {
		h.t.Soft.Group = row["id"]
		h.ask(h.words("stop.soft_group", "group", h.groupName(row)))
		return true
	}
	h.ask(h.words("stop.soft"))
	return true
}

// mayBeStop knows texts of at most four words with STOP first or after please,
// STOP close to a word for texts, END and its like, and STOP with one slip or with
// spaces in it.
func (h *hearing) mayBeStop() bool {
	if h.whole("words.stop_soft") || h.plain == " s t o p " || h.stopSign() {
		return true
	}
	words := strings.Fields(h.plain)
	if len(words) == 1 {
		return slipOfStop(words[0])
	}
	polite := words
	for len(polite) > 0 && isOneOf(polite[0], "words.please") {
		polite = polite[1:]
	}
	if len(words) <= 4 && len(polite) > 0 && polite[0] == "stop" {
		return true
	}
	for i, w := range words {
		close := slices.Concat(words[max(0, i-1):i], words[i+1:min(len(words), i+4)])
		if w == "stop" && slices.ContainsFunc(close, func(w string) bool { return isOneOf(w, "words.stop_near") }) {
			return true
		}
	}
	return false
}

// stopSign knows a text of nothing but the sign of a stop, such as 🛑.
func (h *hearing) stopSign() bool {
	return h.folded != "" && strings.Trim(h.folded, "🛑⛔🚫✋ ") == ""
}

func isOneOf(word, list string) bool { return lexisOf(list).whole(plainWords(word)) }

// slipOfStop knows STOP with two letters swapped, or with a letter beside the
// right one on a phone.
func slipOfStop(word string) bool {
	switch word {
	case "stpo", "sotp", "tsop", "stip", "stup", "stopp", "sttop", "stoop", "sstop", "dtop", "atop", "srop", "styop", "stol", "sto", "stp", "st0p", "stopstop", "stopit", "stopnow":
		return true
	}
	return false
}

// afterStop is what follows the word STOP, without please.
func (h *hearing) afterStop() string {
	_, rest, found := strings.Cut(h.plain, " stop ")
	if !found {
		return ""
	}
	words := strings.Fields(rest)
	for len(words) > 0 && isOneOf(words[len(words)-1], "words.please") {
		words = words[:len(words)-1]
	}
	return strings.Join(words, " ")
}

// softAnswer hears the answer to "did you mean STOP?". A text that is no answer
// is judged as any other.
func (h *hearing) softAnswer() bool {
	soft := h.t.Soft
	if soft == nil {
		return false
	}
	h.t.Soft = nil
	switch n := h.oneOrTwo(); {
	case soft.Group != "" && n == 1:
		h.leaveMeant(soft.Group)
	case soft.Group != "" && n == 2, n == 1:
		h.stop(false)
	case soft.Text != "" && n == 2:
		h.text, h.folded = soft.Text, locales.Fold(soft.Text)
		h.play(h.org.Hear(h.t.Conversation, h.world(), soft.Text))
	case n == 2:
		h.say(h.words("stop.soft_kept"))
	default:
		return false
	}
	return true
}

// oneOrTwo is the choice made at a question of the engine's own, 1 for yes and
// 2 for no, or 0.
func (h *hearing) oneOrTwo() int {
	numbers := locales.Words(h.lang(), "words.numbers")
	for i, list := range []string{"words.yes", "words.no"} {
		if h.whole(list) || h.plain == []string{" 1 ", " 2 "}[i] || i < len(numbers) && h.isPhrase(numbers[i]) {
			return i + 1
		}
	}
	return 0
}
