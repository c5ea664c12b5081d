package flows

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

// Schedule is an hour at which a flow starts by itself, in the organisation's
// time. Every occurrence is one local day's: a time that the clocks leave out in
// spring is the moment of the change, of one that comes twice in autumn the first
// counts.
type Schedule struct {
	Text  string  // as written
	Days  [7]bool // by time.Weekday
	Month int     // the day of the month, its last day where it is shorter; 0 if Days or Date say
	Date  string  // 2026-05-02; empty if it comes again
	Clock int     // minutes after midnight
}

// AfterKind tells what a flow starts after.
type AfterKind string

// What a flow can start after.
const (
	AfterJoined  AfterKind = "joined"
	AfterLeft    AfterKind = "left"
	AfterOptedIn AfterKind = "opted in"
	AfterClosed  AfterKind = "case closed"
)

// After is something after which a flow starts. Name is the group, the consent or
// the queue; an empty consent is any.
type After struct {
	Kind AfterKind
	Name string
}

const (
	takesEvery = "day 09:00, weekday 09:00, Monday 09:00, 1st 10:00 or 2026-05-02 10:00, or a list of these"
	takesTo    = "group and its id, or people, or people where and a condition"
	takesAfter = "joined and a group, left and a group, opted in, or case closed and a queue, or a list of these"
)

var everyPattern = regexp.MustCompile(`^(\S+) (\d\d:\d\d)$`)

func readEvery(l *loader, v *yaml.Node, s *Start) bool {
	items, ok := scalars(v)
	for _, item := range items {
		text, _ := scalar(item)
		at, reads := parseSchedule(text)
		if !reads {
			l.wrongKind(item, "every", takesEvery)
			continue
		}
		s.Every = append(s.Every, at)
	}
	return ok
}

func parseSchedule(text string) (Schedule, bool) {
	m := everyPattern.FindStringSubmatch(strings.Join(strings.Fields(text), " "))
	if m == nil {
		return Schedule{}, false
	}
	at, err := time.Parse(timeOnly, m[2])
	if err != nil {
		return Schedule{}, false
	}
	s := Schedule{Text: m[0], Clock: at.Hour()*60 + at.Minute()}
	return s, s.on(strings.ToLower(m[1]))
}

// on reads the day of a schedule.
func (s *Schedule) on(day string) bool {
	weekday, named := weekdays[day]
	switch {
	case day == "day":
		s.Days = [7]bool{true, true, true, true, true, true, true}
	case day == "weekday":
		s.Days = [7]bool{time.Monday: true, time.Tuesday: true, time.Wednesday: true, time.Thursday: true, time.Friday: true}
	case named:
		s.Days[weekday] = true
	default:
		if _, err := time.Parse(dayOnly, day); err == nil {
			s.Date = day
			return true
		}
		n, err := strconv.Atoi(strings.TrimRight(day, "stndrh"))
		s.Month = n
		return err == nil && n >= 1 && n <= 31 && day == strconv.Itoa(n)+ordinal(n)
	}
	return true
}

// ordinal is what stands behind a number of a day: 1st, 2nd, 3rd, 4th.
func ordinal(n int) string {
	if n%100 >= 11 && n%100 <= 13 {
		return "th"
	}
	switch n % 10 {
	case 1:
		return "st"
	case 2:
		return "nd"
	case 3:
		return "rd"
	}
	return "th"
}

// includes tells whether the schedule has an occurrence on a local day.
func (s Schedule) includes(day time.Time) bool {
	switch {
	case s.Date != "":
		return day.Format(dayOnly) == s.Date
	case s.Month > 0:
		last := time.Date(day.Year(), day.Month()+1, 0, 12, 0, 0, 0, day.Location()).Day()
		return day.Day() == min(s.Month, last)
	}
	return s.Days[day.Weekday()]
}

func readTo(l *loader, v *yaml.Node, s *Start) bool {
	text, _ := scalar(v)
	words := strings.Fields(text)
	switch {
	case len(words) == 2 && words[0] == string(ToGroup) && rowID.MatchString(words[1]):
		s.To = Audience{Kind: ToGroup, Name: words[1]}
		return true
	case len(words) == 1 && words[0] == string(ToPeople):
		s.To = Audience{Kind: ToPeople}
		return true
	case len(words) > 2 && words[0] == string(ToPeople) && words[1] == "where":
		cond := *v
		at := strings.Index(v.Value, "where") + len("where ")
		cond.Value, cond.Column = v.Value[at:], v.Column+len([]rune(v.Value[:at]))
		s.To = Audience{Kind: ToPeople}
		return l.condition(&cond, &s.To.Where)
	}
	return false
}

func readAfter(l *loader, v *yaml.Node, s *Start) bool {
	items, ok := scalars(v)
	for _, item := range items {
		text, _ := scalar(item)
		after, reads := parseAfter(strings.Join(strings.Fields(text), " "))
		if !reads {
			l.wrongKind(item, "after", takesAfter)
			continue
		}
		s.After = append(s.After, after)
	}
	return ok
}

func parseAfter(text string) (After, bool) {
	for _, kind := range []AfterKind{AfterJoined, AfterLeft, AfterOptedIn, AfterClosed} {
		if text == string(kind) {
			return After{Kind: kind}, kind == AfterOptedIn
		}
		if name, ok := strings.CutPrefix(text, string(kind)+" "); ok {
			pattern := namePattern
			if kind == AfterJoined || kind == AfterLeft {
				pattern = rowID
			}
			return After{Kind: kind, Name: name}, pattern.MatchString(name)
		}
	}
	return After{}, false
}

// wholeStart reports a start: that lacks what it needs.
func wholeStart(l *loader, v *yaml.Node, s *Start) {
	switch {
	case len(s.Every) > 0 && s.To.Kind == "":
		l.faultAt("start-what", v, "start has every:, and no to:.", "it would start for nobody.", "add  to: group walkers  or  to: people where me.area is north")
	case len(s.Every) == 0 && s.To.Kind != "":
		l.faultAt("start-what", v, "start has to:, and no every:.", "nothing says when it starts.", "add  every: Monday 09:00")
	}
}

// Occurrence is one time at which a flow starts by itself.
type Occurrence struct {
	Flow  string
	Start string    // the schedule as written: the same as long as nobody changes it
	Name  string    // the local day and time: once for each, whatever the clocks do
	At    time.Time //
}

// Occurrences returns every time after from and not after until at which flows
// start by themselves, the first first.
func (o *Org) Occurrences(from, until time.Time) []Occurrence {
	var all []Occurrence
	for _, f := range o.scheduled {
		for _, s := range f.Start.Every {
			for day := noon(from.In(o.zone()), -1); !day.After(noon(until.In(o.zone()), 1)); day = noon(day, 1) {
				if at := shows(day, s.Clock); s.includes(day) && at.After(from) && !at.After(until) {
					all = append(all, Occurrence{f.ID, s.Text, day.Format(dayOnly) + " " + s.Text, at})
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Occurrence) int { return a.At.Compare(b.At) })
	return all
}

// Starts returns the schedules of the organisation's flows.
func (o *Org) Starts() []Occurrence {
	var all []Occurrence
	for _, f := range o.scheduled {
		for _, s := range f.Start.Every {
			all = append(all, Occurrence{Flow: f.ID, Start: s.Text})
		}
	}
	return all
}
