package flows

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// reads are answers and the one form in which each is kept; "-" is refused.
type reads map[string]string

func TestAnswers(t *testing.T) {
	for _, test := range []struct {
		answer Answer
		reads  reads
	}{
		{Answer{Kind: answerText}, reads{" My baby \n will not sleep ": "My baby \n will not sleep", "?": "?", "": "-", "  ": "-",
			strings.Repeat("a", 640): strings.Repeat("a", 640), strings.Repeat("ż", 641): "-"}},
		{Answer{Kind: answerName}, reads{"Sam": "Sam", "  mary  jane O’Neil-Smith ": "mary jane O’Neil-Smith", "Żaneta": "Żaneta", "محمد": "محمد", "St. John": "St. John",
			"Sam 2": "-", "sam@example.org": "-", "...": "-", strings.Repeat("a", 41): "-"}},
		{Answer{Kind: answerNumber, Min: 1, Max: 5}, reads{"3": "3", "three": "3", "03": "3", "no 5": "5", "5 please": "5", "٤": "4", "6": "-", "0": "-", "3 or 4": "-", "2.5": "-", "5/5": "-", "lots": "-"}},
		{Answer{Kind: answerNumber, Min: 0, Max: 120}, reads{"0": "0", "72": "72", "121": "-", "seven": "7", "-3": "3"}},
		{Answer{Kind: answerPostcode}, reads{
			"WA7 2GA": "WA7 2GA", "wa72ga": "WA7 2GA", "wa7": "WA7", "wb 2": "WB2", "EC1A 1BB": "EC1A 1BB", "ec1a": "EC1A", "m1 1ae.": "M1 1AE",
			"my postcode is wa7 2ga": "WA7 2GA", "in wa7": "WA7", "wa7 please": "WA7", "W A 7": "WA7", "wa7-2ga": "WA7 2GA",
			"i was there b4 you": "-", "wa7 2ga or wa8 1aa": "-", "by the church": "-", "7": "-", "wa7 or wa8": "-", "12345": "-"}},
		{Answer{Kind: answerTime}, reads{"9:30": "09:30", "9.30": "09:30", "0930": "09:30", "2pm": "14:00", "2 PM": "14:00", "2.15pm": "14:15", "12am": "00:00", "12pm": "12:00", "at 14:00": "14:00", "23:59": "23:59", "7:05 a.m.": "07:05",
			"9": "-", "14pm": "-", "25:00": "-", "9:75": "-", "noonish": "-"}},
		{Answer{Kind: answerPhone}, reads{"07700 900123": "+447700900123", "+44 7700 900123": "+447700900123", "(07700) 900-123": "+447700900123", "01632 960960": "+441632960960", "12": "-", "call me": "-", "999": "-"}},
		{Answer{Kind: answerEmail}, reads{"sam@example.org": "sam@example.org", " Sam.O@mail.example.org. ": "Sam.O@mail.example.org", "sam@example": "-", "sam at example.org": "-", "<sam@example.org>": "sam@example.org", "a@b@c.org": "-"}},
	} {
		for text, want := range test.reads {
			v, ok := testReader().read(&test.answer, text)
			got := v.One
			if !ok {
				got = "-"
			}
			require.Equal(t, want, got, "%s: %q", test.answer.Kind, text)
		}
	}
}

// testReader reads English and Welsh on Tuesday 15 September 2026.
func testReader() reader {
	return reader{now: morning, speaks: []*lexicon{lexiconOf("en"), lexiconOf("cy")}, langs: []string{"en", "cy", "pl"}, region: "GB"}
}

func TestDates(t *testing.T) {
	for text, want := range (reads{
		"2 May 2026": "2026-05-02", "2nd of May 2026": "2026-05-02", "May 2, 2026": "2026-05-02", "2/5/2026": "2026-05-02", "2.5.26": "2026-05-02", "02-05-26": "2026-05-02",
		"2026-05-02": "2026-05-02", "2026/5/2": "2026-05-02", "sat 2 may 2026": "2026-05-02", "2 Mai 2026": "2026-05-02", "2 maja 2026": "2026-05-02", "1 września 2026": "2026-09-01",
		"20 sept": "2026-09-20", "15 September": "2026-09-15", "14 September": "2027-09-14", "2 may": "2027-05-02", "3/4": "2027-04-03", "29 feb": "2028-02-29",
		"7 July 1985": "1985-07-07", "7/7/85": "1985-07-07", "7/7/36": "2036-07-07", "7/7/37": "1937-07-07",
		"today": "2026-09-15", "Tomorrow": "2026-09-16", "heddiw": "2026-09-15", "yfory": "2026-09-16", "saturday": "2026-09-19", "Sat": "2026-09-19", "tuesday": "2026-09-22", "dydd sadwrn": "2026-09-19",
		"31 June 2026": "-", "30 Feb": "-", "2 ma": "-", "13/13/2026": "-", "2": "-", "May": "-", "2026": "-", "soon": "-", "2 May or 3 May": "-", "2 potatoes 2026": "-", "1/1/1": "-", "1/1/0001": "-", "": "-",
	}) {
		v, ok := testReader().read(&Answer{Kind: answerDate}, text)
		got := v.One
		if !ok {
			got = "-"
		}
		require.Equal(t, want, got, "%q", text)
	}
}

func TestLists(t *testing.T) {
	a := &Answer{Kind: answerList, Min: 2, Max: 3}
	for text, want := range map[string][]string{
		"tea, coffee":          {"tea", "coffee"},
		"tea; coffee;  milk ,": {"tea", "coffee", "milk"},
		"tea\ncoffee":          {"tea", "coffee"},
		"چائے، کافی":           {"چائے", "کافی"},
		"tea":                  nil,
		"a,b,c,d":              nil,
		",,":                   nil,
	} {
		v, ok := testReader().read(a, text)
		require.Equal(t, want != nil, ok, "%q", text)
		if ok {
			require.Equal(t, want, v.Many, "%q", text)
		}
	}
}

func TestADayIsReadInTheTownsOwnTime(t *testing.T) {
	k := newTalk(t, loadFlow(t, `
steps:
  when: {ask: "When?", answer: date}
  done: {say: "<when>."}
`))
	k.w.Now = time.Date(2026, 6, 30, 23, 30, 0, 0, time.UTC) // 1 July in London
	k.begin("main")
	says(t, k.hear("today"), "1 July 2026.")
}

func FuzzAnswer(f *testing.F) {
	for _, text := range []string{"2 May 2026", "wa7 2ga", "9:30", "07700 900123", "a@b.org", "tea, coffee", "7", "Sam", "00", "00000", "000A00A000000", "31/12/99", "at 12am"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, kind := range []string{answerText, answerName, answerNumber, answerPostcode, answerDate, answerTime, answerPhone, answerEmail, answerList} {
			a := &Answer{Kind: kind, Min: 1, Max: 5}
			v, ok := testReader().read(a, text)
			if !ok {
				continue
			}
			if v.Empty() {
				t.Fatalf("%q is an empty %s", text, kind)
			}
			again, ok := testReader().read(a, strings.Join(v.Items(), ","))
			if kind != answerEmail && kind != answerText && (!ok || again.String() != v.String()) {
				t.Fatalf("%q as %s is kept as %q, which reads as %q", text, kind, v, again)
			}
		}
	})
}
