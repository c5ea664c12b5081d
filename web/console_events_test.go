package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/staff"
)

// dance has people say yes to the event of the mill, each with a place of their own,
// until there are none left.
func (o *office) dance(from ...string) {
	o.t.Helper()
	for _, who := range from {
		o.agrees(who)
		o.text("mill", who, "JOIN DANCE")
	}
	o.passes()
}

// passes does what happens by itself.
func (o *office) passes() {
	o.t.Helper()
	for range 3 {
		require.NoError(o.t, o.bot.Tend(context.Background()))
		_, err := o.bot.Work(context.Background())
		require.NoError(o.t, err)
	}
}

const (
	dancer  = "+447700900641"
	partner = "+447700900642"
	waiter  = "+447700900643"
)

var takenOut = regexp.MustCompile(`name="person" value="([0-9a-f]+)"><input type="hidden" name="token" value="([^"]+)"`)

func TestWhoComesToAnEventIsShownByTheEndsOfNumbers(t *testing.T) {
	o := openConsole(t)
	editor := o.as(staff.Editor)
	require.Contains(t, editor.get("/console/events/dance"), "Nobody has said yes yet.")
	o.dance(dancer, partner, waiter)
	list := o.as(staff.Viewer).get("/console/events")
	require.Regexp(t, `Tea dance</a></td><td data-what="When">[^<]+</td><td data-what="Places">2</td><td data-what="[^"]+">2</td><td data-what="[^"]+">0</td><td data-what="[^"]+">1</td>`, list)
	page := editor.get("/console/events/dance")
	for _, said := range []string{"…641", "…642", "…643", "The mill"} {
		require.Contains(t, page, said)
	}
	require.NotContains(t, page, "7700900641")
	require.Regexp(t, `<dt>Waiting</dt><dd>1</dd>`, page)
	viewer := o.as(staff.Viewer).get("/console/events/dance")
	require.NotContains(t, viewer, "…641", "only those who keep groups see who comes")
	require.NotContains(t, viewer, "Cancel the event")
	require.Equal(t, http.StatusNotFound, editor.send("GET", "/console/events/choir", "").Code, "a group is no event")
	require.Equal(t, http.StatusNotFound, editor.send("POST", "/console/events/choir", form("do", "cancel")).Code)
}

func TestMorePlacesAreOfferedToTheLine(t *testing.T) {
	o := openConsole(t)
	o.dance(dancer, partner, waiter)
	editor := o.as(staff.Editor)
	for _, n := range []string{"", "two", "-1", "5001"} {
		w := editor.send("POST", "/console/events/dance", form("do", "places", "places", n))
		require.Equal(t, http.StatusUnprocessableEntity, w.Code, n)
		require.Contains(t, w.Body.String(), "from 1 to 5000")
	}
	require.Contains(t, editor.get(editor.post("/console/events/dance", form("do", "places", "places", "3"))), "The number of places was changed.")
	require.Equal(t, http.StatusUnprocessableEntity, editor.send("POST", "/console/events/dance", form("do", "dance")).Code)
	require.Contains(t, o.as(staff.Lead).get("/console/audit"), "Changed the places of an event")
	require.Contains(t, editor.get("/console/events/dance"), `name="places" inputmode="numeric" autocomplete="off" value="3"`)
}

func TestWhoIsTakenOutOfAnEventIsOutAtOnce(t *testing.T) {
	o := openConsole(t)
	o.dance(dancer)
	editor := o.as(staff.Editor)
	id := o.of(dancer).ID
	page := editor.get("/console/events/dance?person=" + id)
	require.Contains(t, page, "Take …641 out of the event")
	m := takenOut.FindStringSubmatch(page)
	require.Len(t, m, 3)
	o.text("mill", dancer, "yes 2 of us")
	o.passes()
	old := editor.send("POST", "/console/events/dance", form("do", "takeout", "person", m[1], "token", m[2]))
	require.Equal(t, http.StatusConflict, old.Code, "they have said yes again since")
	require.Contains(t, old.Body.String(), "They have answered again since you opened the page")

	m = takenOut.FindStringSubmatch(editor.get("/console/events/dance?person=" + id))
	after := editor.get(editor.post("/console/events/dance", form("do", "takeout", "person", m[1], "token", m[2])))
	require.NotContains(t, after, "…641")
	o.passes()
	require.Empty(t, o.of(dancer).Person.Places)
	require.Empty(t, o.of(dancer).Person.Groups)
	require.Equal(t, http.StatusConflict, editor.send("POST", "/console/events/dance", form("do", "takeout", "person", m[1], "token", m[2])).Code)
	require.Contains(t, o.as(staff.Lead).get("/console/audit"), "Took somebody out of an event")
}

func TestAnEventIsCancelledOnceItIsAskedForTwice(t *testing.T) {
	o := openConsole(t)
	o.dance(dancer, partner, waiter)
	editor := o.as(staff.Editor)
	require.NotContains(t, editor.get("/console/events/dance"), `value="cancel"`, "it takes a second page")
	require.Contains(t, editor.get("/console/events/dance?ask=cancel"), "This cannot be undone.")
	page := editor.get(editor.post("/console/events/dance", form("do", "cancel")))
	require.Contains(t, page, "The event is cancelled.")
	require.NotContains(t, page, "Change the number of places")
	again := editor.send("POST", "/console/events/dance", form("do", "cancel"))
	require.Equal(t, http.StatusConflict, again.Code)
	require.Contains(t, again.Body.String(), "The event is cancelled already")
	require.Equal(t, http.StatusConflict, editor.send("POST", "/console/events/dance", form("do", "places", "places", "9")).Code)

	o.passes()
	require.Contains(t, editor.get("/console/events/dance"), "People who were told: 3. Still to be told: 0.")
	require.Contains(t, editor.get("/console/events"), "Cancelled")
	for _, who := range []string{dancer, partner, waiter} {
		require.Empty(t, o.of(who).Person.Places)
	}
	require.Contains(t, o.as(staff.Lead).get("/console/audit"), "Cancelled an event")
}

func TestStaffPutSomebodyIntoAnEventWhileItHasAPlace(t *testing.T) {
	o := openConsole(t)
	o.dance(dancer)
	editor := o.as(staff.Editor)
	put := func(n string) *httptest.ResponseRecorder {
		return editor.send("POST", "/console/groups/dance", form("do", "put", "number", n, "reason", "rang up"))
	}
	o.agrees(partner)
	o.agrees(waiter)
	require.Equal(t, http.StatusSeeOther, put(partner).Code)
	require.Contains(t, editor.get("/console/events/dance"), "…642")
	full := put(waiter)
	require.Equal(t, http.StatusConflict, full.Code)
	require.Contains(t, full.Body.String(), "The event has no place left")
	editor.post("/console/events/dance", form("do", "cancel"))
	off := put(waiter)
	require.Equal(t, http.StatusConflict, off.Code)
	require.Contains(t, off.Body.String(), "The event is cancelled. Nobody can be put in")
	require.NotContains(t, editor.get("/console/groups/dance"), "…643")
}

// Two events may have the same name: what tells them apart is when they are.
func TestAnEventIsListedWithItsTimeWhereGroupsAreChosen(t *testing.T) {
	o := openConsole(t)
	lead := o.as(staff.Lead)
	for _, page := range []string{"/console/groups", "/console/broadcasts/new"} {
		require.Regexp(t, `>Tea dance, [^<]*10:00[^<]*<`, lead.get(page), page)
	}
	require.Regexp(t, `>Choir<`, lead.get("/console/groups"))
}
