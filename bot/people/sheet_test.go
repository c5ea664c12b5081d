package people_test

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/people"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// rowsOf reads all of a list.
func rowsOf(t *testing.T, text string) ([]people.Row, error) {
	t.Helper()
	s, err := people.OpenSheet(strings.NewReader(text), town(t))
	if err != nil {
		return nil, err
	}
	var out []people.Row
	for row, err := range s.Rows() {
		if err != nil {
			return out, err
		}
		out = append(out, row)
	}
	return out, nil
}

func TestListsAsSpreadsheetsSaveThem(t *testing.T) {
	const head = "Number,First name,Area,Consent,Consent source,Consent_date,consent words,GROUPS\n"
	const row = "07700 900123,Ann,WB2,news,\"form, library\",2026-03-31,News,walk\n"
	for name, text := range map[string]string{
		"as it should be":        head + row,
		"from Excel":             "\ufeff" + strings.ReplaceAll(head+row, "\n", "\r\n"),
		"without the last end":   head + strings.TrimSuffix(row, "\n"),
		"empty lines":            head + "\n,,,,,,,\n" + row + "\n\n",
		"semicolons":             strings.ReplaceAll(strings.ReplaceAll(head, ",", ";"), "", "") + "07700 900123;Ann;WB2;news;form, library;2026-03-31;News;walk\n",
		"tabs":                   strings.ReplaceAll(head, ",", "\t") + "07700 900123\tAnn\tWB2\tnews\tform, library\t2026-03-31\tNews\twalk\n",
		"other names of columns": strings.Replace(strings.Replace(head, "Number", "Mobile number", 1), "GROUPS", "Group", 1) + row,
		"our own refused rows":   strings.Replace(head, "\n", ",refused_because\n", 1) + strings.Replace(row, "\n", ",this is why\n", 1),
	} {
		t.Run(name, func(t *testing.T) {
			rows, err := rowsOf(t, text)
			require.NoError(t, err)
			require.Len(t, rows, 1)
			r := rows[0]
			require.Equal(t, []string{"07700 900123", "Ann", "WB2", "news", "form, library", "2026-03-31", "News", "walk"},
				[]string{r.Number, r.Me["first_name"], r.Me["area"], r.Consent, r.Source, r.Date, r.Wording, r.Groups})
		})
	}
}

func TestRowsAreNamedByTheirLine(t *testing.T) {
	rows, err := rowsOf(t, "number,consent_words\n1,\"two\nlines\"\n\n2,one\n3,\"Ann \"\"the bird\"\" Lee\"\n")
	require.NoError(t, err)
	require.Equal(t, []int{2, 5, 6}, []int{rows[0].Line, rows[1].Line, rows[2].Line})
	require.Equal(t, `Ann "the bird" Lee`, rows[2].Wording)
}

func TestListsThatCannotBeRead(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"nothing":               {"", "empty"},
		"unicode text":          {"\xff\xfen\x00u\x00", "CSV UTF-8"},
		"a spreadsheet":         {"PK\x03\x04....", "not a CSV file"},
		"no number":             {"consent,groups\nnews,walk\n", "no column number"},
		"a column not kept":     {"number,diagnosis\n07700 900123,x\n", `no column "diagnosis"`},
		"the same column twice": {"number,mobile\n1,2\n", "two columns number"},
		"a quote never closed":  {"number,consent_words\n1,\"a\n2,b\n3,c\n", "line 2"},
		"a quote, and much":     {"number,consent_words\n1,a\n2,\"a\n" + strings.Repeat("3,c\n", 50_000), "line 3"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := rowsOf(t, c.text)
			var sheet *people.SheetError
			require.ErrorAs(t, err, &sheet)
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestARowThatCannotBeReadDoesNotEndTheList(t *testing.T) {
	rows, err := rowsOf(t, "number,consent_words\n1,Ann \"x\" Lee\n2,caf\xe9\n3,fine\n")
	require.NoError(t, err)
	require.Equal(t, []people.Reason{people.Quotes, people.Unreadable, ""}, []people.Reason{rows[0].Broken, rows[1].Broken, rows[2].Broken})
	require.Equal(t, 2, rows[0].Line)
}

// endless is a register that knows nobody and keeps nothing.
type endless struct{ written int }

func (e *endless) Known(_ context.Context, org string, numbers []providers.Address) ([]people.Known, error) {
	out := make([]people.Known, len(numbers))
	for i, to := range numbers {
		out[i].Thread.Key = bot.Key{Org: org, Address: to}
	}
	return out, nil
}

func (e *endless) Enrol(_ context.Context, turns []bot.Turn) ([]error, error) {
	e.written += len(turns)
	return make([]error, len(turns)), nil
}

// many is a list of so many people, made while it is read.
func many(n int) io.Reader {
	r, w := io.Pipe()
	go func() {
		fmt.Fprintln(w, "number,consent,consent_source,consent_date,consent_words,groups")
		for i := range n {
			fmt.Fprintf(w, "07400 %06d,news,paper form,2026-03-31,News by text,walk\n", i)
		}
		_ = w.Close() // a pipe always closes
	}()
	return r
}

func TestAHundredThousandRowsInLittleMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("it reads 100,000 rows")
	}
	o, kept := town(t), &endless{}
	d := &people.Desk{Register: kept, Now: clock, Book: func() *flows.Book { return &flows.Book{Orgs: map[string]*flows.Org{"town": o}} }}
	s, err := people.OpenSheet(many(100_000), o)
	require.NoError(t, err)
	var most uint64
	report, err := d.Import(context.Background(), people.Job{Org: "town", By: "Ada"}, s.Rows(), func(o people.Outcome) error {
		if o.Row.Line%10_000 == 0 {
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
		}
		return nil
	})
	require.NoError(t, err)
	require.Equal(t, 100_000, report.Added)
	require.Equal(t, 100_000, kept.written)
	require.Less(t, most, uint64(40<<20), "bytes in use")
	t.Logf("at most %d MB in use", most>>20)
}
