package flows

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"
)

// town is an organisation for tests of playing.
const town = `
name: Mill Town
number: "+447700900001"
languages: [en, cy]
timezone: Europe/London
menu: [main]
hours: {office: {Mon-Fri: 09:00-17:00}}
queues: {desk: {hours: office}}
consents: {updates: Texts from us}
profile:
  name: {type: name, why: To greet you, keep: 1 year}
  area: {type: outcode, why: To show what is near you, keep: 1 year}
  choice: {type: choice, why: To see who we are missing, keep: 1 year}
groups: groups.csv
`

const townGroups = `id,name,name:cy,area,kind,date
walk,Walking,Cerdded,WB1,club,2026-05-02
knit,Knitting,Gwau,WB2,club,
quit,Stop smoking,Rhoi'r gorau i ysmygu,WB3,support,
`

const townOutcodes = `id,name,lat,lon
WB1,WB1,51.00,-4.00
WB2,WB2,51.10,-4.00
WB3,WB3,51.30,-4.00
`

// morning is a Tuesday, in office hours.
var morning = time.Date(2026, 9, 15, 9, 30, 0, 0, time.UTC)

// load reads an organisation from files: flows by name, of which main is in the
// menu. It fails the test on any error.
func load(t testing.TB, files map[string]string) *Org {
	t.Helper()
	fsys := fstest.MapFS{
		"org.yaml":     {Data: []byte(town)},
		"groups.csv":   {Data: []byte(townGroups)},
		"outcodes.csv": {Data: []byte(townOutcodes)},
	}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(strings.TrimPrefix(text, "\n"))}
	}
	book, found := Load(fsys)
	for _, f := range found {
		require.NotEqual(t, Error, f.Severity, f.String())
	}
	for _, o := range book.Orgs {
		return o
	}
	t.Fatal("no organisation was loaded")
	return nil
}

// loadFlow reads an organisation whose only flow is main.
func loadFlow(t testing.TB, flow string) *Org {
	t.Helper()
	return load(t, map[string]string{"main.yaml": flow})
}

// build compiles an organisation by hand, for what the loader refuses.
func build(t testing.TB, flows ...*Flow) *Org {
	t.Helper()
	o := &Org{ID: "town", Name: "Mill Town", Language: "en", Languages: []string{"en"}, Timezone: time.UTC, Flows: map[string]*Flow{}}
	for _, f := range flows {
		o.Flows[f.ID] = f
		require.NoError(t, f.compile(o))
	}
	return o
}

func words(text string) *Text { return &Text{Source: text} }

func toStep(name string) *Target { return &Target{Kind: ToStep, Name: name} }

// talk is one person's conversation. Between any two texts it goes through JSON,
// as it does in production.
type talk struct {
	t    testing.TB
	org  *Org
	c    Conversation
	w    World
	last Played
}

func newTalk(t testing.TB, o *Org) *talk {
	return &talk{t: t, org: o, w: World{Now: morning, Me: map[string]string{}, Phone: "+447700900123"}}
}

// take keeps the outcome of a turn and does its effects to the world.
func (k *talk) take(p Played) string {
	k.t.Helper()
	k.last = p
	raw, err := json.Marshal(p.Conversation)
	require.NoError(k.t, err)
	k.c = Conversation{}
	require.NoError(k.t, json.Unmarshal(raw, &k.c))
	for _, e := range p.Effects {
		k.do(e)
	}
	return p.Text
}

func (k *talk) do(e Effect) {
	me := map[string]string{}
	for name, v := range k.w.Me {
		me[name] = v
	}
	switch e.Kind {
	case EffectSet:
		me[e.Name] = e.Value
	case EffectForget:
		delete(me, e.Name)
		if e.Name == "all" {
			clear(me)
		}
	case EffectJoin:
		k.w.Groups = with(k.w.Groups, e.Name)
	case EffectLeave:
		k.w.Groups = without(k.w.Groups, e.Name)
	case EffectOptIn:
		k.w.Consents = with(k.w.Consents, e.Name)
	case EffectOptOut:
		k.w.Consents = without(k.w.Consents, e.Name)
	}
	k.w.Me = me
}

func (k *talk) begin(flow string) string {
	k.t.Helper()
	return k.take(k.org.Begin(k.c, k.w, flow, nil))
}

// hear gives a text to the open question, to the menu, and to Retry at last.
func (k *talk) hear(text string) string {
	k.t.Helper()
	p := k.org.Hear(k.c, k.w, text)
	if !p.Understood && p.Text == "" && p.Fault == nil {
		p = k.org.HearMenu(k.c, k.w, text)
	}
	if !p.Understood && p.Text == "" && p.Fault == nil {
		p = k.org.Retry(k.c, k.w, text)
	}
	return k.take(p)
}

func (k *talk) after(d time.Duration) string {
	k.t.Helper()
	k.w.Now = k.w.Now.Add(d)
	return k.take(k.org.Due(k.c, k.w))
}

// says checks what the last turn said, line by line.
func says(t testing.TB, text string, lines ...string) {
	t.Helper()
	require.Equal(t, strings.Join(lines, "\n"), text)
}
