package flows

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf16"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// rowsFlow has a text of every kind.
const rowsFlow = `title: Tea
start: {words: [TEA, BREW]}
steps:
  name: {ask: "What's your name?", answer: name}
  kind:
    ask: |
      Which tea, <name>?
      We have two.
    options: {black: {label: "Black, with milk", also: [dark]}, sum: "=1+1 cups", dash: "- none -"}
  cups: {ask: How many?, answer: number 1-5}
  comes: {say: {count: cups, one: One cup comes., other: <cups> cups come.}}
-- try.pl.yaml --
language: pl
texts:
  title: {en: Tea, pl: Herbata}
  name.ask: {en: "What's your name?", pl: "Jak masz na imię?", was: "Who are you?"}
`

func opened(t testing.TB, files fstest.MapFS, tag string) *Sheet {
	t.Helper()
	s, found := OpenSheet(files, "try", tag)
	require.NotNil(t, s, printed(found))
	return s
}

// filled answers every row of a spreadsheet with words of its own.
func filled(t testing.TB, sheet string, words func(place, source string) string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(sheet, byteOrderMark))).ReadAll()
	require.NoError(t, err)
	for _, row := range rows[1:] {
		row[4] = words(row[1], row[3])
	}
	return rows
}

func saved(t testing.TB, rows [][]string, separator rune, crlf bool) string {
	t.Helper()
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Comma, w.UseCRLF = separator, crlf
	require.NoError(t, w.WriteAll(rows))
	return out.String()
}

func TestASpreadsheetIsWrittenForATranslator(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, WriteSheets(&out, []*Sheet{opened(t, folder(rowsFlow), "pl")}))
	same(t, "testdata/sheets/tea.pl.csv", out.String())
	require.True(t, strings.HasPrefix(out.String(), byteOrderMark))
	require.NotContains(t, strings.ReplaceAll(out.String(), "\r\n", ""), "\r")
	for line := range strings.Lines(out.String()) {
		for _, cell := range strings.Split(line, ",") {
			require.NotRegexp(t, "^\"?[=+@-]", cell)
		}
	}
}

func TestWhatATranslatorSendsBackIsTakenHoweverItWasSaved(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, WriteSheets(&out, []*Sheet{opened(t, folder(rowsFlow), "pl")}))
	answers := func(place, source string) string {
		switch {
		case isListPlace(place):
			return "zażółć; gęślą jaźń"
		case strings.HasSuffix(place, "options.sum"):
			return "'=2"
		}
		blanks := ""
		for _, b := range blanksOf(map[string]string{"other": source}) {
			blanks += " <" + b + ">"
		}
		if strings.Contains(place, ".options.") || place == "title" {
			return "Żółta, \"" + place + "\""
		}
		return "Zażółć, \"gęślą\";\tjaźń |" + place + blanks + "\ndrugi wiersz"
	}
	rows := filled(t, out.String(), answers)
	var moved [][]string // other orders of rows and columns, an empty row, one column more
	for i, row := range rows {
		order := []string{row[4], row[2], "extra", row[1], row[5], row[0], row[3]}
		if i == 0 {
			moved = append(moved, order)
		} else {
			moved = append(moved[:1], append([][]string{order}, moved[1:]...)...)
		}
	}
	moved = append(moved, []string{"", "", "", "", "", "", ""})
	units := utf16.Encode([]rune("\ufeff" + saved(t, moved, '\t', true)))
	wide := make([]byte, 0, 2*len(units))
	for _, u := range units {
		wide = append(wide, byte(u), byte(u>>8))
	}
	var want string
	for _, c := range []struct{ name, sheet string }{
		{"as it was sent", saved(t, rows, ',', true)},
		{"with semicolons and a mark", byteOrderMark + saved(t, rows, ';', false)},
		{"with tabs", saved(t, rows, '\t', false)},
		{"with bars", saved(t, rows, '|', true)},
		{"in another order", saved(t, moved, ';', true)},
		{"as Unicode Text", string(wide)},
		{"with Excel's first line", "sep=;\r\n" + saved(t, rows, ';', true)},
		{"with other line ends", strings.ReplaceAll(saved(t, rows, ',', false), "\n", "\r")},
	} {
		s := opened(t, folder(rowsFlow), "pl")
		got, refused, err := ReadSheetRows([]byte(c.sheet), []*Sheet{s})
		require.NoError(t, err, c.name)
		require.Empty(t, refused, c.name)
		taken := TakeRows([]*Sheet{s}, got)
		require.Empty(t, taken.Refused, c.name)
		require.Equal(t, len(rows)-1, taken.New, c.name)
		text, err := s.Text()
		require.NoError(t, err)
		if want == "" {
			want = string(text)
			same(t, "testdata/sheets/tea.pl.golden", want)
			book, found := Load(fstest.MapFS{"try.pl.yaml": {Data: text}, "try.yaml": folder(rowsFlow)["try.yaml"], "org.yaml": folder(rowsFlow)["org.yaml"]})
			require.Empty(t, printed(found))
			require.Len(t, book.Orgs, 1)
		}
		require.Equal(t, want, string(text), c.name)
	}
}

func TestARowThatCannotBeTakenIsRefusedAndChangesNothing(t *testing.T) {
	head := "flow,place,note,en,pl,was\r\n"
	for name, c := range map[string]struct {
		row, why string
		number   int
	}{
		"no such text":         {`try,kind.aks,,Which?,Jaka?,`, `there is no text "kind.aks" in try any more.`, 2},
		"no such flow":         {`tea,kind.ask,,Which?,Jaka?,`, `there is no flow called "tea" here.`, 2},
		"no flow":              {`,cups.ask,,How many?,Ile?,`, ``, 2},
		"no place":             {`try,,,Which?,Jaka?,`, `this row has no place`, 2},
		"a lost blank":         {`try,kind.ask,,x,Jaka?,`, `it leaves out <name>.`, 2},
		"a made-up blank":      {`try,cups.ask,,x,Ile <kubki>?,`, `<kubki> is not in the text`, 2},
		"a formula's error":    {"\r\ntry,kind.options.sum,,x,#NAME?,", `the spreadsheet took the text for a formula`, 3},
		"LibreOffice's error":  {`try,kind.options.sum,,x,Err:509,`, `the spreadsheet took the text for a formula`, 2},
		"letters lost":         {`try,name.ask,,x,Jak masz na imi??,Who are you?`, `letters of Polish have become other signs.`, 2},
		"letters never there":  {`try,cups.ask,,x,Ile fili?anek,`, `letters of Polish have become other signs.`, 2},
		"letters misread":      {`try,cups.ask,,x,Ile Å‚yÅ¼ek,`, `letters of Polish have become other signs.`, 2},
		"a hidden letter":      {"try,cups.ask,,x,Ile\u200b?,", `there is a letter in it that can't be seen.`, 2},
		"too long":             {`try,cups.ask,,x,` + strings.Repeat("a", 1001) + `,`, `it has more than 1000 letters.`, 2},
		"a choice of two rows": {"try,kind.options.dash,,x,\"a\nb\",", `it must be one line.`, 2},
		"an arrow":             {`try,kind.options.dash,,x,Nic -> end,`, `a choice can't have an arrow`, 2},
		"a long start word":    {`try,start.words,,x,raz dwa trzy cztery,`, `at most three words`, 2},
		"a quotation mark":     {"try,cups.ask,,x,\"Ile\" razy,\r\ntry,title,,Tea,Herbata,", `the quotation marks of this row don't match`, 2},
		"twice in other words": {"\"try\",\"cups.ask\",,x,\"Ile\n\",\r\n\r\ntry,cups.ask,,x,Jak wiele,", `row 2 translates the same text in other words.`, 4},
	} {
		t.Run(name, func(t *testing.T) {
			s := opened(t, folder(rowsFlow), "pl")
			before, err := s.Text()
			require.NoError(t, err)
			rows, refused, err := ReadSheetRows([]byte(head+c.row), []*Sheet{s})
			require.NoError(t, err)
			refused = append(refused, TakeRows([]*Sheet{s}, rows).Refused...)
			if c.why == "" {
				require.Empty(t, refused, "one sheet needs no flow")
				return
			}
			require.Len(t, refused, 1)
			require.Contains(t, refused[0].Why, c.why)
			require.Equal(t, c.number, refused[0].Row)
			require.NotEmpty(t, refused[0].Fix)
			if !strings.Contains(name, "twice") {
				after, err := s.Text()
				require.NoError(t, err)
				require.Equal(t, string(before), string(after))
			}
		})
	}
}

func TestAFileThatIsNoSpreadsheetSaysWhatToDo(t *testing.T) {
	s := []*Sheet{opened(t, folder(rowsFlow), "pl")}
	for sheet, says := range map[string]string{
		"":                            "must name the columns place and pl",
		"flow;place;en;cy\ntry;x;y;z": `has "flow, place, en, cy"`,
		"flow,place,pl\ntry,x,\xb3":   "CSV UTF-8",
		strings.Repeat("x", 2<<20):    "more than 1024 KB",
	} {
		_, _, err := ReadSheetRows([]byte(sheet), s)
		require.ErrorIs(t, err, ErrNoSheet)
		require.ErrorContains(t, err, says)
	}
}

func TestAnOlderSpreadsheetIsTakenAndLeftToBeChecked(t *testing.T) {
	s := opened(t, folder(rowsFlow), "pl")
	rows, _, err := ReadSheetRows([]byte("flow,place,en,pl,was\ntry,cups.ask,How much?,Ile?,\ntry,comes.say#few,Many cups.,<cups> kubki,\ntry,comes.say#one,One cup comes.,Kubek,\n"+
		"try,name.ask,What's your name?,Jak masz na imię?,\ntry,title,Tea,Herbatka,\ntry,kind.ask,x,,\n"), []*Sheet{s})
	require.NoError(t, err)
	taken := TakeRows([]*Sheet{s}, rows)
	require.Equal(t, Taken{New: 5, Empty: 1, Changes: []SheetChange{{6, "try", "title", "Herbata", "Herbatka"}}}, taken)
	states := map[string]SheetState{}
	for _, text := range s.Texts() {
		states[text.Place] = text.State
	}
	require.Equal(t, SheetCheck, states["cups.ask"])
	require.Equal(t, SheetCheck, states["comes.say#few"])
	require.Equal(t, SheetDone, states["name.ask"], "the old words were taken out of the row: it has been checked")
	require.Equal(t, SheetDone, states["title"])
}

// A line that begins with such a space would be taken for a mistake in the file.
func TestOddSpacesOfATranslatorAreKept(t *testing.T) {
	for _, words := range []string{"=\n\u00a0=", "a\n\u3000b", "\u00a0:"} {
		s := opened(t, folder("start: {words: [TEA]}\nsteps:\n  top: {say: Tea comes.}\n"), "cy")
		require.Empty(t, TakeRows([]*Sheet{s}, []SheetRow{{Row: 2, Place: "top.say", Words: words}}).Refused)
		_, err := s.Text()
		require.NoError(t, err)
	}
}

// TestAnyWordsSurviveTheSpreadsheetAndTheFile sends any words through both.
func TestAnyWordsSurviveTheSpreadsheetAndTheFile(t *testing.T) {
	files := folder("start: {words: [TEA]}\nsteps:\n  top: {say: Tea comes.}\n")
	rapid.Check(t, func(t *rapid.T) {
		words := strings.TrimSpace(rapid.StringOfN(rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune("=+-@'\"\n;,\t|#:{}[]&*!%`\\<>ŵłż😀\u200c"))), 1, 30, -1).Draw(t, "words"))
		if words == "" || strings.ContainsFunc(words, func(r rune) bool { return r != '\n' && (hidden(r) || r == '\ufffd') }) || isSpreadsheetError(words) || garbled.MatchString(words) || len(blanksOf(map[string]string{"other": words})) > 0 {
			return
		}
		s, _ := OpenSheet(files, "try", "cy")
		taken := TakeRows([]*Sheet{s}, []SheetRow{{Row: 2, Place: "top.say", Words: words}})
		require.Empty(t, taken.Refused)
		var out bytes.Buffer
		require.NoError(t, WriteSheets(&out, []*Sheet{s}))
		rows, refused, err := ReadSheetRows(out.Bytes(), []*Sheet{s})
		require.NoError(t, err)
		require.Empty(t, refused)
		require.Equal(t, words, rows[len(rows)-1].Words)

		text, err := s.Text()
		require.NoError(t, err)
		again := fstest.MapFS{"org.yaml": files["org.yaml"], "try.yaml": files["try.yaml"], "try.cy.yaml": {Data: text}}
		back, found := OpenSheet(again, "try", "cy")
		require.NotNil(t, back, printed(found))
		require.Equal(t, words, back.Texts()[1].Words)
	})
}
