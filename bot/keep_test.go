package bot_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/flows"
)

const (
	day  = 24 * time.Hour
	year = 365 * day
)

// keeps makes somebody who told their area at that moment, with an organisation
// that keeps it for so long.
func keeps(set time.Time, keep time.Duration) *phone {
	p := newPhone().known()
	o := *p.org
	o.Profile = []flows.ProfileField{{Name: "area", Type: "text", Why: "To show what is near", Keep: keep}}
	o.StillYou = 2 * year
	p.org, p.now = &o, set
	p.thread.Person.Keep(p.org, "area", "WB1", set)
	return p
}

func TestAFieldIsWipedAfterItsTimeWithoutAText(t *testing.T) {
	p := keeps(tuesday, year)
	texts, _ := p.until(t, tuesday.Add(year-time.Minute))
	require.Empty(t, texts, "nothing is said about it")
	require.Equal(t, "WB1", p.thread.Person.Me["area"])
	_, _ = p.until(t, tuesday.Add(year))
	require.Empty(t, p.thread.Person.Me)
	require.Empty(t, p.thread.Person.Kept)
	p.rests(t) // nothing is left to look at
}

func TestWhatIsOverdueIsNotUsedByTheNextText(t *testing.T) {
	p := keeps(tuesday, year)
	p.now = tuesday.Add(year + day) // the house was down
	p.texted("MYDATA")
	require.NotContains(t, p.turn.Say[0].Text, "WB1")
	require.Empty(t, p.thread.Person.Me)
}

func TestTellingItAnewBeginsItsTimeAnew(t *testing.T) {
	p := keeps(tuesday, year)
	p.thread.Person.Keep(p.org, "area", "WB2", tuesday.Add(year-day))
	_, _ = p.until(t, tuesday.Add(year+day))
	_, _ = p.until(t, tuesday.Add(2*year-2*day))
	require.Equal(t, "WB2", p.thread.Person.Me["area"])
	_, _ = p.until(t, tuesday.Add(2*year))
	require.Empty(t, p.thread.Person.Me)
}

func TestAnotherTimeInOrgYAMLHoldsForWhatIsKeptAlready(t *testing.T) {
	p := keeps(tuesday, year)
	shorter := keeps(tuesday, 30*day).org
	p.org = shorter
	_, _ = p.until(t, tuesday.Add(31*day))
	require.Empty(t, p.thread.Person.Me, "shorter: at once, or when it is looked at next")

	p = keeps(tuesday, year)
	p.org = keeps(tuesday, 3*year).org
	_, _ = p.until(t, tuesday.Add(year))
	require.Empty(t, p.thread.Person.Me, "longer: not for what people were told is kept for less")

	p = keeps(tuesday, year)
	p.org = newPhone().org
	none := *p.org
	none.Profile = nil
	p.org = &none
	_, _ = p.until(t, tuesday.Add(year-day))
	require.Equal(t, "WB1", p.thread.Person.Me["area"], "a field that is not listed any more ends when it would have")
	_, _ = p.until(t, tuesday.Add(year))
	require.Empty(t, p.thread.Person.Me)
}

func TestWhatAnOlderVersionSavesEndsToo(t *testing.T) {
	p := keeps(tuesday, year)
	p.thread.Person.Keep(p.org, "shoe", "42", tuesday)
	_, _ = p.until(t, tuesday.Add(32*day))
	require.Equal(t, map[string]string{"area": "WB1"}, p.thread.Person.Me)
}

func TestWhatWasKeptWithoutATimeCountsFromTheLastText(t *testing.T) {
	p := keeps(tuesday, year)
	p.thread.Person.Kept, p.thread.Person.Heard = nil, tuesday.Add(-day)
	p.waits(0)
	require.Equal(t, tuesday.Add(year-day).UTC(), p.thread.Person.Kept["area"].Until.UTC())
	p.thread.Person.Kept, p.thread.Person.Heard = nil, time.Time{}
	p.waits(0)
	require.Equal(t, tuesday.Add(year).UTC(), p.thread.Person.Kept["area"].Until.UTC())
}

func TestForgettingAFieldForgetsItsTime(t *testing.T) {
	p := keeps(tuesday, year).texted("FORGET", "1")
	require.Empty(t, p.thread.Person.Kept)
	require.True(t, p.turn.Forget)
}

// TestAnOpenQuestionKeepsWhatItIsAbout asks in each way in which a question can
// be about a field, when its time is over.
func TestAnOpenQuestionKeepsWhatItIsAbout(t *testing.T) {
	for name, c := range map[string]struct {
		step  string
		stays bool
	}{
		"its answer is kept there":  {`ask: "Where do you live?", answer: text, save: me.area`, true},
		"it is in its words":        {`ask: "In <me.area|the town>?", options: {yes: Yes, no: No}`, true},
		"it is said before":         {`say: "You are in <me.area|the town>.", ask: "Still?", options: {yes: Yes, no: No}`, true},
		"it is in its hint":         {`ask: "Tea?", options: {tea: Tea, milk: Milk}, hint: "In <me.area|the town> we say tea."`, true},
		"it is in a label":          {`ask: "Where?", options: {here: "<me.area|Here>", there: There}`, true},
		"a choice depends on it":    {`ask: "Where?", options: {here: {label: Here, if: me.area is WB1}, there: There}`, true},
		"rows depend on it":         {`ask: "Which?", options: {from: groups, where: area is <me.area>}`, true},
		"the way on depends on it":  {`ask: "Tea?", answer: text, when: {me.area is WB1: end, else: end}`, true},
		"it is about another field": {`ask: "Your home?", answer: text, save: me.home`, false},
		"it is about nothing kept":  {`ask: "Tea?", answer: text`, false},
	} {
		t.Run(name, func(t *testing.T) {
			o, err := flows.LoadPublished("mill", flows.Files{
				"org.yaml":   []byte("name: Mill\nnumber: \"+447700900001\"\nquiet: none\nstill_you: 2 years\nprofile: {area: {why: To know, keep: 1 year}, home: {why: To know, keep: 1 year}}\n"),
				"groups.csv": []byte("id,name,area\nwalk,Walkers,WB1\nknit,Knitters,WB1\n"),
				"main.yaml":  []byte("start: {words: [TEA]}\ntimeout: 2 days\nsteps:\n  top: {" + c.step + "}\n  end_of_it: {say: Thanks.}\n"),
			}, nil)
			require.NoError(t, err)
			p := newPhone().known()
			p.org, p.now = o, tuesday
			p.thread.Key.Org = "mill"
			p.thread.Person.Keep(o, "area", "WB1", tuesday)
			p.now = tuesday.Add(year - time.Hour)
			p.texted("TEA")
			require.NotNil(t, p.thread.Conversation.Now)
			p.waits(2 * time.Hour)
			require.Equal(t, c.stays, p.thread.Person.Me["area"] == "WB1")
			_, _ = p.until(t, tuesday.Add(year+3*day))
			require.Nil(t, p.thread.Conversation.Now, "nobody answered")
			require.Empty(t, p.thread.Person.Me)
		})
	}
}
