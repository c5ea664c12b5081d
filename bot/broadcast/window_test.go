package broadcast_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/broadcast"
)

func TestABroadcastLeavesWithinItsHoursAndOutsideQuietOnes(t *testing.T) {
	for name, c := range map[string]struct {
		between, urgent, at, opens string
	}{
		"no hours":                       {"", "", "2026-09-15 12:00", "2026-09-15 12:00"},
		"in the night":                   {"", "", "2026-09-15 22:00", "2026-09-16 08:00"},
		"urgent in the night":            {"", "flood", "2026-09-15 22:00", "2026-09-15 22:00"},
		"within them":                    {"10:00-16:00", "", "2026-09-15 10:00", "2026-09-15 10:00"},
		"before them":                    {"10:00-16:00", "", "2026-09-15 08:30", "2026-09-15 10:00"},
		"after them":                     {"10:00-16:00", "", "2026-09-15 16:00", "2026-09-16 10:00"},
		"quiet when they begin":          {"06:00-16:00", "", "2026-09-15 17:00", "2026-09-16 08:00"},
		"urgent, and they hold":          {"10:00-16:00", "flood", "2026-09-15 22:00", "2026-09-16 10:00"},
		"the night of the spring change": {"01:30-16:00", "flood", "2027-03-27 22:00", "2027-03-28 02:00"},
	} {
		t.Run(name, func(t *testing.T) {
			o := town()
			o.Timezone = london
			b := swap()
			b.Between, b.Urgent = c.between, c.urgent
			require.Equal(t, c.opens, b.Opens(o, at(t, c.at)).In(london).Format("2006-01-02 15:04"))
		})
	}
}

func TestHoursThatAreAllQuietNeverOpen(t *testing.T) {
	o := town()
	o.Timezone = london
	b := swap()
	b.Between = "22:00-23:00"
	noon := at(t, "2026-09-15 12:00")
	require.True(t, b.Opens(o, noon).After(noon.AddDate(0, 0, 8)), "later than any broadcast is worth sending")
}

func TestDaysAndHoursThatCannotBeReadAreFaults(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*broadcast.Broadcast)
		fault  broadcast.FaultKind
	}{
		"hours turned round": {func(b *broadcast.Broadcast) { b.Between = "16:00-10:00" }, broadcast.NoHours},
		"no hours":           {func(b *broadcast.Broadcast) { b.Between = "ten" }, broadcast.NoHours},
		"no day":             {func(b *broadcast.Broadcast) { b.Repeat = &broadcast.Repeat{} }, broadcast.NoSchedule},
		"no such day":        {func(b *broadcast.Broadcast) { b.Repeat = &broadcast.Repeat{Every: []string{"Mon 09:00 am"}} }, broadcast.NoSchedule},
		"one date":           {func(b *broadcast.Broadcast) { b.Repeat = &broadcast.Repeat{Every: []string{"2026-12-24 09:00"}} }, broadcast.NoSchedule},
		"no such country": {func(b *broadcast.Broadcast) {
			b.Repeat = &broadcast.Repeat{Every: []string{"Monday 09:00"}, Except: "france"}
		}, broadcast.NoRegion},
		"no last day": {func(b *broadcast.Broadcast) {
			b.Repeat = &broadcast.Repeat{Every: []string{"Monday 09:00"}, Until: "31 March"}
		}, broadcast.NoLastDay},
	} {
		t.Run(name, func(t *testing.T) {
			b := swap()
			c.change(&b)
			faults := broadcast.FaultsOf(town(), b)
			require.Len(t, faults, 1)
			require.Equal(t, c.fault, faults[0].Kind)
		})
	}
	b := swap()
	b.Between, b.Repeat = "10:00-16:00", &broadcast.Repeat{Every: []string{"1st 10:00"}, Except: "wales", Until: "2027-03-31"}
	require.Empty(t, broadcast.FaultsOf(town(), b))
}
