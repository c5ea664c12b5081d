package flows

import (
	"time"
)

// Hours are the times at which something is open, each week, but for the days on
// which it is closed. Times are the organisation's local time.
type Hours struct {
	Days   [7][]Span       // by time.Weekday
	Closed map[string]bool // days such as 2026-12-25
}

// Span is a part of one day, in minutes after midnight: From is in it, Until is
// not. Until is at most 1440.
type Span struct{ From, Until int }

// minutesADay is how many minutes the clock face has.
const minutesADay = 24 * 60

// openAt tells whether it is open at a local time.
func (h *Hours) openAt(local time.Time) bool {
	minute := clock(local)
	for _, s := range h.on(local) {
		if s.From <= minute && minute < s.Until {
			return true
		}
	}
	return false
}

// on returns the spans of a local day.
func (h *Hours) on(local time.Time) []Span {
	if h.Closed[local.Format(dayOnly)] {
		return nil
	}
	return h.Days[local.Weekday()]
}

// furthest is how many days ahead open time is looked for. Hours that do not
// open within it are as good as never open.
const furthest = 400

// after returns the moment at which so much open time has passed since a local
// time. A whole day is the same time on the next open day; what is left is
// counted while it is open. Clock changes count as they are lived: a span over
// one is an hour shorter or longer. Hours that never open count plain time.
func (h *Hours) after(from time.Time, within time.Duration) time.Time {
	at, ok := h.opens(from)
	if !ok {
		return from.Add(within)
	}
	days, left := int(within/(24*time.Hour)), within%(24*time.Hour)
	for range days {
		at = h.nextDay(at)
	}
	for i := range furthest {
		day := noon(at, i)
		for _, s := range h.on(day) {
			start, end := s.moments(day)
			if start.Before(at) {
				start = at
			}
			open := end.Sub(start)
			if open >= left && open >= 0 {
				return start.Add(left)
			}
			left -= max(open, 0)
		}
	}
	return at.Add(left)
}

// opens returns the first moment from then on at which it is open.
func (h *Hours) opens(from time.Time) (time.Time, bool) {
	for i := range furthest {
		day := noon(from, i)
		for _, s := range h.on(day) {
			if start, end := s.moments(day); end.After(from) {
				if start.Before(from) {
					start = from
				}
				return start, true
			}
		}
	}
	return from, false
}

// nextDay returns the same time on the next day that is open at all; that day's
// closing time if it closes earlier.
func (h *Hours) nextDay(at time.Time) time.Time {
	minute := clock(at)
	for i := 1; i < furthest; i++ {
		day := noon(at, i)
		if spans := h.on(day); len(spans) > 0 {
			_, closing := spans[len(spans)-1].moments(day)
			same := atMinute(day, minute).Add(time.Duration(at.Second()) * time.Second)
			if closing.Before(same) {
				return closing
			}
			return same
		}
	}
	return at
}

// noon is the middle of the day so many days later.
func noon(at time.Time, days int) time.Time {
	year, month, day := at.Date()
	return time.Date(year, month, day+days, 12, 0, 0, 0, at.Location())
}

// moments returns when the span begins and ends on a day.
func (s Span) moments(day time.Time) (from, until time.Time) {
	return atMinute(day, s.From), atMinute(day, s.Until)
}

// atMinute is the moment at which the clock shows so many minutes after
// midnight. A time that the spring change leaves out is the one an hour later.
func atMinute(day time.Time, minute int) time.Time {
	year, month, date := day.Date()
	return time.Date(year, month, date, minute/60, minute%60, 0, 0, day.Location())
}

// Open tells whether the hours, or the queue, of that name are open. Queues
// without hours always are; a name that nothing has is closed.
func (o *Org) Open(name string, at time.Time) bool {
	if q, ok := o.queue(name); ok {
		if q.Hours == "" {
			return true
		}
		name = q.Hours
	}
	h, ok := o.Hours[name]
	return ok && h.openAt(at.In(o.zone()))
}

// Promise returns when an answer is due from a queue that is asked at a moment,
// counted in its open time. A queue that promises nothing answers with zero time.
func (o *Org) Promise(queue string, at time.Time) time.Time {
	q, ok := o.queue(queue)
	if !ok || q.AnswerWithin == 0 {
		return time.Time{}
	}
	return o.AfterOpen(queue, at, q.AnswerWithin)
}

// AfterOpen returns the moment at which a queue will have been open for so long
// since another. One without hours, or that there is not, is always open.
func (o *Org) AfterOpen(queue string, at time.Time, long time.Duration) time.Time {
	q, _ := o.queue(queue)
	h, ok := o.Hours[q.Hours]
	if !ok {
		return at.Add(long)
	}
	return h.after(at.In(o.zone()), long)
}

func (o *Org) queue(name string) (Queue, bool) {
	for _, q := range o.Queues {
		if q.Name == name {
			return q, true
		}
	}
	return Queue{}, false
}

func (o *Org) zone() *time.Location {
	if o.Timezone == nil {
		return time.UTC
	}
	return o.Timezone
}
