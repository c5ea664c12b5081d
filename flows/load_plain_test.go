package flows

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

const plainOrg = `name: Mill Town
number: "+447700900001"
language: cy
languages: [cy, en]
welcome: tea
menu: [tea]
queues:
  desk: {answer_within: 1 day}
watch: {words: [gone under], queue: desk}
`

const brokenFlow = "title: Tea\nsteps:\n  one: {ask: Tea?, options: {y: Yes -> nowhere}}\n"

// loadBroken loads an organisation that has an error, and returns what is left
// of it; nil if nothing is.
func loadBroken(t *testing.T, org string) *Org {
	t.Helper()
	fsys := fstest.MapFS{"mill/org.yaml": {Data: []byte(org)}, "mill/tea.yaml": {Data: []byte(brokenFlow)}}
	book, found := Load(fsys)
	require.True(t, anyError(found))
	require.Empty(t, book.Orgs)
	if len(book.Broken) == 0 {
		return nil
	}
	require.Len(t, book.Broken, 1)
	o := book.Broken[0]
	require.Empty(t, o.Flows)
	require.Empty(t, o.Welcome)
	require.Empty(t, o.MenuFlows)
	return o
}

func TestAnOrganisationWithAnErrorIsKnownByWhatItsOrgYAMLSays(t *testing.T) {
	o := loadBroken(t, plainOrg)
	require.Equal(t, "mill", o.ID)
	require.Equal(t, "Mill Town", o.Name)
	require.Equal(t, "+447700900001", o.Number)
	require.Equal(t, []string{"cy", "en"}, o.Languages)
	require.Equal(t, "desk", o.Queues[0].Name)
	require.Equal(t, []string{"gone under"}, o.Watch.Words)
}

func TestAKeyThatCannotBeReadTakesNoOtherAway(t *testing.T) {
	for name, c := range map[string]struct {
		org  string
		name string
		desk bool
	}{
		"a bracket that is never closed": {"name: Mill Town\nnumber: \"+447700900001\"\nmenu: [tea\nqueues: {desk: {answer_within: 1 day}}\n", "Mill Town", true},
		"a quote that is never closed":   {"name: \"Mill Town\nnumber: \"+447700900001\"\nqueues: {desk: {answer_within: 1 day}}\n", "Mill Town", true},
		"an unknown key":                 {"nmae: Mill Town\nnumber: \"+447700900001\"\nqueues: {desk: {answer_within: 1 day}}\n", "mill", true},
		"queues that make no sense":      {"name: Mill Town\nnumber: \"+447700900001\"\nqueues: 7\n", "Mill Town", false},
		"a key twice":                    {"name: Mill Town\nname: Mill\nnumber: \"+447700900001\"\n", "Mill", false},
	} {
		t.Run(name, func(t *testing.T) {
			o := loadBroken(t, c.org)
			require.NotNil(t, o)
			require.Equal(t, "+447700900001", o.Number)
			require.Equal(t, c.name, o.Name)
			require.Equal(t, c.desk, len(o.Queues) == 1)
		})
	}
}

func TestAnOrganisationWhoseNumberCannotBeReadIsNobody(t *testing.T) {
	for _, org := range []string{"", "name: Mill Town\n", "name: Mill Town\nnumber: \"+4477\n", "\x00\x01", "- a\n- b\n"} {
		require.Nil(t, loadBroken(t, org), "%q", org)
	}
}

func TestOneThatIsBrokenNeverStandsInTheWayOfOneThatWorks(t *testing.T) {
	works := &Org{ID: "mill", Number: "+447700900001"}
	withWord := &Org{ID: "mill", Number: "+447700900001", Word: "MILL"}
	for name, c := range map[string]struct {
		works  *Org
		broken *Org
		served bool
	}{
		"another number":                {works, &Org{ID: "river", Number: "+447700900002"}, true},
		"the same organisation":         {works, &Org{ID: "mill", Number: "+447700900002"}, false},
		"its number, and no words":      {works, &Org{ID: "river", Number: "+447700900001"}, false},
		"its number, and one word":      {works, &Org{ID: "river", Number: "+447700900001", Word: "RIVER"}, false},
		"its number, with a word each":  {withWord, &Org{ID: "river", Number: "+447700900001", Word: "RIVER"}, true},
		"its number, with the one word": {withWord, &Org{ID: "river", Number: "+447700900001", Word: "mill"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			book := NewBook([]*Org{c.works}, c.broken)
			require.Equal(t, c.works.Number, book.Orgs["mill"].Number)
			require.Equal(t, c.served, book.Orgs["river"] != nil)
			require.Equal(t, c.served && c.works == withWord, book.Orgs["mill"].Shared)
		})
	}
}

func TestOrganisationsThatCannotBeToldApartAreBroken(t *testing.T) {
	org := "name: Mill Town\nnumber: \"+447700900001\"\nqueues: {desk: {answer_within: 1 day}}\n"
	book, found := Load(fstest.MapFS{"mill/org.yaml": {Data: []byte(org)}, "river/org.yaml": {Data: []byte(org)}})
	require.True(t, anyError(found))
	require.Empty(t, book.Orgs)
	require.Len(t, book.Broken, 2)
	require.Len(t, NewBook(nil, book.Broken...).Orgs, 1, "one of them answers")
}
