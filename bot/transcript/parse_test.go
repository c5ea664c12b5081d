package transcript

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestParseReadsWhereSomebodyWaitedInAnOlderVersion(t *testing.T) {
	talks, faults := parse("x.chat", []byte("# T\ngiven ann waiting groups/area in an older version\n"), time.UTC)
	require.Empty(t, faults)
	require.Equal(t, []line{{n: 2, last: 2, kind: givenOlder, who: "ann", name: "groups", text: "area"}}, talks[0].lines)
}

func TestParseReadsEveryKindOfLine(t *testing.T) {
	src := `# Two people
// a note to ourselves
given now 2026-09-15 10:02
given me.area = castlefields
given ann me.first_name = Ann Marie
given ann in walkers
given ann opted in updates
given waiting groups/browse
given stopped
given language cy
given bob known

> GROUPS
< Groups. What would you like?
<
< 1 See groups near me

< A second text.
ann > hello
ann < Hello.
< To the resident again.
staff> How are you?
staff to ann> And you?
staff closes
staff closes ann
staff asks to hand over to river
staff asks to hand over to river for ann
staff cancels coffee-17-sep
after 1 hour 30 minutes
at 2026-09-16 09:00
= queued connectors: Needs food
= ann joined walkers
= me.area = palacefields

# Another
>
`
	talks, faults := parse("x.chat", []byte(src), time.UTC)
	require.Empty(t, faults)
	require.Len(t, talks, 2)
	require.Equal(t, "Two people", talks[0].title)
	require.Equal(t, []line{
		{n: 3, last: 3, kind: givenNow, at: time.Date(2026, 9, 15, 10, 2, 0, 0, time.UTC)},
		{n: 4, last: 4, kind: givenField, name: "area", text: "castlefields"},
		{n: 5, last: 5, kind: givenField, who: "ann", name: "first_name", text: "Ann Marie"},
		{n: 6, last: 6, kind: givenGroup, who: "ann", name: "walkers"},
		{n: 7, last: 7, kind: givenConsent, who: "ann", name: "updates"},
		{n: 8, last: 8, kind: givenWaiting, name: "groups", text: "browse"},
		{n: 9, last: 9, kind: givenStopped},
		{n: 10, last: 10, kind: givenLanguage, name: "cy"},
		{n: 11, last: 11, kind: givenKnown, who: "bob"},
		{n: 13, last: 13, kind: says, text: "GROUPS"},
		{n: 14, last: 16, kind: expect, text: "Groups. What would you like?\n\n1 See groups near me"},
		{n: 18, last: 18, kind: expect, text: "A second text."},
		{n: 19, last: 19, kind: says, who: "ann", text: "hello"},
		{n: 20, last: 20, kind: expect, who: "ann", text: "Hello."},
		{n: 21, last: 21, kind: expect, text: "To the resident again."},
		{n: 22, last: 22, kind: staffSays, text: "How are you?"},
		{n: 23, last: 23, kind: staffSays, who: "ann", text: "And you?"},
		{n: 24, last: 24, kind: staffCloses},
		{n: 25, last: 25, kind: staffCloses, who: "ann"},
		{n: 26, last: 26, kind: staffAsks, text: "river"},
		{n: 27, last: 27, kind: staffAsks, who: "ann", text: "river"},
		{n: 28, last: 28, kind: staffCancels, text: "coffee-17-sep"},
		{n: 29, last: 29, kind: after, wait: 90 * time.Minute},
		{n: 30, last: 30, kind: at, at: time.Date(2026, 9, 16, 9, 0, 0, 0, time.UTC)},
		{n: 31, last: 31, kind: effect, text: "queued connectors: Needs food"},
		{n: 32, last: 32, kind: effect, who: "ann", text: "joined walkers"},
		{n: 33, last: 33, kind: effect, text: "me.area = palacefields"},
	}, talks[0].lines)
	require.Equal(t, []line{{n: 36, last: 36, kind: says}}, talks[1].lines)
}

func TestParseSaysWhatItCannotRead(t *testing.T) {
	for src, why := range map[string]string{
		"> hello":                     "the file must begin with a title",
		"# T\nhello":                  `I can't read "hello". A line begins with`,
		"# T\n>hello":                 `a space is missing in ">hello": write  > hello`,
		"# T\n<1 Yes":                 `a space is missing in "<1 Yes": write  < 1 Yes`,
		"# T\nann >hello":             `a space is missing in "ann >hello": write  ann > hello`,
		"# T\n=joined walk":           `a space is missing in "=joined walk": write  = joined walk`,
		"# T\nstaff>hello":            `a space is missing in "staff>hello": write  staff> hello`,
		"# T\nAnn > hello":            `I can't read "Ann > hello".`,
		"# T\ngiven rain":             `I can't read "given rain". It can be`,
		"# T\ngiven now today":        `I can't read the date in "today"`,
		"# T\nat noon":                `I can't read the date in "noon"`,
		"# T\nafter":                  `I can't read the time in "after "`,
		"# T\nafter two days":         `I can't read the time in "after two days"`,
		"# T\nafter 2 moons":          `I can't read the time in "after 2 moons"`,
		"# T\nafter 2 days 3":         `I can't read the time in "after 2 days 3"`,
		"# T\n= danced":               `I can't read "= danced". It can be: joined`,
		"# T\n= ann":                  `I can't read "= ann".`,
		"# T\nstaff> ":                `I can't read "staff>"`,
		"# T\nafter 99999999999 days": `I can't read the time in`,
	} {
		t.Run(src, func(t *testing.T) {
			_, faults := parse("x.chat", []byte(src), time.UTC)
			require.Len(t, faults, 1)
			require.Contains(t, faults[0].Why, why)
			require.Equal(t, strings.Count(src, "\n")+1, faults[0].Line)
		})
	}
}

func TestThreeDotsStandForAnything(t *testing.T) {
	for _, c := range []struct {
		written, text string
		fits          bool
	}{
		{"hello", "hello", true},
		{"hello", "hello ", false},
		{"hel...", "hello", true},
		{"...lo", "hello", true},
		{"h...l...o", "hello", true},
		{"hello...", "hello", true},
		{"...", "", true},
		{"a...a", "a", false},
		{"a...b...c", "a\nx b\nc", true},
		{"1 Yes...9 More", "1 Yes\n2 No\n9 More", true},
		{"h...x", "hello", false},
	} {
		require.Equal(t, c.fits, matches(c.written, c.text), "%q %q", c.written, c.text)
	}
}

func TestDifferenceKeepsCommonLinesInPlace(t *testing.T) {
	require.Equal(t, ":0: \n      Hello.\n    - 1 Yes\n    + 1 Yes, join\n      2 No", Failure{Expected: "Hello.\n1 Yes\n2 No", Got: "Hello.\n1 Yes, join\n2 No"}.String())
	require.Equal(t, ":0: \n    - Hello.", Failure{Expected: "Hello."}.String())
	require.Equal(t, ":0: ", Failure{}.String())
}

func TestEditsAreMadeFromTheEnd(t *testing.T) {
	src := []byte("one\ntwo\nthree\nfour")
	all := edits{{2, 3, []string{"2", "3", "3b"}}, {5, 4, []string{"five"}}, {1, 1, nil}}
	require.Equal(t, "2\n3\n3b\nfour\nfive", string(all.apply(src)))
}

func FuzzParse(f *testing.F) {
	f.Add("# T\ngiven now 2026-09-15 10:02\n> hi\n< yo\n= stopped")
	f.Fuzz(func(t *testing.T, src string) {
		talks, faults := parse("x.chat", []byte(src), time.UTC)
		for _, talk := range talks {
			for _, l := range talk.lines {
				require.LessOrEqual(t, l.n, l.last)
				require.LessOrEqual(t, l.last, strings.Count(src, "\n")+1)
			}
		}
		for _, fault := range faults {
			require.NotEmpty(t, fault.Why)
		}
	})
}
