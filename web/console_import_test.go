package web_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/people"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/web"
)

const (
	listHead  = "number,consent,consent_source,consent_date,consent_words,groups\n"
	listProof = ",updates,paper form,2026-03-31,Texts from the mill,"
)

// list keeps a list that somebody has looked at.
func (o *office) list(by staff.Scope) string {
	o.t.Helper()
	id, err := o.store.KeepList(context.Background(), by, []byte(listHead+"07700 900301"+listProof+"choir\n01632 960001"+listProof+"\n"))
	require.NoError(o.t, err)
	return id
}

// upload sends a list from a browser.
func (v *visitor) upload(list string, pairs ...string) (int, string) {
	v.o.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for i := 0; i+1 < len(pairs); i += 2 {
		require.NoError(v.o.t, w.WriteField(pairs[i], pairs[i+1]))
	}
	file, err := w.CreateFormFile("list", "people.csv")
	require.NoError(v.o.t, err)
	_, err = file.Write([]byte(list))
	require.NoError(v.o.t, err)
	require.NoError(v.o.t, w.Close())
	with := *v
	with.header = http.Header{"Content-Type": {w.FormDataContentType()}}
	answer := with.send("POST", "/console/people/import", body.String())
	return answer.Code, answer.Body.String()
}

func TestAListIsLookedAtBeforeItIsImported(t *testing.T) {
	o := openConsole(t)
	editor := o.as(staff.Editor)
	code, page := editor.upload(listHead+"07700 900301"+listProof+"\n4.47701E+11"+listProof+"\n07700 900302,updates,,2027-01-01,,\n", "group", "choir")
	require.Equal(t, http.StatusOK, code)
	for _, said := range []string{"Nothing has been written yet", "Import 1 person", "The spreadsheet has spoilt this number", "…302", "Say where the person agreed"} {
		require.Contains(t, page, said)
	}
	require.NotContains(t, page, "900302")
	require.Zero(t, o.store.Members("mill", "choir"))

	_, rest, _ := strings.Cut(page, `action="/console/people/import/`)
	id, _, _ := strings.Cut(rest, `"`)
	refused := editor.get("/console/people/import/" + id + "/refused")
	require.Contains(t, refused, "07700 900302,updates,,2027-01-01,,,")
	require.Contains(t, refused, "refused_because")
	require.NotContains(t, refused, "900301")

	done := editor.send("POST", "/console/people/import/"+id, form("group", "choir"))
	require.Equal(t, http.StatusOK, done.Code)
	require.Contains(t, done.Body.String(), "Nobody was texted")
	require.Equal(t, 1, o.members("mill", "choir"))
	thread, err := o.store.Thread(context.Background(), bot.Key{Org: "mill", Address: providers.ParseAddress("07700900301", "GB")})
	require.NoError(t, err)
	require.Equal(t, []string{"updates"}, thread.Person.Consents)
	require.Contains(t, editor.send("POST", "/console/people/import/"+id, form("group", "choir")).Body.String(), "Known already", "twice is once")
	require.Contains(t, o.as(staff.Lead).get("/console/audit"), "Imported people")
}

// members counts a group's members, as they are now.
func (o *office) members(org, group string) int {
	o.t.Helper()
	n := 0
	for p := range o.store.Partitions() {
		require.NoError(o.t, o.store.Threads(context.Background(), org, []string{group}, p, func(threads []bot.Thread) error {
			n += len(threads)
			return nil
		}))
	}
	return n
}

func TestAListPutsNobodyIntoAnEvent(t *testing.T) {
	o := openConsole(t)
	editor := o.as(staff.Editor)
	require.NotContains(t, editor.get("/console/people/import"), `value="dance"`, "it is not offered")
	_, page := editor.upload(listHead + "07700 900301" + listProof + "dance\n")
	require.Contains(t, page, "Nobody is put into the event Tea dance by a list, as its places are counted. People text that they come, or are put in one by one on the page of its group")
}

func TestAListThatCannotBeReadSaysWhy(t *testing.T) {
	o := openConsole(t)
	lead := o.as(staff.Lead)
	for list, want := range map[string]string{
		"":                                 "empty",
		"number,diagnosis\n07700 900301,x": "there is no column",
		"PK\x03\x04":                       "not a CSV file",
	} {
		code, page := lead.upload(list)
		require.Equal(t, http.StatusUnprocessableEntity, code)
		require.Contains(t, page, want)
	}
	code, _ := lead.upload(listHead + strings.Repeat("07700 900301"+listProof+"\n", 30_000))
	require.Equal(t, http.StatusRequestEntityTooLarge, code)
}

func TestTheConsoleHasWordsForEveryReason(t *testing.T) {
	for _, r := range people.Reasons {
		require.Contains(t, web.Words(), "refused."+string(r))
		require.Contains(t, web.Words(), "refused."+string(r)+".short")
	}
}
