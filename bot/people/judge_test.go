package people_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/people"
	"github.com/connective-messaging/connective/flows"
)

var now = time.Date(2026, 9, 15, 12, 0, 0, 0, time.UTC)

// town is an organisation with two consents, a choice, and a group that nobody is
// put into by a list.
func town(t testing.TB) *flows.Org {
	book, found := flows.Load(fstest.MapFS{
		"town/org.yaml": {Data: []byte(`name: Wenbridge Link
number: "+447700900999"
languages: [en, cy]
welcome: join
consents: {news: News of the town, tips: Tips}
profile:
  area: {type: outcode, why: To show what is near, keep: 2 years}
  age: {type: choice, why: To see whom we miss, keep: 2 years}
  first_name: {type: name, why: To say hello, keep: 2 years}
`)},
		"town/groups.csv": {Data: []byte("id,name,name:cy,word,sensitive,date\nwalk,Walk and talk,Cerdded,WALK,,\nallotment,Allotment,Rhandir,,,\nsober,Sober Sundays,,SOBER,yes,\ntea,Tea,,TEA,,2026-09-17 10:00\n")},
		"town/join.yaml": {Data: []byte(`title: Join
start: {words: [JOIN]}
steps:
  yes:
    ask: Join?
    options: {yes: "Yes", no: "No -> end"}
    exact: yes
  in: {opt_in: news, say: You are in.}
  age:
    ask: How old are you?
    save: me.age
    options: {young: Under 50, older: 50 or more}
`)},
	})
	require.NotNil(t, book.Orgs["town"], "%v", found)
	return book.Orgs["town"]
}

func clock() time.Time { return now }

// whole is a row with all that a row needs.
func whole() people.Row {
	return people.Row{Line: 2, Number: "07700 900123", Consent: "news", Source: "paper form, library", Date: "2026-03-31", Wording: "News by text"}
}

func reasons(s people.Said) []people.Reason {
	var out []people.Reason
	for _, f := range s.Faults {
		out = append(out, f.Reason)
	}
	return out
}

func TestNumbersAsSpreadsheetsHaveThem(t *testing.T) {
	const mobile = "+447700900123"
	for cell, want := range map[string]string{
		"07700900123": mobile, "07700 900 123": mobile, "07700-900-123": mobile, "(07700) 900123": mobile, "+447700900123": mobile, "+44 7700 900123": mobile,
		"447700900123": mobile, "00447700900123": mobile, "+44 (0)7700 900123": mobile, "+44 07700 900123": mobile, "0044 07700900123": mobile,
		"\u202a07700 900123\u202c": mobile, "07700\u00a0900123": mobile, "07700\u2011900123": mobile, "'07700900123": mobile, `="07700900123"`: mobile,
		"447700900123.0": mobile, "tel:07700900123": mobile,
		"7700900123": mobile, // the 0 is missing, and no other number is written like this
	} {
		row := whole()
		row.Number = cell
		got := people.Judge(town(t), row, "", now)
		require.Empty(t, got.Faults, cell)
		require.Equal(t, want, got.To.Value, cell)
		require.Equal(t, cell == "7700900123", len(got.Notes) == 1, cell)
	}
}

func TestNumbersThatAreRefused(t *testing.T) {
	for cell, want := range map[string]people.Reason{
		"": people.NotNumber, "none": people.NotNumber, "O7700 900123": people.NotNumber, "07700 90012": people.NotNumber, "0": people.NotNumber, "60006": people.NotNumber,
		"4.47701E+11": people.Damaged, "4,47701e+11": people.Damaged, "7.7009E+09": people.Damaged, "#######": people.Damaged,
		"07700 900123 / 07700 900124": people.TwoNumbers, "07700900123,07700900124": people.TwoNumbers,
		"01632 960001": people.Landline, "1632960001": people.Landline, "+441632960001": people.Landline, "0306 999 0001": people.Landline,
		"+33612345678": people.Abroad, "0033 6 12 34 56 78": people.Abroad,
		"0909 8790000": people.Premium, "070 1234 5678": people.Premium, "9098790000": people.Premium, "076 1234 5678": people.Pager, "07911 123456": people.Islands,
	} {
		row := whole()
		row.Number = cell
		require.Equal(t, []people.Reason{want}, reasons(people.Judge(town(t), row, "", now)), cell)
	}
}

func TestNothingIsImportedWithoutProofOfConsent(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*people.Row)
		want   people.Reason
	}{
		"to what":           {func(r *people.Row) { r.Consent = " " }, people.NoConsent},
		"to something else": {func(r *people.Row) { r.Consent = "news, parties" }, people.NoSuchThing},
		"where":             {func(r *people.Row) { r.Source = "" }, people.NoSource},
		"when":              {func(r *people.Row) { r.Date = "" }, people.NoDate},
		"in which words":    {func(r *people.Row) { r.Wording = "\t" }, people.NoWording},
		"no date":           {func(r *people.Row) { r.Date = "last spring" }, people.BadDate},
		"month 14":          {func(r *people.Row) { r.Date = "03/14/2026" }, people.BadDate},
		"no such day":       {func(r *people.Row) { r.Date = "31/02/2026" }, people.BadDate},
		"a day's number":    {func(r *people.Row) { r.Date = "46112" }, people.BadDate},
		"tomorrow":          {func(r *people.Row) { r.Date = "16/09/2026" }, people.FutureDate},
		"before the rules":  {func(r *people.Row) { r.Date = "10/12/2003" }, people.OldDate},
		"very long":         {func(r *people.Row) { r.Wording = strings.Repeat("a", 641) }, people.TooLong},
	} {
		t.Run(name, func(t *testing.T) {
			row := whole()
			c.change(&row)
			require.Equal(t, []people.Reason{c.want}, reasons(people.Judge(town(t), row, "", now)))
		})
	}
}

func TestDatesAsTheyAreWrittenInBritain(t *testing.T) {
	for _, cell := range []string{"2026-04-03", "3/4/2026", "03/04/2026", "03-04-2026", "03.04.2026", "03/04/26", "3 April 2026", "3 Apr 2026", "03-Apr-26", "2026-04-03 10:15", "2026-04-03T10:15:00Z", "03/04/2026 10:15"} {
		row := whole()
		row.Date = cell
		got := people.Judge(town(t), row, "", now)
		require.Empty(t, got.Faults, cell)
		require.Equal(t, "2026-04-03", got.In.Agreed.Format(time.DateOnly), cell)
	}
}

func TestWhatARowSaysOfSomebody(t *testing.T) {
	row := whole()
	row.Consent, row.Language, row.Groups = "News; tips", "Cymraeg", "WALK allotment"
	row.Me = map[string]string{"area": "wb2 4aa", "age": "50 or more", "first_name": "Siân"}
	got := people.Judge(town(t), row, "walk", now)
	require.Empty(t, got.Faults)
	require.Equal(t, []string{"news", "tips"}, got.In.Consents)
	require.Equal(t, "cy", got.In.Language)
	require.Equal(t, []string{"walk", "allotment"}, got.In.Groups, "each once")
	require.Equal(t, map[string]string{"area": "WB2", "age": "older", "first_name": "Siân"}, got.In.Me)
	require.Equal(t, "paper form, library", got.In.Source)

	row.Groups = "Walk and talk, Rhandir"
	require.Equal(t, []string{"walk", "allotment"}, people.Judge(town(t), row, "", now).In.Groups)
}

func TestWhatARowCannotSay(t *testing.T) {
	row := whole()
	row.Language, row.Groups, row.Me = "Klingon", "chess; Sober Sundays; TEA", map[string]string{"age": "99", "area": "the moon", "first_name": "07700 900123"}
	got := people.Judge(town(t), row, "", now)
	require.Equal(t, []people.Reason{people.NoSuchTag, people.NoSuchGroup, people.Sensitive, people.IsEvent, people.NoSuchValue, people.NoSuchValue, people.NoSuchValue}, reasons(got), "all at once")
	require.Equal(t, []string{"walk", "allotment"}, got.Faults[1].Can, "neither a sensitive group nor an event is offered")
	require.Contains(t, got.Faults[3].Words(), "nobody is put into the event Tea by a list, as its places are counted")
	require.Equal(t, []string{"older", "young"}, got.Faults[4].Can)
	require.NotContains(t, got.Faults[5].Words(), "900123", "a number is never quoted")
}

func TestWhatWasToldTooLongAgoIsNotKept(t *testing.T) {
	row := whole()
	row.Date, row.Me = "2024-09-14", map[string]string{"age": "older"}
	got := people.Judge(town(t), row, "", now)
	require.Empty(t, got.Faults)
	require.Empty(t, got.In.Me)
	require.Equal(t, []people.Note{people.TooOld}, got.Notes)
}

func TestEveryReasonHasWords(t *testing.T) {
	for _, r := range people.Reasons {
		words := people.Fault{Reason: r, What: "this", Column: "age", Line: 7, Can: []string{"young"}}.Words()
		require.NotEqual(t, string(r), words)
		require.Greater(t, len(words), 20)
	}
}

func FuzzJudge(f *testing.F) {
	o := town(f)
	f.Add("07700 900123", "news", "form", "2026-03-31", "News", "walk", "older")
	f.Fuzz(func(t *testing.T, number, consent, source, date, wording, groups, age string) {
		got := people.Judge(o, people.Row{Number: number, Consent: consent, Source: source, Date: date, Wording: wording, Groups: groups, Me: map[string]string{"age": age}}, "", now)
		if len(got.Faults) > 0 {
			return
		}
		require.Regexp(t, `^\+447\d{9}$`, got.To.Value)
		require.NotEmpty(t, got.In.Consents)
		require.NotEmpty(t, got.In.Source)
		require.NotEmpty(t, got.In.Words)
		require.False(t, got.In.Agreed.After(now))
	})
}
