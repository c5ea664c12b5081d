package bot

import (
	"strconv"
	"strings"
	"time"

	"github.com/connective-messaging/connective/flows"
)

// The questions of the survey, as kinds of Asking.
const (
	askRating = "rating"
	askWords  = "words"
)

// wordsFor is how long what could be better is asked for: a text that comes later
// is about something new, and must not be taken for an answer that nobody replies
// to.
const wordsFor = time.Hour

// The datasets of the survey. No flow can have their names. What people write in
// their own words is in rows of its own, with nothing beside it, so that it cannot
// be laid next to a rating.
const (
	RatingSet = "closed.rating" // rating 1 to 5, queue, language, month
	WordsSet  = "closed.words"  // words
	AskedSet  = "closed.asked"  // who was asked: queue, language, month
)

// Survey is "did this help?", which waits for the end of quiet hours.
type Survey struct {
	Queue string    `json:"queue"`
	At    time.Time `json:"at"`
}

// surveys reports whether a closed case is one after which the resident is asked:
// staff have answered it, it was never about a crisis, and nobody has asked before.
func (h *hearing) surveys(c *Case) bool {
	return h.org.Closings.Survey && !c.Answered.IsZero() && !c.Asked && !c.Grave() &&
		h.t.Key.Address.Answerable()
}

// survey asks whether a case has helped; at night, in the morning.
func (h *hearing) survey(c *Case) {
	h.t.Former.Asked = true
	if h.org.QuietAt(h.now) {
		h.t.Survey = &Survey{Queue: c.Queue, At: h.org.QuietEnds(h.now).UTC()}
		return
	}
	h.askRating(c.Queue)
}

func (h *hearing) askRating(queue string) {
	h.t.Asking = &Asking{Kind: askRating, Queue: queue, Due: h.now.Add(askedFor).UTC()}
	h.t.Records = append(h.t.Records, Record{Dataset: AskedSet, Row: h.ratingRow(queue)})
	h.say(h.words("survey.ask"))
}

// surveyDue asks in the morning what could not be asked at night. Whoever is about
// to answer something else by then is not asked at all.
func (h *hearing) surveyDue() {
	s := h.t.Survey
	if s == nil || s.At.After(h.now) {
		return
	}
	h.t.Survey = nil
	if _, engaged := h.engaged(); engaged || h.t.Stopped || h.t.Thread.Case != nil || len(h.t.Say) > 0 {
		return
	}
	h.askRating(s.Queue)
}

// surveyed hears an answer to the survey. What is none is heard as any other text,
// and the question is over.
func (h *hearing) surveyed(a *Asking) bool {
	if h.whole("words.skip") {
		h.say(h.words("survey.skipped"))
		return true
	}
	if a.Kind == askRating {
		return h.rated(a)
	}
	if _, _, starts := h.org.StartWord(h.text); starts || strings.TrimSpace(h.text) == "" || len([]rune(h.text)) > longest {
		return false
	}
	h.t.Records = append(h.t.Records, Record{Dataset: WordsSet, Row: map[string]string{"words": h.text}})
	h.say(h.words("survey.thanks"))
	return true
}

func (h *hearing) rated(a *Asking) bool {
	n, ok := flows.ReadRating(h.lang(), h.text)
	if !ok {
		return false
	}
	row := h.ratingRow(a.Queue)
	row["rating"] = strconv.Itoa(n)
	h.t.Records = append(h.t.Records, Record{Dataset: RatingSet, Row: row})
	h.t.Asking = &Asking{Kind: askWords, Due: h.now.Add(wordsFor).UTC()}
	h.say(h.words("survey.better"))
	return true
}

// ratingRow is what is kept of a question or an answer, beside the answer.
func (h *hearing) ratingRow(queue string) map[string]string {
	return map[string]string{"queue": queue, "language": h.lang(), "month": h.now.In(h.org.Timezone).Format("2006-01")}
}
