package flows

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/connective-messaging/connective/locales"
)

// Columns of groups.csv that make a group an event. It is one once its date has an
// hour.
const (
	eventDate      = "date"      // 2026-09-17 10:00, in the organisation's time
	eventEnds      = "ends"      // 2026-09-17 12:00, or 12:00 on the same day
	eventPlace     = "place"     // where it is; place:cy in another language
	eventPlaces    = "places"    // how many there are; empty is no limit
	eventParty     = "party"     // the most places that one person may take
	eventAnswerBy  = "answer_by" // yes is taken until then
	eventInvites   = "invites"   // a group whose members are asked whether they come
	eventInviteAt  = "invite_at" // when they are asked
	eventCancelled = "cancelled" // yes: everybody who said that they come is told
)

// Bounds of an event.
const (
	mostParty   = 6    // places for one person where the row says nothing
	mostPlaces  = 5000 // of one event
	remindHour  = 10   // of the day before
	inviteAhead = 3    // days before, where the row says nothing
	tooLateFor  = 2 * time.Hour
)

// Event is a group with a date: people join it to say that they come.
type Event struct {
	ID        string
	Starts    time.Time // in the organisation's time
	Ends      time.Time // not before Starts; it is Starts where the row says nothing
	Places    int       // 0 is no limit
	Party     int       // the most places that one person may take, at least 1
	AnswerBy  time.Time // a yes is taken until then, and never after Starts
	Invites   string    // the group whose members are asked; empty for none
	InviteAt  time.Time // when they are asked
	RemindAt  time.Time // when those who come are reminded
	Cancelled bool
	Sensitive bool // never named in a text that nobody has asked for
	Work      bool // a job: people claim its places
	row       Row
}

// Event returns the event of that id; false if there is no such group, or its date
// has no hour.
func (o *Org) Event(id string) (Event, bool) {
	row := o.List(fromGroups).Row(id)
	if row == nil || row[eventDate] == "" {
		return Event{}, false
	}
	return o.eventOf(row)
}

// Events returns the events of the list of groups, the first to begin first.
func (o *Org) Events() []Event {
	list := o.List(fromGroups)
	if list == nil || !list.HasColumn(eventDate) {
		return nil
	}
	var all []Event
	for _, row := range list.Rows {
		if row[eventDate] == "" {
			continue
		}
		if e, ok := o.eventOf(row); ok {
			all = append(all, e)
		}
	}
	slices.SortStableFunc(all, func(a, b Event) int { return cmp.Or(a.Starts.Compare(b.Starts), cmp.Compare(a.ID, b.ID)) })
	return all
}

func (o *Org) eventOf(row Row) (Event, bool) {
	starts, ok := o.localMoment(row[eventDate], "")
	if !ok {
		return Event{}, false
	}
	e := Event{ID: row["id"], Starts: starts, Ends: starts, AnswerBy: starts, Party: mostParty, Invites: row[eventInvites], row: row}
	if ends, ok := o.localMoment(row[eventEnds], starts.Format(dayOnly)); ok && ends.After(starts) {
		e.Ends = ends
	}
	if by, ok := o.localMoment(row[eventAnswerBy], ""); ok && by.Before(starts) {
		e.AnswerBy = by
	}
	e.Places = wholeCell(row[eventPlaces], mostPlaces)
	if n := wholeCell(row[eventParty], mostPlaces); n > 0 {
		e.Party = n
	}
	if e.Places > 0 {
		e.Party = min(e.Party, e.Places)
	}
	before := func(days int) time.Time { return shows(noon(starts, -days), remindHour*60) }
	e.RemindAt, e.InviteAt = before(1), before(inviteAhead)
	if at, ok := o.localMoment(row[eventInviteAt], ""); ok {
		e.InviteAt = at
	}
	g := groupOf(row)
	e.Cancelled, e.Sensitive, e.Work = isYes(row[eventCancelled]), g.Sensitive, g.Kind == Job
	return e, true
}

// isToCome tells whether a row is an event that has not begun.
func (o *Org) isToCome(row Row, now time.Time) bool {
	e, is := o.eventOf(row)
	return is && !e.Cancelled && now.Before(e.Starts)
}

// localMoment reads a day and an hour, or an hour alone where the day is given.
func (o *Org) localMoment(cell, day string) (time.Time, bool) {
	words := strings.Fields(cell)
	if len(words) == 1 && day != "" {
		words = []string{day, words[0]}
	}
	if len(words) != 2 {
		return time.Time{}, false
	}
	date, err := time.ParseInLocation(dayOnly, words[0], o.zone())
	if err != nil {
		return time.Time{}, false
	}
	at, err := time.Parse(timeOnly, words[1])
	if err != nil {
		return time.Time{}, false
	}
	return shows(noon(date, 0), at.Hour()*60+at.Minute()), true
}

// wholeCell reads a whole number from 1; 0 if it is none, or more than the most.
func wholeCell(cell string, most int) int {
	n, err := strconv.Atoi(cell)
	if err != nil || n < 1 || n > most {
		return 0
	}
	return n
}

func isYes(cell string) bool {
	return slices.Contains(locales.Words("en", "words.yes"), locales.Fold(cell))
}

// Over reports whether the event has ended.
func (e Event) Over(now time.Time) bool { return !now.Before(e.Ends) && !now.Before(e.Starts) }

// RemindUntil is when a reminder that is late is of no use any more.
func (e Event) RemindUntil() time.Time { return e.Starts.Add(-tooLateFor) }

// Name is what the event is called, in a language.
func (e Event) Name(tag string) string { return cell(e.row, "name", tag) }

// About says what it is, in a language; it may be empty.
func (e Event) About(tag string) string { return cell(e.row, "about", tag) }

// Where is where it is, in a language; it may be empty.
func (e Event) Where(tag string) string { return cell(e.row, eventPlace, tag) }

// Face is when and where it is, for comparing: whoever knows another one must be
// told.
func (e Event) Face() string { return e.Starts.UTC().Format(time.RFC3339) + " " + e.row[eventPlace] }

// cell returns what a row says in a language: "name:cy" if there is one, else "name".
func cell(row Row, name, tag string) string {
	tag = strings.ToLower(tag)
	if words := row[name+":"+tag]; words != "" {
		return words
	}
	if base, _, regional := strings.Cut(tag, "-"); regional && row[name+":"+base] != "" {
		return row[name+":"+base]
	}
	return row[name]
}

// When says on which day and at what time something is, for a sentence that begins
// with it or follows a colon: "Thursday 17 September, 10am".
func (o *Org) When(tag string, at time.Time) string {
	at = at.In(o.zone())
	days, months := dateWords(tag, "date.days"), dateWords(tag, "date.months")
	if len(days) != 7 || len(months) != 12 {
		return at.Format(dayAndTime)
	}
	return days[at.Weekday()] + " " + strconv.Itoa(at.Day()) + " " + months[at.Month()-1] + ", " + clockWords(tag, at)
}

// Clock is a time of day as people write it in a language: 10am, 10:00.
func (o *Org) Clock(tag string, at time.Time) string { return clockWords(tag, at.In(o.zone())) }
