package web_test

import (
	"context"
	"path"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/web"
)

func TestEveryPageSaysThatNoTextLeavesAndWhy(t *testing.T) {
	var halt providers.Halt
	var other []providers.Halt
	o := openConsole(t, func(c *web.Console) {
		c.Halted = func(string) []providers.Halt { return append([]providers.Halt{halt}, other...) }
	})
	viewer := o.as(staff.Viewer)
	require.NotContains(t, viewer.get("/console/"), `id="halt"`)
	for class, said := range map[providers.Class][2]string{
		providers.Balance: {"what may be sent in a day, is used up", "wedi dod i ben"},
		providers.Auth:    {"does not take our key", "yn derbyn ein hallwedd"},
		providers.Config:  {"refuses every text", "yn gwrthod pob neges"},
	} {
		halt = providers.Halt{Class: class, Since: time.Now(), Last: "one"}
		for _, page := range []string{"/console/", "/console/cases/new", "/console/account"} {
			require.Contains(t, viewer.get(page), said[0])
		}
		viewer.header.Set("Accept-Language", "cy")
		require.Contains(t, viewer.get("/console/"), said[1])
		viewer.header.Del("Accept-Language")
	}
	require.NotContains(t, viewer.get("/console/"), "Its company says")
	halt.Mend = "the day's allowance comes back at midnight UTC"
	require.Contains(t, viewer.get("/console/"), `Its company says: <span lang="en">the day&#39;s allowance comes back at midnight UTC.</span>`)
	other = []providers.Halt{{Class: providers.Balance, Since: time.Now(), Last: "two", Mend: "twilio: top up", Connection: "twilio"}}
	for _, said := range []string{"No text leaves by twilio", `id="halt-1"`, "twilio: top up.", `<h2 class="nhsuk-notification-banner__title" id="halted">No text leaves</h2>`} {
		require.Contains(t, viewer.get("/console/"), said)
	}
	require.NotContains(t, o.as("").send("GET", "/console/sign-in", "").Body.String(), `id="halt"`, "strangers learn nothing")
}

func TestThePageOfABroadcastSaysThatItIsPausedForWantOfCredit(t *testing.T) {
	o := openConsole(t)
	o.text("mill", "+447700900501", "SING")
	lead := o.as(staff.Lead)
	at := lead.post("/console/broadcasts/new", form("group", "choir", "say-en", "We sing at 7 tonight.", "hours", "24", "urgent", "the hall has moved"))
	lead.post(at, form("do", "send", "when", "now"))
	b, err := o.store.Broadcast(context.Background(), "mill", path.Base(at))
	require.NoError(t, err)
	b.State, b.Why, b.Mend = broadcast.Paused, broadcast.NoCredit, "it comes back at midnight UTC"
	_, err = o.store.Keep(context.Background(), b)
	require.NoError(t, err)
	for _, page := range []string{at, at + "/progress"} {
		said := lead.get(page)
		require.Contains(t, said, "The provider says that the credit, or what may be sent in a day, is used up: see to that, then resume. Its company says: <span lang=\"en\">it comes back at midnight UTC.</span>")
		require.Contains(t, said, `value="resume"`)
	}
	lead.header.Set("Accept-Language", "cy")
	require.Contains(t, lead.get(at), "trefnwch hynny, yna parhewch")
	lead.header.Del("Accept-Language")
	require.NotContains(t, lead.get(lead.post(at, form("do", "resume"))), "see to that, then resume")
}
