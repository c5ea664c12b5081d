package directory_test

import (
	"flag"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/connective-messaging/connective/bot/directory"
	"github.com/connective-messaging/connective/providers"
)

var update = flag.Bool("update", false, "rewrite golden files")

// The cards of the town in each language, for people to read.
func TestTheCardsOfTheTown(t *testing.T) {
	var out strings.Builder
	for _, language := range []string{"en", "cy", "pl"} {
		for _, s := range town(t) {
			card := s.Card(language)
			require.Equal(t, 1, providers.Segments(card).Parts, card)
			require.NoError(t, providers.GSMOnly(card), card)
			require.Contains(t, card, s.Name)
			for _, phone := range s.Phones {
				require.Contains(t, card, phone)
			}
			out.WriteString(language + " " + card + "\n")
		}
	}
	if *update {
		require.NoError(t, os.WriteFile("testdata/cards.txt", []byte(out.String()), 0o600))
	}
	want, err := os.ReadFile("testdata/cards.txt")
	require.NoError(t, err)
	require.Equal(t, string(want), out.String())
}

func TestOpeningTimesArePlain(t *testing.T) {
	at := func(opens, closes int, days ...time.Weekday) directory.Opening {
		return directory.Opening{Days: days, Opens: opens * 60, Closes: closes * 60}
	}
	workdays := []time.Weekday{1, 2, 3, 4, 5}
	for want, openings := range map[string][]directory.Opening{
		"":                                                 nil,
		"Monday to Friday 9am to 5pm":                      {at(9, 17, workdays...)},
		"Tuesday and Friday 10am to midday":                {at(10, 12, time.Friday, time.Tuesday)},
		"Sunday 9am to midnight":                           {at(9, 24, time.Sunday)},
		"Saturday and Sunday 9am to 5pm":                   {at(9, 17, time.Sunday, time.Saturday)},
		"all day, every day":                               {at(0, 24)},
		"every day 8am to 8pm":                             {at(8, 20)},
		"first Sunday of the month 10am to 11am":           {{Days: []time.Weekday{0}, Nth: 1, Opens: 600, Closes: 660}},
		"last Friday of the month 10am to 11am":            {{Days: []time.Weekday{5}, Nth: -1, Opens: 600, Closes: 660}},
		"day 3 of the month 9:30am":                        {{MonthDay: 3, Opens: 570}},
		"Monday, every 2 weeks 9am to 10am":                {{Days: []time.Weekday{1}, Weeks: 2, Opens: 540, Closes: 600}},
		"Monday":                                           {{Days: []time.Weekday{1}, Untimed: true}},
		"Monday 9am to 10am, call first to check the days": {{Days: []time.Weekday{1}, Opens: 540, Closes: 600, Unsettled: true}},
		"Monday 9am to 10am; Tuesday 9am to 10am":          {at(9, 10, 1), at(9, 10, 2), at(9, 10, 1)},
	} {
		s := directory.Service{Openings: openings}
		require.Equal(t, want, s.Hours("en"))
	}
}

func TestDaysAreThoseOfTheCalendar(t *testing.T) {
	day := func(text string) time.Time {
		at, err := time.Parse("2006-01-02 15:04", text)
		require.NoError(t, err)
		return at
	}
	for name, c := range map[string]struct {
		opening directory.Opening
		open    []string
		closed  []string
	}{
		"weekly":           {directory.Opening{Days: []time.Weekday{2}, Opens: 600, Closes: 780}, []string{"2026-09-15 09:00", "2026-09-15 12:59"}, []string{"2026-09-15 13:00", "2026-09-16 10:00"}},
		"the first Sunday": {directory.Opening{Days: []time.Weekday{0}, Nth: 1, Opens: 600, Closes: 660}, []string{"2026-09-06 10:00"}, []string{"2026-09-13 10:00", "2026-09-07 10:00"}},
		"the last Friday":  {directory.Opening{Days: []time.Weekday{5}, Nth: -1, Untimed: true}, []string{"2026-09-25 23:00", "2026-10-30 10:00"}, []string{"2026-09-18 10:00", "2026-10-23 10:00"}},
		"every other week": {directory.Opening{Days: []time.Weekday{1}, Weeks: 2, From: "2026-09-07", Untimed: true}, []string{"2026-09-07 10:00", "2026-09-21 10:00"}, []string{"2026-09-14 10:00", "2026-08-24 10:00"}},
		"no first week":    {directory.Opening{Days: []time.Weekday{1}, Weeks: 2, Untimed: true}, nil, []string{"2026-09-07 10:00", "2026-09-14 10:00"}},
		"a date":           {directory.Opening{MonthDay: 3, Untimed: true}, []string{"2026-09-03 10:00"}, []string{"2026-09-04 10:00"}},
		"for a while":      {directory.Opening{From: "2026-09-01", Until: "2026-09-02", Untimed: true}, []string{"2026-09-01 10:00", "2026-09-02 10:00"}, []string{"2026-08-31 10:00", "2026-09-03 10:00"}},
		"over midnight":    {directory.Opening{Days: []time.Weekday{5}, Opens: 1200, Closes: 120}, []string{"2026-09-18 23:30"}, []string{"2026-09-17 23:30"}},
		"in some weeks":    {directory.Opening{Untimed: true, Unsettled: true}, nil, []string{"2026-09-15 10:00"}},
	} {
		s := directory.Service{Openings: []directory.Opening{c.opening}}
		for _, at := range c.open {
			require.True(t, s.OpenAt(day(at), false), "%s: %s", name, at)
			require.False(t, s.OpenAt(day(at), true), "%s: nobody knows on a bank holiday", name)
		}
		for _, at := range c.closed {
			require.False(t, s.OpenAt(day(at), false), "%s: %s", name, at)
		}
	}
	always := directory.Service{Openings: []directory.Opening{{Closes: 24 * 60}}}
	require.True(t, always.OpenAt(day("2026-12-25 23:59"), true))
}

var digits = regexp.MustCompile(`[0-9]+`)

func TestACardIsOnePartAndNeverCutsANumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"Tea", "0123456789", "Tŷ", "żółw", "St Ann's", "24", "Community", "£5", "€", "茶室", "🙂", "Mill Lane", "supercalifragilisticexpialidocious", "(", "{}"})
		text := func(most int, label string) string {
			return strings.Join(rapid.SliceOfN(word, 0, most).Draw(t, label), " ")
		}
		s := directory.Service{ID: "a", Name: "A" + text(12, "name"), Status: directory.Active, Fees: text(6, "fees"), Alert: text(6, "alert")}
		if rapid.Bool().Draw(t, "phone") {
			s.Phones = []string{rapid.StringMatching(`0[0-9]{3,4} [0-9]{6}`).Draw(t, "number")}
		}
		if rapid.Bool().Draw(t, "placed") {
			s.Place = &directory.Place{Name: text(8, "place"), Street: text(4, "street"), Postcode: rapid.SampledFrom([]string{"", "WB2 4AA", "WB2"}).Draw(t, "postcode")}
		}
		for range rapid.IntRange(0, 5).Draw(t, "openings") {
			s.Openings = append(s.Openings, directory.Opening{
				Days: rapid.SliceOfN(rapid.Map(rapid.IntRange(0, 6), func(n int) time.Weekday { return time.Weekday(n) }), 0, 7).Draw(t, "days"),
				Nth:  rapid.IntRange(-1, 5).Draw(t, "nth"), Opens: rapid.IntRange(0, 1440).Draw(t, "opens"), Closes: rapid.IntRange(0, 1440).Draw(t, "closes"),
			})
		}
		language := rapid.SampledFrom([]string{"en", "cy", "pl", "ur", "xx"}).Draw(t, "language")
		card := s.Card(language)
		if providers.Segments(card).Parts != 1 {
			t.Fatalf("%d parts: %q", providers.Segments(card).Parts, card)
		}
		whole := strings.Join([]string{s.Name, s.Address(language), s.Hours(language), s.Catch(language), strings.Join(s.Phones, " ")}, " ")
		there := digits.FindAllString(whole+" WB2", -1)
		for _, number := range digits.FindAllString(card, -1) {
			if !slices.Contains(there, number) {
				t.Fatalf("%s is cut, in %q of %q", number, card, whole)
			}
		}
		if len(s.Phones) > 0 && card != "" && !strings.Contains(card, s.Phones[0]) {
			t.Fatalf("no phone in %q", card)
		}
	})
}
