package web_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/staff"
)

// agreed is the number of somebody who has agreed to texts of the mill.
func (o *office) agreed() string {
	o.text("mill", "+447700900777", "JOIN")
	o.text("mill", "+447700900777", "YES")
	o.later(time.Minute)
	return "07700 900777"
}

func TestStaffWriteFirstToSomebodyWhoHasAgreed(t *testing.T) {
	o := openConsole(t)
	number := o.agreed()
	v := o.as(staff.Responder)
	require.Contains(t, v.get("/console/first"), "Their number")
	answer := v.send("POST", "/console/first", form("do", "find", "number", number))
	require.Equal(t, http.StatusOK, answer.Code)
	require.Contains(t, answer.Body.String(), "…777 has agreed to these texts:")
	require.Contains(t, answer.Body.String(), "Texts from the mill")
	answer = v.send("POST", "/console/first", form("do", "send", "number", number, "text", "Naps help <when>.", "key", "0123456789a"))
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Contains(t, answer.Body.String(), "Fill in &lt;when&gt; first")
	require.Contains(t, answer.Body.String(), "Naps help &lt;when&gt;.</textarea>", "nothing is lost")

	to := v.post("/console/first", form("do", "send", "number", number, "text", "Your plot is ready.", "key", "0123456789a"))
	require.Regexp(t, `^/console/case/c-\w+\?done=first$`, to)
	require.Equal(t, to, v.post("/console/first", form("do", "send", "number", number, "text", "Your plot is ready.", "key", "0123456789a")), "a double click")
	id, _, _ := strings.Cut(strings.TrimPrefix(to, "/console/case/"), "?")
	require.Equal(t, []string{"Your plot is ready."}, o.saidIn(id))
	require.Equal(t, "Vi responder", o.caseFile(id).Holder.Name)
	require.Contains(t, v.get(to), "We wrote first")
	answer = v.send("POST", "/console/first", form("do", "find", "number", number))
	require.Contains(t, answer.Body.String(), "They have an open case")
	require.Contains(t, answer.Body.String(), "/console/case/"+id)
	log := o.as(staff.Lead).get("/console/audit")
	require.Contains(t, log, "Looked for a person")
	require.Contains(t, log, "Wrote to a person first")
	require.NotContains(t, log, "900777")
}

func TestNobodyIsWrittenToFirstWhoHasNotAgreedOrHasStopped(t *testing.T) {
	o := openConsole(t)
	number := o.agreed()
	o.openCase("mill")
	v := o.as(staff.Responder)
	for number, words := range map[string]string{
		"":             "Enter a mobile number",
		"BANK":         "Enter a mobile number",
		"07700 900999": "has not agreed to texts from you",
		"07700 900101": "has not agreed to texts from you",
	} {
		for _, do := range []string{"find", "send"} {
			answer := v.send("POST", "/console/first", form("do", do, "number", number, "text", "Hello", "key", "0123456789a"))
			require.Equal(t, http.StatusUnprocessableEntity, answer.Code, "%s %s", do, number)
			require.Contains(t, answer.Body.String(), words, "%s %s", do, number)
		}
	}
	o.text("mill", "+447700900777", "STOP")
	answer := v.send("POST", "/console/first", form("do", "send", "number", number, "text", "Hello", "key", "0123456789a"))
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Contains(t, answer.Body.String(), "They have texted STOP")
	cases, err := o.store.OpenHeads(context.Background(), "mill")
	require.NoError(t, err)
	for _, f := range cases {
		require.NotEqual(t, "first", f.Reason)
	}
}

// What somebody agreed to with one organisation is nothing to another.
func TestAnotherOrganisationsPeopleAreNotFound(t *testing.T) {
	o := openConsole(t)
	number := o.agreed()
	o.member(harbour, "Hetty", "hetty@example.org", staff.Responder)
	v := o.as("")
	v.signIn("hetty@example.org")
	answer := v.send("POST", "/console/first", form("do", "send", "number", number, "text", "Hello", "key", "0123456789a"))
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Contains(t, answer.Body.String(), "has not agreed to texts from you")
	open, err := o.store.OpenHeads(context.Background(), "harbour")
	require.NoError(t, err)
	require.Empty(t, open)
}
