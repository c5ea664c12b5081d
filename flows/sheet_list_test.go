package flows

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"
)

// listFolder is a flow that offers groups and tells when they meet.
const listFolder = `languages: [en, cy, pl]
start: {words: [TEA]}
steps:
  which: {ask: "Which group?", options: {from: groups}, save: group}
  done: {say: "<group.name> meets <group.meets>."}
-- org.yaml --
name: Tea Town
number: "+447700900002"
languages: [en, cy, pl]
menu: [try]
-- groups.csv --
id,name,name:cy,meets,kind,phone
walk,Walking group,Cerdded,"Tuesday, 10am",club,01632 960101
tea,Tea and a chat,,Thursday,club,
-- outcodes.csv --
id,name,lat,lon
WA7,Widnes,53.3,-2.7
-- rooms.csv --
id,name
hall,Hall
`

func openedList(t testing.TB, files fstest.MapFS, tag string) *Sheet {
	t.Helper()
	s, found := OpenSheet(files, "groups.csv", tag)
	require.NotNil(t, s, printed(found))
	return s
}

// placed returns the texts of a sheet as "place: words".
func placed(s *Sheet) []string {
	var all []string
	for _, t := range s.Texts() {
		all = append(all, strings.TrimSpace(t.Place+": "+t.Source+" = "+t.Words+" "+string(t.State)))
	}
	return all
}

func TestWhatPeopleAreShownOfAListIsTranslated(t *testing.T) {
	ids, found := SheetFlows(folder(listFolder))
	require.Empty(t, found)
	require.Equal(t, []string{"try", "groups.csv"}, ids, "nobody is offered rooms or outcodes")
	languages, _ := SheetLanguages(folder(listFolder), "groups.csv")
	require.Equal(t, []string{"cy", "pl"}, languages)
	require.Equal(t, []string{
		"walk/name: Walking group = Cerdded", "walk/meets: Tuesday, 10am =  to do", "tea/name: Tea and a chat =  to do", "tea/meets: Thursday =  to do",
	}, placed(openedList(t, folder(listFolder), "cy")))
}

func TestAColumnThatIsTranslatedIntoOneLanguageIsAskedForInAll(t *testing.T) {
	files := folder(strings.Replace(listFolder, "kind,phone", "kind,kind:pl", 1))
	require.Contains(t, placed(openedList(t, files, "cy")), "walk/kind: club =  to do")
}

func TestAListStaysAsItIsUntilThereAreWords(t *testing.T) {
	files := folder(listFolder)
	s := openedList(t, files, "pl")
	changed, err := s.Changed()
	require.NoError(t, err)
	require.False(t, changed)
	text, err := s.Text()
	require.NoError(t, err)
	require.Equal(t, string(files["groups.csv"].Data), string(text))
}

func TestATranslatorsRowsStandInColumnsOfTheirOwn(t *testing.T) {
	files := folder(listFolder)
	sheets := []*Sheet{openedList(t, files, "cy")}
	var out bytes.Buffer
	require.NoError(t, WriteSheets(&out, sheets))
	welsh := map[string]string{"Tuesday, 10am": "dydd Mawrth, 10am", "Tea and a chat": "Te a sgwrs", "Walking group": "Cerdded"}
	back := saved(t, filled(t, out.String(), func(_, source string) string { return welsh[source] }), ';', true)
	rows, refused, err := ReadSheetRows([]byte(back), sheets)
	require.NoError(t, err)
	require.Empty(t, refused)
	taken := TakeRows(sheets, rows)
	require.Equal(t, Taken{New: 2, Same: 1, Empty: 1}, taken)
	text, err := sheets[0].Text()
	require.NoError(t, err)
	require.Equal(t, `id,name,name:cy,meets,meets:cy,kind,phone
walk,Walking group,Cerdded,"Tuesday, 10am","dydd Mawrth, 10am",club,01632 960101
tea,Tea and a chat,Te a sgwrs,Thursday,,club,
`, string(text))

	files["groups.csv"] = &fstest.MapFile{Data: text}
	book, found := Load(files)
	require.False(t, anyError(found), printed(found))
	require.Equal(t, "dydd Mawrth, 10am", book.ByID()[0].List("groups").Row("walk")["meets:cy"])
	again := openedList(t, files, "cy")
	changed, err := again.Changed()
	require.NoError(t, err)
	require.False(t, changed, "once")
}

func TestAListKeepsHowASpreadsheetHadSavedIt(t *testing.T) {
	files := folder(listFolder)
	files["groups.csv"] = &fstest.MapFile{Data: []byte(byteOrderMark + "id,Name,Kind\r\nwalk,Walking group,club\r\ntea\r\n")}
	s := openedList(t, files, "cy")
	taken := TakeRows([]*Sheet{s}, []SheetRow{{Row: 2, Flow: "groups.csv", Place: "walk/name", Words: "Cerdded"}})
	require.Equal(t, 1, taken.New)
	text, err := s.Text()
	require.NoError(t, err)
	require.Equal(t, byteOrderMark+"id,Name,name:cy,Kind\r\nwalk,Walking group,Cerdded,club\r\ntea\r\n", string(text))
}

func TestARowThatDoesNotFitTheListChangesNothing(t *testing.T) {
	for why, row := range map[string]SheetRow{
		"the list says something else now":      {Place: "tea/meets", Source: "Friday", Words: "dydd Gwener"},
		"it must be one line":                   {Place: "tea/meets", Words: "dydd\nIau"},
		"it has more than 640 letters":          {Place: "tea/meets", Words: strings.Repeat("x", 641)},
		`there is no text "te/meets"`:           {Place: "te/meets", Words: "dydd Iau"},
		"is not in the text that it translates": {Place: "tea/meets", Words: "dydd <day>"},
		"the spreadsheet took the text":         {Place: "tea/meets", Words: "#NAME?"},
	} {
		files := folder(listFolder)
		s := openedList(t, files, "cy")
		row.Flow = "groups.csv"
		taken := TakeRows([]*Sheet{s}, []SheetRow{row})
		require.Len(t, taken.Refused, 1, why)
		require.Contains(t, taken.Refused[0].Why, why)
		changed, err := s.Changed()
		require.NoError(t, err)
		require.False(t, changed, why)
	}
}

func TestAListThatCannotBeReadIsLeftAlone(t *testing.T) {
	files := folder(listFolder)
	files["groups.csv"] = &fstest.MapFile{Data: []byte("id,name\na,b\na,c\n")}
	s, found := OpenSheet(files, "groups.csv", "cy")
	require.Nil(t, s)
	require.Contains(t, printed(found), "there are two rows called")
	s, found = OpenSheet(folder(listFolder), "groups.csv", "en")
	require.Nil(t, s)
	require.Contains(t, printed(found), "this list is written in English already")
}

func TestTheLongestListIsTranslatedInTime(t *testing.T) {
	files := folder(listFolder)
	var list strings.Builder
	list.WriteString("id,name,meets\n")
	for i := range maxRows {
		fmt.Fprintf(&list, "r%d,Group %d,Room %d\n", i, i, i)
	}
	files["groups.csv"] = &fstest.MapFile{Data: []byte(list.String())}
	s := openedList(t, files, "cy")
	rows := []SheetRow{}
	for i := range maxRows {
		rows = append(rows, SheetRow{Row: i + 2, Flow: "groups.csv", Place: fmt.Sprintf("r%d/meets", i), Words: fmt.Sprintf("Ystafell %d", i)})
	}
	require.Equal(t, maxRows, TakeRows([]*Sheet{s}, rows).New)
	text, err := s.Text()
	require.NoError(t, err)
	require.Equal(t, maxRows, strings.Count(string(text), "Ystafell"))
}

func TestAColumnOfARegionsLanguageIsFound(t *testing.T) {
	org := loaded(t, "languages: [en, pt-BR]\nstart: {words: [TEA]}\nsteps:\n  top: {ask: \"Which?\", options: {from: groups}, then: end}\n-- try.pt-BR.yaml --\nlanguage: pt-BR\ntexts:\n  top.ask: {en: \"Which?\", pt-BR: \"Qual?\"}\n-- org.yaml --\n"+
		strings.Replace(baseOrg, "languages: [en]", "languages: [en, pt-BR]", 1)+"-- groups.csv --\nid,name,name:pt-BR\ntea,Tea,Cha\n")
	p := org.Begin(Conversation{Lang: "pt-BR"}, World{Now: time.Now()}, "try", nil)
	require.Contains(t, p.Text, "1 Cha")
}
