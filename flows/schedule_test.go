package flows

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// occurs returns the moments at which a schedule comes round, in UTC.
func occurs(t *testing.T, every string, from, until string) []string {
	t.Helper()
	s, ok := parseSchedule(every)
	require.True(t, ok, every)
	london, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	o := &Org{Timezone: london, scheduled: []*Flow{{ID: "tea", Start: Start{Every: []Schedule{s}}}}}
	moment := func(text string) time.Time {
		at, err := time.ParseInLocation(dayAndTime, text, london)
		require.NoError(t, err)
		return at
	}
	all := []string{}
	for _, at := range o.Occurrences(moment(from), moment(until)) {
		all = append(all, at.At.UTC().Format("01-02 15:04"))
		require.Equal(t, "tea", at.Flow)
	}
	return all
}

func TestAScheduleComesRound(t *testing.T) {
	for _, c := range []struct {
		every, from, until string
		want               []string
	}{
		{"day 09:00", "2026-09-15 09:00", "2026-09-18 09:00", []string{"09-16 08:00", "09-17 08:00", "09-18 08:00"}},
		{"weekday 09:00", "2026-09-17 12:00", "2026-09-22 12:00", []string{"09-18 08:00", "09-21 08:00", "09-22 08:00"}},
		{"Monday 18:30", "2026-09-01 00:00", "2026-09-22 00:00", []string{"09-07 17:30", "09-14 17:30", "09-21 17:30"}},
		{"monday 00:00", "2026-12-06 12:00", "2026-12-07 12:00", []string{"12-07 00:00"}},
		{"1st 10:00", "2026-09-15 00:00", "2026-12-31 00:00", []string{"10-01 09:00", "11-01 10:00", "12-01 10:00"}},
		{"31st 10:00", "2027-01-15 00:00", "2027-04-15 00:00", []string{"01-31 10:00", "02-28 10:00", "03-31 09:00"}},
		{"22nd 10:00", "2026-09-15 00:00", "2026-10-15 00:00", []string{"09-22 09:00"}},
		{"2026-10-02 10:00", "2026-09-15 00:00", "2027-12-31 00:00", []string{"10-02 09:00"}},
		// The clocks go forward on 28 March 2027: 01:30 is left out, and comes at 02:00.
		{"day 01:30", "2027-03-27 00:00", "2027-03-29 12:00", []string{"03-27 01:30", "03-28 01:00", "03-29 00:30"}},
		// They go back on 31 October 2027: 01:30 comes twice, and counts once.
		{"day 01:30", "2027-10-30 00:00", "2027-11-01 12:00", []string{"10-30 00:30", "10-31 00:30", "11-01 01:30"}},
		{"Sunday 09:00", "2027-10-23 00:00", "2027-11-08 00:00", []string{"10-24 08:00", "10-31 09:00", "11-07 09:00"}},
	} {
		require.Equal(t, c.want, occurs(t, c.every, c.from, c.until), c.every)
	}
}

func TestASecondThatIsLookedAtTwiceHasOneOccurrence(t *testing.T) {
	require.Empty(t, occurs(t, "day 09:00", "2026-09-15 09:00", "2026-09-15 09:00"))
	require.Len(t, occurs(t, "day 09:00", "2026-09-15 08:59", "2026-09-15 09:00"), 1)
}

func TestWhatCannotBeAScheduleIsRefused(t *testing.T) {
	for _, text := range []string{"", "day", "day 9:00", "day 24:00", "09:00", "Funday 09:00", "32nd 09:00", "0th 09:00", "1th 09:00", "11st 09:00", "2nd", "2026-02-30 10:00", "day 09:00 10:00", "days 09:00"} {
		_, ok := parseSchedule(text)
		require.False(t, ok, text)
	}
	for _, text := range []string{"11th 09:00", "21st 09:00", "3rd 09:00", "Weekday 09:00", "SATURDAY  09:00"} {
		_, ok := parseSchedule(text)
		require.True(t, ok, text)
	}
}

func TestStartsAreRead(t *testing.T) {
	o := load(t, map[string]string{"main.yaml": `
start:
  every: [Monday 09:00, 1st 10:00]
  to: people where me.area is WB1 and not me.groups has walk
  after: [joined walk, opted in, opted in updates, case closed desk]
steps:
  top: {say: Hello.}
`, "other.yaml": "start: {after: left walk, every: day 10:00, to: group knit}\nsteps:\n  top: {say: Bye.}\n"})
	start := o.Flows["main"].Start
	require.Len(t, start.Every, 2)
	require.Equal(t, ToPeople, start.To.Kind)
	require.Equal(t, []After{{AfterJoined, "walk"}, {AfterOptedIn, ""}, {AfterOptedIn, "updates"}, {AfterClosed, "desk"}}, start.After)
	require.Equal(t, Audience{Kind: ToGroup, Name: "knit"}, o.To("other"))
	w := World{Now: morning, Me: map[string]string{"area": "WB1"}}
	require.True(t, o.IsTrue(start.To.Where, w))
	w.Groups = []string{"walk"}
	require.False(t, o.IsTrue(start.To.Where, w))
	require.Equal(t, []string{"main"}, o.StartsAfter(AfterJoined, "walk"))
	require.Empty(t, o.StartsAfter(AfterJoined, "knit"))
	require.Equal(t, []string{"main"}, o.StartsAfter(AfterOptedIn, "anything"))
	require.Equal(t, []string{"other"}, o.StartsAfter(AfterLeft, "walk"))
	require.Len(t, o.Starts(), 3)
}

func TestBadStartsAreExplained(t *testing.T) {
	for start, want := range map[string]string{
		"{every: soon, to: group walkers}":                      `every must be day 09:00, weekday 09:00, Monday 09:00, 1st 10:00 or 2026-05-02 10:00, or a list of these, not "soon".`,
		"{every: day 09:00, to: everybody}":                     `to must be group and its id, or people, or people where and a condition, not "everybody".`,
		"{every: day 09:00}":                                    "start has every:, and no to:.",
		"{to: group walkers, words: [TEA]}":                     "start has to:, and no every:.",
		"{after: lunch}":                                        `after must be joined and a group, left and a group, opted in, or case closed and a queue, or a list of these, not "lunch".`,
		"{after: joined walker}":                                `there is no group called "walker".`,
		"{after: opted in news}":                                `org.yaml has no consent called "news".`,
		"{after: case closed desk}":                             `org.yaml has no queue called "desk".`,
		"{every: day 09:00, to: group walker}":                  `there is no group called "walker".`,
		"{every: day 09:00, to: people where me.age >> 3}":      `I can't follow the condition "me.age >> 3": `,
		"{every: day 09:00, to: people where me.groups has xy}": `there is no group called "xy".`,
	} {
		_, found := Load(folder("start: " + start + "\nsteps:\n  top: {say: Tea.}\n"))
		text := printed(found)
		require.Contains(t, text, want, start)
	}
}

func TestAFlowThatIsToStartBeginsWhenThePersonIsFree(t *testing.T) {
	k := newTalk(t, loadFlow(t, "record: runs\nsteps:\n  top: {set: {x: yes}, ask: \"Tea today?\", options: {yes: Yes, no: No}}\n  done: {say: \"<top>, then.\"}\n"))
	k.c = k.org.ToStart(k.c, "main", k.w.Now, 1)
	k.c = k.org.ToStart(k.c, "main", k.w.Now.Add(time.Minute), 1)
	require.Len(t, k.c.Parked, 1, "the same start again is one start")
	says(t, k.unparks(time.Minute), "Tea today?", "1 Yes", "2 No")
	require.Equal(t, 1, k.c.Now.Chain)
	says(t, k.hear("1"), "Yes, then.")
	require.Equal(t, Conversation{V: 1}, k.org.ToStart(Conversation{V: 1}, "gone", k.w.Now, 0))
	require.Equal(t, Conversation{V: 1}, k.org.ToStart(Conversation{V: 1}, "main", k.w.Now, longestChain+1), "no chain goes on for ever")
}
