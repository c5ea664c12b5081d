package flows

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

func TestListsAreReadWithTheirTranslations(t *testing.T) {
	org := loaded(t, "-- teas.csv --\n\ufeffid,Name,name:cy,kind\nblack,\"Black, strong\",Du,hot\ngreen,Green,,hot cold\n-- outcodes.csv --\nid,lat,lon,next_to\nWA7,53.3,-2.7,WA8\n")
	teas := org.List("teas")
	require.Equal(t, []string{"id", "name", "name:cy", "kind"}, teas.Columns)
	require.Equal(t, Row{"id": "black", "name": "Black, strong", "name:cy": "Du", "kind": "hot"}, teas.Row("black"))
	require.Nil(t, teas.Row("white"))
	require.Equal(t, "53.3", org.List("outcodes").Row("WA7")["lat"])
	require.Equal(t, org.List("groups"), org.Lists["groups"])
	require.Nil(t, org.List("nothing").Row("x"))
}

func TestTheListOfGroupsIsTheOneThatOrgYamlNames(t *testing.T) {
	org := loaded(t, "-- org.yaml --\n"+baseOrg+"groups: circles.csv\n-- circles.csv --\nid,name\nsewing,Sewing\n")
	require.NotNil(t, org.List("groups").Row("sewing"))
	require.NotNil(t, org.List("circles").Row("sewing"))

	_, found := Load(folder("-- org.yaml --\n" + baseOrg + "groups: cirles.csv\n"))
	require.Equal(t, `there is no list "cirles.csv".`, found[0].Message)
}

func TestBadListsAreExplained(t *testing.T) {
	for text, want := range map[string]string{
		"":                                     "this list can't be read: it is empty.",
		"id,about\na,b\n":                      `this list has no column "name".`,
		"id,name,Über\na,b,c\n":                `a column can't be called "Über".`,
		"id,name\na,b\na,c\n":                  `there are two rows called "a" (the other is on line 2).`,
		"id;name\na;b\n":                       "the columns of this list are not kept apart by commas.",
		"id\tname\na\tb\n":                     "the columns of this list are not kept apart by commas.",
		"id,name\nA b,c\n":                     `a row's id must be small letters, digits, - and _, not "A b".`,
		"id,name\na,b,c\n":                     "this row has 3 cells; there are 2 columns.",
		"id,name\na,\"b\n":                     "this list can't be read: the quotation marks don't match.",
		"id,name\na,b\u202e\n":                 "there is a letter in this row that can't be seen.",
		"id,name\na,caf\xe9\n":                 "there is a letter here that isn't plain text (UTF-8).",
		"id,name\na," + letters(641) + "\n":    "the name of this row has more than 640 letters.",
		"id,name\n" + letters(1<<20) + ",b\n":  "this file has 1024 KB; the limit is 1024.",
		"id,name\n" + manyRows(maxRows+1) + "": "this list has more than 5000 rows.",
	} {
		files := folder("")
		files["teas.csv"] = &fstest.MapFile{Data: []byte(text)}
		_, found := Load(files)
		require.Len(t, found, 1, firstLine(text))
		require.Equal(t, want, found[0].Message)
		require.Equal(t, "teas.csv", found[0].Pos.File)
	}
}

func letters(n int) string { return strings.Repeat("x", n) }

func manyRows(n int) string {
	var rows strings.Builder
	for i := range n {
		fmt.Fprintf(&rows, "row%d,Name\n", i)
	}
	return rows.String()
}
