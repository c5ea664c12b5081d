package flows

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

const findingFlow = `start: {words: [TEA]}
steps:
  words: {ask: What do you need?, answer: text}
  place: {ask: Where?, answer: postcode, optional: yes}
  found:
    ask: Here.
    options: {from: services, find: <words>, near: <place>, where: need has food, limit: 2, empty: wider}
    save: service
  shown: {say: "<service.name>.", then: end}
  wider:
    ask: Further away.
    options: {from: services, find: <words>, empty: nothing}
  nothing: {say: Nothing., then: end}
`

func findingOrg(t *testing.T, flow string) *Org {
	return load(t, map[string]string{
		"services.csv": "id,name,need\nbank,Food bank,food\nbus,Bus,travel\nsoup,Soup,food\nlunch,Lunch,food\n",
		"outcodes.csv": "id,lat,lon\nWB1,51,-4\n", "main.yaml": flow,
	})
}

func TestFindOffersWhatFitsTheBestFirst(t *testing.T) {
	k := newTalk(t, findingOrg(t, findingFlow))
	var asked []Seek
	k.w.Find = func(s Seek) Sought {
		asked = append(asked, s)
		return Sought{IDs: []string{"soup", "bus", "gone", "bank", "lunch"}}
	}
	k.w.Me = map[string]string{"age": "44"}
	k.begin("main")
	k.hear("i am hungry, really")
	k.hear("wb1 2ab")
	require.Equal(t, "Here.\n1 Soup\n2 Food bank", k.last.Text, "in the order found, without what is no food or not there, two of three")
	require.Equal(t, "i am hungry, really", asked[0].Words)
	require.Equal(t, "WB1 2AB", asked[0].Near)
	require.Equal(t, "en", asked[0].Language)
	require.Equal(t, 44, *asked[0].Age)
	require.Equal(t, k.w.Now, asked[0].Now)
	k.hear("2")
	require.Equal(t, "Food bank.", k.last.Text)
}

func TestNothingFoundIsCountedWithoutAnybodysWords(t *testing.T) {
	k := newTalk(t, findingOrg(t, findingFlow))
	near := true
	k.w.Find = func(s Seek) Sought {
		if s.Near != "" && near {
			return Sought{Needs: []string{"food", "baby"}, Outcode: "WB1"}
		}
		return Sought{IDs: []string{"bank"}}
	}
	k.begin("main")
	k.hear("my name is Zebrafinch and i am hungry")
	k.hear("WB1")
	require.Equal(t, "Further away.\n1 Food bank", k.last.Text)
	require.Equal(t, []Effect{
		{Kind: EffectRecord, Name: "unmet", Row: map[string]string{"need": "food", "area": "WB1", "month": "2026-09"}},
		{Kind: EffectRecord, Name: "unmet", Row: map[string]string{"need": "baby", "area": "WB1", "month": "2026-09"}},
	}, k.last.Effects)

	k = newTalk(t, findingOrg(t, findingFlow)) // and without anything that finds
	k.begin("main")
	k.hear("xyzzy")
	k.hear("skip")
	require.Equal(t, "Nothing.", k.last.Text)
	require.Equal(t, map[string]string{"need": "not understood", "month": "2026-09"}, k.last.Effects[0].Row)
	require.Len(t, k.last.Effects, 1, "once, though it looked twice")
}

func TestFindIsForServicesAlone(t *testing.T) {
	found := findingsOf(t, map[string]string{"main.yaml": strings.ReplaceAll(findingFlow, "from: services", "from: groups"), "outcodes.csv": "id,lat,lon\nWB1,51,-4\n"})
	require.Contains(t, found, "find: looks for services, and these choices are groups.")
	found = findingsOf(t, map[string]string{"services.csv": "id,name,need\n", "outcodes.csv": "id,lat,lon\nWB1,51,-4\n", "main.yaml": strings.Replace(findingFlow, "find: <words>", "find: <wrods>", 1)})
	require.Contains(t, found, "<wrods> is never filled in.")
}

func TestAnImportedListTakesThePlaceOfTheFoldersIfNothingIsMissing(t *testing.T) {
	o := findingOrg(t, findingFlow)
	list := NewList("services", []string{"id", "name", "need", "card"}, []Row{{"id": "x", "name": "X"}})
	with := o.WithServices(list)
	require.Equal(t, "X", with.List("services").Row("x")["name"])
	require.Nil(t, with.List("services").Row("bank"))
	require.NotNil(t, o.List("services").Row("bank"), "the other stays as it was")
	require.Empty(t, o.LacksOf(list))

	short := NewList("services", []string{"id", "name"}, nil)
	require.Same(t, o, o.WithServices(short), "a flow may use the column that it lacks")
	require.Equal(t, []string{"need"}, o.LacksOf(short))
	require.Same(t, o, o.WithServices(nil))
}

// findingsOf is what is wrong with an organisation.
func findingsOf(t *testing.T, files map[string]string) string {
	t.Helper()
	fsys := fstest.MapFS{"town/org.yaml": {Data: []byte("name: Town\nnumber: \"+447700900000\"\n")}}
	for name, text := range files {
		fsys["town/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	_, found := Load(fsys)
	var all []string
	for _, f := range found {
		all = append(all, f.String())
	}
	return strings.Join(all, "\n")
}
