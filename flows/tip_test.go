package flows

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const tipsFlow = `start: {words: [TIPS]}
languages: [en]
steps:
  child: {ask: How old?, options: {expecting: Not born, newborn: New, baby: Baby, date: A date -> born}, optional: yes, save: age, then: list}
  born: {ask: When was it born?, answer: date, save: age, then: list}
  list:
    ask: Read one.
    options: {from: tips, child: <age>, empty: nothing}
    save: tip
  read:
    ask: <tip.text> Did this help?
    helpful: <tip>
    options: {yes: Yes -> end, no: No -> end, next: Another one -> list}
  nothing: {say: Nothing., then: end}
`

const tipsList = `id,name,name:cy,text,text:cy,stage,author,reviewer,reviewed,health,draft
feed,Feed,Bwydo,Feed often.,Bwydwch yn aml.,newborn baby,A,B,2026-03-01,yes,cy
folic,Folic acid,Asid ffolig,Take it.,Cymerwch ef.,expecting,A,B,2026-03-01,yes,
bins,Bins,Biniau,Put them out.,Rhowch nhw allan.,,A,B,2026-03-01,no,cy
bus,Bus,,Catch it.,,,A,B,2026-03-01,,
`

func tipsOrg(t *testing.T, flow string) *Org {
	return load(t, map[string]string{
		"org.yaml": "name: Tea Town\nnumber: \"+447700900002\"\nlanguages: [en, cy]\n", "tips.csv": tipsList, "main.yaml": flow,
	})
}

func TestTipsAreOfferedForAChildsAge(t *testing.T) {
	for _, c := range []struct {
		name    string
		replies []string
		want    string
	}{
		{"a stage", []string{"2"}, "1 Feed\n2 Bins\n3 Bus"},
		{"another stage", []string{"1"}, "1 Folic acid\n2 Bins\n3 Bus"},
		{"a birthday", []string{"4", "2026-05-01"}, "1 Feed\n2 Bins\n3 Bus"},
		{"a birthday long ago", []string{"4", "1980-05-01"}, "1 Bins\n2 Bus"},
		{"not said", []string{"skip"}, "1 Feed\n2 Folic acid\n3 Bins\n4 Bus"},
	} {
		k := newTalk(t, tipsOrg(t, tipsFlow))
		k.w.Now = time.Date(2026, time.September, 1, 12, 0, 0, 0, time.UTC)
		k.begin("main")
		for _, r := range c.replies {
			k.hear(r)
		}
		require.Equal(t, "Read one.\n"+c.want, k.last.Text, c.name)
	}
}

func TestWordsAboutHealthThatNoSpeakerHasCheckedAreNotSent(t *testing.T) {
	k := newTalk(t, tipsOrg(t, tipsFlow))
	k.c.Lang = "cy"
	k.begin("main")
	k.hear("skip")
	require.Equal(t, "Read one.\n1 Asid ffolig\n2 Biniau\n3 Feed\n4 Bus", k.last.Text, "checked, or not about health, is in Welsh and comes first")
	k.hear("3")
	require.Contains(t, k.last.Text, "Feed often.")
	o := tipsOrg(t, tipsFlow)
	tips := o.Tips()
	require.Equal(t, []string{"en"}, tips[0].Languages)
	require.Equal(t, []string{"en", "cy"}, tips[1].Languages)
	require.Equal(t, "Biniau", tips[2].Title("cy"))
	require.Equal(t, "Rhowch nhw allan.", tips[2].Text("cy"))
	require.Equal(t, []string{"cy"}, tips[2].Drafts)
}

func TestTipsCanBeThoseOfALanguage(t *testing.T) {
	k := newTalk(t, tipsOrg(t, `start: {words: [TIPS]}
languages: [en]
steps:
  list: {ask: Read one., options: {from: tips, where: languages has <me.language>, empty: end}}
  read: {say: <list.text>}
`))
	k.c.Lang = "cy"
	k.begin("main")
	require.Equal(t, "Read one.\n1 Asid ffolig\n2 Biniau", k.last.Text)
}

func TestWhatIsReadAndWhetherItHelpedIsCounted(t *testing.T) {
	k := newTalk(t, tipsOrg(t, tipsFlow))
	k.w.Now = time.Date(2026, time.September, 1, 12, 0, 0, 0, time.UTC)
	k.begin("main")
	k.hear("skip")
	k.hear("bins")
	require.Equal(t, []Effect{{Kind: EffectRecord, Name: TipsShown, Row: map[string]string{"tip": "bins", "language": "en", "month": "2026-09"}}}, k.last.Effects)
	k.hear("another one")
	require.Empty(t, k.last.Effects, "that is no opinion")
	k.hear("bus")
	k.hear("no")
	require.Equal(t, []Effect{{Kind: EffectRecord, Name: TipsHelped, Row: map[string]string{"tip": "bus", "helped": "no", "language": "en", "month": "2026-09"}}}, k.last.Effects)
}

func TestATipHoldsForAYear(t *testing.T) {
	tip := tipsOrg(t, tipsFlow).Tips()[0]
	require.False(t, tip.Stale(time.Date(2027, 2, 28, 23, 59, 0, 0, time.UTC)))
	require.True(t, tip.Stale(time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)))
	tip.Reviewed = time.Time{}
	require.True(t, tip.Stale(time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)))
}

func TestWhatIsWrongWithTipsIsTold(t *testing.T) {
	for _, c := range []struct{ name, row, code, says string }{
		{"a day that is none", "naps,Naps,Sleep.,,A,B,March,,", "tip-cell", `reviewed can't be "March"`},
		{"a day to come", "naps,Naps,Sleep.,,A,B,2026-06-03,,", "tip-cell", "on a day to come"},
		{"health", "naps,Naps,Sleep.,,A,B,2026-03-01,perhaps,", "tip-cell", `health can't be "perhaps"`},
		{"a language", "naps,Naps,Sleep.,,A,B,2026-03-01,,welsh", "tip-cell", `draft can't be "welsh"`},
		{"a stage", "naps,Naps,Sleep.,newbron,A,B,2026-03-01,,", "tip-cell", `did you mean "newborn"?`},
		{"the author alone", "naps,Naps,Sleep.,,A. Writer,a. writer,2026-03-01,,", "tip-review", "who wrote it has reviewed it"},
		{"no text", "naps,Naps,,,A,B,2026-03-01,,", "tip-words", "it has no text"},
	} {
		_, found := LoadAt(folder("start: {words: [TEA]}\nsteps:\n  top: {say: Tea comes.}\n-- tips.csv --\nid,name,text,stage,author,reviewer,reviewed,health,draft\n"+c.row+"\n"), "", nil, lintDay)
		require.Len(t, found, 1, "%s: %s", c.name, printed(found))
		require.Equal(t, c.code, found[0].Code, c.name)
		require.Contains(t, printed(found), c.says, c.name)
		wellExplained(t, found[0])
	}
}

func TestChildAndHelpfulAreForTipsAlone(t *testing.T) {
	_, found := Load(folder("start: {words: [TEA]}\nsteps:\n  old: {ask: How old?, answer: date}\n  top: {ask: Which?, options: {from: groups, child: <old>, empty: end}}\n  end_: {say: \"<top.name>\"}\n"))
	require.Contains(t, printed(found), "child: chooses among tips")
	_, found = Load(folder("start: {words: [TEA]}\nsteps:\n  top: {ask: Which?, options: {from: groups, empty: end}}\n  good: {ask: Good?, helpful: <top>, options: {yes: Yes -> end, no: No -> end}}\n"))
	require.Contains(t, printed(found), `"top" holds no tip`)
}
