package web_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/staff"
)

func TestALeadTurnsWhoIsOnCall(t *testing.T) {
	o := openConsole(t)
	lead := o.as(staff.Lead)
	dana, _ := o.member(mill, "Dana", "dana@example.org", staff.Responder)
	require.Contains(t, lead.get("/console/rota"), "Nobody is on call, so everybody who answers is told.")
	require.Equal(t, "/console/rota?done=rota.on", lead.post("/console/rota", form("do", "phone", "account", dana, "phone", "07700 900200")))
	page := lead.get("/console/rota?done=rota.on")
	require.Contains(t, page, "They are on call.")
	require.Contains(t, page, "…200")
	require.NotContains(t, page, "900200", "the number is masked")
	require.NotContains(t, page, "Nobody is on call")
	told, err := o.desk.OnCall(context.Background(), "mill", false)
	require.NoError(t, err)
	require.Equal(t, []staff.Contact{{Account: dana, Name: "Dana", Email: "dana@example.org", Phone: "+447700900200"}}, told)

	lead.post("/console/rota", form("do", "off", "account", dana))
	lead.post("/console/rota", form("do", "on", "account", dana))
	require.Contains(t, lead.get("/console/rota"), "…200", "the number stays")
	answer := lead.send("POST", "/console/rota", form("do", "phone", "account", dana, "phone", "BANK"))
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Contains(t, answer.Body.String(), "Enter a mobile number")
	stranger := o.store.AccountID("harbour@example.org")
	require.Equal(t, http.StatusNotFound, lead.send("POST", "/console/rota", form("do", "on", "account", stranger)).Code, "another organisation's")
	log := lead.get("/console/audit")
	require.Contains(t, log, "Put on call")
	require.Contains(t, log, "Taken off call")
	require.NotContains(t, log, "900200")
}
