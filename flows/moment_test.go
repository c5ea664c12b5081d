package flows_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/flows"
)

const staffedOrg = `name: Town
number: "+447700900001"
languages: [en, cy, pl]
hours: {office: {Mon-Fri: 09:00-17:00, closed: england bank holidays}}
queues:
  desk: {hours: office, answer_within: 8 hours}
  always: {answer_within: 2 hours}
  silent: {hours: office}
`

// staffedTown is an organisation with one flow that says a text.
func staffedTown(t *testing.T, languages, say string) (*flows.Org, []flows.Finding) {
	t.Helper()
	book, found := flows.Load(fstest.MapFS{
		"town/org.yaml": {Data: []byte(strings.Replace(staffedOrg, "en, cy, pl", languages, 1))},
		"town/tea.yaml": {Data: []byte("parts: 1\nstart: {words: [TEA]}\nsteps:\n  tea: {say: \"" + say + "\"}\n")},
	})
	return book.Orgs["town"], found
}

func TestAPromiseIsARealDateInTheReadersLanguage(t *testing.T) {
	o, found := staffedTown(t, "en, cy, pl", "<desk.answer_by>; <desk.answer_day>; <office.opens>; <always.answer_by>")
	require.NotNil(t, o, found)
	for _, c := range []struct{ now, lang, want string }{
		{"2026-09-15 10:31", "en", "11am tomorrow; tomorrow; 9am tomorrow; 1pm today"},
		{"2026-09-14 09:00", "en", "5pm today; today; 9am tomorrow; 11am today"},
		{"2026-08-30 22:10", "en", "5pm on Tuesday 1 September; on Tuesday 1 September; 9am on Tuesday 1 September; 12:30am tomorrow"},
		{"2026-08-28 16:59", "en", "5pm on Tuesday 1 September; on Tuesday 1 September; 9am on Tuesday 1 September; 7pm today"},
		{"2026-08-30 22:10", "cy", "5pm ddydd Mawrth 1 Medi; ddydd Mawrth 1 Medi; 9am ddydd Mawrth 1 Medi; 12:30am yfory"},
		{"2026-08-30 22:10", "pl", "17:00 we wtorek 1 września; we wtorek 1 września; 09:00 we wtorek 1 września; 00:30 jutro"},
		{"2026-09-15 09:58", "en", "10am tomorrow; tomorrow; 9am tomorrow; midday today"},
		{"2026-09-15 21:45", "cy", "5pm yfory; yfory; 9am yfory; hanner nos yfory"},
		{"2027-03-26 10:00", "en", "5pm on Tuesday 30 March; on Tuesday 30 March; 9am on Tuesday 30 March; midday today"},
		{"2027-10-30 23:40", "en", "5pm on Monday 1 November; on Monday 1 November; 9am on Monday 1 November; 1am tomorrow"},
	} {
		now, err := time.ParseInLocation("2006-01-02 15:04", c.now, o.Timezone)
		require.NoError(t, err)
		p := o.Begin(flows.Conversation{Lang: c.lang}, flows.World{Now: now}, "tea", nil)
		require.Equal(t, c.want, p.Text, c.now)
	}
}

func TestABlankAboutAQueueThatPromisesNothingIsAFault(t *testing.T) {
	for blank, want := range map[string]string{
		"silent.answer_by":  "<silent.answer_by> is never filled in: the queue silent promises nothing.",
		"office.answer_day": "<office.answer_day> is never filled in: office are hours, and answers come from a queue.",
		"always.opens":      "<always.opens> is never filled in: always has no hours, and so never opens.",
		"nobody.answer_by":  "<nobody.answer_by> is never filled in.",
		"desk.answer_by":    "", "desk.answer_day": "", "desk.opens": "", "office.opens": "",
	} {
		_, found := staffedTown(t, "en", "We answer <"+blank+">.")
		var faults []string
		for _, f := range found {
			if f.Code == "unknown-blank" {
				faults = append(faults, f.Message)
			}
		}
		if want == "" {
			require.Empty(t, faults, blank)
			continue
		}
		require.Equal(t, []string{want}, faults, blank)
	}
}

func TestTheLongestDateIsCountedWhenPartsAre(t *testing.T) {
	short := "A health visitor will text you by <desk.answer_by>. " + strings.Repeat("a", 160-len("A health visitor will text you by midnight on Wednesday 30 September. "))
	for text, want := range map[string]int{short: 0, short + "x": 1} {
		org, found := staffedTown(t, "en", text)
		require.NotNil(t, org)
		long := 0
		for _, f := range found {
			if f.Code == "too-long" {
				long++
			}
		}
		require.Equal(t, want, long, "%d letters: %v", len(text), found)
	}
}
