package flows

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const sharing = "-- org.yaml --\n" + baseOrg + "quiet: 21:00-08:00\n"

func TestANumberIsToldOnlyWhereThePersonHasSurelyAgreed(t *testing.T) {
	org := "-- org.yaml --\nname: Tea Town\nnumber: \"+447700900002\"\nqueues: {desk: {}}\nconsents: {share_number: Letting others see your number}\n"
	tell := "{who: group walkers, text: \"Ring <me.phone>\"}"
	ask := "ask: \"Share?\", exact: yes, options: "
	for name, c := range map[string]struct {
		flows string
		want  int
	}{
		"in the same step":        {"  a: {" + ask + "{yes: Yes, no: No -> end}}\n  b: {opt_in: share_number, tell: " + tell + ", say: Done.}\n", 0},
		"in a step before":        {"  a: {" + ask + "{yes: Yes, no: No -> end}}\n  b: {opt_in: share_number, say: OK.}\n  c: {tell: " + tell + ", say: Done.}\n", 0},
		"on one of two paths":     {"  a: {" + ask + "{yes: Yes -> b, no: No -> c}}\n  b: {opt_in: share_number, say: OK., then: c}\n  c: {tell: " + tell + ", say: Done.}\n", 1},
		"taken back":              {"  a: {" + ask + "{yes: Yes, no: No -> end}}\n  b: {opt_in: share_number, say: OK.}\n  c: {opt_out: share_number, say: Hm.}\n  d: {tell: " + tell + ", say: Done.}\n", 1},
		"to staff":                {"  a: {tell: {who: queue desk, text: \"From <me.phone>\"}, say: Done.}\n", 1},
		"by another name":         {"  a: {set: {n: \"0 <me.phone>\"}, tell: {who: group walkers, text: \"Ring <n>\"}, say: Done.}\n", 1},
		"told back to themselves": {"  a: {say: \"Your number is <me.phone>.\"}\n", 0},
		"in a flow that is called once they have agreed": {"  a: {" + ask + "{yes: Yes, no: No -> end}}\n  b: {opt_in: share_number, call: pass}\n-- pass.yaml --\nsteps:\n  a: {tell: " + tell + ", say: Done.}\n", 0},
		"in a flow that is also called before":           {"  z: {call: pass}\n  a: {" + ask + "{yes: Yes, no: No -> end}}\n  b: {opt_in: share_number, call: pass}\n-- pass.yaml --\nsteps:\n  a: {tell: " + tell + ", say: Done.}\n", 1},
		"in a flow that also has a word":                 {"  a: {" + ask + "{yes: Yes, no: No -> end}}\n  b: {opt_in: share_number, call: pass}\n-- pass.yaml --\nstart: {words: [PASS]}\nsteps:\n  a: {tell: " + tell + ", say: Done.}\n", 1},
		"in a flow that starts for others":               {"  a: {" + ask + "{yes: Yes, no: No -> end}}\n  b: {opt_in: share_number, tell: {who: group walkers, text: Who can?, options: {yes: Me}, flow: pass}, say: Done.}\n-- pass.yaml --\nsteps:\n  a: {tell: " + tell + ", say: Done.}\n", 1},
	} {
		_, found := Load(folder(org + "-- try.yaml --\nstart: {words: [TEA]}\nsteps:\n" + c.flows))
		require.Len(t, only(found, "shares-number"), c.want, "%s\n%s", name, printed(found))
	}
}

func TestOnlyWhatAsksForEverNags(t *testing.T) {
	ask := func(name, then string) string {
		return "  " + name + ": {ask: \"More?\", options: {yes: Yes -> end, no: No -> end}, timeout: {after: 1 day, then: " + then + "}}\n"
	}
	for name, c := range map[string]struct {
		steps string
		want  []string
	}{
		"again":                        {ask("a", "again"), []string{"a"}},
		"itself by its name":           {ask("a", "a"), []string{"a"}},
		"by another text":              {ask("a", "b") + "  b: {say: Still there?, then: a}\n", []string{"a"}},
		"by another question":          {ask("a", "b") + ask("b", "a"), []string{"a", "b"}},
		"by a wait":                    {ask("a", "b") + "  b: {wait: 2 days, then: a}\n", []string{"a"}},
		"by leaving for the same flow": {ask("a", "flow try"), []string{"a"}},
		"once more, then the end":      {ask("a", "b") + ask("b", "end"), nil},
		"where it can lead elsewhere":  {ask("a", "b") + "  b: {when: {me.area is set: a, else: end}}\n", nil},
		"only after an answer":         {"  a: {ask: \"More?\", options: {yes: Yes -> a, no: No -> end}}\n", nil},
	} {
		_, found := Load(folder("start: {words: [TEA]}\nsteps:\n" + c.steps))
		var got []string
		for _, f := range only(found, "nag") {
			got = append(got, f.Message[1:2])
		}
		require.Equal(t, c.want, got, name)
	}
}

func TestWhatIsOverIsFoundAtItsPlace(t *testing.T) {
	text := `start: {every: [Monday 10:00, 2026-05-31 10:00, 2026-06-02 10:00], to: group walkers}
steps:
  a: {wait: until 2026-06-01 12:59}
  b: {wait: until 2026-06-01 13:01}
  c: {wait: until 2026-06-03 - 1 week}
  d: {wait: until tomorrow}
  e: {say: Done.}
`
	_, found := LoadAt(folder(text), "", nil, lintDay) // 12:00 in UTC is 13:00 in London
	found = only(found, "past")
	require.Len(t, found, 3, printed(found))
	require.Equal(t, []string{"2026-05-31 10:00 is over.", "2026-06-01 12:59 is over.", "2026-05-27 09:00 is over."}, []string{found[0].Message, found[1].Message, found[2].Message})
	require.Equal(t, Pos{"try.yaml", 1, 31}, found[0].Pos)
	_, found = Load(folder(text))
	require.Empty(t, only(found, "past"), "not where the day is of no matter")
	_, found = LoadAt(folder("start: {words: [TEA]}\nsteps:\n  a: {wait: until 2026-05-01 12:59} # fine: past\n  b: {say: Done.}\n"), "", nil, time.Now())
	require.Empty(t, only(found, "past"))
}

func TestQuietHoursAreTheOrganisations(t *testing.T) {
	text := "start: {every: [day 07:59, day 08:00, day 21:00], to: group walkers}\nsteps:\n  a: {wait: until tomorrow 22:30}\n  b: {say: Done.}\n"
	_, found := Load(folder(sharing + "-- try.yaml --\n" + text))
	found = only(found, "quiet")
	require.Len(t, found, 3, printed(found))
	require.Equal(t, "this starts at 07:59, in quiet hours, so it will go out at 08:00.", found[0].Message)
	require.Equal(t, Pos{"try.yaml", 1, 39}, found[1].Pos)
	require.Equal(t, "this goes on at 22:30, in quiet hours, so it will go out at 08:00.", found[2].Message)
	_, found = Load(folder("-- org.yaml --\n" + baseOrg + "quiet: none\n-- try.yaml --\n" + text))
	require.Empty(t, only(found, "quiet"))
}

func TestTheWelcomeTellsHowToStopInEachLanguage(t *testing.T) {
	org := "-- org.yaml --\n" + bilingual + "welcome: try\n-- try.yaml --\nsteps:\n"
	for name, c := range map[string]struct{ flows, want string }{
		"in both":                  {"  top: {say: Hello. Text STOP to stop.}\n-- try.cy.yaml --\nlanguage: cy\ntexts:\n  top.say: {en: Hello. Text STOP to stop., cy: Helo. Tecstiwch STOPIO.}\n", ""},
		"in a flow that it calls":  {"  top: {say: Hello., then: go}\n  go: {call: more}\n-- more.yaml --\nsteps:\n  a: {say: Text STOP to stop.}\n", ""},
		"not in Welsh":             {"  top: {say: Hello. Text STOP to stop.}\n-- try.cy.yaml --\nlanguage: cy\ntexts:\n  top.say: {en: Hello. Text STOP to stop., cy: Helo.}\n", "try.cy.yaml:1:1: warning: in Welsh, try never tells people they can text STOP. [no-stop]"},
		"Welsh that is a draft":    {"  top: {say: Hello. Text STOP to stop.}\n-- try.cy.yaml --\nlanguage: cy\ndraft: yes\ntexts:\n  top.say: {en: Hello. Text STOP to stop., cy: Helo.}\n", ""},
		"only the name of a group": {"  top: {ask: \"Which?\", options: {a: Stop smoking, b: Walks}}\n", "try.yaml:1:1: warning: try never tells people they can text STOP. [no-stop]"},
	} {
		_, found := Load(folder(org + c.flows))
		found = only(found, "no-stop")
		if c.want == "" {
			require.Empty(t, printed(found), name)
			continue
		}
		require.NotEmpty(t, found, name)
		require.Contains(t, printed(found), c.want, name)
	}
	_, found := Load(folder(org + "  top: {say: Hello. Text STOP to stop.}\n-- try.cy.yaml --\nlanguage: cy\ntexts:\n  top.say: {en: Hello. Text STOP to stop., cy: Helo.}\n"))
	require.Equal(t, "say in Welsh that people can text STOPIO, in the translation of one of its texts.", only(found, "no-stop")[0].Fix)
}
