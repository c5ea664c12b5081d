package web

import (
	"slices"
	"strings"

	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/flows"
)

// everyDays are the days on which a series can run, as flows.ReadSchedule has them.
var everyDays = []string{"day", "weekday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "1st", "15th", "31st"}

// times fills in the parts of the form about days and hours.
func (v *visit) times(f *broadcastForm, b broadcast.Broadcast) {
	r := broadcast.Repeat{}
	if b.Repeat != nil {
		r = *b.Repeat
	}
	day := ""
	if len(r.Every) > 0 {
		day, f.Clock, _ = strings.Cut(r.Every[0], " ")
	}
	for _, d := range everyDays {
		f.Every = append(f.Every, choice{d, say(v.lang, "every."+d), d == day})
	}
	for _, region := range flows.Regions {
		f.Except = append(f.Except, choice{region, say(v.lang, "region."+region), region == r.Except})
	}
	f.Until = r.Until
	f.From, f.Before, _ = strings.Cut(b.Between, "-")
}

// readTimes reads the parts of the form about days and hours.
func readTimes(b *broadcast.Broadcast, said func(string) string) {
	if day := said("every"); slices.Contains(everyDays, day) {
		b.Repeat = &broadcast.Repeat{Every: []string{day + " " + said("clock")}, Except: said("except"), Until: said("last")}
	}
	if from, before := said("from"), said("before"); from != "" || before != "" {
		b.Between = from + "-" + before
	}
}

// seriesSheet is what the page of a series says of its runs.
type seriesSheet struct {
	Every, Except, Until, Next, Missed string
	Runs                               []broadcastRow
}

// mostRuns is how many runs of a series its page lists.
const mostRuns = 20

// series tells of a series' days, and lists its runs.
func (v *visit) series(b broadcast.Broadcast, names map[string]string) (*seriesSheet, error) {
	if b.Repeat == nil {
		return nil, nil
	}
	r := b.Repeat
	sheet := &seriesSheet{Every: v.everyOf(*r), Until: r.Until}
	if r.Except != "" {
		sheet.Except = say(v.lang, "region."+r.Except)
	}
	if next, made := r.Planned(); made && b.State == broadcast.Repeating {
		sheet.Next = v.moment(next)
	}
	if r.Missed > 0 {
		sheet.Missed = say(v.lang, "broadcast.missed", "n", r.Missed, "last", v.moment(r.Last))
	}
	all, err := v.console.Broadcasts.Archive.Broadcasts(v.ctx(), v.scope.Org())
	if err != nil {
		return nil, err
	}
	for _, run := range all {
		if run.Series == b.ID && len(sheet.Runs) < mostRuns {
			sheet.Runs = append(sheet.Runs, v.broadcastRow(run, names))
		}
	}
	return sheet, nil
}

// everyOf says on which days a series runs.
func (v *visit) everyOf(r broadcast.Repeat) string {
	var said []string
	for _, every := range r.Every {
		day, clock, _ := strings.Cut(every, " ")
		if slices.Contains(everyDays, day) {
			day = say(v.lang, "every."+day)
		}
		said = append(said, day+" "+clock)
	}
	return strings.Join(said, ", ")
}
