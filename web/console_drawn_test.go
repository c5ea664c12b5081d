package web_test

import (
	"bufio"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/staff"
)

// listening is what the page at an address is told, on a real connection.
func (v *visitor) listening(address string) <-chan string {
	v.o.t.Helper()
	server := httptest.NewServer(v.o.server)
	r, err := http.NewRequest(http.MethodGet, server.URL+address, nil)
	require.NoError(v.o.t, err)
	for _, c := range v.cookies {
		r.AddCookie(c)
	}
	answer, err := http.DefaultClient.Do(r)
	require.NoError(v.o.t, err)
	v.o.t.Cleanup(func() { answer.Body.Close(); server.Close() })
	told := make(chan string, 100)
	go func() {
		defer close(told)
		for events := bufio.NewScanner(answer.Body); events.Scan(); {
			if data, ok := strings.CutPrefix(events.Text(), "data: "); ok {
				told <- data
			}
		}
	}()
	return told
}

func TestAPageOfACaseIsToldOfItsOwnCaseAlone(t *testing.T) {
	o := openConsole(t)
	one, two := o.openCase("mill"), o.openCase("mill")
	v := o.as(staff.Responder)
	v.get("/console/cases/all")
	own, list := v.listening("/console/case/"+one+"/events"), v.listening("/console/cases/all/events")
	o.text("mill", o.caseFile(two).Key.Address.Value, "one more thing")
	await := func(told <-chan string, what string) {
		t.Helper()
		select {
		case <-told:
		case <-time.After(20 * time.Second):
			t.Fatal(what)
		}
	}
	await(list, "the list was not told of the other case")
	require.Empty(t, own, "that was another case")
	o.text("mill", o.caseFile(one).Key.Address.Value, "and me")
	await(own, "the page was not told of its own case")
}

func TestAListThatManySeeIsAlwaysAsTheCasesAre(t *testing.T) {
	o := openConsole(t)
	id := o.openCase("mill")
	responder, lead := o.as(staff.Responder), o.as(staff.Lead)
	shows := func(v *visitor, list, words string) {
		t.Helper()
		require.Eventually(t, func() bool { return strings.Contains(v.get("/console/cases/"+list+"/rows"), words) }, 20*time.Second, 5*time.Millisecond)
	}
	for _, v := range []*visitor{responder, lead} {
		shows(v, "all", id)
		require.NotContains(t, v.get("/console/cases/mine"), id)
	}
	o.text("mill", o.caseFile(id).Key.Address.Value, "does it hurt?")
	shows(lead, "all", "does it hurt?")
	shows(responder, "all", "does it hurt?")

	responder.post("/console/case/"+id, form("do", "claim", "key", "0123456789a"))
	shows(responder, "mine", id)
	require.NotContains(t, lead.get("/console/cases/mine"), id, "it is somebody else's list")
	require.NotContains(t, o.as(staff.Responder).get("/console/cases/closed"), id)
	responder.post("/console/case/"+id, form("do", "close", "reason", "advice", "outcome", "advice_given", "risk", "none", "key", "0123456789b"))
	shows(lead, "closed", id)
	shows(lead, "all", "There is nothing in this list.")

	welsh := o.as(staff.Lead)
	welsh.header.Set("Accept-Language", "cy")
	require.Equal(t, 2, strings.Count(welsh.get("/console/cases/closed"), "Wedi cau"), "the list's name, and the case's state")
	require.NotContains(t, lead.get("/console/cases/closed"), "Wedi cau", "each in their own language")
}

func TestWhatIsLateIsSaidWithoutAnyChange(t *testing.T) {
	o := openConsole(t)
	o.openCase("mill")
	v := o.as(staff.Responder)
	require.NotContains(t, v.get("/console/cases/all"), "Late")
	o.later(26 * time.Hour)
	require.Contains(t, o.as(staff.Responder).get("/console/cases/all"), "Late")
}
