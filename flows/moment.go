package flows

import (
	"strconv"
	"strings"
	"time"

	"github.com/connective-messaging/connective/locales"
)

// What a queue, or hours, are known by in a blank: <desk.answer_by>.
const (
	answerBy  = "answer_by"  // when an answer is promised: 5pm tomorrow
	answerDay = "answer_day" // the day alone: tomorrow, or on Tuesday 1 September
	opensAt   = "opens"      // when it opens next: 9am on Tuesday 1 September
)

// wholeHalves is what moments are rounded up to: nobody promises a minute.
const wholeHalves = 30 * time.Minute

// Moment says when something is, in the words of a language, to somebody who
// reads it now: "5pm tomorrow", "9am on Tuesday 1 September". It is rounded up to
// the half hour.
func (o *Org) Moment(tag string, at, now time.Time) string {
	at = RoundUp(at.In(o.zone()))
	return locales.Say(tag, "date.when", "time", clockWords(tag, at), "date", o.Day(tag, at, now))
}

// Day says on which day something is: "today", "tomorrow", "on Tuesday 1
// September".
func (o *Org) Day(tag string, at, now time.Time) string {
	at, now = at.In(o.zone()), now.In(o.zone())
	for id, day := range map[string]time.Time{"date.today": now, "date.tomorrow": now.AddDate(0, 0, 1)} {
		if at.Format(dayOnly) == day.Format(dayOnly) {
			return locales.Say(tag, id)
		}
	}
	return dayWords(tag, at.Weekday(), at.Month(), at.Day())
}

// RoundUp moves a local time on to the next half hour.
func RoundUp(at time.Time) time.Time {
	begun := time.Duration(at.Minute())*time.Minute + time.Duration(at.Second())*time.Second + time.Duration(at.Nanosecond())
	if over := begun % wholeHalves; over > 0 {
		return at.Add(wholeHalves - over)
	}
	return at
}

func dayWords(tag string, day time.Weekday, month time.Month, date int) string {
	days, months := dateWords(tag, "date.on_days"), dateWords(tag, "date.months")
	if len(days) != 7 || len(months) != 12 {
		return strconv.Itoa(date) + "/" + strconv.Itoa(int(month))
	}
	return days[day] + " " + strconv.Itoa(date) + " " + months[month-1]
}

// Date says a day, such as 2027-06-03, in a language: 3 June 2027. What is no day
// stays as it is.
func (o *Org) Date(tag, day string) string {
	at, err := time.ParseInLocation(dayOnly, day, o.zone())
	if err != nil {
		return day
	}
	return dateIn(tag, at)
}

// clockWords is a time of day as people write it in a language: 5pm, 17:00.
func clockWords(tag string, at time.Time) string {
	switch {
	case locales.Say(tag, "date.clock") != "12":
		return at.Format(timeOnly)
	case at.Hour() == 12 && at.Minute() == 0:
		return locales.Say(tag, "date.midday")
	case at.Hour() == 0 && at.Minute() == 0:
		return locales.Say(tag, "date.midnight")
	case at.Minute() == 0:
		return at.Format("3pm")
	}
	return at.Format("3:04pm")
}

// Opens returns when hours, or a queue, open next after a moment, also where they
// are open then; false if they never do, or are never closed.
func (o *Org) Opens(name string, now time.Time) (time.Time, bool) {
	if q, ok := o.queue(name); ok {
		name = q.Hours
	}
	h, ok := o.Hours[name]
	if !ok {
		return time.Time{}, false
	}
	return h.opensNext(now.In(o.zone()))
}

// opensNext is the first moment after a local time at which it begins to be open.
func (h *Hours) opensNext(from time.Time) (time.Time, bool) {
	for i := range furthest {
		day := noon(from, i)
		for _, s := range h.on(day) {
			if start, end := s.moments(day); start.After(from) && end.After(start) && !h.openAt(start.Add(-time.Minute)) {
				return start, true
			}
		}
	}
	return time.Time{}, false
}

// staffed is the words for a blank about a queue, or hours; false for any other.
func (t *turn) staffed(name, column string) (string, bool) {
	if !t.org.tellsStaffed(name, column) {
		return "", false
	}
	if column == opensAt {
		at, _ := t.org.Opens(name, t.w.Now)
		return t.org.Moment(t.lang, at, t.w.Now), true
	}
	at := t.org.Promise(name, t.w.Now)
	if column == answerDay {
		return t.org.Day(t.lang, RoundUp(at.In(t.org.zone())), t.w.Now), true
	}
	return t.org.Moment(t.lang, at, t.w.Now), true
}

// tellsStaffed reports whether a blank about a queue, or hours, is always filled.
func (o *Org) tellsStaffed(name, column string) bool {
	q, queue := o.queue(name)
	switch column {
	case answerBy, answerDay:
		return queue && q.AnswerWithin > 0
	case opensAt:
		_, opens := o.Opens(name, time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC))
		return opens
	}
	return false
}

// asksStaffed reports whether a blank is meant to be about a queue, or hours.
func (o *Org) asksStaffed(name, column string) bool {
	_, queue := o.queue(name)
	_, hours := o.Hours[name]
	return (queue || hours) && (column == answerBy || column == answerDay || column == opensAt)
}

// staffed bounds a blank about a queue, or hours, by the longest day there is.
func (k *costs) staffed(at reading, column string) amount {
	var longest amount
	for day := range time.Weekday(7) {
		for month := range time.Month(12) {
			date := k.exactly(dayWords(at.tag, day, month+1, 30))
			if column != answerDay {
				date = k.exactly(locales.Say(at.tag, "date.when", "time", "", "date", "")).then(date)
			}
			longest = longest.or(date)
		}
	}
	for _, id := range []string{"date.today", "date.tomorrow"} {
		longest = longest.or(k.exactly(locales.Say(at.tag, id)))
	}
	if column == answerDay {
		return longest
	}
	return longest.then(k.clock(at.tag))
}

// clock bounds a time of day.
func (k *costs) clock(tag string) amount {
	half := k.exactly(clockWords(tag, time.Date(2026, time.January, 1, 22, 30, 0, 0, time.UTC)))
	for _, hour := range []int{0, 12} {
		half = half.or(k.exactly(clockWords(tag, time.Date(2026, time.January, 1, hour, 0, 0, 0, time.UTC))))
	}
	return half
}

// says what is missing for a blank about a queue, or hours, that is never filled.
func (o *Org) lacksStaffed(name, column string) (what, mend string) {
	if _, queue := o.queue(name); column != opensAt && queue {
		return "the queue " + name + " promises nothing.", "give it an answer_within: in org.yaml."
	}
	if column != opensAt {
		return name + " are hours, and answers come from a queue.", "name the queue: one of queues: in org.yaml."
	}
	return name + " has no hours, and so never opens.", "give the queue hours: in org.yaml, or leave the blank out."
}

// blankParts is what stands before and behind the point in a blank.
func blankParts(name string) (base, column string) {
	base, column, _ = strings.Cut(name, ".")
	return base, column
}
