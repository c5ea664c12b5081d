package web_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/bot/staff"
)

func TestLeadsSeeWhomABroadcastHasNotReached(t *testing.T) {
	o := openConsole(t)
	o.text("mill", "+447700900501", "SING")
	o.text("mill", "+447700900502", "SING")
	lead := o.as(staff.Lead)
	at := lead.post("/console/broadcasts/new", form("group", "choir", "say-en", "We sing at 7 tonight.", "hours", "24", "urgent", "the hall has moved"))
	lead.post(at, form("do", "send", "when", "now"))
	desk := o.console.Broadcasts
	sender := broadcast.Sender{Archive: o.store, People: o.store, Outbox: o.store, Book: desk.Book, Now: desk.Now, Log: o.console.Log}
	for range 4 {
		require.NoError(t, sender.Step(t.Context()))
	}
	page := lead.get(at + "/missed")
	require.Contains(t, page, "…501")
	require.Contains(t, page, "…502")
	require.Contains(t, page, "It waits to leave")
	require.NotContains(t, page, "7700900501")
	require.Contains(t, lead.get(at), at+"/missed")
	require.Contains(t, lead.get("/console/audit"), "Looked at whom a broadcast has not reached")
	require.Equal(t, http.StatusForbidden, o.as(staff.Viewer).send("GET", at+"/missed", "").Code)

	lead.post(at, form("do", "cancel"))
	o.later(8 * 24 * time.Hour)
	require.Contains(t, o.as(staff.Admin).get(at+"/missed"), "is known for 7 days after it began")
}
